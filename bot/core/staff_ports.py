"""What running the shop asks of storage, beside the stores of `bot.core.ports`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.core.audit import AuditLine
from bot.core.orders import Order, OrderState
from bot.core.pricing import Markup, MarkupScope
from bot.core.roles import Role


class RoleStore(Protocol):
    async def all(self) -> Mapping[int, Role]: ...

    async def set(self, user_id: int, role: Role | None, by: int, at: datetime) -> None:
        """None takes it away."""
        ...


class AuditStore(Protocol):
    async def add(self, line: AuditLine) -> None: ...

    async def page(self, limit: int, offset: int = 0) -> list[AuditLine]:
        """Newest first."""
        ...

    async def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CustomerNote:
    author_id: int
    at: datetime
    text: str


class NoteStore(Protocol):
    async def add(self, customer_id: int, note: CustomerNote) -> None: ...

    async def of_customer(self, customer_id: int, limit: int) -> list[CustomerNote]:
        """Newest first."""
        ...


class MarkupStore(Protocol):
    async def all(self) -> list[Markup]: ...

    async def set(self, scope: MarkupScope, subject_id: int, percent: Decimal | None, *, below_cost: bool) -> None:
        """None takes it away. What is on sale is read anew by every process."""
        ...


class FavouriteStore(Protocol):
    async def of_customer(self, customer_id: int) -> list[int]:
        """Ids of services, the newest first."""
        ...

    async def switch(self, customer_id: int, service_id: int, at: datetime) -> bool:
        """Whether it is one now."""
        ...


@dataclass(frozen=True, slots=True)
class MassOrder:
    """Lines that a customer was shown with their prices; `lines` are JSON objects as `services.mass` writes them."""

    id: int
    customer_id: int
    created_at: datetime
    lines: Sequence[Mapping[str, Any]]


class MassOrderStore(Protocol):
    async def add(self, customer_id: int, lines: Sequence[Mapping[str, Any]], at: datetime) -> MassOrder: ...

    async def get(self, mass_id: int) -> MassOrder | None: ...


@dataclass(frozen=True, slots=True)
class FinishedRow:
    """One finished order, as far as delivery is measured."""

    service_id: int
    state: OrderState
    accepted_at: datetime
    finished_at: datetime


class OrderReportStore(Protocol):
    async def finished_since(self, since: datetime, limit: int) -> list[FinishedRow]:
        """Accepted orders that came to an end since then, the newest first."""
        ...

    async def open_before(self, accepted_before: datetime, limit: int) -> list[Order]:
        """Orders at their providers that are not finished, the oldest first."""
        ...

    async def spent(self, customer_id: int) -> tuple[int, int]:
        """How many orders were accepted, and what they brought, in millionths, less what was given back."""
        ...

    async def has_open(self, customer_id: int) -> bool: ...

    async def booked_by(self, actor_id: int, since: datetime) -> int:
        """What this admin put into wallets since then, credits and refunds, in millionths."""
        ...


class PersonalDataStore(Protocol):
    async def export(self, customer_id: int) -> dict[str, Any]:
        """All that is kept of a customer, as JSON values."""
        ...

    async def forget_links(self, before: datetime, limit: int) -> int:
        """Take the answers out of so many orders, with their quotes, that ended before this; how many there were."""
        ...

    async def forget(self, customer_id: int) -> None:
        """Take out what names the person; orders that are open keep what they need, the ledger keeps its entries."""
        ...


class StaffStores(Protocol):
    @property
    def roles(self) -> RoleStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def notes(self) -> NoteStore: ...
    @property
    def markups(self) -> MarkupStore: ...
    @property
    def favourites(self) -> FavouriteStore: ...
    @property
    def mass_orders(self) -> MassOrderStore: ...
    @property
    def order_reports(self) -> OrderReportStore: ...
    @property
    def personal_data(self) -> PersonalDataStore: ...
