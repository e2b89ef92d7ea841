"""Many rows at once, in one step of the database.

SQLite's driver goes row by row, and before each its thread waits until the event loop pauses; so there, rows go in and
come out as one JSON text. PostgreSQL's driver sends many rows together as it is.

JSON holds what these tables have: whole numbers of 64 bits, nothing, and clean texts, since SQLite cuts
one off at a NUL (`storage.types.clean_text`). No floats and no bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, bindparam, func, literal_column, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import in_chunks
from storage.upsert import insert

_AT_ONCE = 500
_LISTED = func.json_each(bindparam("rows", type_=String)).table_valued("value", name="listed")

Rows = Sequence[Mapping[str, Any]]


async def select_many(connection: AsyncConnection, statement: Select[Any]) -> list[Sequence[Any]]:
    """The rows of a statement that may find hundreds."""
    if connection.dialect.name != "sqlite":
        return list(await connection.execute(statement))
    columns = statement.selected_columns
    readers = [(at, column.type.result_processor(connection.dialect, None)) for at, column in enumerate(columns)]
    page = statement.subquery()
    found = await connection.scalar(select(func.json_group_array(func.json_array(*page.c))))
    rows: list[list[Any]] = json.loads(found or "[]")
    for at, read in readers:
        if read is not None:
            for row in rows:
                row[at] = read(row[at])
    return list(rows)


async def insert_many(connection: AsyncConnection, table: Table, rows: Rows, *, once_by: str | None = None) -> None:
    """Rows with the same names in all. `once_by`: left out where one has the same in this column already."""
    for chunk in in_chunks(rows, _AT_ONCE):
        statement, given = insert(table), list(chunk)
        if connection.dialect.name == "sqlite":
            names = list(chunk[0])
            listed = select(*(_listed(at) for at in range(len(names)))).select_from(_LISTED)
            # WHERE keeps apart what is SELECT's and what is INSERT's: SQLite takes ON for a part of a join
            statement = statement.from_select(names, listed.where(true()), include_defaults=False)
            given = [_one_text(connection, table, chunk)]
        if once_by is not None:
            statement = statement.on_conflict_do_nothing(index_elements=[table.c[once_by]])
        await connection.execute(statement, given)


async def update_many(connection: AsyncConnection, table: Table, keys: Sequence[str], rows: Rows) -> bool:
    """Each row written to the one with the same `keys`, whose `version` is raised. False: some were not found.

    PostgreSQL's driver does not count them, and there it is always true.
    """
    for chunk in in_chunks(rows, _AT_ONCE):
        is_listed = connection.dialect.name == "sqlite"
        new = {name: _listed(at) if is_listed else bindparam(f"new_{name}") for at, name in enumerate(chunk[0])}
        statement = (
            update(table)
            .where(*(table.c[name] == new[name] for name in keys))
            .values({name: value for name, value in new.items() if name not in keys} | {"version": table.c.version + 1})
        )
        if is_listed:
            written = await connection.execute(statement, _one_text(connection, table, chunk))
        else:
            written = await connection.execute(
                statement, [{f"new_{name}": value for name, value in row.items()} for row in chunk]
            )
        if written.rowcount not in (len(chunk), -1):
            return False
    return True


def _listed(at: int) -> ColumnElement[Any]:
    return func.json_extract(_LISTED.c.value, literal_column(f"'$[{at}]'"))


def _one_text(connection: AsyncConnection, table: Table, rows: Rows) -> dict[str, str]:
    columns = list(zip(*(row.values() for row in rows), strict=True))
    for at, name in enumerate(rows[0]):
        bind = table.c[name].type.bind_processor(connection.dialect)
        if bind is not None:
            columns[at] = tuple(map(bind, columns[at]))
    return {"rows": json.dumps(list(zip(*columns, strict=True)), separators=(",", ":"), ensure_ascii=False)}
