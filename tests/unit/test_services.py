from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from redis import Redis

ROOT = Path(__file__).parents[2]


async def test_the_database_is_of_this_run_alone(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", "", 1))
    try:
        name = await connection.fetchval("select current_database()")
        assert name.startswith("shop_test_")
        assert f"/{name}" in postgres_url
    finally:
        await connection.close()


def test_redis_answers(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.ping() is True


def test_there_is_a_browser(chromium_path: str) -> None:
    assert os.access(chromium_path, os.X_OK)


@pytest.mark.parametrize(("required", "code", "word"), [("", 0, "3 skipped"), ("1", 1, "3 errors")])
def test_what_is_lacking_is_named(required: str, code: int, word: str) -> None:
    empty = {
        "PATH": "/nonexistent",
        "TEST_POSTGRES_URL": "",
        "TEST_REDIS_URL": "redis://127.0.0.1:1/0",
        "REQUIRE_SERVICES": required,
    }
    names = "run_alone or redis_answers or browser"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", names, "tests/unit/test_services.py"],
        cwd=ROOT, env=os.environ | empty, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert word in done.stdout
    for what in (
        "lacks PostgreSQL: TEST_POSTGRES_URL is not set",
        "lacks Redis: TEST_REDIS_URL does not answer",
        "lacks Chromium",
    ):
        assert what in done.stdout
