"""What a provider can say, in the shop's words.

API v2 has no schema and every panel has its own spelling; the adapter turns each answer into one of the
values below, so that nothing above it ever looks at a payload. Ids are opaque strings on every floor.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from bot.core.order_types import RateUnit


class AddOutcome(StrEnum):
    """How an `add` ended. There is no idempotency key, so only the first three are certain."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_SENT = "not_sent"  # the transport's trace never reached "send request headers"
    UNKNOWN = "unknown"


class ErrorKind(StrEnum):
    """Why a provider, or the way to it, did not do what was asked."""

    ACCOUNT_DISABLED = "account_disabled"
    AMBIGUOUS_ERROR = "ambiguous_error"
    AUTH = "auth"
    BATCH_UNSUPPORTED = "batch_unsupported"
    BLOCKED_BY_WAF = "blocked_by_waf"
    CANCEL_ALREADY_REQUESTED = "cancel_already_requested"
    CANCEL_NOT_ALLOWED = "cancel_not_allowed"
    CANCEL_NOT_FOUND = "cancel_not_found"
    CIRCUIT_OPEN = "circuit_open"
    CONNECTION = "connection"
    CONTRADICTORY = "contradictory"
    DUPLICATE_ACTIVE_ORDER = "duplicate_active_order"
    HTML_PAGE = "html_page"
    HTTP_ERROR = "http_error"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    INVALID_JSON = "invalid_json"
    INVALID_LINK = "invalid_link"
    INVALID_QUANTITY = "invalid_quantity"
    INVALID_REQUEST = "invalid_request"
    INVALID_SERVICE = "invalid_service"
    MAINTENANCE = "maintenance"
    MISSING_IN_RESPONSE = "missing_in_response"
    MISSING_PARAMETER = "missing_parameter"
    ORDER_NOT_FOUND = "order_not_found"
    PROVIDER_INTERNAL = "provider_internal"
    QUANTITY_ABOVE_MAX = "quantity_above_max"
    QUANTITY_BELOW_MIN = "quantity_below_min"
    RATE_LIMITED = "rate_limited"
    REFILL_NOT_ALLOWED = "refill_not_allowed"
    REFILL_NOT_FOUND = "refill_not_found"
    SERVICE_UNAVAILABLE = "service_unavailable"
    SINGLE_UNSUPPORTED = "single_unsupported"
    TIMEOUT = "timeout"
    UNEXPECTED_SHAPE = "unexpected_shape"
    UNLISTED = "unlisted"
    UNSUPPORTED_ACTION = "unsupported_action"


REJECTING = frozenset(
    {
        ErrorKind.AUTH,
        ErrorKind.ACCOUNT_DISABLED,
        ErrorKind.INSUFFICIENT_FUNDS,
        ErrorKind.INVALID_SERVICE,
        ErrorKind.SERVICE_UNAVAILABLE,
        ErrorKind.INVALID_LINK,
        ErrorKind.INVALID_QUANTITY,
        ErrorKind.QUANTITY_BELOW_MIN,
        ErrorKind.QUANTITY_ABOVE_MAX,
        ErrorKind.INVALID_REQUEST,
        ErrorKind.MISSING_PARAMETER,
        ErrorKind.UNSUPPORTED_ACTION,
        ErrorKind.DUPLICATE_ACTIVE_ORDER,
        ErrorKind.MAINTENANCE,
        ErrorKind.RATE_LIMITED,
    }
)
"""A listed text of these kinds says of an `add` that nothing was ordered."""


class Retry(StrEnum):
    """Whether asking again can help; for `add`, RECONCILE means never by itself."""

    NEVER = "never"
    LATER = "later"
    LATER_IF_FRESH = "later_if_fresh"
    AFTER_TOPUP = "after_topup"
    RECONCILE = "reconcile"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is an error, for one row or for a whole call. `raw` is the panel's own text, key masked.

    `retry_at` is set where the panel named a moment instead of seconds. `stray_ids` are ids of refills or cancels
    that an answer for several orders did not assign to any of them: those requests may have been taken. `of_service`:
    a refill or cancel is refused to every order of this service.
    """

    kind: ErrorKind
    raw: str | None = None
    retry: Retry | None = None
    retry_after_s: int | None = None
    retry_at: datetime | None = None
    order_kind: OrderKind | None = None
    stray_ids: tuple[str, ...] = ()
    of_service: bool = False


@dataclass(frozen=True, slots=True)
class AddResult:
    """The one verdict on an `add`.

    `order_id` is set exactly when accepted. `candidate_id` is an id seen next to an error text: evidence, not truth.
    `raw` is at most 2,000 characters of the answer with the key masked, for the admins' eyes.
    """

    outcome: AddOutcome
    order_id: str | None = None
    error: Refusal | None = None
    candidate_id: str | None = None
    charge: Decimal | None = None
    currency: str | None = None
    raw: str | None = None

    @property
    def may_be_sent_again(self) -> bool:
        """A request that never left, or a refusal for rate limit or maintenance; nothing else, ever."""
        if self.outcome is AddOutcome.NOT_SENT:
            return True
        return (
            self.outcome is AddOutcome.REJECTED
            and self.error is not None
            and self.error.kind in (ErrorKind.RATE_LIMITED, ErrorKind.MAINTENANCE)
        )


class RemoteState(StrEnum):
    """A provider's word for an order, refill, cancel, drip-feed or subscription, brought to one spelling.

    UNKNOWN_WORD is a word that nobody knows: it is never final.
    """

    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"
    REJECTED = "rejected"
    ACTIVE = "active"
    PAUSED = "paused"
    EXPIRED = "expired"
    UNKNOWN_WORD = "unknown"


class OrderKind(StrEnum):
    ORDER = "order"
    DRIPFEED = "dripfeed"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """One `status` row. `remains` may be negative (over-delivery); `charge` is the provider's, in `currency`."""

    order_id: str
    state: RemoteState
    raw: str
    charge: Decimal | None = None
    start_count: int | None = None
    remains: int | None = None
    currency: str | None = None
    kind: OrderKind = OrderKind.ORDER
    runs: int | None = None
    posts: int | None = None
    expiry: str | None = None
    child_orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusBatch:
    """Rows by id as asked for; an id that the answer left out has a MISSING_IN_RESPONSE refusal."""

    rows: Mapping[str, OrderStatus | Refusal]
    ignored: tuple[str, ...] = ()


Mark: TypeAlias = int
"""How a row of an answer was printed, the order's id in it, to tell whether it reads differently now. It holds within
one process.
"""


@dataclass(frozen=True, slots=True)
class StatusNews:
    """As StatusBatch, without the rows in `same`: those read as they did when their mark was taken."""

    rows: Mapping[str, OrderStatus | Refusal]
    same: Set[str] = frozenset()
    marks: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A refill or a cancel that was taken. The id may be missing, and is not unique across orders."""

    id: str | None = None
    message: str | None = None
    order_kind: OrderKind | None = None


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """The state of a refill or of a cancel."""

    id: str
    state: RemoteState
    raw: str


@dataclass(frozen=True, slots=True)
class Balance:
    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One row of `services`. A flag of None was not printed. `type` is None where the type's name is not known."""

    service: str
    name: str
    type: str | None
    type_raw: str | None
    category: str
    rate: Decimal
    rate_unit: RateUnit
    min: int
    max: int
    refill: bool | None = None
    cancel: bool | None = None
    dripfeed: bool | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceList:
    """`complete` is False where the panel said that there is more: a service that is missing is then not gone."""

    services: tuple[ServiceRow, ...]
    skipped: tuple[SkippedRow, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a provider was seen to speak, learnt from its first refusals; None: not known yet."""

    status_batch: bool | None = None
    refill_batch: bool | None = None
    refill_status_batch: bool | None = None
    cancel_batch: bool | None = None
    cancel_status_batch: bool | None = None
    refill_offered: bool | None = None
    cancel_offered: bool | None = None
    cancel_status_action: str | None = None  # "cancel_status" or "cancel"; "" where neither is served
    comments_with_quantity: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An `add` ready to be sent: the provider's service id and the fields, as the customer gave them."""

    service: str
    type: str
    fields: Mapping[str, str] = field(default_factory=dict)
