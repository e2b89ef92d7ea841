"""PostgreSQL's own tools make the copy and put it back; what was about to happen then is held back by a command."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.connect import database_url, migrating_engine
from storage.engine import Database
from tests.crash.fleet import own_database
from tests.flow.talk import quote_of
from tests.flow.test_backup import order
from tests.flow.world import TOKEN, VISITS, open_world
from tests.program import program


async def tool(*words: str) -> None:
    process = await asyncio.create_subprocess_exec(*words)
    assert await process.wait() == 0, words


async def test_a_shop_that_pg_restore_brought_back_repeats_nothing(tmp_path: Path, postgres_url: str) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("lacks pg_dump")
    panel, telegram = PanelSimulator("main", "TESTKEY", catalogue=[VISITS]), TelegramSimulator(token=TOKEN)
    dump = tmp_path / "dump"
    async with own_database(postgres_url) as first, own_database(postgres_url) as again:
        async with open_world(tmp_path, panels=[panel], telegram=telegram, DATABASE_URL=first) as world:
            anna, boris = world.customer(), world.customer(1002, name="Boris")
            for person in (anna, boris):
                await world.credit(person, "10")
            panel.fail("add", Fault.HANG_AFTER, times=1, seconds=60)
            await order(anna, "https://example.com/once")
            await quote_of(boris, link="https://example.com/quoted")
            await panel.called("add")
            await tool("pg_dump", "--format=custom", f"--file={dump}", plain(first))
            panel.heal()
        await tool("pg_restore", f"--dbname={plain(again)}", "--no-owner", str(dump))
        await a_moment_earlier(again)
        environ = {"DATABASE_URL": again, "DATA_DIR": str(tmp_path)}
        done = await asyncio.to_thread(program, "hold-back", environ=environ)
        assert done.exit_code == 0, done.stderr
        assert "unknown: 1 orders" in done.stdout
        assert "agree" in done.stdout
        adds = panel.calls("add")
        async with open_world(tmp_path, panels=[panel], telegram=telegram, DATABASE_URL=again) as world:
            await order(boris, "https://example.com/new")
            await panel.called("add", adds + 1)
            async with world.database.reading() as tx:
                assert (await tx.orders.count_by_state())[OrderState.UNKNOWN] == 1
        assert panel.calls("add") == adds + 1, "something was ordered a second time"
        released = await asyncio.to_thread(program, "release", environ=environ)
        assert released.stdout.startswith("ok: "), released.stderr


def plain(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


async def a_moment_earlier(url: str) -> None:
    """As if the copy had been made just before the call: the order is there, and nobody has begun to place it."""
    engine = migrating_engine(database_url(url))
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE orders SET state = 'created', lease_until = NULL, attempt_id = NULL WHERE state = 'submitting'"
        )
    await engine.dispose()
    database = await Database.open(url)
    async with database.reading() as tx:
        assert await tx.orders.count_by_state() == {OrderState.CREATED: 1}
    await database.close()
