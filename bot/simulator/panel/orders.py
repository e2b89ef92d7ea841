"""What a panel remembers: orders, refills, cancellations. The tests' oracle reads these."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

PENDING = "Pending"
PROCESSING = "Processing"
IN_PROGRESS = "In progress"
COMPLETED = "Completed"
PARTIAL = "Partial"
CANCELED = "Canceled"
REJECTED = "Rejected"
ACTIVE = "Active"
PAUSED = "Paused"
EXPIRED = "Expired"

FINAL = frozenset({COMPLETED, PARTIAL, CANCELED, EXPIRED, "Refunded"})
"""Words after which an order moves no more and its link is free for another."""


@dataclass(slots=True)
class PanelOrder:
    """An order that the panel has taken, whether or not its answer ever reached the client.

    ``fields`` are the request's decoded fields without the key. ``price`` is what acceptance took from the
    balance, ``charge`` what is kept now: refunds lower it, and a drip-feed or a subscription hands its share
    on to the orders it makes (``children``). So the balance and all charges always sum to the same amount.
    ``kind`` is order, dripfeed or subscription. ``fault`` names the fault that met the answer, if any.
    """

    id: str
    service: str
    service_name: str
    type: str
    fields: dict[str, str]
    link: str
    quantity: int
    price: Decimal
    charge: Decimal
    accepted_at: datetime
    status: str = PENDING
    start_count: int | None = None
    remains: int = 0
    kind: str = "order"
    runs: int = 0
    parent_id: str | None = None
    children: list[str] = field(default_factory=list)
    number: int = 0
    by_hand: bool = False
    """Moved by hand: the automatic life leaves it alone from then on."""
    remains_text: str | None = None
    """Printed in place of ``remains`` when set, e.g. "+2"."""
    fault: str | None = None

    @property
    def final(self) -> bool:
        return self.status in FINAL


@dataclass(slots=True)
class PanelRefill:
    """A refill asked for a completed order."""

    id: str
    order_id: str
    created_at: datetime
    status: str = PENDING
    by_hand: bool = False


@dataclass(slots=True)
class PanelCancel:
    """A cancellation asked for an order; the order follows when it is Completed."""

    id: str
    order_id: str
    created_at: datetime
    status: str = PENDING
    by_hand: bool = False
