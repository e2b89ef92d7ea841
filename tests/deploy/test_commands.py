"""The commands of the program where something is wrong: one line that says what, and the right exit code."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from bot import __version__
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import PARTS, DatabaseInUseError, sole_user
from tests.contract.storage_shop import credit
from tests.deploy.conftest import Program
from tests.flow.clock import HeldClock
from tests.flow.process import ROOT


def one_line(done: Result, code: int) -> str:
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("command", ["run", "migrate", "ledger verify", "catalog sync", "backup x", "release"])
def test_a_data_folder_that_cannot_be_is_told_in_one_line(program: Program, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").touch()
    program.settings["DATA_DIR"] = str(tmp_path / "file" / "data")
    assert "file/data/shop.db" in one_line(program(*command.split()), 1)


@pytest.mark.parametrize("command", ["run", "catalog sync"])
def test_another_currency_than_the_ledgers_is_refused(program: Program, tmp_path: Path, command: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/data/shop.db"

    async def fill() -> None:
        await migrate(url)
        database = await Database.open(url)
        async with database.transaction() as tx:
            await tx.ledger.post(credit("given", 1001, 1_000_000), HeldClock().now())
        await database.close()

    asyncio.run(fill())
    program.settings["CURRENCY"] = "EUR"
    assert one_line(program(*command.split()), 2).startswith("CURRENCY: the ledger is kept in USD")


def test_a_port_that_is_taken_is_told_before_anything_is_done(program: Program, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        program.settings["HTTP_PORT"] = str(other.getsockname()[1])
        assert one_line(program("run"), 2).startswith("HTTP_PORT: can't listen on 127.0.0.1")


def test_a_database_of_a_newer_version_is_left_alone(program: Program, tmp_path: Path) -> None:
    assert program("migrate").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "shop.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "9999, which this version of the program does not know" in one_line(program("run"), 1)


def test_what_a_restore_parks_is_released_where_there_is_a_database_alone(program: Program, tmp_path: Path) -> None:
    assert "there is no database" in one_line(program("release"), 1)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "shop.db").touch()
    assert "python -m bot migrate" in one_line(program("release"), 1)


def test_to_move_to_another_kind_of_database_is_a_wrong_argument(program: Program) -> None:
    program("migrate")
    assert "not a database of this shop" in one_line(program("move-to", "mysql://shop@127.0.0.1/shop"), 2)


def test_a_list_that_cannot_be_fetched_is_a_failure(program: Program) -> None:
    program.settings |= {"PROVIDER_URL": "http://127.0.0.1:9/api/v2", "PROVIDER_KEY": "key"}
    done = program("catalog", "sync")
    assert (done.exit_code, "main: nothing changed" in done.stdout) == (1, True)


def test_the_version_is_said(program: Program) -> None:
    assert program("--version").stdout == f"storefront {__version__}\n"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"] == ["version"]


async def refused_while_another_runs(url: str) -> None:
    async with sole_user(url, PARTS, wait=0):
        for part in PARTS:
            with pytest.raises(DatabaseInUseError, match=f"another program.*{part}"):
                async with sole_user(url, [part], wait=0.1):
                    pass
    async with sole_user(url, ["receiver"], wait=0), sole_user(url, ["workers"], wait=0):
        pass
    async with sole_user(url, PARTS, shared=True, wait=0), sole_user(url, PARTS, shared=True, wait=0):
        with pytest.raises(DatabaseInUseError, match="REDIS_URL in each"):
            async with sole_user(url, PARTS, wait=0):
                pass


async def test_a_second_program_on_a_file_is_refused(tmp_path: Path) -> None:
    await refused_while_another_runs(f"sqlite+aiosqlite:///{tmp_path}/shop.db")


async def test_a_second_program_on_a_server_without_redis_is_refused(postgres_url: str) -> None:
    await refused_while_another_runs(postgres_url)
