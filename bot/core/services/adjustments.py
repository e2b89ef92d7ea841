"""Credits and debits by hand, and what is given back of an order: shown first, booked once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.errors import ConflictError, InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import ADJUSTMENTS, Posting, PostingKind, available, refund
from bot.core.money import MAX_MICROS, to_decimal
from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderEvent
from bot.core.policy import ShopPolicy
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.caps import require_room
from bot.core.services.changes import Changes
from bot.core.services.debts import settle_debt
from bot.core.services.order_notices import card_notice, order_facts, price_facts

REFUND = "order-refund"


@dataclass(frozen=True, slots=True)
class Refundable:
    """`left_micros` is what was captured and has not been given back."""

    order: Order
    left_micros: int


class Adjustments:
    def __init__(
        self, storage: Storage, clock: Clock, policy: ShopPolicy, authority: Authority, changes: Changes
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._authority = authority
        self._changes = changes
        changes.learn("credit", Right.MONEY, self._adjust)
        changes.learn("debit", Right.MONEY, self._adjust)
        changes.learn(REFUND, Right.MONEY, self._refund)

    async def propose(self, admin_id: int, customer_id: int, amount_micros: int, note: str) -> AdminAction:
        """A credit (> 0) or a debit (< 0), shown before it is made."""
        self._authority.require(admin_id, Right.MONEY)
        if not 0 < abs(amount_micros) <= MAX_MICROS:
            raise InputError("amount-out-of-range", typed=str(to_decimal(amount_micros)))
        async with self._storage.reading() as tx:
            if await tx.customers.get(customer_id) is None:
                raise NotFoundError("customer")
            balance = await tx.ledger.balance(customer_id)
            if amount_micros < 0 and balance.available_micros + amount_micros < 0:
                raise InputError("debit-too-much", available_micros=balance.available_micros)
            await require_room(tx, self._authority, admin_id, amount_micros, self._clock.now())
        params = {
            "customer_id": customer_id,
            "amount_micros": amount_micros,
            "note": note[:200],
            "balance_micros": balance.available_micros,
        }
        return await self._changes.propose(admin_id, "credit" if amount_micros > 0 else "debit", params)

    async def refundable(self, admin_id: int, order_id: int) -> Refundable:
        """InputError where nothing was captured, or all was given back."""
        self._authority.require(admin_id, Right.MONEY)
        async with self._storage.reading() as tx:
            return _refundable(await tx.orders.get(order_id))

    async def propose_refund(self, admin_id: int, order_id: int, amount_micros: int | None) -> AdminAction:
        """None: all that is left."""
        there = await self.refundable(admin_id, order_id)
        amount = there.left_micros if amount_micros is None else amount_micros
        if not 0 < amount <= there.left_micros:
            raise InputError("refund-too-much", left_micros=there.left_micros)
        async with self._storage.reading() as tx:
            await require_room(tx, self._authority, admin_id, amount, self._clock.now())
        order = there.order
        params = {
            "order_id": order.id,
            "customer_id": order.customer_id,
            "service_name": order.service_name,
            "amount_micros": amount,
            "before_micros": order.refunded_micros,
            "charge_micros": order.charge_micros,
        }
        return await self._changes.propose(admin_id, REFUND, params)

    async def _adjust(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        customer_id, amount = int(action.params["customer_id"]), int(action.params["amount_micros"])
        wallet = available(customer_id)
        source, target = (ADJUSTMENTS, wallet) if amount > 0 else (wallet, ADJUSTMENTS)
        kind = PostingKind.CREDIT if amount > 0 else PostingKind.DEBIT
        note = str(action.params["note"])
        before = await tx.ledger.lock_balance(customer_id)
        if before.available_micros + amount < 0:
            raise InputError("debit-too-much", available_micros=before.available_micros)
        await require_room(tx, self._authority, action.admin_id, amount, now)
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
        words = (self._amount(before.available_micros), self._amount(balance.available_micros))
        await tx.audit.add(AuditLine(now, action.admin_id, action.kind, str(customer_id), *words))
        notice = NoticeKind.WALLET_CREDITED if amount > 0 else NoticeKind.WALLET_DEBITED
        facts: dict[str, str | int | None] = {
            "amount_micros": abs(amount),
            "balance_micros": balance.available_micros,
            "currency": self._policy.currency,
            "note": note,
        }
        if amount > 0:
            facts |= await price_facts(tx, customer_id, now)
        await tx.outbox.add([Notice(f"admin:{action.id}", customer_id, notice, facts)], now)

    async def _refund(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        there = _refundable(await tx.orders.lock(int(action.params["order_id"])))
        order, amount = there.order, int(action.params["amount_micros"])
        if order.refunded_micros != int(action.params["before_micros"]):
            raise InputError("refund-moved")  # the provider, or another admin, gave something back meanwhile
        if amount > there.left_micros:
            raise InputError("refund-too-much", left_micros=there.left_micros)
        await require_room(tx, self._authority, action.admin_id, amount, now)
        target = order.refunded_micros + amount
        new = replace(order, refunded_micros=target, updated_at=now)
        if not await tx.orders.save(order, new):
            raise ConflictError
        posting = refund(order.id, order.customer_id, target, order.refunded_micros, order.currency)
        if not await tx.ledger.post(replace(posting, actor_id=action.admin_id), now):
            raise ConflictError
        version, amounts = order.version + 1, (self._amount(order.refunded_micros), self._amount(target))
        detail = {"admin_id": str(action.admin_id), "amount": self._amount(amount)}
        await tx.orders.add_event(OrderEvent(order.id, now, "refunded_by_admin", detail))
        await tx.audit.add(AuditLine(now, action.admin_id, "refund", f"#{order.id}", *amounts))
        wallet = await tx.ledger.balance(order.customer_id)
        facts = {**order_facts(new), "given_back_micros": amount, "balance_micros": wallet.available_micros}
        key = f"order:{order.id}:refund:{target}"
        await tx.outbox.add(
            [
                card_notice(new, version),
                Notice(key, order.customer_id, NoticeKind.ORDER_CORRECTED, facts, order.id, version),
            ],
            now,
        )

    def _amount(self, micros: int) -> str:
        return f"{to_decimal(micros).normalize():f} {self._policy.currency}"


def _refundable(order: Order | None) -> Refundable:
    if order is None:
        raise NotFoundError("order")
    left = order.charge_micros - order.refunded_micros
    if order.state not in OPEN_REMOTE | FINISHED or left <= 0:
        raise InputError("refund-nothing", order_id=order.id)
    return Refundable(order, left)
