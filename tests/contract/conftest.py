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
from storage.migrate import migrate

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def plain_url(url: str) -> str:
    return url.replace("+asyncpg", "", 1)


async def _on_server(url: str, statement: str) -> None:
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


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


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database."""
    if request.param == "sqlite":
        path = tmp_path / "shop.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres_template")
    server, _, original = template.rpartition("/")
    name = f"shop_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_on_server(f"{server}/postgres", f'CREATE DATABASE "{name}" TEMPLATE "{original}"'))
    yield f"{server}/{name}"
    asyncio.run(_on_server(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
        return
    server = request.getfixturevalue("postgres_url").rpartition("/")[0]
    name = f"shop_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_on_server(f"{server}/postgres", f'CREATE DATABASE "{name}"'))
    yield f"{server}/{name}"
    asyncio.run(_on_server(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(database_url, busy_timeout=30)
    yield opened
    await opened.close()
