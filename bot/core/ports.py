"""What the core asks of the world. `storage` and `bot.providers` implement these; `bot.app` puts them together.

Stores belong to a transaction: `async with storage.transaction() as tx` commits at the end of the block and rolls
back on any exception, cancellation included; nothing of it is visible outside before. `storage.reading()` gives the
same stores on a connection that only reads and holds no lock: its writes fail. Writing transactions are serialised
(SQLite: one connection, BEGIN IMMEDIATE; PostgreSQL: row locks where a method says "locks"), so keep them short and
never call a provider or Telegram inside one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.core.aftercare import AftercareRequest, RequestKind
from bot.core.catalog import Category, Fallback, OwnWords, PriceChange, Service, SyncReport
from bot.core.customers import Customer
from bot.core.desk_ports import DeskStores
from bot.core.events import Notice, OutboxRow
from bot.core.ledger import LedgerProof, Posting, StatementLine, WalletBalance
from bot.core.orders import DueLook, Order, OrderEvent, OrderGroup, OrderState, Quote
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

    async def news(self, order_ids: Sequence[str], known: Mapping[str, Mark]) -> StatusNews:
        """As `statuses`; a row that still bears the mark that is known of it is not read. Raises ProviderError."""
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


class QuoteStore(Protocol):
    async def add(
        self,
        *,
        customer_id: int,
        service_id: int,
        fields: Mapping[str, str],
        quantity: int,
        charge_micros: int,
        cost_micros: int,
        currency: str,
        rate: Decimal,
        created_at: datetime,
        expires_at: datetime,
        terms_version: str | None,
    ) -> Quote: ...

    async def get(self, quote_id: int) -> Quote | None: ...

    async def newest(self, customer_id: int) -> Quote | None: ...

    async def move(self, quote_id: int, old: str, new: str) -> bool:
        """Compare-and-set of the state; False: somebody else was first."""
        ...


class OrderStore(Protocol):
    async def add(self, quote: Quote, service: Service, at: datetime, *, card_message_id: int | None) -> Order:
        """A `created` order for a quote (unique by quote), to be submitted at once."""
        ...

    async def get(self, order_id: int) -> Order | None: ...

    async def lock(self, order_id: int) -> Order | None:
        """As `get`, and locks the row until the transaction ends."""
        ...

    async def by_quote(self, quote_id: int) -> Order | None: ...

    async def save(self, old: Order, new: Order) -> bool:
        """Write what differs, compare-and-set on `old.version`; False: somebody else was first.

        The stored version is `old.version + 1`, whatever `new.version` says. A move that TRANSITIONS does not hold
        raises ValueError; a provider's order id that another order of that provider has raises ConflictError.
        """
        ...

    async def of_customer(
        self, customer_id: int, *, limit: int, offset: int = 0, group: OrderGroup = OrderGroup.ALL
    ) -> list[Order]:
        """Newest first."""
        ...

    async def count_of_customer(self, customer_id: int, group: OrderGroup = OrderGroup.ALL) -> int: ...

    async def to_submit(self, provider: str, now: datetime, limit: int) -> list[Order]:
        """`created` orders whose `next_submit_at` has come, oldest first; locks them, skips locked ones."""
        ...

    async def stale_submitting(self, now: datetime) -> list[Order]:
        """`submitting` orders whose lease has run out."""
        ...

    async def due_for_poll(self, provider: str, now: datetime, limit: int) -> list[Order]:
        """Accepted orders with `next_poll_at` <= now, longest overdue first."""
        ...

    async def due_looks(self, provider: str, at: datetime, limit: int, after: DueLook | None = None) -> list[DueLook]:
        """As `due_for_poll`, and no more than a look needs; `after` is the last one of the page before."""
        ...

    async def up_to_date(self, provider: str, looks: Sequence[DueLook]) -> list[DueLook]:
        """The same looks, those anew whose order was written since, without those that are looked at no more."""
        ...

    async def lock_all(self, order_ids: Sequence[int]) -> list[Order]:
        """By id, locked until the transaction ends."""
        ...

    async def looked_at(self, times: Mapping[datetime | None, Sequence[int]], polled_at: datetime) -> None:
        """For orders that did not change: ids by the time of their next look. Passes over those that are locked."""
        ...

    async def save_all(self, changes: Sequence[tuple[Order, Order]]) -> None:
        """As `save` for each (old, new), none of which moves to another provider; ConflictError where one was written
        since it was read.
        """
        ...

    async def set_next_poll(self, times: Mapping[int, datetime | None], polled_at: datetime) -> None:
        """For orders that did not change: one statement, no new version."""
        ...

    async def in_state(self, states: Collection[OrderState], *, limit: int = 100) -> list[Order]: ...

    async def count_by_state(self) -> Mapping[OrderState, int]: ...

    async def open_by_provider(self) -> Mapping[str, int]: ...

    async def held_link(self, customer_id: int, service_id: int, link: str) -> Order | None:
        """An order of this customer on the same service and link that is `unknown`."""
        ...

    async def active_on_link(self, customer_id: int, service_id: int, link: str) -> Order | None: ...

    async def by_provider_order_id(self, provider: str, provider_order_id: str) -> Order | None: ...

    async def cost_accepted_since(self, provider: str, since: datetime) -> int:
        """What the orders accepted at that provider since then cost, in millionths of the shop's currency."""
        ...

    async def newest_provider_order_id(self, provider: str, before: datetime) -> str | None:
        """Of the order accepted last before then."""
        ...

    async def add_event(self, event: OrderEvent) -> None: ...

    async def add_events(self, events: Sequence[OrderEvent]) -> None: ...

    async def events(self, order_id: int) -> list[OrderEvent]: ...


class LedgerStore(Protocol):
    async def post(self, posting: Posting, at: datetime) -> bool:
        """Write it with its two entries and move the balances; False: this key has been posted before, nothing done.

        InsufficientFundsError where `available` or `held` would fall below nothing.
        """
        ...

    async def balance(self, customer_id: int) -> WalletBalance: ...

    async def balances(self, customer_ids: Collection[int]) -> Mapping[int, WalletBalance]:
        """Of each of them."""
        ...

    async def lock_balance(self, customer_id: int) -> WalletBalance:
        """As `balance`, and locks the customer's accounts until the transaction ends."""
        ...

    async def statement(self, customer_id: int, *, limit: int, offset: int = 0) -> list[StatementLine]: ...

    async def currency(self) -> str | None:
        """The currency of the entries there are; None where there are none."""
        ...

    async def verify(self) -> LedgerProof:
        """Prove every invariant from the entries and orders alone. Reads all of it."""
        ...


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


class AftercareStore(Protocol):
    async def add(self, order_id: int, kind: RequestKind, at: datetime) -> AftercareRequest | None:
        """None where the order has an open request of that kind already."""
        ...

    async def get(self, request_id: int) -> AftercareRequest | None: ...

    async def of_order(self, order_id: int) -> list[AftercareRequest]:
        """Newest first."""
        ...

    async def due(self, provider: str, now: datetime, limit: int) -> list[tuple[AftercareRequest, Order]]:
        """Open requests whose `next_look_at` has come, longest overdue first."""
        ...

    async def save(self, old: AftercareRequest, new: AftercareRequest) -> bool:
        """Compare-and-set on `old.version`, as for orders."""
        ...


class Transaction(PaymentStores, StaffStores, DeskStores, Protocol):
    """The stores of one transaction."""

    @property
    def customers(self) -> CustomerStore: ...
    @property
    def catalog(self) -> CatalogStore: ...
    @property
    def quotes(self) -> QuoteStore: ...
    @property
    def orders(self) -> OrderStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
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
    @property
    def aftercare(self) -> AftercareStore: ...


class Storage(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]: ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]: ...
