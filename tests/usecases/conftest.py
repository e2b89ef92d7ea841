from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.core.services import looks
from storage.engine import Database
from storage.migrate import migrate
from tests.usecases.bench import Bench


@pytest.fixture(scope="session", autouse=True)
def nothing_is_gathered() -> Iterator[None]:
    """What comes together is written together all the same; what comes alone does not wait for more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looks, "GATHER", timedelta(0))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database to copy."""
    path = tmp_path_factory.mktemp("template") / "shop.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    asyncio.run(migrate(postgres_url))
    return postgres_url


@pytest.fixture
def new_postgres_database(postgres_template: str) -> Iterator[Callable[[], str]]:
    """Makes one more empty database at every call; all are dropped at the end."""
    server, _, template = postgres_template.rpartition("/")
    made: list[str] = []

    def make() -> str:
        made.append(f"{template}_{uuid.uuid4().hex[:8]}")
        asyncio.run(_on_server(server, f'CREATE DATABASE "{made[-1]}" TEMPLATE "{template}"'))
        return f"{server}/{made[-1]}"

    yield make
    for name in made:
        asyncio.run(_on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test alone."""
    if request.param == "sqlite":
        path = tmp_path / "shop.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite+aiosqlite:///{path}"
    made: str = request.getfixturevalue("new_postgres_database")()
    return made


async def _on_server(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server.replace("+asyncpg", "") + "/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    """An empty shop; at the end its ledger is proven."""
    database = await Database.open(database_url, pool_size=20)
    try:
        made = Bench(database)
        yield made
        await made.prove()
    finally:
        await database.close()
