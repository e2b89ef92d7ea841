"""Looks at the open orders of one provider: what is due, what reads as it did last time, and one commit for all that
came together.

Most rows of a status answer say what they said before. Such a row is known by its mark and read no further, and its
order is not fetched. What is remembered of an order holds for the version that the order had; whoever writes the order
raises it, and then the row is read anew.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.orders import DueLook, Order
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.provider import Mark, OrderStatus, Refusal, StatusNews
from bot.core.services.look_memory import LookMemory
from bot.core.services.look_schedule import Following, LookSchedule
from bot.core.services.look_writes import Seen

GATHER = timedelta(milliseconds=100)
"""So long answers are gathered for one commit, while any is on its way: a commit costs a flush of the disk, and its
statements once for them all.
"""
ORDERS_A_COMMIT = 500
"""A commit reads no more orders, but for those of a single answer: whoever else writes waits for its end."""


Judge = Callable[[Order, OrderStatus | Refusal | None, datetime], Seen]
Write = Callable[[Transaction, str, Sequence[Seen], datetime], Awaitable[None]]


@dataclass(slots=True)
class _Answer:
    """One answer that waits for its commit."""

    same: Sequence[DueLook]
    read: Sequence[DueLook]
    news: StatusNews
    changed: int = 0
    is_written: bool = False
    error: Exception | None = None


class Looks:
    def __init__(
        self,
        provider: str,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bells: Bells,
        judge: Judge,
        write: Write,
    ) -> None:
        self._provider = provider
        self._storage = storage
        self._clock = clock
        self._bells = bells
        self._judge = judge
        self._write = write
        self._memory = LookMemory()
        self.schedule = LookSchedule(provider, storage, clock, policy, self._memory)
        self._waiting: list[_Answer] = []
        self._writing = asyncio.Lock()
        self._asking = 0
        self._all_answered = asyncio.Event()

    def now(self) -> datetime:
        return self._clock.now()

    async def begin(self) -> None:
        """Take over from whoever polled before, which may have been this one: what it left unwritten is old by now."""
        self._waiting.clear()
        await self.schedule.begin()

    def known(self, due: Sequence[DueLook]) -> dict[Mark, str]:
        """The provider's order ids by the marks of their rows, where those need not be read again."""
        return {look.mark: look.provider_order_id for look in due if look.mark is not None and look.provider_order_id}

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around a call, from before it waits for its turn: its answer is expected by the next commit."""
        self._asking += 1
        self._all_answered.clear()
        try:
            yield
        finally:
            self._asking -= 1
            if self._asking == 0:
                self._all_answered.set()

    async def put_off(self, due: Sequence[DueLook], wait: timedelta) -> None:
        """A look that failed as a whole: nothing is known of these, ask again later."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await tx.orders.looked_at({now + wait: [look.order_id for look in due]}, now)
        self.schedule.keep(due, wait)  # those that somebody had locked were passed over

    async def take(self, due: Sequence[DueLook], news: StatusNews) -> int:
        """Write what changed, and only that; how many orders it was. Returns once it is committed."""
        same = news.same
        read = [look for look in due if look.provider_order_id not in same]
        answer = _Answer([look for look in due if look.provider_order_id in same] if read else due, read, news)
        if not answer.read and self._is_all_held(answer.same):
            return 0
        self._waiting.append(answer)
        while not answer.is_written:
            async with self._writing:
                if not answer.is_written:
                    await self._gather()
                    await self._write_waiting()
        if answer.error is not None:
            raise answer.error
        return answer.changed

    async def _gather(self) -> None:
        if self._asking and sum(len(answer.read) for answer in self._waiting) < ORDERS_A_COMMIT:
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER.total_seconds()):
                    await self._all_answered.wait()

    async def _write_waiting(self) -> None:
        """What came in during the last commit, in one; if that fails, each by itself, so that one holds up none."""
        reads = list(accumulate(len(answer.read) for answer in self._waiting))
        count = max(1, bisect_right(reads, ORDERS_A_COMMIT))
        answers, self._waiting = self._waiting[:count], self._waiting[count:]
        try:
            try:
                await self._commit(answers)
            except Exception as error:
                if len(answers) == 1:
                    answers[0].error, answers[0].is_written = error, True
                    return
                for answer in answers:
                    try:
                        await self._commit([answer])
                    except Exception as its_own:
                        answer.error, answer.is_written = its_own, True
        finally:  # cut off: what is not written is another's to write
            self._waiting = [answer for answer in answers if not answer.is_written] + self._waiting

    async def _commit(self, answers: Sequence[_Answer]) -> None:
        following = self.schedule.following([answer.same for answer in answers])
        now = following.now
        ids = sorted({look.order_id for answer in answers for look in answer.read})
        seen: list[list[Seen]] = [[] for _ in answers]
        if ids or following.times:
            async with self._storage.transaction() as tx:
                orders = {order.id: order for order in await tx.orders.lock_all(ids)} if ids else {}
                seen = [self._judged(answer, orders, following) for answer in answers]
                if following.times:
                    await tx.orders.looked_at(following.times, now)
                await self._write(tx, self._provider, [one for some in seen for one in some], now)
        self.schedule.follow(following)
        for answer, some in zip(answers, seen, strict=True):
            for one in some:
                self._memory.put(one.old.id, one.memory)
            answer.changed = sum(1 for one in some if one.new is not None)
            answer.is_written = True
        if any(answer.changed for answer in answers):
            self._bells.outbox.ring()

    def _is_all_held(self, same: Sequence[DueLook]) -> bool:
        """Orders of which nothing is to be written: they are planned, and that is all."""
        following = self.schedule.following([same])
        if following.times:
            return False
        self.schedule.follow(following)
        return True

    def _judged(self, answer: _Answer, orders: Mapping[int, Order], following: Following) -> list[Seen]:
        rows = answer.news.rows
        found = [orders[look.order_id] for look in answer.read if look.order_id in orders]
        seen = [self._judge(order, rows.get(order.provider_order_id or ""), following.now) for order in found]
        for one in seen:
            one.remember(answer.news)
            self.schedule.hold(one, following)
        return seen
