"""What the core asks of the world. `storage` and `bot.providers` implement these; `bot.app` puts them together.

Stores belong to a transaction: `async with storage.transaction() as tx` commits at the end of the block and rolls
back on any exception, cancellation included; nothing of it is visible outside before. `storage.reading()` gives the
same stores on a connection that only reads and holds no lock: its writes fail. Writing transactions are serialised
(SQLite: one connection, BEGIN IMMEDIATE; PostgreSQL: row locks where a method says "locks"), so keep them short and
never call a provider or Telegram inside one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.core.catalog import Category, Fallback, OwnWords, PriceChange, Service, SyncReport
from bot.core.customers import Customer
from bot.core.desk_ports import DeskStores
from bot.core.events import Notice, OutboxRow
from bot.core.order_ports import OrderStores
from bot.core.payment_ports import PaymentStores
from bot.core.provider import (
    AddResult,
    Asked,
    Balance,
    Dialect,
    Mark,
    OrderRequest,
    Refusal,
    RequestStatus,
    ServiceList,
    ServiceRow,
    StatusBatch,
    StatusNews,
)
from bot.core.staff_ports import StaffStores


class Provider(Protocol):
    """One panel. Every call but `add` raises ProviderError; lists longer than 100 ids are the caller's fault."""

    @property
    def name(self) -> str: ...

    async def services(self) -> ServiceList: ...

    async def add(self, request: OrderRequest) -> AddResult:
        """Never raises for anything that the network or the panel does: the outcome says it all."""
        ...

    async def statuses(self, order_ids: Sequence[str]) -> StatusBatch: ...

    async def balance(self) -> Balance: ...

    async def refill(self, order_ids: Sequence[str]) -> Mapping[str, Asked | Refusal]: ...

    async def refill_statuses(self, refill_ids: Sequence[str]) -> Mapping[str, RequestStatus | Refusal]: ...

    async def cancel(self, order_ids: Sequence[str]) -> Mapping[str, Asked | Refusal]: ...

    async def cancel_statuses(self, cancel_ids: Sequence[str]) -> Mapping[str, RequestStatus | Refusal]: ...


class StatusFeed(Protocol):
    """A provider as the poller asks it."""

    @property
    def name(self) -> str: ...

    async def news(self, order_ids: Sequence[str], known: Mapping[Mark, str]) -> StatusNews:
        """As `statuses`; a row that bears a known mark is not read. `known`: the order's id by the mark of its row.

        Raises ProviderError.
        """
        ...


class CustomerStore(Protocol):
    async def get(self, customer_id: int) -> Customer | None: ...

    async def by_username(self, username: str) -> Customer | None:
        """Without the @, ignoring case; the one seen last where several bore it."""
        ...

    async def see(self, customer: Customer) -> Customer:
        """Insert, or update what Telegram says; a language chosen here stays. Clears `unreachable_at`."""
        ...

    async def here_again(self, customer_id: int, at: datetime) -> None:
        """The customer has written today."""
        ...

    async def set_language(self, customer_id: int, language: str) -> None: ...

    async def accept_terms(self, customer_id: int, version: str, at: datetime) -> None: ...

    async def set_unreachable(self, customer_id: int, at: datetime | None) -> None: ...

    async def set_banned(self, customer_id: int, at: datetime | None) -> None: ...


class CatalogStore(Protocol):
    async def categories(self) -> list[Category]: ...

    async def services(self) -> list[Service]:
        """Every service that the providers' last good lists hold (gone ones are left out)."""
        ...

    async def service(self, service_id: int) -> Service | None: ...

    async def merge(
        self, provider: str, rows: Sequence[ServiceRow], at: datetime, *, publish: bool, complete: bool = True
    ) -> CatalogueChange:
        """Make the provider's services equal to `rows`: insert, update, mark as gone, bring back.

        Where the rows are not `complete`, those that they leave out are not gone.

        Categories of the same name (blanks and case apart) are one, whichever provider names them. New services are
        published where `publish` says so or their category is published already.
        """
        ...

    async def publish_category(self, category_id: int, published: bool) -> int:
        """The category and all its services; how many services changed."""
        ...

    async def publish_all(self, published: bool) -> int: ...

    async def publish_service(self, service_id: int, published: bool) -> bool: ...

    async def publish_services(self, service_ids: Sequence[int], published: bool) -> int: ...

    async def name_category(self, category_id: int, own_name: str | None) -> None:
        """None: the provider's name again."""
        ...

    async def name_service(self, service_id: int, own_name: str | None, own_description: str | None) -> None: ...

    async def own_words(self, service_id: int) -> OwnWords | None: ...

    async def record_sync(self, report: SyncReport, at: datetime) -> None: ...

    async def last_syncs(self) -> Mapping[str, tuple[SyncReport, datetime]]: ...

    async def version(self) -> int:
        """Raised by every change to what is on sale: a replica that sees a new one reads the catalogue anew."""
        ...

    async def fallback(self, service_id: int) -> Fallback | None: ...

    async def set_fallback(self, service_id: int, fallback_id: int | None, *, below_cost: bool) -> None:
        """None takes it away."""
        ...

    async def disable_flag(self, service_id: int, flag: str) -> None:
        """Remember that the provider can't: `flag` is "refill" or "cancel"."""
        ...


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    new: int
    gone: int
    back: int
    changed: tuple[PriceChange, ...]
    total: int
    new_names: tuple[str, ...] = ()  # the first few
    gone_names: tuple[str, ...] = ()


class OutboxStore(Protocol):
    async def add(self, notices: Sequence[Notice], at: datetime) -> None:
        """A key that is there already is passed over."""
        ...

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> list[OutboxRow]:
        """Lease due rows, oldest first: at most one a chat, none of a chat with one still in flight."""
        ...

    async def keep(self, ids: Sequence[int], lease_until: datetime) -> None:
        """Lengthen the lease of rows that are still on their way."""
        ...

    async def sent(self, row_id: int, at: datetime, message_id: int | None = None) -> None: ...

    async def retry(self, row_id: int, not_before: datetime, error: str) -> None: ...

    async def park(self, row_id: int, reason: str) -> None:
        """Not to be sent until `unpark_chat`, or an admin."""
        ...

    async def unpark_chat(self, chat_id: int) -> int: ...

    async def due_now(self, now: datetime) -> int:
        """Whatever waits for its time, or for a lease of a process that is gone, is due; how many they were."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def oldest_waiting(self) -> datetime | None: ...

    async def forget(self, before: datetime) -> int:
        """Delete rows that were sent, or superseded, before then."""
        ...


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update taken in. `seq` is the inbox's own order; `lane` is what is handled one after another (a customer)."""

    seq: int
    update_id: int
    lane: int
    payload: str
    tries: int
    received_at: datetime


class InboxStore(Protocol):
    async def take(self, bot_id: int, updates: Sequence[tuple[int, int, str]], at: datetime) -> list[InboxRow]:
        """Store (update_id, lane, JSON) once each; the rows that are new."""
        ...

    async def unfinished(self, bot_id: int) -> list[InboxRow]:
        """Neither done nor parked, by `seq`: what a crash left behind."""
        ...

    async def waiting_in(self, bot_id: int, lane: int, up_to: int) -> list[InboxRow]:
        """Of `unfinished` those of a lane that came no later than `up_to`."""
        ...

    async def done(self, seqs: Sequence[int], at: datetime) -> None: ...

    async def failed(self, seq: int, error: str, *, park: bool) -> None:
        """Count a try; `park` takes it out of the way."""
        ...

    async def oldest_unfinished(self) -> datetime | None: ...

    async def forget(self, before: datetime) -> int:
        """Delete finished rows older than that."""
        ...


@dataclass(frozen=True, slots=True)
class AdminAction:
    """A change that an admin was shown and has not confirmed yet. `params` are JSON values."""

    id: int
    admin_id: int
    kind: str
    params: Mapping[str, Any]
    state: str  # open, done, dropped
    expires_at: datetime


class AdminActionStore(Protocol):
    async def add(
        self, admin_id: int, kind: str, params: Mapping[str, Any], at: datetime, expires_at: datetime
    ) -> AdminAction: ...

    async def get(self, action_id: int) -> AdminAction | None: ...

    async def move(self, action_id: int, old: str, new: str) -> bool: ...


class SettingStore(Protocol):
    """What an admin set in the chat: wins over the environment, which is the first value."""

    async def get(self, name: str) -> Any | None: ...

    async def set(self, name: str, value: Any, at: datetime) -> None: ...

    async def set_first(self, name: str, value: Any, at: datetime) -> None:
        """Only where there is none yet."""
        ...

    async def all(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    name: str
    dialect: Dialect = field(default_factory=Dialect)
    balance: Decimal | None = None
    currency: str | None = None
    balance_at: datetime | None = None
    down_since: datetime | None = None
    last_error: str | None = None


class ProviderStore(Protocol):
    async def get(self, name: str) -> ProviderRecord | None: ...

    async def all(self) -> list[ProviderRecord]: ...

    async def save(self, record: ProviderRecord) -> None: ...


class Transaction(OrderStores, PaymentStores, StaffStores, DeskStores, Protocol):
    """The stores of one transaction."""

    @property
    def customers(self) -> CustomerStore: ...
    @property
    def catalog(self) -> CatalogStore: ...
    @property
    def outbox(self) -> OutboxStore: ...
    @property
    def inbox(self) -> InboxStore: ...
    @property
    def admin_actions(self) -> AdminActionStore: ...
    @property
    def settings(self) -> SettingStore: ...
    @property
    def providers(self) -> ProviderStore: ...


class Storage(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]: ...
