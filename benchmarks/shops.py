"""A shop's database with many open orders in it, and what polls them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from bot.core.bells import Bells
from bot.core.customers import Customer
from bot.core.order_types import RateUnit
from bot.core.orders import OrderState
from bot.core.policy import ShopPolicy
from bot.core.provider import OrderKind, ServiceRow
from bot.core.services.authority import Authority
from bot.core.services.tracking import Tracking
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.config import ProviderConfig
from bot.workers.poller import Poller
from storage.engine import Database
from storage.migrate import migrate
from storage.schema import orders, quotes

POLICY = ShopPolicy(admin_ids=frozenset({9001}))
CUSTOMERS = 1_000
CHARGE_MICROS = 1_170_000
VISITS = ServiceRow(
    service="1",
    name="Website visits",
    type="default",
    type_raw="Default",
    category="Traffic",
    rate=Decimal("0.90"),
    rate_unit=RateUnit.PER_1000,
    min=50,
    max=10_000,
)


@dataclass
class SteppedClock:
    """Stands still, so that an order that was looked at is not due again within the same cycle."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.moment

    def step(self) -> None:
        """So far that every open order is due again."""
        self.moment += POLICY.poll_interval


@contextlib.asynccontextmanager
async def new_database() -> AsyncIterator[Database]:
    """An SQLite file as the shop makes it, and gone afterwards."""
    with TemporaryDirectory(prefix="storefront-bench-") as directory:
        url = f"sqlite+aiosqlite:///{Path(directory) / 'shop.db'}"
        await migrate(url)
        database = await Database.open(url)
        try:
            yield database
        finally:
            await database.close()


async def fill(database: Database, clock: SteppedClock, provider: str, provider_order_ids: Sequence[str]) -> None:
    """Customers and orders in progress that were accepted over the last day and are due now."""
    now = clock.now()
    async with database.transaction() as tx:
        for number in range(CUSTOMERS):
            await tx.customers.see(Customer(number + 1, "Anna", f"anna{number}", "en", None, now))
        await tx.catalog.merge(provider, [VISITS], now, publish=True)
        service = next(one for one in await tx.catalog.services() if one.provider == provider)
        rows = [
            _order(service.id, provider, remote_id, now, number) for number, remote_id in enumerate(provider_order_ids)
        ]
        first = await tx.connection.scalar(insert(quotes).values(**_quote(rows[0])).returning(quotes.c.id)) or 0
        await tx.connection.execute(insert(quotes), [_quote(row) for row in rows[1:]])
        await tx.connection.execute(insert(orders), [{**row, "quote_id": first + n} for n, row in enumerate(rows)])


def _order(service_id: int, provider: str, remote_id: str, now: datetime, number: int) -> dict[str, Any]:
    accepted_at = now - timedelta(minutes=20 + number % 1_200)
    return {
        "customer_id": 1 + number % CUSTOMERS,
        "service_id": service_id,
        "service_name": VISITS.name,
        "provider": provider,
        "provider_service_id": VISITS.service,
        "type": "default",
        "fields": {"link": f"https://example.com/p/{number}", "quantity": "1000"},
        "link_hash": f"{number:032x}",
        "quantity": 1000,
        "charge_micros": CHARGE_MICROS,
        "cost_micros": 900_000,
        "currency": "USD",
        "state": OrderState.IN_PROGRESS,
        "version": 3,
        "created_at": accepted_at,
        "updated_at": accepted_at,
        "provider_order_id": remote_id,
        "attempts": 1,
        "next_poll_at": now,
        "accepted_at": accepted_at,
        "refunded_micros": 0,
        "remote_kind": OrderKind.ORDER,
        "child_orders": (),
    }


def _quote(order: dict[str, Any]) -> dict[str, Any]:
    same = ("customer_id", "service_id", "fields", "quantity", "charge_micros", "cost_micros", "currency", "created_at")
    return {
        **{name: order[name] for name in same},
        "rate": Decimal("0.90"),
        "state": "used",
        "expires_at": order["created_at"] + timedelta(minutes=10),
    }


@contextlib.asynccontextmanager
async def polling(database: Database, clock: SteppedClock, name: str, url: str, key: str) -> AsyncIterator[Poller]:
    """The shop's own poller of one provider, over the shop's own adapter and storage."""
    provider = ApiV2Provider(ProviderConfig(name, url, key), clock)
    bells = Bells()
    try:
        yield Poller(Tracking(database, clock, POLICY, bells, Authority(database, clock, POLICY)), provider, bells)
    finally:
        await provider.close()
