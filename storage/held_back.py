"""After a restore: what was about to happen when the copy was made may have happened since, so nobody does it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connect import connected, database_url, is_sqlite, migrating_engine, prepare_file
from storage.errors import StorageError
from storage.types import JsonText, UtcDateTime

RESTORED = "restored from a backup"
WAIT = 10.0

_AT = bindparam("at", type_=UtcDateTime)
_EVENTS = text(
    """INSERT INTO order_events (order_id, at, what, detail)
    SELECT id, :at, 'unknown', :detail FROM orders WHERE state IN ('created', 'submitting')"""
).bindparams(_AT, bindparam("detail", {"raw": RESTORED}, type_=JsonText))
_QUOTES = text("UPDATE quotes SET state = 'dropped' WHERE state = 'open'")
# As if the provider had taken it: asking again could make a second refill.
_REFILLS = text(
    """UPDATE aftercare_requests SET state = 'pending', version = version + 1
    WHERE kind = 'refill' AND state IN ('asked', 'sending')"""
)
_ORDERS = text(
    """UPDATE orders SET state = 'unknown', version = version + 1, updated_at = :at, lease_until = NULL,
    next_submit_at = NULL, refusal_kind = 'timeout', refusal_raw = :why WHERE state IN ('created', 'submitting')"""
).bindparams(_AT, why=RESTORED)
_MESSAGES = text("UPDATE outbox SET state = 'parked', last_error = :why WHERE state = 'waiting'").bindparams(
    why=RESTORED
)
# A tap that was handled after the copy was made would order a second time.
_UPDATES = text(
    "UPDATE inbox SET state = 'parked', last_error = :why, finished_at = received_at WHERE state = 'waiting'"
).bindparams(why=RESTORED)
_BROADCASTS = text(
    "UPDATE broadcasts SET state = 'stopped', finished_at = :at, lease_until = NULL WHERE state = 'running'"
).bindparams(_AT)
_RELEASED = text("UPDATE outbox SET state = 'waiting' WHERE state = 'parked' AND last_error = :why").bindparams(
    why=RESTORED
)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What waits for an admin now."""

    unknown_orders: int
    parked_messages: int
    parked_updates: int
    stopped_broadcasts: int


async def hold_back(url: str, now: datetime) -> HeldBack:
    """In one transaction, on a database whose tables are of this version and which no shop uses."""
    async with _transaction(url) as connection:
        await connection.execute(_EVENTS, {"at": now})
        await connection.execute(_QUOTES)
        await connection.execute(_REFILLS)
        return HeldBack(
            unknown_orders=(await connection.execute(_ORDERS, {"at": now})).rowcount,
            parked_messages=(await connection.execute(_MESSAGES)).rowcount,
            parked_updates=(await connection.execute(_UPDATES)).rowcount,
            stopped_broadcasts=(await connection.execute(_BROADCASTS, {"at": now})).rowcount,
        )


async def release(url: str) -> int:
    """Messages that were held back go out after all; how many."""
    async with _transaction(url) as connection:
        return (await connection.execute(_RELEASED)).rowcount


@asynccontextmanager
async def _transaction(url: str) -> AsyncIterator[AsyncConnection]:
    parsed = database_url(url)
    _refuse_nothing(parsed)
    await prepare_file(parsed, WAIT)
    engine = migrating_engine(parsed)
    try:
        async with connected(engine) as connection, connection.begin():
            yield connection
    finally:
        await engine.dispose()


def _refuse_nothing(url: URL) -> None:
    """SQLite would make an empty file."""
    if is_sqlite(url) and not Path(url.database or "").exists():
        raise StorageError(f"there is no database at {url.database}")
