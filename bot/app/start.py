"""From settings to a running shop, and to its end."""

from __future__ import annotations

import asyncio
import signal

from bot.app.shop import Part, Shop
from bot.core.clock import Clock, SystemClock
from bot.settings import Settings
from storage.engine import Database
from storage.migrate import migrate


class StartError(Exception):
    """The shop cannot start with these settings and this database; the message is one line for the operator."""


async def run_shop(settings: Settings, part: Part | None = None, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. StartError where the database does not fit the settings."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    url = settings.database_url.get_secret_value()
    await migrate(url)
    database = await Database.open(url)
    try:
        async with database.reading() as tx:
            currency = await tx.ledger.currency()
        if currency not in (None, settings.currency):
            raise StartError(
                f"CURRENCY: the ledger is kept in {currency} and can't change; example: CURRENCY={currency}"
            )
        shop = Shop(settings, database, clock or SystemClock(), part)
        await shop.build()
        await shop.run(stop)
    finally:
        await database.close()
