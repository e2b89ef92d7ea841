"""An order: its states and the one table of moves between them.

created -> submitting -> accepted | rejected | unknown
accepted -> pending / processing / in_progress -> completed | partial | canceled
unknown -> accepted | rejected, by evidence alone
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bot.core.provider import ErrorKind, Mark, OrderKind, RemoteState


class OrderState(StrEnum):
    CREATED = "created"
    SUBMITTING = "submitting"
    UNKNOWN = "unknown"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"


S = OrderState

# Money of these is held, not yet captured.
HOLDING = frozenset({S.CREATED, S.SUBMITTING, S.UNKNOWN})
# The provider works on these.
OPEN_REMOTE = frozenset({S.ACCEPTED, S.PENDING, S.PROCESSING, S.IN_PROGRESS})
FINISHED = frozenset({S.COMPLETED, S.PARTIAL, S.CANCELED})
FINAL = FINISHED | {S.REJECTED}


class OrderGroup(StrEnum):
    """How a customer looks for an order."""

    ALL = "all"
    RUNNING = "running"
    COMPLETED = "completed"
    GIVEN_BACK = "given_back"  # all of the money, or a part

    @property
    def states(self) -> frozenset[OrderState]:
        return _STATES_OF_GROUP[self]


_STATES_OF_GROUP = {
    OrderGroup.ALL: frozenset(S),
    OrderGroup.RUNNING: HOLDING | OPEN_REMOTE,
    OrderGroup.COMPLETED: frozenset({S.COMPLETED}),
    OrderGroup.GIVEN_BACK: frozenset({S.PARTIAL, S.CANCELED, S.REJECTED}),
}

# Panels step backwards, finish early and correct themselves, so among the remote states nearly every move happens;
# what never happens is a move back out of `rejected`, or from a finished state to an open one.
TRANSITIONS: Mapping[OrderState, frozenset[OrderState]] = {
    S.CREATED: frozenset({S.SUBMITTING, S.REJECTED}),
    S.SUBMITTING: frozenset({S.CREATED, S.ACCEPTED, S.REJECTED, S.UNKNOWN}),
    S.UNKNOWN: frozenset({S.ACCEPTED, S.REJECTED, S.CREATED}),  # CREATED: an admin said "send again"
    S.REJECTED: frozenset(),
    S.ACCEPTED: (OPEN_REMOTE | FINISHED) - {S.ACCEPTED},
    S.PENDING: frozenset({S.PROCESSING, S.IN_PROGRESS}) | FINISHED,
    S.PROCESSING: frozenset({S.PENDING, S.IN_PROGRESS}) | FINISHED,
    S.IN_PROGRESS: frozenset({S.PENDING, S.PROCESSING}) | FINISHED,
    S.COMPLETED: frozenset({S.PARTIAL, S.CANCELED}),
    S.PARTIAL: frozenset({S.CANCELED, S.COMPLETED}),
    S.CANCELED: frozenset({S.PARTIAL, S.COMPLETED}),
}


def can_move(old: OrderState, new: OrderState) -> bool:
    return new in TRANSITIONS[old]


# A subscription's `active`, `paused` and `expired` are a customer's in progress and completed.
STATE_OF_REMOTE: Mapping[RemoteState, OrderState] = {
    RemoteState.PENDING: S.PENDING,
    RemoteState.PROCESSING: S.PROCESSING,
    RemoteState.IN_PROGRESS: S.IN_PROGRESS,
    RemoteState.ACTIVE: S.IN_PROGRESS,
    RemoteState.PAUSED: S.IN_PROGRESS,
    RemoteState.COMPLETED: S.COMPLETED,
    RemoteState.EXPIRED: S.COMPLETED,
    RemoteState.PARTIAL: S.PARTIAL,
    RemoteState.CANCELED: S.CANCELED,
    RemoteState.REJECTED: S.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A price shown and held until `expires_at`. `fields` are the answers, by the request's field names."""

    id: int
    customer_id: int
    service_id: int
    fields: Mapping[str, str]
    quantity: int
    charge_micros: int
    cost_micros: int
    currency: str
    rate: Decimal
    state: str  # open, used, dropped
    created_at: datetime
    expires_at: datetime
    terms_version: str | None = None

    @property
    def link(self) -> str:
        return self.fields.get("link") or self.fields.get("username", "")


@dataclass(frozen=True, slots=True)
class Order:
    """`quantity` is what was paid for: runs x quantity for a drip-feed, the lines of a list, 1 for a package."""

    id: int
    customer_id: int
    quote_id: int
    service_id: int
    service_name: str
    provider: str
    provider_service_id: str
    type: str
    fields: Mapping[str, str]
    quantity: int
    charge_micros: int
    cost_micros: int
    currency: str
    state: OrderState
    version: int  # raised by every write: compare-and-set, and the sequence of its messages
    created_at: datetime
    updated_at: datetime
    provider_order_id: str | None = None
    attempt_id: str | None = None
    attempts: int = 0
    lease_until: datetime | None = None
    next_submit_at: datetime | None = None
    next_poll_at: datetime | None = None
    polled_at: datetime | None = None
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    start_count: int | None = None
    remains: int | None = None
    refunded_micros: int = 0
    remote_word: str | None = None  # the provider's own last word
    remote_charge: Decimal | None = None
    remote_currency: str | None = None
    refusal_kind: ErrorKind | None = None
    refusal_raw: str | None = None
    missing_since: datetime | None = None
    card_message_id: int | None = None
    remote_kind: OrderKind = OrderKind.ORDER
    runs_done: int | None = None
    posts_done: int | None = None
    child_orders: tuple[str, ...] = ()
    terms_version: str | None = None

    @property
    def link(self) -> str:
        return self.fields.get("link") or self.fields.get("username", "")

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def delivered(self) -> int | None:
        """How many were delivered so far, where the provider says what remains."""
        if self.remains is None:
            return None
        return min(self.quantity, max(0, self.quantity - self.remains))


class DueLook(NamedTuple):
    """What is needed of an order to ask for its status; the order itself is read where the answer is a new one.

    `mark`: how its row was printed when all that it says was written down as this version of the order.
    """

    order_id: int
    provider_order_id: str | None
    version: int
    next_poll_at: datetime
    mark: Mark | None = None


def next_look(
    order_accepted_at: datetime, finished_at: datetime | None, now: datetime, interval: timedelta
) -> datetime | None:
    """When an order is looked at next: young ones soon, old ones ever more rarely, finished ones hourly for a day and
    daily for a week; None: never again.
    """
    if finished_at is not None:
        since = now - finished_at
        if since < timedelta(days=1):
            return now + timedelta(hours=1)
        if since < timedelta(days=7):
            return now + timedelta(days=1)
        return None
    age = now - order_accepted_at
    if age < timedelta(minutes=10):
        return now + min(interval, max(timedelta(seconds=1), age / 4))
    if age < timedelta(days=2):
        return now + interval
    return now + min(interval * 10, max(interval, timedelta(hours=1)))


def steady_looks(order_accepted_at: datetime, finished_at: datetime | None) -> tuple[datetime, datetime]:
    """From when on, and until when, `next_look` is an interval from now."""
    if finished_at is not None:
        return finished_at, finished_at
    return order_accepted_at + timedelta(minutes=10), order_accepted_at + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One line of an order's timeline."""

    order_id: int
    at: datetime
    what: str
    detail: Mapping[str, str] = field(default_factory=dict)
