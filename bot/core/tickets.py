"""A customer's request for help and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TicketTopic(StrEnum):
    """Fluent `topic-{value}` holds the words."""

    ORDER = "order"
    PAYMENT = "payment"
    OTHER = "other"


class TicketState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`awaits_answer`: the customer spoke last."""

    id: int
    customer_id: int
    topic: TicketTopic
    order_id: int | None
    state: TicketState
    awaits_answer: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """`admin_id` None: the customer's. `photo_id` is Telegram's id of a picture."""

    id: int
    ticket_id: int
    admin_id: int | None
    text: str
    photo_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketCard:
    """A ticket with its newest messages, oldest first; `said` is how many there are in all."""

    ticket: Ticket
    customer_name: str
    messages: list[TicketMessage]
    said: int
