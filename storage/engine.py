"""The database as the core sees it: transactions that commit whole or not at all, and look-ups beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.connect import Limits, connected, database_url, prepare_file, reading_engine, writing_engine
from storage.shielded import to_the_end
from storage.unit_of_work import UnitOfWork


class Database:
    """`bot.core.ports.Storage` on SQLite or PostgreSQL. Made by `open`, given back by `close`.

    The tables must be there (`storage.migrate`). One Database serves the whole process.
    """

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._writing = writing
        self._reading = reading

    @classmethod
    async def open(
        cls, url: str, *, busy_timeout: float = 10.0, pool_size: int = 10, statement_timeout: float = 60.0
    ) -> Database:
        """`busy_timeout`: seconds to wait for a lock or a connection; the others are PostgreSQL's: `pool_size` of each
        kind, `statement_timeout` seconds for a statement or an idle transaction (0: no end).

        ValueError: the URL is of neither database. StorageError: it cannot be reached.
        """
        parsed = database_url(url)
        await prepare_file(parsed, busy_timeout)
        limits = Limits(busy_timeout, pool_size, statement_timeout)
        database = cls(writing_engine(parsed, limits), reading_engine(parsed, limits))
        try:
            # The writing one first: it makes the file that the reading one may not make.
            for engine in (database._writing, database._reading):
                async with connected(engine) as connection:
                    await connection.execute(text("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        await to_the_end(self._writing.dispose())
        await to_the_end(self._reading.dispose())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        """Committed at the end of the block, rolled back by any exception, cancellation included.

        A cancellation that arrives during the commit is raised after it: what was committed stands.
        """
        async with connected(self._writing) as connection:
            work = await connection.begin()
            try:
                yield UnitOfWork(connection)
            except BaseException:
                with suppress(SQLAlchemyError):  # the connection is gone, and the transaction with it
                    await to_the_end(work.rollback())
                raise
            await to_the_end(work.commit())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """Each statement sees the last commit; writing fails."""
        async with connected(self._reading) as connection:
            yield UnitOfWork(connection)
