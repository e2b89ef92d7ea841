"""Values go through both databases unchanged, and the database's refusals come out in plain words."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from storage.engine import Database
from storage.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    DatabaseLostError,
    SchemaMismatchError,
    StorageError,
    plain_error,
)
from storage.shielded import to_the_end
from tests.contract.storage_shop import ANNA, add_customer, run_sql


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, 0, 1, tzinfo=UTC),
        datetime(9999, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 1, 3, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
async def test_a_moment_comes_back_in_utc(database: Database, moment: datetime) -> None:
    async with database.transaction() as tx:
        await add_customer(tx)
        await tx.customers.set_banned(ANNA, moment)
        found = await tx.customers.get(ANNA)
    assert found is not None
    assert found.banned_at == moment
    assert found.banned_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_a_mistake(database: Database) -> None:
    async with database.transaction() as tx:
        await add_customer(tx)
        with pytest.raises(SQLAlchemyError, match="without a time zone"):
            await tx.customers.set_banned(ANNA, datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", DatabaseBusyError),
        ("canceling statement due to lock timeout", DatabaseBusyError),
        ("database or disk is full", DatabaseFullError),
        ('could not extend file "x": No space left on device', DatabaseFullError),
        ("disk I/O error", DatabaseFullError),
        ("no such table: orders", SchemaMismatchError),
        ('relation "orders" does not exist', SchemaMismatchError),
        ("unable to open database file", DatabaseLostError),
    ],
)
def test_refusals_in_plain_words(said: str, kind: type[StorageError]) -> None:
    assert isinstance(plain_error(OperationalError("SELECT 1", {}, sqlite3.OperationalError(said))), kind)


def test_a_lost_connection_and_a_programmer_s_mistake() -> None:
    lost = DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)
    assert isinstance(plain_error(lost), DatabaseLostError)
    assert plain_error(DBAPIError("SELECT 1", {}, Exception("syntax"))) is None
    assert plain_error(SQLAlchemyError("mistake")) is None


async def test_a_mistake_in_a_statement_stays_what_it_is(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)syntax"):
        await run_sql(database, "SELEKT 1")


async def test_carried_to_the_end() -> None:
    async def answer() -> int:
        return 7

    async def fail() -> None:
        raise LookupError("mine")

    assert await to_the_end(answer()) == 7
    with pytest.raises(LookupError, match="mine"):
        await to_the_end(fail())
