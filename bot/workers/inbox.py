"""Handles what the receiver took in: each customer's updates in order, customers beside each other.

An update is done when its handler has ended; what a crash leaves undone is handled after the restart. Effects are
unique by their own keys (quote, posting, action), so that handling one twice changes nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

import structlog

from bot.core.bells import Bell
from bot.core.clock import Clock
from bot.core.errors import StorageAwayError
from bot.core.events import NoticeKind
from bot.core.policy import ShopPolicy
from bot.core.ports import InboxRow, Storage
from bot.core.services.alerts import to_admins
from bot.logs import mask
from bot.workers.supervisor import Crew, Heart, pause

log = structlog.get_logger(__name__)

AT_ONCE = 64
URGENT_AT_ONCE = 16
MAX_TRIES = 3
LEFT_FOR = timedelta(seconds=2)
TAKE_OVER_EVERY = 2.0
_LONGEST_WAIT = 30.0


def is_storable(telegram_id: int) -> bool:
    """Telegram's ids have at most 52 bits, and a database's integers 64: what is beyond comes from somebody else."""
    return -(2**63) <= telegram_id < 2**63


class TelegramAwayError(Exception):
    """The handler could not reach Telegram: no fault of the update, so it is tried again without end."""


Handle = Callable[[InboxRow], Awaitable[None]]


class Turns(Protocol):
    """Of several replicas one at a time handles a customer. StorageAwayError: nobody knows whose turn it is."""

    def turn(self, name: str) -> AbstractAsyncContextManager[None]: ...

    async def free(self, names: Collection[str]) -> set[str]:
        """Those that nobody holds now."""
        ...


def _turn_of(lane: int) -> str:
    return f"lane:{lane}"


class Inbox:
    """`handle` raises TelegramAwayError where Telegram did not answer, and anything else for a fault of its own.

    `turns` None: no other process handles updates of this shop.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bot_id: int,
        handle: Handle,
        turns: Turns | None = None,
    ) -> None:
        self._turns = turns
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bot_id = bot_id
        self._handle = handle
        self._lanes: dict[int, deque[InboxRow]] = {}
        self._crew = Crew("inbox", AT_ONCE)
        self._urgent_crew = Crew("inbox-urgent", URGENT_AT_ONCE)
        self._finished: list[int] = []
        self._finisher = Bell()
        self._writing = asyncio.Lock()
        self._stopping = asyncio.Event()

    async def take(self, updates: Sequence[tuple[int, int, str]]) -> None:
        """Commit (update_id, lane, JSON), then begin to handle what is new. Only after this may Telegram be told."""
        fit = [update for update in updates if is_storable(update[0])]
        if len(fit) < len(updates):
            log.error("updates_dropped", count=len(updates) - len(fit), hint="their ids are none of Telegram's")
        async with self._storage.transaction() as tx:
            rows = await tx.inbox.take(self._bot_id, fit, self._clock.now())
        await self._start(rows)

    async def resume(self) -> None:
        """Handle what was taken in before the last end; of several replicas each does so by `take_over`."""
        if self._turns is not None:
            return
        async with self._storage.reading() as tx:
            rows = await tx.inbox.unfinished(self._bot_id)
        if rows:
            log.info("inbox_resumed", updates=len(rows))
        await self._start(rows)

    async def take_over(self, heart: Heart) -> None:
        """A worker: updates that another replica took in, and has left for so long, are handled here."""
        assert self._turns is not None  # noqa: S101 - whoever is alone has nobody to take over from
        while not heart.stopping.is_set():
            heart.beat()
            try:
                left = await self._left_by_others(self._turns)
            except StorageAwayError as error:
                log.warning("not_taken_over", error=str(error))
            else:
                if left:
                    log.info("updates_taken_over", customers=len(left))
                await self._start(left)
            await pause(heart, TAKE_OVER_EVERY)

    async def _left_by_others(self, turns: Turns) -> list[InboxRow]:
        """Of each lane that nobody handles the last one, whose turn takes in those before it; no more than has room."""
        before = self._clock.now() - LEFT_FOR
        async with self._storage.reading() as tx:
            rows = await tx.inbox.unfinished(self._bot_id)
        last = {row.lane: row for row in rows if row.received_at < before and row.lane not in self._lanes}
        free = await turns.free([_turn_of(lane) for lane in last])
        left = [row for lane, row in last.items() if _turn_of(lane) in free]
        urgent, others = [row for row in left if row.lane < 0], [row for row in left if row.lane >= 0]
        return urgent[: self._urgent_crew.room] + others[: self._crew.room]

    def wake(self) -> None:
        """Let `write_done` look: the program may be about to end."""
        self._finisher.ring()

    async def write_done(self, heart: Heart) -> None:
        """A worker: writes what is done, all that gathered since its last commit at once."""
        while not (heart.stopping.is_set() and not self._lanes):
            heart.beat()
            await self._finisher.wait(1.0)
            await self._write_finished()

    async def drain(self, seconds: float) -> None:
        """The program ends: handlers that run get so long, lanes take no further update."""
        self._stopping.set()
        await asyncio.gather(self._crew.finish(seconds), self._urgent_crew.finish(seconds))
        self._lanes.clear()
        await self._write_finished()

    async def _start(self, rows: Sequence[InboxRow]) -> None:
        """Lanes below nothing first, and by a crew of their own: they may not wait for the others."""
        for row in sorted(rows, key=lambda row: row.lane >= 0):
            lane = self._lanes.get(row.lane)
            if lane is not None:
                lane.append(row)
                continue
            self._lanes[row.lane] = deque([row])
            crew = self._crew if row.lane >= 0 else self._urgent_crew
            await crew.start(self._run_lane(row.lane))

    async def _run_lane(self, lane: int) -> None:
        rows = self._lanes[lane]
        try:
            while rows and not self._stopping.is_set():
                if self._turns is None:
                    await self._run(rows[0])
                else:
                    await self._run_in_turn(self._turns, rows[0])
                rows.popleft()
        finally:
            self._lanes.pop(lane, None)

    async def _run_in_turn(self, turns: Turns, row: InboxRow) -> None:
        """What the customer sent before, and a replica that died has left, comes first.

        Where the turn can't be had, the update stays in the database, to be taken over.
        """
        try:
            async with turns.turn(_turn_of(row.lane)):
                async with self._storage.reading() as tx:
                    waiting = await tx.inbox.waiting_in(self._bot_id, row.lane, row.seq)
                for one in waiting:
                    if not self._stopping.is_set():
                        await self._run(one)
                        await self._write_finished()
        except StorageAwayError as error:
            log.error("update_left", seq=row.seq, error=str(error))

    async def _run(self, row: InboxRow) -> None:
        tries, wait = row.tries, 1.0
        while not self._stopping.is_set():
            with structlog.contextvars.bound_contextvars(update_id=row.update_id, customer_id=abs(row.lane)):
                try:
                    await self._handle(row)
                    break
                except TelegramAwayError as error:
                    log.warning("telegram_away", error=str(error), again_in_s=wait)
                except StorageAwayError as error:
                    log.error("database_away", error=str(error), again_in_s=wait)
                except Exception as error:
                    tries += 1
                    log.exception("update_failed", tries=tries, seq=row.seq)
                    if await self._failed(row, tries, error):
                        return
            await self._wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return
        self._finished.append(row.seq)
        self._finisher.ring()

    async def _failed(self, row: InboxRow, tries: int, error: Exception) -> bool:
        """Count the try; True where the update is out of the way now, and the customer's next one goes on."""
        park = tries >= MAX_TRIES
        try:
            await self._write_failure(row, error, park=park)
        except StorageAwayError as away:
            log.error("failure_not_written", seq=row.seq, error=str(away))
            return False
        return park

    async def _write_failure(self, row: InboxRow, error: Exception, *, park: bool) -> None:
        async with self._storage.transaction() as tx:
            await tx.inbox.failed(row.seq, mask(f"{type(error).__name__}: {error}")[:500], park=park)
            if park:
                facts: dict[str, str | int | None] = {
                    "update_id": row.update_id,
                    "customer_id": abs(row.lane),
                    "error": type(error).__name__,
                }
                notices = to_admins(self._policy.admin_ids, NoticeKind.ADMIN_UPDATE_PARKED, str(row.seq), facts)
                await tx.outbox.add(notices, self._clock.now())

    async def _write_finished(self) -> None:
        """One at a time, so that whoever gives a turn back knows that its update is written."""
        async with self._writing:
            seqs, self._finished = self._finished, []
            if not seqs:
                return
            try:
                async with self._storage.transaction() as tx:
                    await tx.inbox.done(seqs, self._clock.now())
            except BaseException:
                self._finished = seqs + self._finished
                raise

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
