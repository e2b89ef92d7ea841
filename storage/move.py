"""From SQLite to PostgreSQL: every row, in one transaction that is committed only where both sides agree."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy import Table, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ledger import LedgerProof
from storage.backup import BackupError, refuse_in_use, sqlite_file
from storage.connect import connected, database_url, is_sqlite, migrating_engine
from storage.ledger_proof import prove
from storage.migrate import migrate
from storage.schema import catalog_versions, ledger_accounts, ledger_entries, metadata

ROWS = 1_000  # in memory at once


class MoveError(BackupError):
    """Nothing was moved; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Moved:
    rows: dict[str, int]
    proof: LedgerProof


async def move(source: str, target: str) -> Moved:
    """The shop must stand still, and the new database must be empty. MoveError: nothing was moved.

    Both are brought to this version of the tables first.
    """
    path = sqlite_file(source, otherwise="this shop has moved already")
    if not path.exists():
        raise MoveError(f"there is no database at {path}")
    if is_sqlite(database_url(target)):
        raise MoveError("the new database should be PostgreSQL: postgresql+asyncpg://shop:password@host/shop")
    refuse_in_use(path)
    await migrate(source)
    await migrate(target)
    old, new = migrating_engine(database_url(source)), migrating_engine(database_url(target))
    try:
        async with connected(old) as here, connected(new) as there, here.begin(), there.begin():
            return await _move(here, there)
    finally:
        await old.dispose()
        await new.dispose()


async def _move(here: AsyncConnection, there: AsyncConnection) -> Moved:
    tables = metadata.sorted_tables
    await there.execute(delete(catalog_versions))  # a row that the migrations make
    for table in tables:
        if await _count(table, there):
            raise MoveError(f"the new database is not empty: it has rows in {table.name}")
    for table in tables:
        # A posting's trigger would write its entries, which are copied as they are.
        await there.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
    for table in tables:
        await _copy(here, there, table)
    for table in tables:
        await there.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
        await _count_on(there, table)
    rows = {}
    for table in tables:
        rows[table.name] = await _agreed(f"rows in {table.name}", here, there, partial(_count, table))
    await _agreed("the balances", here, there, _balances)
    proof = await _agreed("the proof of the ledger", here, there, prove)
    if not proof.holds:
        raise MoveError(f"the ledger does not hold: {proof.problems[0]}")
    return Moved(rows, proof)


async def _copy(here: AsyncConnection, there: AsyncConnection, table: Table) -> None:
    """By COPY, in the same transaction: a large shop has millions of rows."""
    names = [column.name for column in table.columns]
    writers = [column.type.dialect_impl(there.dialect).bind_processor(there.dialect) for column in table.columns]
    driver: Any = (await there.get_raw_connection()).driver_connection
    found = await here.stream(select(table).order_by(*table.primary_key.columns))
    async for some in found.partitions(ROWS):
        records = [
            tuple(write(value) if write else value for write, value in zip(writers, row, strict=True)) for row in some
        ]
        try:
            await driver.copy_records_to_table(table.name, records=records, columns=names)
        except asyncpg.PostgresError as error:
            raise MoveError(f"rows in {table.name} are refused: {error}; nothing was moved") from error


async def _count_on(there: AsyncConnection, table: Table) -> None:
    """What counts up by itself goes on behind the last row."""
    for column in table.primary_key.columns:
        name = {"table": f'"{table.name}"', "column": column.name}
        sequence = await there.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), name)
        if sequence is not None:
            last = await there.scalar(select(func.max(column)))
            await there.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :at, :used)"),
                {"sequence": sequence, "at": last or 1, "used": last is not None},
            )


async def _agreed(
    what: str, here: AsyncConnection, there: AsyncConnection, ask: Callable[[AsyncConnection], Awaitable[Any]]
) -> Any:
    old, new = await ask(here), await ask(there)
    if old != new:
        raise MoveError(f"{what} differ: {old} here, {new} there; nothing was moved")
    return new


async def _count(table: Table, side: AsyncConnection) -> int:
    return int(await side.scalar(select(func.count()).select_from(table)) or 0)


async def _balances(side: AsyncConnection) -> list[tuple[int, int]]:
    account = ledger_accounts.c.id
    statement = (
        select(account, func.sum(ledger_entries.c.amount_micros))
        .join_from(ledger_accounts, ledger_entries)
        .group_by(account)
        .order_by(account)
    )
    return [(int(row[0]), int(row[1])) for row in await side.execute(statement)]
