"""Makes a backup every so often, keeps the newest ones, and sends each away where the owner wants that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.core.clock import Clock
from bot.core.errors import StorageError
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

LOOK_EVERY = 30.0
FIRST_AFTER = timedelta(minutes=5)  # where there is none yet; a shop that starts has better things to do
AGAIN_AFTER = timedelta(minutes=10)
_NAME = "shop-%Y%m%dT%H%M%SZ.backup"

Make = Callable[[Path, threading.Event], None]
Send = Callable[[Path, int], Awaitable[None]]
"""The file, and its size in bytes."""


def made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


class BackupKeeper:
    """`make` blocks, in a thread of its own, and gives up when its event is set; what another put there stays."""

    def __init__(
        self, clock: Clock, folder: Path, every: timedelta, keep: int, make: Make, send: Send | None = None
    ) -> None:
        self._clock = clock
        self._folder = folder
        self._every = every
        self._keep = keep
        self._make = make
        self._send = send

    async def run(self, heart: Heart) -> None:
        due = self._due(self._clock.now() + FIRST_AFTER)
        while not heart.stopping.is_set():
            heart.beat()
            if self._clock.now() >= due:
                due = await self._back_up(heart)
            await pause(heart, LOOK_EVERY)

    @property
    def newest_at(self) -> datetime | None:
        return max((at for at, _ in self._backups()), default=None)

    def _due(self, first: datetime) -> datetime:
        newest = self.newest_at
        return first if newest is None else newest + self._every

    def _backups(self) -> list[tuple[datetime, Path]]:
        found = ((made_at(path), path) for path in self._folder.glob("shop-*.backup"))
        return sorted((at, path) for at, path in found if at is not None)

    async def _back_up(self, heart: Heart) -> datetime:
        """When the next one is due."""
        now = self._clock.now()
        path = self._folder / now.strftime(_NAME)
        stop = threading.Event()
        work = asyncio.get_running_loop().run_in_executor(None, self._make, path, stop)
        try:
            while not work.done():
                await asyncio.wait((work,), timeout=1.0)
                heart.beat()
                if heart.stopping.is_set():
                    stop.set()
            await work
        except (StorageError, OSError) as error:
            if not heart.stopping.is_set():
                log.error("backup_failed", error=str(error))
            return now + AGAIN_AFTER
        except asyncio.CancelledError:
            stop.set()
            raise
        size = path.stat().st_size
        log.info("backup", path=str(path), bytes=size)
        for _, old in self._backups()[: -self._keep]:
            old.unlink(missing_ok=True)
        if self._send is not None:
            await self._send(path, size)
        return now + self._every
