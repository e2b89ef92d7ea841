"""Closing the shop for a moment, and the book of what was changed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.ports import Storage
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.catalog import MAINTENANCE, CatalogService


class House:
    def __init__(self, storage: Storage, clock: Clock, catalog: CatalogService, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._catalog = catalog
        self._authority = authority

    @property
    def is_closed(self) -> bool:
        return self._catalog.is_closed

    async def set_closed(self, admin_id: int, *, closed: bool) -> None:
        """Maintenance: customers look around and read, open orders go on, nothing new is ordered."""
        self._authority.require(admin_id, Right.CLOSE)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            before = bool(await tx.settings.get(MAINTENANCE))
            if before is not closed:
                await tx.settings.set(MAINTENANCE, True if closed else None, now)
                words = ("on" if before else "off", "on" if closed else "off")
                await tx.audit.add(AuditLine(now, admin_id, MAINTENANCE, "", *words))
        await self._catalog.refresh_if_changed()

    async def audit(self, owner_id: int, page: int, size: int) -> tuple[list[AuditLine], int]:
        """One page (from 0), newest first, and how many lines there are in all."""
        self._authority.require(owner_id, Right.RULE)
        async with self._storage.reading() as tx:
            return await tx.audit.page(size, page * size), await tx.audit.count()

    async def names(self, user_ids: Iterable[int]) -> dict[int, str]:
        """Of those who have written to the bot."""
        async with self._storage.reading() as tx:
            people = [await tx.customers.get(user_id) for user_id in sorted(user_ids)]
        return {person.id: person.first_name for person in people if person is not None}
