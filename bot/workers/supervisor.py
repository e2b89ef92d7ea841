"""The one place where tasks are made: workers that are restarted, and crews of short jobs that are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

import structlog

from bot.core.clock import Clock

log = structlog.get_logger(__name__)

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
STALLED_AFTER = timedelta(minutes=3)


@dataclass(slots=True)
class Heart:
    """The state of one worker, as /healthz shows it. A worker beats once a round."""

    clock: Clock
    stopping: asyncio.Event
    beat_at: datetime | None = None
    crashes: int = 0
    crashed: bool = False
    last_error: str | None = None
    trouble: str | None = None  # the worker runs and yet cannot do its work: said by the worker itself

    def beat(self) -> None:
        self.beat_at = self.clock.now()
        self.crashed = False

    @property
    def stalled(self) -> bool:
        return self.beat_at is not None and self.clock.now() - self.beat_at > STALLED_AFTER

    @property
    def healthy(self) -> bool:
        return not (self.crashed or self.stalled or self.trouble)


Work = Callable[[Heart], Awaitable[None]]


class Crew:
    """Jobs that run beside their worker, at most so many at once; a job's failure is logged, never raised."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._free = asyncio.Semaphore(size)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> int:
        return len(self._tasks)

    @property
    def room(self) -> int:
        return self._size - len(self._tasks)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        await self.finish(None if kind is None else 0)

    async def start(self, job: Coroutine[Any, Any, None]) -> None:
        """Begin the job, once there is room."""
        await self._free.acquire()
        task = asyncio.create_task(self._run(job), name=self._name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, job: Coroutine[Any, Any, None]) -> None:
        try:
            await job
        except Exception:
            log.exception("job_failed", crew=self._name)
        finally:
            self._free.release()

    async def finish(self, seconds: float | None = None) -> None:
        """Wait so long for all of them, or without end; what still runs then is cancelled, and waited for."""
        tasks = set(self._tasks)
        if not tasks:
            return
        try:
            _, late = await asyncio.wait(tasks, timeout=seconds)
        except asyncio.CancelledError:
            await _cancel(tasks)
            raise
        await _cancel(late)


async def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


@dataclass(slots=True)
class _Worker:
    name: str
    work: Work
    heart: Heart
    wake: Callable[[], None]
    grace: float
    last: bool
    task: asyncio.Task[None] | None = field(default=None)


class Supervisor:
    """Keeps workers running. Stops them all at once, each with its own grace, and the `last` ones after that."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._workers: list[_Worker] = []

    def add(
        self,
        name: str,
        work: Work,
        *,
        wake: Callable[[], None] = lambda: None,
        grace: float = 3.0,
        last: bool = False,
    ) -> Heart:
        """`work` ends soon after `heart.stopping` is set; `wake` makes it look. No grace: it is cut off at once."""
        heart = Heart(self._clock, asyncio.Event())
        self._workers.append(_Worker(name, work, heart, wake, grace, last))
        return heart

    @property
    def hearts(self) -> Mapping[str, Heart]:
        return {worker.name: worker.heart for worker in self._workers}

    def start(self) -> None:
        for worker in self._workers:
            worker.task = asyncio.create_task(self._keep(worker), name=worker.name)

    async def stop(self) -> None:
        for last in (False, True):
            workers = [worker for worker in self._workers if worker.last is last]
            for worker in workers:
                worker.heart.stopping.set()
                worker.wake()
            await asyncio.gather(*(self._end(worker) for worker in workers))

    async def _end(self, worker: _Worker) -> None:
        if worker.task is None:
            return
        late = {worker.task}
        if worker.grace:
            _, late = await asyncio.wait(late, timeout=worker.grace)
            if late:
                log.warning("worker_cut_short", worker=worker.name, grace_s=worker.grace)
        await _cancel(late)

    async def _keep(self, worker: _Worker) -> None:
        heart, wait = worker.heart, _FIRST_WAIT
        while not heart.stopping.is_set():
            started = self._clock.now()
            try:
                heart.beat()
                await worker.work(heart)
                if heart.stopping.is_set():
                    return
                log.error("worker_ended", worker=worker.name)
            except Exception as error:
                heart.last_error = type(error).__name__
                log.exception("worker_crashed", worker=worker.name, crashes=heart.crashes + 1, restart_in_s=wait)
            heart.crashes += 1
            heart.crashed = True
            if self._clock.now() - started > timedelta(minutes=1):
                wait = _FIRST_WAIT
            await pause(heart, wait)
            wait = min(wait * 2, _LONGEST_WAIT)


async def pause(heart: Heart, seconds: float) -> None:
    """Wait, or less if the end has come."""
    try:
        async with asyncio.timeout(seconds):
            await heart.stopping.wait()
    except TimeoutError:
        return
