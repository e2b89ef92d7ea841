"""The storage contract's fixtures: a database of its own for each test, SQLite always, PostgreSQL where it is there."""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from storage.engine import Database
from storage.migrate import migrate, newest_revision

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def plain_url(url: str) -> str:
    return url.replace("+asyncpg", "", 1)


async def _on_server(url: str, statement: str) -> None:
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _emptied(url: str) -> bool:
    """All rows gone and every count at its start, triggers or not; False: not the migrated tables any more."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        if await connection.fetchval("SELECT to_regclass('spoiled') IS NOT NULL"):
            return False
        if await connection.fetchval("SELECT version_num FROM alembic_version") != newest_revision():
            return False
        await connection.execute(EMPTY)
    finally:
        await connection.close()
    return True


EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF name NOT IN ('alembic_version', 'catalog_versions') THEN EXECUTE format('DELETE FROM %I', name); END IF;
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', name);
    END LOOP;
    UPDATE catalog_versions SET version = 1;
END $$
"""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy."""
    path = tmp_path_factory.mktemp("storage") / "template.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """A migrated, empty database to copy; a test never connects to it."""
    asyncio.run(migrate(postgres_url))
    return postgres_url


@pytest.fixture(scope="session")
def postgres_databases(postgres_template: str) -> Iterator[list[str]]:
    """Databases that may be used again; whoever spoils one takes it out of the list."""
    server = postgres_template.rpartition("/")[0]
    databases: list[str] = []
    yield databases
    for url in databases:
        asyncio.run(_on_server(f"{server}/postgres", f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)'))


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database."""
    if request.param == "sqlite":
        path = tmp_path / "shop.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres_template")
    databases: list[str] = request.getfixturevalue("postgres_databases")
    server, _, original = template.rpartition("/")
    if not databases:
        name = f"shop_test_{uuid.uuid4().hex[:12]}"
        asyncio.run(_on_server(f"{server}/postgres", f'CREATE DATABASE "{name}" TEMPLATE "{original}"'))
        databases.append(f"{server}/{name}")
    url = databases.pop()
    yield url
    if asyncio.run(_emptied(url)):
        databases.append(url)
    else:
        asyncio.run(_on_server(f"{server}/postgres", f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)'))


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
        return
    yield request.getfixturevalue("empty_postgres")


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """The same on PostgreSQL alone."""
    server = postgres_url.rpartition("/")[0]
    name = f"shop_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_on_server(f"{server}/postgres", f'CREATE DATABASE "{name}"'))
    yield f"{server}/{name}"
    asyncio.run(_on_server(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(database_url, busy_timeout=30)
    yield opened
    await opened.close()
