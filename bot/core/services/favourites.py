"""The services that a customer starred."""

from __future__ import annotations

from bot.core.catalog import OfferedService
from bot.core.clock import Clock
from bot.core.errors import InputError
from bot.core.ports import Storage
from bot.core.services.catalog import CatalogService

MOST = 100


class Favourites:
    def __init__(self, storage: Storage, clock: Clock, catalog: CatalogService) -> None:
        self._storage = storage
        self._clock = clock
        self._catalog = catalog

    async def of(self, customer_id: int) -> list[OfferedService]:
        """Those that are on sale now, the newest first, at the customer's own prices."""
        offers = self._catalog.catalogue.offers
        found = [offers[service_id] for service_id in await self._ids(customer_id) if service_id in offers]
        return list(self._catalog.priced_for(found, customer_id))

    async def has(self, customer_id: int, service_id: int) -> bool:
        return service_id in await self._ids(customer_id)

    async def switch(self, customer_id: int, service_id: int) -> bool:
        """Whether it is one now."""
        self._catalog.offer(service_id)
        async with self._storage.transaction() as tx:
            known = await tx.favourites.of_customer(customer_id)
            if len(known) >= MOST and service_id not in known:
                raise InputError("too-many-favourites", limit=MOST)
            return await tx.favourites.switch(customer_id, service_id, self._clock.now())

    async def _ids(self, customer_id: int) -> list[int]:
        async with self._storage.reading() as tx:
            return await tx.favourites.of_customer(customer_id)
