"""When the orders of one provider are looked at: what the database says, and what this process holds beside it.

An order that is looked at every interval is *held*: when to look at it next is kept in memory, and the database has a
time some intervals ahead, by which it is due for whoever knows nothing of this memory. So a look that brings nothing
new writes nothing, and no order depends on this process (docs/decisions/0011-looks-held-in-memory.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
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
            yield page
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
        now, interval, memory_of = following.now, self._policy.poll_interval, self._memory.of
        soon = now + interval
        held: list[DueLook] = []
        lapsing: list[DueLook] = []
        for look in same:
            memory = memory_of(look.order_id)
            if memory is None:  # forgotten while the call was out: to be read
                following.plan[now].append(look)
            elif memory.steady_from <= now < memory.steady_until:
                (held if look.next_poll_at > soon else lapsing).append(look)
            else:
                later = next_look(memory.accepted_at, memory.finished_at, now, interval)
                if later is not None:  # to the second, so that many orders share a moment and one statement
                    later = now + max(1, (later - now) // SECOND) * SECOND
                following.times[later].append(look.order_id)
        if lapsing and self._has_room:
            following.times[following.held_until] += [look.order_id for look in lapsing]
            held += [look._replace(next_poll_at=following.held_until) for look in lapsing]
        elif lapsing:
            following.times[soon] += [look.order_id for look in lapsing]
        if held:
            following.plan[soon] += held

    def hold(self, one: Seen, memory: Memory | None, following: Following) -> None:
        """Settle when the order is looked at next, and hold it where it can be."""
        old, later = one.old, one.next_poll_at
        is_steady = memory is not None and memory.steady_from <= following.now < memory.steady_until
        if memory is None or later is None or not is_steady or not self._has_room:
            one.settle(later)
            if one.new is None:
                following.times[later].append(old.id)
            return
        held_until = following.held_until
        if one.changes:
            one.settle(held_until)
        elif old.next_poll_at is not None and old.next_poll_at > later:
            held_until = old.next_poll_at
        else:
            following.times[held_until].append(old.id)
        following.plan[later].append(DueLook(old.id, old.provider_order_id, memory.version, held_until))

    @property
    def _has_room(self) -> bool:
        return len(self._plan) < MOST_REMEMBERED
