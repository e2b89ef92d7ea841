"""One program on a database: a second one would take up, as left behind, what the first is still doing.

Several that share one need Redis, in which they agree (`storage.replicas`); they keep out whoever is not among them.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Literal

import structlog
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connect import connected, database_url, is_sqlite, migrating_engine, prepare_file
from storage.errors import StorageError

log = structlog.get_logger(__name__)

Part = Literal["receiver", "workers"]
PARTS: tuple[Part, ...] = ("receiver", "workers")

WAIT = 15.0
"""Seconds for the one before to end: on SIGTERM it takes up to ten."""
_ASK_EVERY = 0.2
_KEYS: dict[Part, int] = {"receiver": 7_305_421_907, "workers": 7_305_421_908}
"""PostgreSQL's advisory locks, beside that of the migrations."""


class DatabaseInUseError(StorageError):
    pass


@asynccontextmanager
async def sole_user(
    url: str, parts: Collection[Part], *, shared: bool = False, wait: float = WAIT
) -> AsyncIterator[None]:
    """For the block, nobody else does these parts on this database, but for those that share them as well. It ends
    with the process, however that ends.

    DatabaseInUseError: another does one of them, and has not ended in time.
    """
    parsed = database_url(url)
    await prepare_file(parsed, wait)
    give_up_at = time.monotonic() + wait
    async with AsyncExitStack() as stack:
        session = None if is_sqlite(parsed) else await stack.enter_async_context(_session(parsed))
        for part in sorted(parts):
            told = False
            while not await _take(parsed, session, part, stack, shared=shared):
                if time.monotonic() > give_up_at:
                    raise DatabaseInUseError(
                        f"another program of this shop runs on this database ({part}): stop it first. "
                        "Several at once need PostgreSQL, and REDIS_URL in each"
                    )
                if not told:
                    log.warning("waiting_for_another_program", part=part, at_most_s=wait)
                    told = True
                await asyncio.sleep(_ASK_EVERY)
        yield


@asynccontextmanager
async def _session(url: URL) -> AsyncIterator[AsyncConnection]:
    engine = migrating_engine(url)
    try:
        async with connected(engine) as connection:
            yield connection
    finally:
        await engine.dispose()


async def _take(url: URL, session: AsyncConnection | None, part: Part, stack: AsyncExitStack, *, shared: bool) -> bool:
    if session is None:
        return _take_file(Path(f"{url.database}.{part}.lock"), stack, shared=shared)
    function = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
    taken = await session.execute(text(f"SELECT {function}(:key)"), {"key": _KEYS[part]})
    await session.commit()  # the lock is the session's; an open transaction would only hold up the server
    return bool(taken.scalar_one())


def _take_file(path: Path, stack: AsyncExitStack, *, shared: bool) -> bool:
    """Beside the database: to open and close that file itself would drop SQLite's own locks on it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    stack.callback(os.close, file)
    return True
