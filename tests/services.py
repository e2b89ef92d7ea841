"""Services that some tests need: PostgreSQL, Redis, a browser.

A test asks for `postgres_url`, `redis_url` or `chromium_path` and is marked accordingly by itself. What is not
there is a skip that says so, and with REQUIRE_SERVICES=1 a failure.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import hypothesis
import pytest
from redis import Redis
from redis.exceptions import RedisError

_MARKS = {"postgres_url": "postgres", "redis_url": "redis", "chromium_path": "chromium"}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# An example that takes long on a busy machine is no failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, mark in _MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


def _lacking(what: str) -> NoReturn:
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"lacks {what}", pytrace=False)
    pytest.skip(f"lacks {what}")


async def _on_server(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this run alone, as a SQLAlchemy URL (`postgresql+asyncpg://...`); dropped at the end."""
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if not server:
        _lacking("PostgreSQL: TEST_POSTGRES_URL is not set")
    plain = server.replace("postgresql+asyncpg://", "postgresql://", 1)
    name = f"shop_test_{uuid.uuid4().hex[:12]}"
    try:
        asyncio.run(_on_server(plain, f'CREATE DATABASE "{name}"'))
    except (OSError, asyncpg.PostgresError) as error:
        _lacking(f"PostgreSQL: TEST_POSTGRES_URL does not answer ({type(error).__name__})")
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    asyncio.run(_on_server(plain, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Redis that answers. Runs share it: prefix the keys with something of the test's own."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if not url:
        _lacking("Redis: TEST_REDIS_URL is not set")
    try:
        with Redis.from_url(url, socket_timeout=10) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        _lacking(f"Redis: TEST_REDIS_URL does not answer ({type(error).__name__})")
    return url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's executable, for Playwright's `executable_path`."""
    for name in _BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    _lacking("Chromium: no chromium on the PATH")
