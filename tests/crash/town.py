"""A small town around a shop that is killed again and again: Telegram, a provider, people, and what they remember."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path

from sqlalchemy import text

from bot.core.orders import Order, OrderState
from bot.core.payments import PaymentMethod
from bot.simulator.panel import Dialect, PanelService, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from tests.crash.keeper import Keeper, Nursery
from tests.crash.rest import open_things
from tests.crypto_pay_server import TOKEN as CASHIERS_TOKEN
from tests.crypto_pay_server import CryptoPayServer

TOKEN = "42:CRASHTESTTOKEN"
KEY = "crash-test-provider-key"
SAM = 9001
TERMS = "2"
STARS_PER_UNIT = 50
REFERRAL_PERCENT = 5
PATIENCE = 30.0

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
    credits: dict[int, int] = field(default_factory=dict)  # the admin's confirmed actions, and whose they were
    confirmed: set[int] = field(default_factory=set)  # ids of quotes whose Confirm was tapped
    in_one_go: set[int] = field(default_factory=set)  # those of them that were many in one message
    accepted_terms: set[int] = field(default_factory=set)
    languages: dict[int, str] = field(default_factory=dict)
    requests: set[tuple[int, str]] = field(default_factory=set)  # (order, refill or cancel)
    topped_up: Counter[int] = field(default_factory=Counter)  # micros by transfer and at Crypto Pay
    refunds: set[str] = field(default_factory=set)  # charges that the admin gave back
    codes: list[tuple[str, int]] = field(default_factory=list)  # promo codes, and who used each
    referrers: dict[int, int] = field(default_factory=dict)  # newcomer -> who brought them
    news: dict[str, set[int]] = field(default_factory=dict)  # broadcasts, and who is to get each
    asked: dict[str, tuple[int, int]] = field(default_factory=dict)  # words to support -> (customer, ticket)
    answered: dict[str, int] = field(default_factory=dict)  # words of support -> customer
    repeats: int = 0  # sends that were cut off by a fault, so that a repeat is right


class Town:
    """`sought`: the point that somebody is to die at; where a deed may choose, it chooses what leads there."""

    def __init__(
        self,
        telegram: TelegramSimulator,
        panel: PanelSimulator,
        cashier: CryptoPayServer,
        keeper: Keeper,
        database: Database,
        seed: int,
    ) -> None:
        self.telegram = telegram
        self.panel = panel
        self.cashier = cashier
        self.keeper = keeper
        self.database = database
        self.rng = random.Random(seed)
        self.memory = Memory()
        self.customers: list[Person] = []
        self.sought = ""
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

    def wished(self, choices: Sequence[str]) -> str:
        """One of them: the one whose handling is sought, if it is."""
        for choice in choices:
            if f"chat[{choice.partition(':')[0]}]" in self.sought:
                return choice
        return self.rng.choice(choices)

    async def service_id(self, remote_id: str) -> int:
        async with self.database.reading() as tx:
            (found,) = [known.id for known in await tx.catalog.services() if known.provider_service_id == remote_id]
        return found

    async def mass_quotes(self, mass_id: int) -> set[int]:
        async with self.database.reading() as tx:
            kept = await tx.mass_orders.get(mass_id)
        return {int(line["quote_id"]) for line in kept.lines} if kept else set()

    async def payments(self, method: PaymentMethod, state: str) -> list[tuple[int, str]]:
        """(id, charge) as the shop has written them down."""
        wanted = "SELECT id, charge_id FROM payments WHERE method = :method AND state = :state ORDER BY id"
        async with self.database.reading() as tx:
            rows = await tx.connection.execute(text(wanted), {"method": method.value, "state": state})
            return [(row[0], row[1]) for row in rows]

    def payer(self, charge_id: str) -> int:
        payment = self.telegram.backend.stars.find(charge_id)
        assert payment is not None
        return int(payment.person["id"])

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
            left = await open_things(self.database, self.telegram, self.panel, self.cashier)
            if not left and self.keeper.is_up:
                return
            if self.keeper.failure is not None:
                raise self.keeper.failure
            if loop.time() > end:
                raise NotSettledError(f"still open after {PATIENCE:g} s: {', '.join(left)}")
            # Only what waits for a moment needs another time; what is being done needs none.
            if not {"updates", "inbox"} & set(left):
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


@asynccontextmanager
async def open_town(nursery: Nursery, directory: Path, database_url: str, seed: int) -> AsyncIterator[Town]:
    """`database_url`: a database with its tables, of this town alone."""
    telegram = TelegramSimulator(token=TOKEN)
    cashier = CryptoPayServer()
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
            "STARS_PER_UNIT": str(STARS_PER_UNIT),
            "MANUAL_PAYMENT": "Send to account 12-34",
            "CRYPTO_PAY_TOKEN": CASHIERS_TOKEN,
            "CRYPTO_PAY_URL": await stack.enter_async_context(cashier.serve()),
            "REFERRAL_PERCENT": str(REFERRAL_PERCENT),
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
        town = Town(telegram, panel, cashier, keeper, database, seed)
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
