"""When a poller looks next at the orders that it holds in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import heappop, heappush

from bot.core.orders import DueLook


class LookPlan:
    """Each order is planned once: what is planned anew, or dropped, stays in its old place and is passed over there."""

    def __init__(self) -> None:
        self._times: dict[int, datetime] = {}
        self._places: dict[datetime, list[DueLook]] = {}
        self._heap: list[datetime] = []

    def __len__(self) -> int:
        return len(self._times)

    def clear(self) -> None:
        self._times.clear()
        self._places.clear()
        self._heap.clear()

    def put(self, at: datetime, looks: Sequence[DueLook]) -> None:
        place = self._places.get(at)
        if place is None:
            place = self._places[at] = []
            heappush(self._heap, at)
        place += looks
        self._times.update(dict.fromkeys([look.order_id for look in looks], at))

    def drop(self, order_ids: Iterable[int]) -> None:
        for order_id in order_ids:
            self._times.pop(order_id, None)

    def take(self, at: datetime, limit: int) -> list[DueLook]:
        """At most so many of those that are due by then, the longest overdue first; they are planned no more."""
        found: list[DueLook] = []
        times = self._times
        while self._heap and self._heap[0] <= at and len(found) < limit:
            moment = self._heap[0]
            place = self._places[moment]
            some = place[len(found) - limit :]
            del place[-len(some) :]
            if not place:
                del self._places[heappop(self._heap)]
            for look in some:
                if times.get(look.order_id) == moment:
                    del times[look.order_id]
                    found.append(look)
        return found
