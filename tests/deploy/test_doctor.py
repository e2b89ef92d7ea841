"""Configurations that are broken, each told by the doctor, with the line of .env to change."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import Result

from bot.core.clock import SystemClock
from bot.core.customers import Customer
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.engine import Database
from storage.migrate import migrate
from tests.contract.storage_shop import credit
from tests.deploy.conftest import Program
from tests.flow.talk import bought
from tests.flow.world import SAM, TOKEN, VISITS, open_world

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"


@dataclass
class Surroundings:
    """A shop that lacks nothing; what a test breaks, it breaks here."""

    program: Program
    panel: PanelSimulator
    folder: Path
    telegram: TelegramSimulator
    monkeypatch: pytest.MonkeyPatch

    @property
    def settings(self) -> dict[str, str]:
        return self.program.settings

    async def check(self, *flags: str) -> Result:
        """In a thread, as the neighbours are served by this one."""
        return await asyncio.to_thread(self.program, "check", *flags)


@pytest.fixture
async def around(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Surroundings]:
    panel, telegram = PanelSimulator("main", "TESTKEY", catalogue=[VISITS]), TelegramSimulator(token=TOKEN)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(telegram.serve())
        url = await stack.enter_async_context(panel.serve())
        database_url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
        await migrate(database_url)
        database = await Database.open(database_url)
        async with database.transaction() as tx:
            await tx.customers.see(Customer(SAM, "Sam", "sam", "en", None, SystemClock().now()))
        await database.close()
        program.settings = {
            "BOT_TOKEN": TOKEN, "BOT_API_URL": api, "PROVIDER_URL": url, "PROVIDER_KEY": panel.key,
            "ADMIN_IDS": str(SAM), "DATA_DIR": str(tmp_path),
        }  # fmt: skip
        yield Surroundings(program, panel, tmp_path, telegram, monkeypatch)


def to(**changes: str) -> Callable[[Surroundings], None]:
    return lambda around: around.settings.update(changes)


def poor(around: Surroundings) -> None:
    around.panel.balance = Decimal(0)


def silent(around: Surroundings) -> None:
    around.panel.fail("*", Fault.HTML_BEFORE, times=None)


def tells_no_balance(around: Surroundings) -> None:
    around.panel.fail("balance", Fault.UNLISTED_ERROR_BEFORE, times=None)


def bare(around: Surroundings) -> None:
    around.panel.catalogue.services.clear()


def not_a_database(around: Surroundings) -> None:
    file = around.folder / "other.db"
    file.write_bytes(b"not a database, " * 100)
    around.settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{file}"


def sql(statement: str) -> Callable[[Surroundings], None]:
    def damage(around: Surroundings) -> None:
        with closing(sqlite3.connect(around.folder / "shop.db")) as database, database:
            database.execute(statement)

    return damage


def without_shared_memory(around: Surroundings) -> None:
    """As on a network disk: SQLite's own driver that knows no write-ahead log."""
    real: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connect(path: str | Path, **options: Any) -> sqlite3.Connection:
        return real(f"{Path(path).absolute().as_uri()}?vfs=unix-none", uri=True, **options)

    sql("PRAGMA journal_mode = DELETE")(around)
    around.monkeypatch.setattr(sqlite3, "connect", connect)


def little_room(around: Surroundings) -> None:
    around.monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=100 * 1024**2))


def late(around: Surroundings) -> None:
    around.monkeypatch.setattr(SystemClock, "now", lambda clock: datetime.now(UTC) + timedelta(minutes=10))


def misspelt(around: Surroundings) -> None:
    (around.folder / ".env").write_text("MARKUP_PERCNT=40\n", encoding="utf-8")


def unreachable_webhook(around: Surroundings) -> None:
    around.telegram.backend.webhook.set(HOOK, "word", 40)
    around.telegram.backend.webhook.last_error = (1, "Connection refused")
    around.settings.update(WEBHOOK_URL=HOOK, WEBHOOK_SECRET="word")


HOOK = "http://127.0.0.1:9/telegram"
BROKEN: dict[str, tuple[Callable[[Surroundings], None], str, str]] = {
    "another token": (to(BOT_TOKEN="42:OTHER"), "Telegram does not know it", "BOT_TOKEN"),
    "no token": (to(BOT_TOKEN=""), "bot token: is not set", "BOT_TOKEN"),
    "no Bot API server": (to(BOT_API_URL=NOWHERE), "does not answer", "BOT_API_URL"),
    "a webhook that fails": (unreachable_webhook, "to the webhook: Connection refused", "WEBHOOK_URL"),
    "another key": (to(PROVIDER_KEY="wrong"), "key", "PROVIDER_KEY"),
    "no provider there": (to(PROVIDER_URL=f"{NOWHERE}/api/v2"), "provider main", "PROVIDER_URL"),
    "a page in its place": (silent, "provider main", "PROVIDER_URL"),
    "nothing on its list": (bare, "no usable service", "PROVIDER_URL"),
    "no provider": (to(PROVIDER_URL="", PROVIDER_KEY=""), "nothing to sell", "PROVIDER_URL and PROVIDER_KEY"),
    "no money there": (poor, "Top it up at the provider", ""),
    "no balance, nor a currency": (tells_no_balance, "tells no balance", "PROVIDERS (currency)"),
    "a currency without a rate": (to(CURRENCY="EUR"), "a currency without a rate", "EXCHANGE_RATES"),
    "a clock that is wrong": (late, "set this machine's clock", ""),
    "nobody is an admin": (to(ADMIN_IDS=""), "nobody can publish", "ADMIN_IDS"),
    "nobody, before the first run": (to(ADMIN_IDS="", DATA_DIR="new"), "nobody can publish", "ADMIN_IDS"),
    "an admin who never wrote": (to(ADMIN_IDS="77"), "has not written to the bot", "ADMIN_IDS"),
    "an admin who left": (sql("UPDATE customers SET unreachable_at = 1"), "has blocked the bot", "ADMIN_IDS"),
    "no Redis": (to(REDIS_URL="redis://127.0.0.1:9/0"), "Redis", "REDIS_URL"),
    "no PostgreSQL": (to(DATABASE_URL="postgresql+asyncpg://127.0.0.1:9/shop"), "reached", "DATABASE_URL"),
    "no database": (not_a_database, "database", "DATA_DIR or DATABASE_URL"),
    "a newer database": (sql("UPDATE alembic_version SET version_num = '9999'"), "of a newer version (9999)", ""),
    "no write-ahead log": (without_shared_memory, "can't hold a write-ahead log", "DATA_DIR or DATABASE_URL"),
    "a disk that is nearly full": (little_room, "only 0.1 GiB free", "DATA_DIR"),
    "a name that is misspelt": (misspelt, "did you mean MARKUP_PERCENT", "MARKUP_PERCNT"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
async def test_what_is_broken_is_named_with_the_line_to_change(around: Surroundings, name: str) -> None:
    damage, said, setting = BROKEN[name]
    damage(around)
    done = await around.check()
    assert (done.exit_code, done.stderr) == (1, ""), done.output
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    found = [line for line in wrong if said.lower() in line.lower()]
    assert found, done.stdout
    if setting:
        assert any(f"; change {setting} in .env" in line for line in found), found


async def test_a_panel_that_tells_no_balance_is_sold_in_the_currency_that_is_set(around: Surroundings) -> None:
    tells_no_balance(around)
    panel = {"name": "main", "url": around.settings.pop("PROVIDER_URL"), "key": around.panel.key, "currency": "USD"}
    around.settings.update(PROVIDER_KEY="", PROVIDERS=json.dumps([panel]))
    assert "ok    provider main: tells no balance; its prices are in USD" in (await around.check()).stdout
    synced = await asyncio.to_thread(around.program, "catalog", "sync")
    assert (synced.exit_code, "main: 1 services, 1 new" in synced.stdout) == (0, True), synced.output


async def test_open_orders_of_a_provider_that_is_gone_are_named(tmp_path: Path, around: Surroundings) -> None:
    async with open_world(tmp_path / "other", panels=[PanelSimulator("gone", "KEY", catalogue=[VISITS])]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        around.settings["DATA_DIR"] = str(tmp_path / "other")
        done = await around.check()
    assert (
        "WRONG provider gone: is not set any more, and its open orders (1) wait; change PROVIDERS in .env"
        in done.stdout
    )


async def test_a_ledger_in_another_currency_is_named(around: Surroundings) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{around.folder}/shop.db")
    async with database.transaction() as tx:
        await tx.ledger.post(credit("given", SAM, 1_000_000), SystemClock().now())
    await database.close()
    around.settings.update(CURRENCY="EUR", EXCHANGE_RATES='{"USD": "0.9"}')
    done = await around.check()
    assert "WRONG currency: the ledger is kept in USD; change CURRENCY in .env" in done.stdout


async def test_where_all_is_well_each_line_says_so(around: Surroundings) -> None:
    """As a program of its own, and in JSON."""
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-m", "bot", "check"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **around.settings},
        cwd=around.folder, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    for said in (
        "SQLite, version",
        "journal: WAL",
        "GiB free",
        "long polling",
        "USD",
        "1 services",
        "dialect",
        "clock",
    ):
        assert any(said in line for line in lines), said
    told = await around.check("--json")
    findings = json.loads(told.stdout)
    assert [finding["ok"] for finding in findings] == [True] * len(lines)
    assert {"ok", "subject", "text", "setting"} == set(findings[0])
    for secret in ("TESTKEY", TOKEN):
        assert secret not in done.stdout + told.stdout


async def test_json_says_what_is_wrong_too(around: Surroundings) -> None:
    around.settings["BOT_TOKEN"] = "42:OTHER"
    told = await around.check("--json")
    assert told.exit_code == 1
    (wrong,) = [finding for finding in json.loads(told.stdout) if not finding["ok"]]
    assert wrong["setting"] == "BOT_TOKEN"


async def test_a_setting_that_cannot_be_read_ends_the_check_before_it_begins(around: Surroundings) -> None:
    around.settings["MARKUP_PERCENT"] = "-5"
    done = await around.check()
    assert done.exit_code == 2
    assert done.stderr.startswith("MARKUP_PERCENT: ")


async def test_redis_that_wants_a_password_is_told_apart(around: Surroundings, redis_url: str) -> None:
    around.settings["REDIS_URL"] = redis_url.replace("://", "://nobody:wrong@")
    done = await around.check()
    assert "WRONG Redis: refuses the user or the password; change REDIS_URL in .env" in done.stdout
