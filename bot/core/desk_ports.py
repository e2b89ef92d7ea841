"""What broadcasts, tickets, reports and the watch over providers ask of storage, beside `bot.core.ports`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol, TypeAlias

from bot.core.broadcasts import Audience, Broadcast, BroadcastState, Content, RecipientState, Segment
from bot.core.orders import OrderState
from bot.core.reports import ExportKind, LeagueRow, Sales
from bot.core.tickets import Ticket, TicketMessage, TicketState, TicketTopic
from bot.core.watch import ProviderWatch

Cell: TypeAlias = str | int | Decimal | datetime | None


class BroadcastStore(Protocol):
    async def add(self, admin_id: int, content: Content, at: datetime) -> Broadcast: ...

    async def get(self, broadcast_id: int) -> Broadcast | None: ...

    async def newest(self) -> Broadcast | None:
        """Of those that were begun."""
        ...

    async def audience(self, now: datetime) -> Audience: ...

    async def start(self, broadcast_id: int, segment: Segment, at: datetime) -> int | None:
        """draft -> running, with a row for each recipient; how many they are. None: it is no draft any more."""
        ...

    async def move(self, broadcast_id: int, old: BroadcastState, new: BroadcastState, at: datetime) -> bool:
        """Compare-and-set of the state; False: somebody else was first."""
        ...

    async def claim(self, owner: str, now: datetime, lease_until: datetime, *, alone: bool) -> Broadcast | None:
        """The oldest running one, for this process alone until the lease ends; `alone`: no other process there is."""
        ...

    async def any_running(self) -> bool: ...

    async def waiting(self, broadcast_id: int, limit: int) -> list[int]:
        """Customers who have not got it yet, by id."""
        ...

    async def mark(self, broadcast_id: int, customer_id: int, state: RecipientState, error: str = "") -> None: ...

    async def counts(self, broadcast_id: int) -> Mapping[RecipientState, int]: ...

    async def show_in(self, broadcast_id: int, message_id: int) -> None: ...


class TicketStore(Protocol):
    async def open(self, customer_id: int, topic: TicketTopic, order_id: int | None, at: datetime) -> Ticket | None:
        """None: the customer has an open one already."""
        ...

    async def get(self, ticket_id: int) -> Ticket | None: ...

    async def open_of(self, customer_id: int) -> Ticket | None: ...

    async def move(self, ticket_id: int, old: TicketState, new: TicketState, at: datetime) -> bool:
        """Compare-and-set of the state; False: somebody else was first, or the customer has another open one."""
        ...

    async def say(self, ticket_id: int, admin_id: int | None, text: str, photo_id: str | None, at: datetime) -> int:
        """The id of the new message."""
        ...

    async def messages(self, ticket_id: int, limit: int) -> list[TicketMessage]:
        """The newest ones, oldest first."""
        ...

    async def said(self, ticket_id: int) -> int: ...

    async def in_state(self, state: TicketState, *, limit: int, offset: int = 0) -> list[tuple[Ticket, str]]:
        """With the customer's name. Open ones: those that await an answer first, the longest waiting on top."""
        ...

    async def count(self, state: TicketState) -> int: ...


class ReportStore(Protocol):
    async def sales(self, edges: Sequence[datetime]) -> list[Sales]:
        """Between each two edges, of the orders that were accepted there."""
        ...

    async def states(self, since: datetime, until: datetime) -> Mapping[OrderState, int]: ...

    async def new_customers(self, since: datetime, until: datetime) -> int: ...

    async def league(self, since: datetime, until: datetime) -> list[LeagueRow]:
        """Without the medians."""
        ...

    async def delivery_times(self, provider: str, since: datetime, limit: int) -> list[timedelta]:
        """Of the newest completed orders."""
        ...


class ExportStore(Protocol):
    def columns(self, kind: ExportKind) -> Sequence[str]: ...

    async def page(
        self, kind: ExportKind, after_id: int, since: datetime | None, until: datetime | None, limit: int
    ) -> list[tuple[Cell, ...]]:
        """Rows by id, which is their first cell, from the one after `after_id` on."""
        ...


class WatchStore(Protocol):
    async def all(self) -> list[ProviderWatch]: ...

    async def get(self, provider: str) -> ProviderWatch:
        """As new where nothing is known; locks the row until the transaction ends."""
        ...

    async def save(self, watch: ProviderWatch) -> None: ...

    async def cost_on_the_way(self, provider: str) -> int:
        """What orders that are not answered yet would cost there, in millionths of the shop's currency."""
        ...


class DeskStores(Protocol):
    @property
    def broadcasts(self) -> BroadcastStore: ...
    @property
    def tickets(self) -> TicketStore: ...
    @property
    def reports(self) -> ReportStore: ...
    @property
    def exports(self) -> ExportStore: ...
    @property
    def watches(self) -> WatchStore: ...
