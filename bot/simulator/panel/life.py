"""The life of orders that move by themselves, as a function of the clock alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.simulator.panel.book import Book
from bot.simulator.panel.intake import RefusalError
from bot.simulator.panel.orders import (
    COMPLETED,
    IN_PROGRESS,
    PARTIAL,
    PAUSED,
    PENDING,
    REJECTED,
    PanelCancel,
    PanelOrder,
    PanelRefill,
)
from bot.simulator.panel.services import PanelService

_UNLIMITED_POSTS = 3
"""Posts that appear for a subscription without a limit; it stays Active after them."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_STEP = timedelta(milliseconds=20)
"""Time below which looking again finds nothing new worth the work."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that each stage takes, and which orders end otherwise than Completed (each so-many-th)."""

    pending: float = 2
    working: float = 6
    run: float = 3
    """Between two runs of a drip-feed, or two posts of a subscription, whatever interval was asked for."""
    partial_every: int = 7
    over_every: int = 5
    reject_refill_every: int = 4


@dataclass(slots=True)
class Life:
    """Moves what is due in a book."""

    book: Book
    services: Mapping[str, PanelService]
    pace: Pace
    _seen: datetime = _NEVER

    def advance(self, now: datetime) -> bool:
        """Bring everything up to now; whether anything changed."""
        if timedelta(0) <= now - self._seen < _STEP:
            return False
        self._seen = now
        for order in [order for order in self.book.live.values() if order.by_hand]:
            self.book.live.pop(order.id)
        changed = False
        for cancel in self.book.cancels.values():
            changed |= self._cancel(cancel, now)
        parents = [order for order in self.book.live.values() if order.kind != "order"]
        for order in parents:
            changed |= self._spawn_due(order, now)
        for order in [order for order in self.book.live.values() if order.kind == "order"]:
            changed |= self._order(order, now)
        for order in parents:
            changed |= self._finish(order)
        for refill in self.book.refills.values():
            changed |= self._refill(refill, now)
        return changed

    def _order(self, order: PanelOrder, now: datetime) -> bool:
        age = (now - order.accepted_at).total_seconds() - self.pace.pending
        if age < 0:
            return False
        turn = order.number + 1
        left = order.quantity // 4 if turn % self.pace.partial_every == 0 else 0
        start = order.start_count if order.start_count is not None else turn * 7919 % 50_000
        if age < self.pace.working:
            part = int(age * 1000) * (order.quantity - left) // int(self.pace.working * 1000)
            remains = order.quantity - part
            if order.status == IN_PROGRESS and remains == order.remains:
                return False
            self.book.move(order, status=IN_PROGRESS, remains=remains, start_count=start)
        elif left:
            self.book.move(order, status=PARTIAL, remains=left, start_count=start)
        else:
            over = 2 if turn % self.pace.over_every == 0 and order.quantity > 1 else 0
            self.book.move(order, status=COMPLETED, remains=-over, start_count=start)
        return True

    def _spawn_due(self, order: PanelOrder, now: datetime) -> bool:
        service = self.services.get(order.service)
        age = (now - order.accepted_at).total_seconds() - self.pace.pending
        if service is None or order.final or age < 0:
            return False
        due = min(int(age / self.pace.run) + 1, _made_in_all(order))
        made = len(order.children)
        for number in range(made, due):
            at = order.accepted_at + timedelta(seconds=self.pace.pending + self.pace.run * number)
            try:
                self.book.spawn(order, service, self._share(order), at)
            except RefusalError:
                self.book.move(order, status=PAUSED)
                self.book.live.pop(order.id, None)
                return True
        return due > made

    def _finish(self, order: PanelOrder) -> bool:
        endless = order.kind == "subscription" and not order.fields.get("posts")
        made = len(order.children) >= _made_in_all(order)
        over = made and all(self.book.orders[child].final for child in order.children)
        if endless or order.final or not over:
            return False
        self.book.move(order, status=COMPLETED)
        return True

    @staticmethod
    def _share(order: PanelOrder) -> int:
        if order.kind == "subscription":
            return (int(order.fields["min"]) + int(order.fields["max"])) // 2
        return order.quantity

    def _refill(self, refill: PanelRefill, now: datetime) -> bool:
        age = (now - refill.created_at).total_seconds()
        if refill.by_hand or refill.status not in {PENDING, IN_PROGRESS} or age < self.pace.pending:
            return False
        rejected = int(refill.id) % self.pace.reject_refill_every == 0
        done = age >= self.pace.pending + self.pace.working
        word = (REJECTED if rejected else COMPLETED) if done else IN_PROGRESS
        changed = word != refill.status
        self.book.move_refill(refill.id, word)
        return changed

    def _cancel(self, cancel: PanelCancel, now: datetime) -> bool:
        age = (now - cancel.created_at).total_seconds()
        if cancel.by_hand or cancel.status != PENDING or age < self.pace.pending:
            return False
        self.book.move_cancel(cancel.id, COMPLETED)
        return True


def _made_in_all(order: PanelOrder) -> int:
    """How many orders a drip-feed or a subscription makes."""
    endless = order.kind == "subscription" and order.runs == 0 and not order.fields.get("posts")
    return _UNLIMITED_POSTS if endless else order.runs
