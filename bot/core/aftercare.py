"""What is asked of a provider after the sale: refills and cancels, each with a state of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.provider import ErrorKind


class RequestKind(StrEnum):
    REFILL = "refill"
    CANCEL = "cancel"


class RequestState(StrEnum):
    """ASKED waits to be sent; SENDING is a call in flight; the next two are the provider's; the rest are final.

    A cancel is `done` when the order itself is seen canceled or partial: money comes back by the order's status alone.
    """

    ASKED = "asked"
    SENDING = "sending"
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        return self not in (RequestState.DONE, RequestState.REFUSED)


OPEN_REQUESTS = frozenset(state for state in RequestState if state.is_open)


@dataclass(frozen=True, slots=True)
class AftercareRequest:
    """`remote_id` is the provider's, unique only together with the order; None where the provider gives none."""

    id: int
    order_id: int
    kind: RequestKind
    state: RequestState
    version: int
    created_at: datetime
    updated_at: datetime
    remote_id: str | None = None
    attempts: int = 0
    next_look_at: datetime | None = None
    refusal_kind: ErrorKind | None = None
    refusal_raw: str | None = None
