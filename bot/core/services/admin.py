"""What admins look at. Every method asks first whether the person may: a hidden button is no authorisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.core.catalog import Service, SyncReport
from bot.core.customers import Customer
from bot.core.errors import NotFoundError
from bot.core.ledger import LedgerProof, WalletBalance
from bot.core.orders import Order, OrderEvent
from bot.core.ports import Storage
from bot.core.pricing import Markup, MarkupScope
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.staff_ports import CustomerNote

_NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """`accepted` orders brought `spent_micros`, less what was given back."""

    customer: Customer
    balance: WalletBalance
    orders: list[Order]
    notes: list[CustomerNote]
    accepted: int
    spent_micros: int
    markup: Markup | None


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
        catalog: CatalogService,
        authority: Authority,
        provider_names: Callable[[], tuple[str, ...]],
    ) -> None:
        self._storage = storage
        self._catalog = catalog
        self._authority = authority
        self._provider_names = provider_names

    async def find_customer(self, admin_id: int, who: str) -> Customer:
        """By Telegram id, by @name, or by the #number of an order."""
        self._authority.require(admin_id, Right.LOOK)
        async with self._storage.reading() as tx:
            if who.startswith("#"):
                order = await tx.orders.get(_number(who[1:]))
                customer = None if order is None else await tx.customers.get(order.customer_id)
            elif who.startswith("@"):
                customer = await tx.customers.by_username(who[1:])
            else:
                customer = await tx.customers.get(_number(who)) or await tx.customers.by_username(who)
        if customer is None:
            raise NotFoundError("customer")
        return customer

    async def customer_card(self, admin_id: int, customer_id: int) -> CustomerCard:
        self._authority.require(admin_id, Right.LOOK)
        async with self._storage.reading() as tx:
            customer = await tx.customers.get(customer_id)
            if customer is None:
                raise NotFoundError("customer")
            orders = await tx.orders.of_customer(customer_id, limit=5)
            return CustomerCard(
                customer,
                await tx.ledger.balance(customer_id),
                orders,
                await tx.notes.of_customer(customer_id, _NOTES_SHOWN),
                *await tx.order_reports.spent(customer_id),
                markup=self._catalog.price_book.own.get((MarkupScope.CUSTOMER, customer_id)),
            )

    async def order_card(self, admin_id: int, order_id: int) -> AdminOrderCard:
        self._authority.require(admin_id, Right.LOOK)
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
        self._authority.require(admin_id, Right.REPORT)
        async with self._storage.reading() as tx:
            return await tx.ledger.verify()

    async def providers(self, admin_id: int) -> list[ProviderCard]:
        self._authority.require(admin_id, Right.LOOK)
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


def _number(typed: str) -> int:
    """0, which is nobody's, where it is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
