"""The panel's book: everything that it ever took, and the money that went with it.

At any moment the balance and the charges of all orders sum to what was paid in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from bot.simulator.panel.intake import Demand, RefusalError, cost
from bot.simulator.panel.orders import (
    ACTIVE,
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    PARTIAL,
    REJECTED,
    PanelCancel,
    PanelOrder,
    PanelRefill,
)
from bot.simulator.panel.services import PanelService

NO_FUNDS = "Not enough funds on balance"
NO_ORDER = "Incorrect order ID"
NO_REFILL = "Order not eligible for refill."
NO_CANCEL = "Cannot cancel"
ASKED_EARLIER = "Cancellation request was sent earlier"

_MONEY_BACK = frozenset({CANCELED, "Cancelled", "Refunded"})
_GRAIN = Decimal("1E-9")


class Book:
    """Orders, refills and cancellations by id, oldest first."""

    def __init__(self, balance: Decimal, first_id: int, make_id: Callable[[int], str]) -> None:
        self.balance = balance
        self.orders: dict[str, PanelOrder] = {}
        self.refills: dict[str, PanelRefill] = {}
        self.cancels: dict[str, PanelCancel] = {}
        self.live: dict[str, PanelOrder] = {}
        """Orders that the automatic life still moves."""
        self._active_links: dict[tuple[str, str], set[str]] = {}
        self._next = first_id
        self._make_id = make_id

    def link_active(self, service: str, link: str) -> bool:
        """Whether an order on this link is still being worked on for the service."""
        ids = self._active_links.get((service, link), set())
        ids -= {order_id for order_id in ids if self.orders[order_id].final}
        return bool(ids)

    def take(self, service: PanelService, demand: Demand, fields: Mapping[str, str], now: datetime) -> PanelOrder:
        """Take an order and its money. Raises RefusalError when the balance does not reach."""
        if demand.price > self.balance:
            raise RefusalError(NO_FUNDS)
        self.balance -= demand.price
        order = self._enter(service, demand, dict(fields), now)
        if demand.kind == "subscription":
            order.status = ACTIVE
            order.remains = 0
        self._active_links.setdefault((order.service, order.link), set()).add(order.id)
        self.live[order.id] = order
        return order

    def _enter(self, service: PanelService, demand: Demand, fields: dict[str, str], now: datetime) -> PanelOrder:
        order = PanelOrder(
            id=self._make_id(self._next),
            service=service.service,
            service_name=service.name,
            type=service.type,
            fields=fields,
            link=demand.link,
            quantity=demand.quantity,
            price=demand.price,
            charge=demand.price,
            accepted_at=now,
            remains=demand.quantity,
            kind=demand.kind,
            runs=demand.runs,
            number=len(self.orders),
        )
        self._next += 1
        self.orders[order.id] = order
        return order

    def load(
        self,
        service: PanelService,
        count: int,
        now: datetime,
        *,
        quantity: int,
        status: str,
        link: Callable[[int], str],
    ) -> list[str]:
        """Enter many plain orders at once without touching the balance: they cost nothing."""
        ids = []
        for number in range(count):
            demand = Demand(link(number), quantity, Decimal(0))
            order = self._enter(service, demand, {}, now)
            order.status = status
            order.by_hand = True
            ids.append(order.id)
        return ids

    def spawn(self, parent: PanelOrder, service: PanelService, quantity: int, now: datetime) -> PanelOrder:
        """Let a drip-feed or subscription make its next order, paid by what it holds, then by the balance."""
        price = cost(service, quantity)
        held = min(parent.charge, price)
        if price - held > self.balance:
            raise RefusalError(NO_FUNDS)
        parent.charge -= held
        self.balance -= price - held
        child = self._enter(service, Demand(parent.link, quantity, price), dict(parent.fields), now)
        child.parent_id = parent.id
        parent.children.append(child.id)
        if parent.kind == "dripfeed" and parent.status != COMPLETED:
            parent.status = IN_PROGRESS
        self.live[child.id] = child
        return child

    def move(
        self,
        order: PanelOrder,
        *,
        status: str | None = None,
        remains: int | str | None = None,
        start_count: int | None = None,
    ) -> None:
        """Change an order and settle its money. A word for ``remains`` is printed as it stands."""
        if isinstance(remains, str):
            order.remains_text = remains
            digits = remains.replace(",", "").lstrip("-+")
            if digits.isdecimal():
                order.remains = int(digits) * (-1 if remains.startswith("-") else 1)
        elif remains is not None:
            order.remains, order.remains_text = remains, None
        if start_count is not None:
            order.start_count = start_count
        if status is not None:
            order.status = status
            if status == COMPLETED and remains is None and order.remains > 0:
                order.remains = 0
        if order.final:
            self.live.pop(order.id, None)
        self._settle(order)

    def _settle(self, order: PanelOrder) -> None:
        kept = order.charge
        if order.kind == "order":
            if order.status in _MONEY_BACK:
                kept = Decimal(0)
            elif order.status == PARTIAL and order.quantity:
                done = order.quantity - min(max(order.remains, 0), order.quantity)
                kept = (order.price * done / order.quantity).quantize(_GRAIN)
        elif order.final and not (order.kind == "dripfeed" and order.status == COMPLETED):
            kept = Decimal(0)
        # Refunds only grow: a panel that goes back from Partial does not charge again.
        refund = max(order.charge - kept, Decimal(0))
        order.charge -= refund
        self.balance += refund

    def ask_refill(self, order_id: str, services: Mapping[str, PanelService], now: datetime) -> PanelRefill:
        """Raises RefusalError where there is no such order, or it can't be refilled now."""
        order = self.orders.get(order_id)
        if order is None:
            raise RefusalError(NO_ORDER)
        service = services.get(order.service)
        open_already = any(
            refill.order_id == order_id and refill.status not in {COMPLETED, REJECTED}
            for refill in self.refills.values()
        )
        if service is None or not service.refill or order.status != COMPLETED or open_already:
            raise RefusalError(NO_REFILL)
        refill = PanelRefill(str(len(self.refills) + 1), order_id, now)
        self.refills[refill.id] = refill
        return refill

    def ask_cancel(self, order_id: str, services: Mapping[str, PanelService], now: datetime) -> PanelCancel:
        """Raises RefusalError where there is no such order, it was asked before, or it is past cancelling."""
        order = self.orders.get(order_id)
        if order is None:
            raise RefusalError(NO_ORDER)
        if any(cancel.order_id == order_id for cancel in self.cancels.values()):
            raise RefusalError(ASKED_EARLIER)
        service = services.get(order.service)
        if service is None or not service.cancel or order.final:
            raise RefusalError(NO_CANCEL)
        cancel = PanelCancel(str(len(self.cancels) + 100), order_id, now)
        self.cancels[cancel.id] = cancel
        return cancel

    def move_refill(self, refill_id: str, status: str) -> None:
        self.refills[refill_id].status = status

    def move_cancel(self, cancel_id: str, status: str) -> None:
        """Completed: the order stops: Canceled if nothing is delivered, else Partial; Rejected if over."""
        cancel = self.cancels[cancel_id]
        order = self.orders[cancel.order_id]
        if status == COMPLETED and order.final:
            status = REJECTED
        cancel.status = status
        if status == COMPLETED:
            untouched = order.kind != "order" or order.remains >= order.quantity
            order.by_hand = True
            self.move(order, status=CANCELED if untouched else PARTIAL)

    def total(self) -> Decimal:
        """The balance and all charges together: never changes while the panel is right."""
        return self.balance + sum((order.charge for order in self.orders.values()), Decimal(0))

    def newest(self, limit: int) -> Iterable[PanelOrder]:
        for order_id, _ in zip(reversed(self.orders), range(limit), strict=False):
            yield self.orders[order_id]
