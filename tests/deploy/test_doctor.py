"""Configurations that are broken, each told by the doctor, with the line of .env to change."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.clock import SystemClock
from bot.core.customers import Customer
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.engine import Database
from storage.migrate import migrate
from tests.flow.world import SAM, TOKEN, VISITS

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"


@dataclass
class Surroundings:
    """A shop that lacks nothing; what a test breaks, it breaks here."""

    settings: dict[str, str]
    panel: PanelSimulator
    folder: Path

    async def check(self, *flags: str) -> subprocess.CompletedProcess[str]:
        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "bot", "check", *flags],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.settings},
                cwd=self.folder, capture_output=True, text=True, timeout=90, check=False,
            )  # fmt: skip

        return await asyncio.to_thread(run)


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[Surroundings]:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(TelegramSimulator(token=TOKEN).serve())
        url = await stack.enter_async_context(panel.serve())
        database_url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
        await migrate(database_url)
        database = await Database.open(database_url)
        async with database.transaction() as tx:
            await tx.customers.see(Customer(SAM, "Sam", "sam", "en", None, SystemClock().now()))
        await database.close()
        settings = {
            "BOT_TOKEN": TOKEN, "BOT_API_URL": api, "PROVIDER_URL": url, "PROVIDER_KEY": panel.key,
            "ADMIN_IDS": str(SAM), "DATA_DIR": str(tmp_path),
        }  # fmt: skip
        yield Surroundings(settings, panel, tmp_path)


def to(**changes: str) -> Callable[[Surroundings], None]:
    return lambda around: around.settings.update(changes)


def poor(around: Surroundings) -> None:
    around.panel.balance = Decimal(0)


def silent(around: Surroundings) -> None:
    around.panel.fail("*", Fault.HTML_BEFORE, times=None)


def not_a_database(around: Surroundings) -> None:
    file = around.folder / "other.db"
    file.write_bytes(b"not a database, " * 100)
    around.settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{file}"


BROKEN: dict[str, tuple[Callable[[Surroundings], None], str, str]] = {
    "another token": (to(BOT_TOKEN="42:OTHER"), "Telegram does not know it", "BOT_TOKEN"),
    "no Bot API server": (to(BOT_API_URL=NOWHERE), "does not answer", "BOT_API_URL"),
    "another key": (to(PROVIDER_KEY="wrong"), "key", "PROVIDER_KEY"),
    "no provider there": (to(PROVIDER_URL=f"{NOWHERE}/api/v2"), "provider main", "PROVIDER_URL"),
    "a page in its place": (silent, "provider main", "PROVIDER_URL"),
    "no provider": (to(PROVIDER_URL="", PROVIDER_KEY=""), "nothing to sell", "PROVIDER_URL and PROVIDER_KEY"),
    "no money there": (poor, "Top it up at the provider", ""),
    "a currency without a rate": (to(CURRENCY="EUR"), "a currency without a rate", "EXCHANGE_RATES"),
    "nobody is an admin": (to(ADMIN_IDS=""), "nobody can publish", "ADMIN_IDS"),
    "an admin who never wrote": (to(ADMIN_IDS="77"), "has not written to the bot", "ADMIN_IDS"),
    "no Redis": (to(REDIS_URL="redis://127.0.0.1:9/0"), "Redis", "REDIS_URL"),
    "no PostgreSQL": (to(DATABASE_URL="postgresql+asyncpg://127.0.0.1:9/shop"), "reached", "DATABASE_URL"),
    "no database": (not_a_database, "database", "DATA_DIR or DATABASE_URL"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_is_broken_is_named_with_the_line_to_change(around: Surroundings, name: str) -> None:
    damage, said, setting = BROKEN[name]
    damage(around)
    done = await around.check()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    found = [line for line in wrong if said.lower() in line.lower()]
    assert found, done.stdout
    if setting:
        assert any(f"; change {setting} in .env" in line for line in found), found


async def test_where_all_is_well_each_line_says_so(around: Surroundings) -> None:
    done = await around.check()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) >= 6
    assert all(line.startswith("ok ") for line in lines)
    told = await around.check("--json")
    findings = json.loads(told.stdout)
    assert [finding["ok"] for finding in findings] == [True] * len(lines)
    assert {"ok", "subject", "text", "setting"} == set(findings[0])
    assert panel_key_is_nowhere(done.stdout + told.stdout)


def panel_key_is_nowhere(text: str) -> bool:
    return "TESTKEY" not in text and TOKEN not in text


async def test_json_says_what_is_wrong_too(around: Surroundings) -> None:
    around.settings["BOT_TOKEN"] = "42:OTHER"
    told = await around.check("--json")
    assert told.returncode == 1
    (wrong,) = [finding for finding in json.loads(told.stdout) if not finding["ok"]]
    assert wrong["setting"] == "BOT_TOKEN"


async def test_a_setting_that_cannot_be_read_ends_the_check_before_it_begins(around: Surroundings) -> None:
    around.settings["MARKUP_PERCENT"] = "-5"
    done = await around.check()
    assert done.returncode == 2
    assert done.stderr.startswith("MARKUP_PERCENT: ")
