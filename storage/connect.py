"""Engines for the two databases, each with what makes it keep its promises."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseBusyError, DatabaseLostError, StorageError, plain_database_error, plain_error
from storage.shielded import to_the_end

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
OLDEST_SQLITE = (3, 35, 0)  # the first with RETURNING
READERS = 4


def database_url(url: str) -> URL:
    """The URL with its driver. ValueError where it is neither SQLite (in a file) nor PostgreSQL."""
    parsed = make_url(url)
    driver = DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ValueError(
            f"not a database of this shop: {parsed.drivername}; use sqlite+aiosqlite or postgresql+asyncpg"
        )
    if driver == "sqlite+aiosqlite" and (parsed.database or ":memory:") == ":memory:":
        raise ValueError("SQLite needs a file: sqlite+aiosqlite:///data/shop.db")
    return parsed.set(drivername=driver)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


async def prepare_file(url: URL, busy_timeout: float) -> None:
    """SQLite: the folder and the file in WAL mode, made where they are missing. PostgreSQL: nothing to do."""
    if not is_sqlite(url) or url.database is None:
        return
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StorageError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed")
    await asyncio.to_thread(_make_file, Path(url.database), busy_timeout)


def _make_file(path: Path, busy_timeout: float) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseLostError(f"the folder of {path} cannot be made: {error.strerror}") from error
    give_up_at = time.monotonic() + busy_timeout
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=0.1)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.Error as error:
            # Another process may be making the same new file; of two that do, SQLite lets one fail without waiting.
            plain = plain_database_error(error)
            if not isinstance(plain, DatabaseBusyError) or time.monotonic() > give_up_at:
                raise plain or DatabaseLostError(f"{path} cannot be opened: {error}") from error
            time.sleep(0.01)


def journal_mode(path: Path) -> str:
    """`wal` wherever the file's disk can hold a write-ahead log."""
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for the block, given back whatever ends it. What the database refuses comes out as StorageError."""
    try:
        connection = await _connect(engine)
        try:
            yield connection
        finally:
            await to_the_end(connection.close())
    except SQLAlchemyError as error:
        plain = plain_error(error)
        if plain is None:
            raise
        raise plain from error


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except (OSError, DBAPIError) as error:
        plain = plain_error(error) if isinstance(error, DBAPIError) else None
        said = error.orig if isinstance(error, DBAPIError) else error
        raise plain or DatabaseLostError(f"the database cannot be reached: {said}") from error


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait for a lock or a connection; of PostgreSQL alone: connections, and seconds for a statement."""

    busy_timeout: float
    pool_size: int
    statement_timeout: float


def writing_engine(url: URL, limits: Limits) -> AsyncEngine:
    """The engine of transactions. SQLite: one connection, which takes the write lock as it begins."""
    if not is_sqlite(url):
        return _postgresql_engine(url, limits)
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=limits.busy_timeout,
        connect_args={"timeout": limits.busy_timeout},
    )
    _prepare_sqlite(
        engine,
        # FULL: a commit is on the disk when it returns, so "written before the call" outlives a power cut too. In WAL
        # that is one fsync a commit; NORMAL would outlive kill -9 alone.
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # or INSERT OR REPLACE deletes without asking the triggers
        "temp_store = MEMORY",
    )
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def migrating_engine(url: URL) -> AsyncEngine:
    """For one connection that changes the tables: without time limits; on SQLite without foreign keys, since a table
    that is rebuilt is dropped meanwhile.
    """
    if not is_sqlite(url):
        return create_async_engine(url, poolclass=NullPool, connect_args=_postgresql_arguments())
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": 60})
    _prepare_sqlite(engine, "synchronous = FULL", "foreign_keys = OFF")
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def reading_engine(url: URL, limits: Limits) -> AsyncEngine:
    """The engine of look-ups: each statement sees the last commit, no lock is held, writing fails."""
    if not is_sqlite(url):
        return _postgresql_engine(url, limits, autocommit=True)
    engine = create_async_engine(
        url,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=limits.busy_timeout,
        connect_args={"timeout": limits.busy_timeout},
    )
    _prepare_sqlite(engine, "query_only = ON", "temp_store = MEMORY")
    return engine


def _postgresql_engine(url: URL, limits: Limits, *, autocommit: bool = False) -> AsyncEngine:
    statement_ms = str(int(limits.statement_timeout * 1000))
    arguments = _postgresql_arguments(
        lock_timeout=str(int(limits.busy_timeout * 1000)),
        statement_timeout=statement_ms,
        # No transaction waits for anybody but the database: one that does nothing is of a replica that vanished.
        idle_in_transaction_session_timeout=statement_ms,
        default_transaction_read_only="on" if autocommit else "off",
    )
    return create_async_engine(
        url,
        pool_size=limits.pool_size,
        max_overflow=0,  # the operator counts on so many connections, not on twice as many under load
        pool_timeout=limits.busy_timeout,
        pool_pre_ping=True,  # the server may have been restarted, or the way to it cut, since the last use
        connect_args=arguments,
        **({"isolation_level": "AUTOCOMMIT"} if autocommit else {}),
    )


def _postgresql_arguments(**settings: str) -> dict[str, Any]:
    return {
        "timeout": 10,
        "server_settings": {
            "application_name": "storefront",
            "jit": "off",  # it costs more than any statement here takes
            "timezone": "UTC",
            # Whatever the server's own default: rows are moved by compare-and-set and locked by FOR UPDATE, which here
            # see the last commit. A stricter level would end the loser of a race with an error instead of an answer.
            "default_transaction_isolation": "read committed",
            # The session of a machine that vanished ends within a minute, and with it what it had locked.
            "tcp_keepalives_idle": "30",
            "tcp_keepalives_interval": "10",
            "tcp_keepalives_count": "3",
            **settings,
        },
    }


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(engine: AsyncEngine, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is said by us alone
        cursor = connection.cursor()
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        finally:
            cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def undo(connection: Any, _record: Any, _error: BaseException | None) -> None:
        # Called off in the middle of a statement. However closed its connection is, SQLite keeps the transaction, and
        # its lock, for as long as anything refers to the statement's cursor: a traceback, for one.
        with suppress(asyncio.CancelledError, Exception):
            connection.run_async(lambda driver: to_the_end(driver.rollback()))
