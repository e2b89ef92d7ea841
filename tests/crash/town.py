"""A small town around a shop that is killed again and again: Telegram, a provider, people, and what they remember."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path

from bot.core.orders import Order, OrderState
from bot.simulator.panel import Dialect, PanelService, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from tests.crash.keeper import Keeper, Nursery

TOKEN = "42:CRASHTESTTOKEN"
KEY = "crash-test-provider-key"
SAM = 9001
TERMS = "2"
PATIENCE = 30.0
_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)

VISITS = PanelService(
    service="1",
    name="Website visits",
    category="Traffic",
    rate=Decimal("0.90"),
    min=50,
    max=10_000,
    refill=True,
    cancel=True,
    dripfeed=True,
)
PRINTS = PanelService(
    service="2", name="Sticker prints", category="Prints", rate=Decimal("3.5"), min=1, max=500, cancel=True
)


class NotSettledError(AssertionError):
    """The shop did not come to rest: something waits that nobody takes up."""


@dataclass
class Memory:
    """What people did and may expect of it."""

    credited_micros: dict[int, int] = field(default_factory=dict)
    credits: list[int] = field(default_factory=list)  # ids of the admin's confirmed actions
    confirmed: set[int] = field(default_factory=set)  # ids of quotes whose Confirm was tapped
    accepted_terms: set[int] = field(default_factory=set)
    languages: dict[int, str] = field(default_factory=dict)
    requests: set[tuple[int, str]] = field(default_factory=set)  # (order, refill or cancel)
    repeats: int = 0  # sends that were cut off by a fault, so that a repeat is right


class Town:
    def __init__(
        self, telegram: TelegramSimulator, panel: PanelSimulator, keeper: Keeper, database: Database, seed: int
    ) -> None:
        self.telegram = telegram
        self.panel = panel
        self.keeper = keeper
        self.database = database
        self.rng = random.Random(seed)
        self.memory = Memory()
        self.customers: list[Person] = []
        self._links = 0
        keeper.changed = telegram.world.pulse.beat

    @property
    def admin(self) -> Person:
        return self.telegram.person(SAM, first_name="Sam", username="sam")

    def newcomer(self) -> Person:
        number = 1001 + len(self.customers)
        person = self.telegram.person(number, first_name=f"Customer{number}", username=f"c{number}")
        self.customers.append(person)
        return person

    def new_link(self) -> str:
        self._links += 1
        return f"https://example.com/{self._links}"

    async def orders(self) -> list[Order]:
        async with self.database.reading() as tx:
            return await tx.orders.in_state(set(OrderState), limit=100_000)

    async def settle(self) -> None:
        """Until there is nothing left to do: every update handled, every order where the provider has it, every
        message carried. Time goes on faster, so that what waits for its moment has it; not so fast that a lease runs
        out under a call in flight.
        """
        waits = chain((1.0, 2.0), repeat(3.0))
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while True:
            open_things = await self._unsettled()
            if not open_things:
                return
            if self.keeper.failure is not None:
                raise self.keeper.failure
            if loop.time() > end:
                raise NotSettledError(f"still open after {PATIENCE:g} s: {', '.join(open_things)}")
            # Only what waits for a moment needs another time; what is being done needs none.
            if not {"updates", "inbox"} & set(open_things):
                self.keeper.tick(next(waits))
            await self.moment()

    async def settle_but_parked(self, chat_id: int) -> None:
        """Until the shop knows that this chat can't be written to."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.database.reading() as tx:
                    customer = await tx.customers.get(chat_id)
                if customer is not None and customer.unreachable_at is not None:
                    return
                self.keeper.tick(5)
                await self.moment()

    async def moment(self) -> None:
        """Until something has happened in Telegram, or a moment has passed."""
        seen = self.telegram.world.pulse.count
        await self.telegram.world.pulse.until(lambda: True if self.telegram.world.pulse.count > seen else None, 0.02)

    async def _unsettled(self) -> list[str]:
        found = []
        if self.telegram.backend.updates.pending:
            found.append("updates")
        async with self.database.reading() as tx:
            if await tx.inbox.oldest_unfinished() is not None:
                found.append("inbox")
            if found:
                return found
            for order in await tx.orders.in_state(set(OrderState), limit=100_000):
                if order.state in (OrderState.CREATED, OrderState.SUBMITTING):
                    found.append(f"order {order.id} {order.state}")
                elif order.provider_order_id is not None and not self._agrees(order):
                    found.append(f"order {order.id} {order.state}, not as in the book")
            for request, order in await tx.aftercare.due("main", _FOREVER, 1_000):
                if request.remote_id is None and request.state.value in ("asked", "sending"):
                    found.append(f"{request.kind} of order {order.id} {request.state}")
            # Last: what the above have to say was written together with them.
            if await tx.outbox.oldest_waiting() is not None:
                found.append("outbox")
        return found

    def _agrees(self, order: Order) -> bool:
        known = self.panel.book.get(order.provider_order_id or "")
        if known is None:
            return False
        word = known.status.lower().replace(" ", "_")
        return order.state.value == word and (order.remains is None or order.remains == known.remains)


@asynccontextmanager
async def open_town(nursery: Nursery, directory: Path, database_url: str, seed: int) -> AsyncIterator[Town]:
    """`database_url`: a database with its tables, of this town alone."""
    telegram = TelegramSimulator(token=TOKEN)
    panel = PanelSimulator("main", KEY, Dialect.SMMSEND, catalogue=[VISITS, PRINTS], balance=Decimal(10**9))
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(telegram.serve())
        url = await stack.enter_async_context(panel.serve())
        environ = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": base,
            "PROVIDERS": json.dumps([{"name": "main", "url": url, "key": KEY}]),
            "DATABASE_URL": database_url,
            "ADMIN_IDS": str(SAM),
            "PUBLISH": "all",
            "POLL_INTERVAL": "1",
            "QUOTE_TTL": "604800",
            "TERMS_URL": "https://example.com/terms",
            "TERMS_VERSION": TERMS,
            "SEND_RATE": "1000",
            "FLOOD_LIMIT": "100000",
            "HTTP_PORT": "0",
            "DATA_DIR": str(directory),
        }
        database = await Database.open(database_url)
        stack.push_async_callback(database.close)
        keeper = Keeper(nursery, environ, directory)
        town = Town(telegram, panel, keeper, database, seed)
        await keeper.open()
        try:
            async with asyncio.timeout(PATIENCE):
                while not await _synced(town):
                    await town.moment()
            yield town
        finally:
            await keeper.close()


async def _synced(town: Town) -> bool:
    async with town.database.reading() as tx:
        return "main" in await tx.catalog.last_syncs()
