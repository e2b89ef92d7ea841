"""What an order's life asks of storage: the price, the order, its money, and what is asked for it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bot.core.aftercare import AftercareRequest, RequestKind
from bot.core.catalog import Service
from bot.core.ledger import LedgerProof, Posting, StatementLine, WalletBalance
from bot.core.orders import DueLook, Order, OrderEvent, OrderGroup, OrderState, Quote


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

    async def due_looks(self, provider: str, at: datetime, limit: int, after: DueLook | None = None) -> list[DueLook]:
        """Orders with `next_poll_at` <= at, longest overdue first; `after` is the last one of the page before."""
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


class OrderStores(Protocol):
    @property
    def quotes(self) -> QuoteStore: ...
    @property
    def orders(self) -> OrderStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
    @property
    def aftercare(self) -> AftercareStore: ...
