"""What a poller remembers of orders: how their rows read when all that they say was written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.orders import DueLook, steady_looks
from bot.core.provider import Mark

MOST_REMEMBERED = 500_000


@dataclass(frozen=True, slots=True)
class Memory:
    """Holds for one version of the order. `steady`: from when, and until when, it is looked at every interval."""

    version: int
    mark: Mark
    accepted_at: datetime
    finished_at: datetime | None
    steady_from: datetime
    steady_until: datetime


def memory_of(version: int, mark: Mark, accepted_at: datetime, finished_at: datetime | None) -> Memory:
    return Memory(version, mark, accepted_at, finished_at, *steady_looks(accepted_at, finished_at))


class LookMemory:
    def __init__(self) -> None:
        self._memories: dict[int, Memory] = {}
        self.of = self._memories.get

    def put(self, order_id: int, memory: Memory | None) -> None:
        """None: forget the order."""
        if memory is None:
            self._memories.pop(order_id, None)
            return
        if len(self._memories) >= MOST_REMEMBERED:
            self._memories.clear()
        self._memories[order_id] = memory

    def marked(self, looks: Sequence[DueLook]) -> list[DueLook]:
        """The same, with their marks where those are remembered."""
        of = self.of
        return [
            look
            if (memory := of(look.order_id)) is None or memory.version != look.version
            else look._replace(mark=memory.mark)
            for look in looks
        ]
