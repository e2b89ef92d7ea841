"""Looks at the open orders of one provider: what is due, what reads as it did last time, and one commit for all that
came together.

Most rows of a status answer say what they said before. Such a row is known by its mark and read no further, and its
order is not fetched: all that is written is when to look next. What is remembered of an order holds for the version
that the order had; whoever writes the order raises it, and then the row is read anew.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.orders import FINISHED, DueLook, Order, next_look, steady_looks
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.provider import Mark, OrderStatus, Refusal, StatusNews

_MOST_REMEMBERED = 500_000
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """The outcome of one look: what to write, or nothing but the time of the next look."""

    old: Order
    new: Order | None
    next_poll_at: datetime | None
    unknown_word: str | None = None
    missing: bool = False

    @property
    def is_plain(self) -> bool:
        """A change of an order that is not finished, and that owes nothing more than before."""
        old, new = self.old, self.new
        if new is None or old.state in FINISHED or new.state in FINISHED:
            return False
        return new.refunded_micros == old.refunded_micros


Judge = Callable[[Order, OrderStatus | Refusal | None, datetime], Seen]
Write = Callable[[Transaction, str, Sequence[Seen], datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What an order's row looked like when all that it says was written down."""

    version: int
    mark: Mark
    accepted_at: datetime
    finished_at: datetime | None
    steady_from: datetime
    steady_until: datetime


@dataclass(slots=True)
class _Answer:
    """One answer that waits for its commit. `same`: (order id, what is remembered of it)."""

    same: Sequence[tuple[int, _Memory]]
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
        self._policy = policy
        self._bells = bells
        self._judge = judge
        self._write = write
        self._memories: dict[int, _Memory] = {}
        self._waiting: list[_Answer] = []
        self._writing = asyncio.Lock()

    def now(self) -> datetime:
        return self._clock.now()

    async def due(self, at: datetime, limit: int, after: DueLook | None = None) -> list[DueLook]:
        """What was due at that moment, longest overdue first; `after`: the page that follows this one's."""
        async with self._storage.reading() as tx:
            return await tx.orders.due_looks(self._provider, at, limit, after)

    def known(self, due: Sequence[DueLook]) -> dict[str, Mark]:
        """Marks by the provider's order id, of rows that need not be read again."""
        memories = self._memories
        return {
            look.provider_order_id: memory.mark
            for look in due
            if (memory := memories.get(look.order_id)) is not None
            and memory.version == look.version
            and look.provider_order_id is not None
        }

    async def put_off(self, due: Sequence[DueLook], wait: timedelta) -> None:
        """A look that failed as a whole: nothing is known of these, ask again later."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await tx.orders.looked_at({now + wait: [look.order_id for look in due]}, now)

    async def take(self, due: Sequence[DueLook], news: StatusNews) -> int:
        """Write what changed, and only that; how many orders it was. Returns once it is committed."""
        memories, same = self._memories, news.same
        answer = _Answer(
            [(look.order_id, memories[look.order_id]) for look in due if look.provider_order_id in same],
            [look for look in due if look.provider_order_id not in same],
            news,
        )
        self._waiting.append(answer)
        while not answer.is_written:
            async with self._writing:
                if not answer.is_written:
                    await self._write_waiting()
        if answer.error is not None:
            raise answer.error
        return answer.changed

    async def _write_waiting(self) -> None:
        """All that came in during the last commit, in one; if that fails, each by itself, so that one holds up none."""
        answers, self._waiting = self._waiting, []
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
        now = self._clock.now()
        times = self._next_looks(answers, now)
        ids = sorted({look.order_id for answer in answers for look in answer.read})
        async with self._storage.transaction() as tx:
            orders = {order.id: order for order in await tx.orders.lock_all(ids)} if ids else {}
            if times:
                await tx.orders.looked_at(times, now)
            seen = [self._judged(answer, orders, now) for answer in answers]
            await self._write(tx, self._provider, [one for some in seen for one in some], now)
        for answer, some in zip(answers, seen, strict=True):
            for one in some:
                self._remember(one, answer.news.marks.get(one.old.provider_order_id or ""))
            answer.changed = sum(1 for one in some if one.new is not None)
            answer.is_written = True
        if any(answer.changed for answer in answers):
            self._bells.outbox.ring()

    def _judged(self, answer: _Answer, orders: Mapping[int, Order], now: datetime) -> list[Seen]:
        rows = answer.news.rows
        found = [orders[look.order_id] for look in answer.read if look.order_id in orders]
        return [self._judge(order, rows.get(order.provider_order_id or ""), now) for order in found]

    def _next_looks(self, answers: Sequence[_Answer], now: datetime) -> dict[datetime | None, list[int]]:
        interval = self._policy.poll_interval
        times: defaultdict[datetime | None, list[int]] = defaultdict(list)
        steady: list[int] = []
        for answer in answers:
            for order_id, memory in answer.same:
                if memory.steady_from <= now < memory.steady_until:
                    steady.append(order_id)
                    continue
                later = next_look(memory.accepted_at, memory.finished_at, now, interval)
                if later is None:
                    self._memories.pop(order_id, None)
                else:  # to the second, so that many orders share a moment and one statement
                    later = now + max(1, (later - now) // SECOND) * SECOND
                times[later].append(order_id)
        if steady:
            times[now + interval] += steady
        return dict(times)

    def _remember(self, one: Seen, mark: Mark | None) -> None:
        order = one.new or one.old
        if mark is None or one.unknown_word is not None or one.missing or one.next_poll_at is None:
            self._memories.pop(order.id, None)
            return
        if len(self._memories) >= _MOST_REMEMBERED:
            self._memories.clear()
        version = one.old.version + (one.new is not None)
        accepted_at = order.accepted_at or order.created_at
        steady_from, steady_until = steady_looks(accepted_at, order.finished_at)
        self._memories[order.id] = _Memory(version, mark, accepted_at, order.finished_at, steady_from, steady_until)
