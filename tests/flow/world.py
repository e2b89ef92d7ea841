"""The whole shop in one process: the real dispatcher and workers, real HTTP to both sides, a real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from bot.app.shop import Part, Shop
from bot.core.clock import Clock, SystemClock
from bot.settings import Settings, load_settings
from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from storage.migrate import migrate
from tests.flow.reach import watch

TOKEN = "42:TEST"
ANNA, BORIS, SAM = 1001, 1002, 9001

VISITS = PanelService(service="1", name="Website visits", category="Traffic", rate=Decimal("0.90"), min=50, max=10_000)
PRINTS = PanelService(service="2", name="Sticker prints", category="Prints", rate=Decimal("3.5"), min=1, max=500)


class Panel(Protocol):
    """A provider's side, whoever wrote it."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str: ...

    def serve(self) -> AbstractAsyncContextManager[str]: ...


@dataclass
class World:
    """`telegram` and `panels` are the two sides; `database` is opened beside the shop, for looking, and outlives it."""

    telegram: TelegramSimulator
    panels: dict[str, PanelSimulator]
    settings: Settings
    database: Database
    clock: Clock
    shop: Shop
    running: AsyncExitStack

    @property
    def panel(self) -> PanelSimulator:
        return next(iter(self.panels.values()))

    async def stop(self) -> None:
        """As SIGTERM does."""
        await self.running.aclose()

    async def start(self) -> None:
        """Another process on the same database."""
        self.shop = await self.running.enter_async_context(running_shop(self.settings, self.clock))

    def customer(self, person_id: int = ANNA, *, name: str = "Anna", language: str = "en") -> Person:
        return self.telegram.person(person_id, first_name=name, username=name.lower(), language_code=language)

    @property
    def admin(self) -> Person:
        return self.telegram.person(SAM, first_name="Sam", username="sam")

    async def credit(self, customer: Person, amount: str) -> None:
        """As an admin does it: command, preview, Confirm."""
        await customer.start()
        await customer.answered()
        await self.admin.send(f"/credit {customer.id} {amount}")
        preview = await self.admin.wait_for_button("Confirm")
        before = customer.mark()
        await self.admin.tap("Confirm", message=preview)
        await customer.wait_for("USD", since=before)

    async def available_micros(self, customer_id: int) -> int:
        async with self.database.reading() as tx:
            return (await tx.ledger.balance(customer_id)).available_micros

    async def telegram_refused(self, text: str) -> None:
        """Until Telegram has refused to deliver a message with this text (403)."""

        def refused() -> bool | None:
            calls = self.telegram.calls
            return any(call.error_code == 403 and text in str(call.params.get("text")) for call in calls) or None

        assert await self.telegram.world.pulse.until(refused, 60.0)

    async def proven(self) -> None:
        async with self.database.reading() as tx:
            proof = await tx.ledger.verify()
        assert proof.holds, "\n".join(proof.problems)

    async def synced(self) -> None:
        """Until every provider's first list is on the shelf."""
        async with asyncio.timeout(60):
            while True:
                async with self.database.reading() as tx:
                    done = set(await tx.catalog.last_syncs())
                if done >= {provider.name for provider in self.settings.providers}:
                    break
        await self.shop.services.catalog.reload()


def environ(base: str, directory: Path, panels: Iterable[tuple[Panel, str]], extra: dict[str, str]) -> dict[str, str]:
    providers = [{"name": panel.name, "url": url, "key": panel.key} for panel, url in panels]
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": base,
        "PROVIDERS": json.dumps(providers),
        "ADMIN_IDS": str(SAM),
        "PUBLISH": "all",
        "POLL_INTERVAL": "1",
        "HTTP_PORT": "0",
        "FLOOD_LIMIT": "10000",
        "DATA_DIR": str(directory),
        **extra,
    }


@asynccontextmanager
async def open_world(
    directory: Path,
    *,
    panels: Iterable[PanelSimulator] | None = None,
    others: Iterable[Panel] = (),
    telegram: TelegramSimulator | None = None,
    clock: Clock | None = None,
    wait_for_sync: bool = True,
    more: Mapping[str, str] | None = None,
    **extra: str,
) -> AsyncIterator[World]:
    """A running shop; at the end it is stopped as SIGTERM would, and the ledger is proven."""
    simulated = list(panels) if panels is not None else [PanelSimulator("main", "TESTKEY", catalogue=[VISITS, PRINTS])]
    telegram = telegram or TelegramSimulator(token=TOKEN)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(telegram.serve())
        served = [*simulated, *others]
        urls = [(panel, await stack.enter_async_context(panel.serve())) for panel in served]
        settings = load_settings(environ(base, directory, urls, {**extra, **(more or {})}), env_file=None)
        url = settings.database_url.get_secret_value()
        await migrate(url)
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        running = await stack.enter_async_context(AsyncExitStack())
        shop = await running.enter_async_context(running_shop(settings, clock))
        panels_by_name = {panel.name: panel for panel in simulated}
        world = World(telegram, panels_by_name, settings, database, clock, shop, running)
        if wait_for_sync:
            await world.synced()
        yield world
        await world.proven()


@asynccontextmanager
async def running_shop(settings: Settings, clock: Clock, part: Part | None = None) -> AsyncIterator[Shop]:
    url = settings.database_url.get_secret_value()
    await migrate(url)
    database = await Database.open(url)
    shop = Shop(settings, database, clock, part)
    await shop.build()
    watch(shop.dispatcher)
    stop = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(shop.run(stop))
            try:
                yield shop
            finally:
                stop.set()
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None  # a failing test reads better without the group around it
    finally:
        await database.close()
