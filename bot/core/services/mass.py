"""Many orders at once: `service | link | quantity`, a line each; every good line becomes an order of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.catalog import OfferedService
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError, NotOnSaleError, ShopError
from bot.core.orders import Order
from bot.core.ports import Storage
from bot.core.services.catalog import CatalogService
from bot.core.services.checkout import Checkout

MAX_LINES = 100
TYPE = "default"


@dataclass(frozen=True, slots=True)
class MassLine:
    """A line as it was read. `error` says why it is left out; `quote_id` is the price that was made for it."""

    number: int
    text: str
    quote_id: int | None = None
    service_name: str = ""
    quantity: int = 0
    charge_micros: int = 0
    error: ShopError | None = None


@dataclass(frozen=True, slots=True)
class MassPreview:
    mass_id: int
    lines: tuple[MassLine, ...]
    total_micros: int
    available_micros: int

    @property
    def good(self) -> int:
        return sum(line.error is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    number: int
    service_name: str
    charge_micros: int
    order: Order | None
    error: ShopError | None


class MassOrders:
    def __init__(self, storage: Storage, clock: Clock, catalog: CatalogService, checkout: Checkout) -> None:
        self._storage = storage
        self._clock = clock
        self._catalog = catalog
        self._checkout = checkout

    async def preview(self, customer_id: int, text: str) -> MassPreview:
        """Every line checked and priced. InputError: no line at all, too many, or not one that can be ordered."""
        typed = [line.strip() for line in text.splitlines() if line.strip()]
        if not typed:
            raise InputError("mass-empty")
        if len(typed) > MAX_LINES:
            raise InputError("mass-too-long", limit=MAX_LINES, lines=len(typed))
        if self._catalog.is_closed:
            raise NotOnSaleError("maintenance")
        seen: set[tuple[int, str]] = set()
        lines = [await self._read(customer_id, number, line, seen) for number, line in enumerate(typed, 1)]
        kept = [_stored(line) for line in lines if line.error is None]
        async with self._storage.transaction() as tx:
            mass = await tx.mass_orders.add(customer_id, kept, self._clock.now())
            wallet = await tx.ledger.balance(customer_id)
        total = sum(line.charge_micros for line in lines)
        return MassPreview(mass.id, tuple(lines), total, wallet.available_micros)

    async def place(self, customer_id: int, mass_id: int) -> list[PlacedLine]:
        """Each line its own order and its own hold; done again, it finds the orders that it made before."""
        async with self._storage.reading() as tx:
            mass = await tx.mass_orders.get(mass_id)
        if mass is None or mass.customer_id != customer_id:
            raise NotFoundError("quote")
        return [await self._place(customer_id, line) for line in mass.lines]

    async def _read(self, customer_id: int, number: int, text: str, seen: set[tuple[int, str]]) -> MassLine:
        try:
            offer, link, quantity = self._parts(text)
            key = (offer.service.id, link)
            if key in seen:
                raise InputError("mass-twice")
            seen.add(key)
            quote = await self._checkout.quote(customer_id, offer.service.id, {"link": link, "quantity": quantity})
        except ShopError as error:
            if error.code in ("banned", "terms"):
                raise
            return MassLine(number, text, error=error)
        return MassLine(number, text, quote.id, offer.service.name, quote.quantity, quote.charge_micros)

    def _parts(self, text: str) -> tuple[OfferedService, str, str]:
        parts = [part.strip() for part in text.split("|")]
        if len(parts) != 3 or not all(parts):
            raise InputError("mass-line")
        number = parts[0].removeprefix("#")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise InputError("mass-line")
        offer = self._catalog.catalogue.offers.get(int(number))
        if offer is None:
            raise InputError("mass-no-service", number=number)
        if offer.service.type != TYPE:
            raise InputError("mass-other-type")
        return offer, parts[1], parts[2]

    async def _place(self, customer_id: int, line: Mapping[str, Any]) -> PlacedLine:
        order: Order | None = None
        failed: ShopError | None = None
        try:
            order = await self._checkout.confirm(customer_id, int(line["quote_id"]), None)
        except ShopError as error:
            if error.code in ("banned", "terms"):
                raise
            failed = error
        return PlacedLine(int(line["number"]), str(line["name"]), int(line["charge_micros"]), order, failed)


def _stored(line: MassLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "quote_id": line.quote_id,
        "name": line.service_name,
        "charge_micros": line.charge_micros,
    }
