"""What admins do to the shop. Every method asks first whether the person may: a hidden button is no authorisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.core.bells import Bells
from bot.core.catalog import Service, SyncReport
from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError, NotAllowedError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import ADJUSTMENTS, LedgerProof, Posting, PostingKind, WalletBalance, available
from bot.core.money import MAX_MICROS, to_decimal
from bot.core.orders import Order, OrderEvent
from bot.core.policy import ShopPolicy
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.services.catalog import MARKUP_SETTING, CatalogService
from bot.core.services.debts import settle_debt

PREVIEW_HOLDS = timedelta(minutes=15)
MAX_MARKUP = Decimal(1000)


@dataclass(frozen=True, slots=True)
class CustomerCard:
    customer: Customer
    balance: WalletBalance
    orders: list[Order]


@dataclass(frozen=True, slots=True)
class AdminOrderCard:
    order: Order
    customer: Customer | None
    events: list[OrderEvent]
    service: Service | None


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """`balance` is in the provider's own `currency`."""

    name: str
    available: bool
    balance: Decimal | None
    currency: str | None
    down_since: datetime | None
    last_error: str | None
    last_sync: SyncReport | None
    last_sync_at: datetime | None
    services: int
    open_orders: int


class Admin:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        catalog: CatalogService,
        bells: Bells,
        provider_names: Callable[[], tuple[str, ...]],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._catalog = catalog
        self._bells = bells
        self._provider_names = provider_names

    def is_admin(self, user_id: int) -> bool:
        return user_id in self._policy.admin_ids

    def require(self, admin_id: int) -> None:
        if not self.is_admin(admin_id):
            raise NotAllowedError

    async def find_customer(self, admin_id: int, who: str) -> Customer:
        """By Telegram id, or by @name."""
        self.require(admin_id)
        async with self._storage.reading() as tx:
            if who.startswith("@"):
                customer = await tx.customers.by_username(who[1:])
            else:
                number = who if who.isascii() and who.isdigit() and len(who) < 19 else "0"
                customer = await tx.customers.get(int(number))
        if customer is None:
            raise NotFoundError("customer")
        return customer

    async def customer_card(self, admin_id: int, customer_id: int) -> CustomerCard:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            customer = await tx.customers.get(customer_id)
            if customer is None:
                raise NotFoundError("customer")
            orders = await tx.orders.of_customer(customer_id, limit=5)
            return CustomerCard(customer, await tx.ledger.balance(customer_id), orders)

    async def preview_adjustment(self, admin_id: int, customer_id: int, amount_micros: int, note: str) -> AdminAction:
        """A credit (> 0) or a debit (< 0), shown before it is made."""
        self.require(admin_id)
        if not 0 < abs(amount_micros) <= MAX_MICROS:
            raise InputError("amount-out-of-range", typed=str(to_decimal(amount_micros)))
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if await tx.customers.get(customer_id) is None:
                raise NotFoundError("customer")
            balance = await tx.ledger.balance(customer_id)
            if amount_micros < 0 and balance.available_micros + amount_micros < 0:
                raise InputError("debit-too-much", available_micros=balance.available_micros)
            params = {
                "customer_id": customer_id,
                "amount_micros": amount_micros,
                "note": note[:200],
                "balance_micros": balance.available_micros,
            }
            kind = "credit" if amount_micros > 0 else "debit"
            return await tx.admin_actions.add(admin_id, kind, params, now, now + PREVIEW_HOLDS)

    async def set_markup(self, admin_id: int, percent: Decimal) -> AdminAction:
        """The markup over every provider that has none of its own; shown before it is set."""
        self.require(admin_id)
        if not percent.is_finite() or not 0 <= percent <= MAX_MARKUP:
            raise InputError("markup-out-of-range", min=0, max=int(MAX_MARKUP))
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            settings = await tx.settings.all()
            old = settings.get(MARKUP_SETTING, str(self._policy.markup_percent))
            params = {"old": str(old), "new": str(percent)}
            return await tx.admin_actions.add(admin_id, "markup", params, now, now + PREVIEW_HOLDS)

    async def confirm(self, admin_id: int, action_id: int) -> AdminAction:
        """Do it, once: a second tap finds it done. InputError where the preview is too old, or was dropped."""
        self.require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            action = await self._owned(tx, admin_id, action_id)
            if action.state == "done":
                return action
            if action.state != "open" or now >= action.expires_at:
                raise InputError("action-expired")
            if not await tx.admin_actions.move(action_id, "open", "done"):
                action = await self._owned(tx, admin_id, action_id)
                if action.state != "done":
                    raise InputError("action-expired")
                return action
            if action.kind == "markup":
                await tx.settings.set(MARKUP_SETTING, action.params["new"], now)
            else:
                await self._adjust(tx, action, now)
            done = await self._owned(tx, admin_id, action_id)
        if action.kind == "markup":
            await self._catalog.reload()
        self._bells.outbox.ring()
        return done

    async def drop(self, admin_id: int, action_id: int) -> AdminAction:
        self.require(admin_id)
        async with self._storage.transaction() as tx:
            await self._owned(tx, admin_id, action_id)
            await tx.admin_actions.move(action_id, "open", "dropped")
            return await self._owned(tx, admin_id, action_id)

    async def order_card(self, admin_id: int, order_id: int) -> AdminOrderCard:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            order = await tx.orders.get(order_id)
            if order is None:
                raise NotFoundError("order")
            return AdminOrderCard(
                order,
                await tx.customers.get(order.customer_id),
                await tx.orders.events(order_id),
                await tx.catalog.service(order.service_id),
            )

    async def prove_ledger(self, admin_id: int) -> LedgerProof:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            return await tx.ledger.verify()

    async def providers(self, admin_id: int) -> list[ProviderCard]:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            records = {record.name: record for record in await tx.providers.all()}
            syncs = await tx.catalog.last_syncs()
            services = await tx.catalog.services()
            open_orders = await tx.orders.open_by_provider()
        cards = []
        for name in self._provider_names():
            record, sync = records.get(name), syncs.get(name)
            cards.append(
                ProviderCard(
                    name,
                    self._catalog.is_available(name),
                    record.balance if record else None,
                    record.currency if record else None,
                    record.down_since if record else None,
                    record.last_error if record else None,
                    sync[0] if sync else None,
                    sync[1] if sync else None,
                    sum(1 for service in services if service.provider == name),
                    open_orders.get(name, 0),
                )
            )
        return cards

    async def _owned(self, tx: Transaction, admin_id: int, action_id: int) -> AdminAction:
        action = await tx.admin_actions.get(action_id)
        if action is None or action.admin_id != admin_id:
            raise NotFoundError("action")
        return action

    async def _adjust(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        customer_id, amount = int(action.params["customer_id"]), int(action.params["amount_micros"])
        wallet = available(customer_id)
        source, target = (ADJUSTMENTS, wallet) if amount > 0 else (wallet, ADJUSTMENTS)
        kind = PostingKind.CREDIT if amount > 0 else PostingKind.DEBIT
        note = str(action.params["note"])
        before = await tx.ledger.lock_balance(customer_id)
        if before.available_micros + amount < 0:
            raise InputError("debit-too-much", available_micros=before.available_micros)
        await tx.ledger.post(
            Posting(
                f"admin:{action.id}",
                kind,
                source,
                target,
                abs(amount),
                self._policy.currency,
                note=note,
                actor_id=action.admin_id,
            ),
            now,
        )
        if amount > 0:
            await settle_debt(tx, customer_id, f"admin:{action.id}", self._policy.currency, now)
        balance = await tx.ledger.balance(customer_id)
        notice = NoticeKind.WALLET_CREDITED if amount > 0 else NoticeKind.WALLET_DEBITED
        facts: dict[str, str | int | None] = {
            "amount_micros": abs(amount),
            "balance_micros": balance.available_micros,
            "currency": self._policy.currency,
            "note": note,
        }
        await tx.outbox.add([Notice(f"admin:{action.id}", customer_id, notice, facts)], now)
