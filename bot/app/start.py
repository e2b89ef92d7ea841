"""From settings to a running shop, and to its end."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack

from bot.app.database import open_database
from bot.app.shop import Part, Shop
from bot.app.unfit import refuse_another_currency
from bot.core.clock import SystemClock
from bot.settings import Settings
from storage.migrate import migrate
from storage.sole import PARTS, sole_user


async def run_shop(settings: Settings, part: Part | None = None) -> None:
    """Run until SIGTERM or SIGINT. UnfitSettingError, StorageError: nothing was started."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    url = settings.database_url.get_secret_value()
    async with AsyncExitStack() as stack:
        parts = PARTS if part is None else (part,)
        await stack.enter_async_context(sole_user(url, parts, shared=settings.redis_url is not None))
        await migrate(url)
        database = await open_database(settings)
        stack.push_async_callback(database.close)
        await refuse_another_currency(settings, database)
        shop = Shop(settings, database, SystemClock(), part)
        await shop.build()
        await shop.run(stop)
