"""A shop in two processes: one takes updates in and answers them, the other does the work behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.core.clock import SystemClock
from bot.settings import load_settings
from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import PARTS
from tests.contract.storage_shop import credit
from tests.crash.fleet import own_database
from tests.flow.world import ANNA, SAM, TOKEN, VISITS, environ, running_shop


@asynccontextmanager
async def split_shop(
    folder: Path, telegram: TelegramSimulator, panel: PanelSimulator, **more: str
) -> AsyncIterator[Database]:
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(telegram.serve())
        url = await stack.enter_async_context(panel.serve())
        settings = load_settings(environ(api, folder, [(panel, url)], more), env_file=None)
        await migrate(settings.database_url.get_secret_value())
        database = await Database.open(settings.database_url.get_secret_value())
        stack.push_async_callback(database.close)
        for part in PARTS:
            await stack.enter_async_context(running_shop(settings, SystemClock(), part))
        yield database


async def first_sync(database: Database) -> None:
    async with asyncio.timeout(60):
        while True:
            async with database.reading() as tx:
                if await tx.catalog.last_syncs():
                    return


async def sells_and_syncs_when_asked(folder: Path, **where: str) -> None:
    telegram, panel = TelegramSimulator(token=TOKEN), PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    async with split_shop(folder, telegram, panel, **where) as database:
        admin = telegram.person(SAM, first_name="Sam", username="sam")
        anna = telegram.person(ANNA, first_name="Anna", username="anna")
        await admin.send("/start")
        await admin.answered()
        await first_sync(database)
        looks = panel.calls("services")
        before = admin.mark()
        await admin.send("/sync")
        await panel.called("services", looks + 1)
        await admin.wait_for("main", since=before, timeout=30)

        await anna.send("/start")
        await anna.wait_for("Hello")
        async with database.transaction() as tx:
            await tx.ledger.post(credit("given", ANNA, 10_000_000), SystemClock().now())
        await anna.send("/catalog")
        for button, said in (("Traffic", "Choose a service"), ("Website visits", "Price of 1000"), ("Order", "link")):
            await anna.tap(button)
            await anna.wait_for(said)
        await anna.send("https://example.com/split")
        await anna.wait_for("How many")
        await anna.send("1000")
        await anna.wait_for("Total")
        await anna.tap("Confirm")
        await anna.wait_for("Order #1")
        await panel.called("add")
        (remote_id,) = panel.book
        panel.move(remote_id, status="Completed", remains=0)
        await anna.wait_for("Order #1: Completed", timeout=30)
        async with database.reading() as tx:
            assert (await tx.ledger.verify()).holds


async def test_a_split_shop_on_one_file(tmp_path: Path) -> None:
    await sells_and_syncs_when_asked(tmp_path)


async def test_a_split_shop_on_servers(tmp_path: Path, postgres_url: str, redis_url: str) -> None:
    async with own_database(postgres_url) as url:
        await sells_and_syncs_when_asked(tmp_path, DATABASE_URL=url, REDIS_URL=redis_url)
