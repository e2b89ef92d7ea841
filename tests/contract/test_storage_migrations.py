"""The migrations: each way up and down again, and in the end the very tables that the code speaks of."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, text

from storage.connect import database_url as parsed
from storage.connect import migrating_engine
from storage.engine import Database
from storage.errors import SchemaMismatchError
from storage.migrate import config, current_revision, downgrade, is_current, migrate, newest_revision
from storage.schema import TRIGGERS, metadata
from tests.contract.storage_shop import ANNA, NOW, add_customer, run_sql

REVISIONS = [script.revision for script in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]
TRIGGER_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


async def looked_at(url: str, look: Any) -> Any:
    engine = migrating_engine(parsed(url))
    async with engine.connect() as connection:
        found = await connection.run_sync(look)
    await engine.dispose()
    return found


def triggers(connection: Connection) -> set[str]:
    return set(connection.execute(text(TRIGGER_NAMES[connection.dialect.name])).scalars())


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def checks(connection: Connection) -> set[tuple[str, str | None]]:
    inspector = inspect(connection)
    return {(table, check["name"]) for table in tables(connection) for check in inspector.get_check_constraints(table)}


async def test_up_down_and_up_again_at_each_step(empty_url: str) -> None:
    before: str | None = None
    assert await current_revision(empty_url) is None
    for revision in REVISIONS:
        await migrate(empty_url, revision)
        assert await current_revision(empty_url) == revision
        await downgrade(empty_url, before or "base")
        assert await current_revision(empty_url) == before
        await migrate(empty_url, revision)
        before = revision
    assert newest_revision() == before
    assert await is_current(empty_url)
    await downgrade(empty_url, "base")
    assert await looked_at(empty_url, tables) == {"alembic_version"}
    assert await looked_at(empty_url, triggers) == set()
    assert not await is_current(empty_url)


async def test_the_migrations_make_the_tables_that_the_code_speaks_of(database_url: str) -> None:
    assert await looked_at(database_url, differences) == []
    named = {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and constraint.name
    }
    assert {(table, name) for table, name in await looked_at(database_url, checks)} == named


async def test_the_triggers_are_there(database_url: str) -> None:
    assert await looked_at(database_url, triggers) >= TRIGGERS


async def test_replicas_that_start_at_once_migrate_once(empty_url: str) -> None:
    await asyncio.gather(*(migrate(empty_url) for _ in range(12)))
    assert await is_current(empty_url)
    database = await Database.open(empty_url)
    async with database.transaction() as tx:
        await add_customer(tx)
        assert await tx.catalog.version() == 1
    await database.close()


async def test_migrating_again_changes_nothing(database: Database, database_url: str) -> None:
    async with database.transaction() as tx:
        await add_customer(tx)
    await migrate(database_url)
    async with database.reading() as tx:
        assert (await tx.ledger.balance(ANNA)).available_micros == 10_000_000


async def test_a_database_of_a_newer_program_is_left_alone(database: Database, database_url: str) -> None:
    await run_sql(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaMismatchError, match="revision 9999, which this version"):
        await migrate(database_url)
    assert not await is_current(database_url)


async def test_a_migration_that_breaks_references_is_undone(
    sqlite_template: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's foreign keys are off while tables are rebuilt, so they are looked at before the commit."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"

    def upgrade(made: Any, _revision: str) -> None:
        connection = made.attributes["connection"]
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent (id))"))
        connection.execute(text("INSERT INTO child (id, of) VALUES (1, 99)"))

    monkeypatch.setattr("storage.migrate.command.upgrade", upgrade)
    with pytest.raises(SchemaMismatchError, match="refer to others"):
        await migrate(url)
    assert await looked_at(url, tables) == set()


async def test_times_are_kept_alike(database: Database) -> None:
    async with database.transaction() as tx:
        assert (await add_customer(tx)).created_at == NOW
