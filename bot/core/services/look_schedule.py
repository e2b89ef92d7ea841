"""When the orders of one provider are looked at: what the database says, and what this process holds beside it.

An order that is looked at every interval is *held*: when to look at it next is kept in memory, and the database has a
time some intervals ahead, by which it is due for whoever knows nothing of this memory. So a look that brings nothing
new writes nothing, and no order depends on this process (docs/decisions/0011-looks-held-in-memory.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from bot.core.clock import Clock
from bot.core.orders import DueLook, next_look
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.look_memory import MOST_REMEMBERED, LookMemory, Memory
from bot.core.services.look_plan import LookPlan
from bot.core.services.look_writes import Seen

SECOND = timedelta(seconds=1)
PAGE = 2_000
HOLDS = range(6, 15)
"""For so many intervals an order is held, in turn: those that are first seen together do not all lapse together."""
_GOLDEN = 0.618  # steps of it, modulo 1, lie evenly however many there are


@dataclass(slots=True)
class Following:
    """When to look next, as of one moment: `times` for the database, `plan` for the memory."""

    now: datetime
    held_until: datetime
    times: defaultdict[datetime | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    plan: defaultdict[datetime, list[DueLook]] = field(default_factory=lambda: defaultdict(list))


class LookSchedule:
    def __init__(self, provider: str, storage: Storage, clock: Clock, policy: ShopPolicy, memory: LookMemory) -> None:
        self._provider = provider
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._memory = memory
        self._plan = LookPlan()
        self._holds = cycle(HOLDS)

    async def begin(self) -> None:
        """Take over from whoever polled before: what may have been held is looked at within an interval, spread."""
        self._plan.clear()
        now, interval, share = self._clock.now(), self._policy.poll_interval, 0.0
        last = DueLook(0, None, 0, now + interval)
        while page := await self._due(now + interval * HOLDS[-1], last):
            for first in range(0, len(page), 100):
                self._plan.put(now + interval * share, page[first : first + 100])
                share = (share + _GOLDEN) % 1
            last = page[-1]

    async def batches(self, at: datetime, size: int) -> AsyncGenerator[list[DueLook], None]:
        """All that is due at that moment, longest overdue first, each batch but the last one full."""
        rest: list[DueLook] = []
        async for page in self._pages(at):
            rest += page
            full = len(rest) - len(rest) % size
            for first in range(0, full, size):
                yield rest[first : first + size]
            del rest[:full]
        if rest:
            yield rest

    async def _pages(self, at: datetime) -> AsyncGenerator[list[DueLook], None]:
        """What the database says is due, whoever wants it looked at; then what is held."""
        last: DueLook | None = None
        while page := await self._due(at, last):
            self._plan.drop(look.order_id for look in page)
            yield self._memory.marked(page)
            if len(page) < PAGE:
                break
            last = page[-1]
        while held := self._plan.take(at, PAGE):
            async with self._storage.reading() as tx:
                held = await tx.orders.up_to_date(self._provider, held)
            yield held

    async def _due(self, at: datetime, after: DueLook | None) -> list[DueLook]:
        async with self._storage.reading() as tx:
            return await tx.orders.due_looks(self._provider, at, PAGE, after)

    def keep(self, due: Sequence[DueLook], wait: timedelta) -> None:
        """A look that broke off: whatever the database says of these, they are looked at again."""
        self._plan.put(self._clock.now() + wait, due)

    def following(self, same: Sequence[Sequence[DueLook]]) -> Following:
        """When to look again at orders whose rows read as they did."""
        now = self._clock.now()
        following = Following(now, now + self._policy.poll_interval * next(self._holds))
        for some in same:
            self._look_again(some, following)
        return following

    def follow(self, following: Following) -> None:
        """Once `times` is committed."""
        for at, looks in following.plan.items():
            self._plan.put(at, looks)
        for order_id in following.times.get(None, ()):
            self._memory.put(order_id, None)

    def _look_again(self, same: Sequence[DueLook], following: Following) -> None:
        soon = following.now + self._policy.poll_interval
        held = [look for look in same if look.next_poll_at > soon]  # they are looked at every interval until then
        if len(held) < len(same):
            held += self._held_anew([look for look in same if look.next_poll_at <= soon], following)
        if held:
            following.plan[soon] += held

    def _held_anew(self, lapsing: Sequence[DueLook], following: Following) -> Iterator[DueLook]:
        now, until, memory_of = following.now, following.held_until, self._memory.of
        for look in lapsing:
            memory = memory_of(look.order_id)
            if memory is None:  # forgotten meanwhile: to be read
                following.plan[now].append(look._replace(mark=None))
            elif self._is_held(memory, now, until):
                following.times[until].append(look.order_id)
                yield look._replace(next_poll_at=until)
            else:
                later = next_look(memory.accepted_at, memory.finished_at, now, self._policy.poll_interval)
                if later is not None:  # to the second, so that many orders share a moment and one statement
                    later = now + max(1, (later - now) // SECOND) * SECOND
                following.times[later].append(look.order_id)

    def hold(self, one: Seen, following: Following) -> None:
        """Settle when the order is looked at next, and hold it where it can be."""
        old, memory, later = one.old, one.memory, one.next_poll_at
        until = later
        if memory is not None and later is not None:
            written = None if one.changes else old.next_poll_at
            held_until = written if written is not None and written > later else following.held_until
            if self._is_held(memory, following.now, held_until):
                until = held_until
                following.plan[later].append(DueLook(old.id, old.provider_order_id, memory.version, until, memory.mark))
        one.settle(until)
        if one.new is None and until != old.next_poll_at:
            following.times[until].append(old.id)

    def _is_held(self, memory: Memory, now: datetime, until: datetime) -> bool:
        """Whether the order is looked at every interval until then, and there is room to remember when."""
        return memory.steady_from <= now and until < memory.steady_until and len(self._plan) < MOST_REMEMBERED
