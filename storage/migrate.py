"""Bring the tables to this version of the program. Safe when several replicas start at once: one does the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.connect import connected, database_url, migrating_engine, prepare_file
from storage.errors import SchemaMismatchError

SCRIPTS = Path(__file__).parent / "migrations"
# PostgreSQL's advisory lock of the migrations; a number that no other program is likely to use.
LOCK = 7_305_421_906
# Seconds to wait for another process that makes the same SQLite file.
WAIT = 60.0


async def migrate(url: str, revision: str = "head") -> None:
    """To `revision`, forwards alone. Another process that migrates at the same moment is waited for.

    SchemaMismatchError: a newer version of the program has been at this database.
    """
    await _on_connection(url, lambda connection: _move(connection, revision))


async def downgrade(url: str, revision: str) -> None:
    """Back to `revision` ("base": no tables at all). What the later revisions brought is lost."""
    await _on_connection(url, lambda connection: _move(connection, revision, back=True))


async def current_revision(url: str) -> str | None:
    """None: no tables yet."""
    found: list[str | None] = []
    await _on_connection(url, lambda connection: found.append(_revision(connection)))
    return found[0]


async def is_current(url: str) -> bool:
    return await current_revision(url) == newest_revision()


def newest_revision() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def known_revisions() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return made


async def _on_connection(url: str, work: Callable[[Connection], None]) -> None:
    parsed = database_url(url)
    await prepare_file(parsed, WAIT)
    engine = migrating_engine(parsed)
    try:
        async with connected(engine) as connection, connection.begin():
            await connection.run_sync(work)
    finally:
        await engine.dispose()


def _move(connection: Connection, revision: str, *, back: bool = False) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    there = _revision(connection)
    if there is not None and there not in known_revisions():
        raise SchemaMismatchError(
            f"the database is at revision {there}, which this version of the program does not know"
        )
    made = config()
    made.attributes["connection"] = connection
    if back:
        command.downgrade(made, revision)
    else:
        command.upgrade(made, revision)
    if connection.dialect.name == "sqlite":
        # Foreign keys are off meanwhile: rebuilding a table drops it.
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise SchemaMismatchError(f"rows refer to others that are not there: {broken[:5]}")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
