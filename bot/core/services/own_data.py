"""A customer's own data: handed out, and removed where the customer wants that."""

from __future__ import annotations

from typing import Any

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.ports import Storage
from bot.core.services.customers import Customers


class OwnData:
    def __init__(self, storage: Storage, clock: Clock, customers: Customers) -> None:
        self._storage = storage
        self._clock = clock
        self._customers = customers

    async def export(self, customer_id: int) -> dict[str, Any]:
        """JSON values; money in millionths, times in ISO 8601."""
        async with self._storage.reading() as tx:
            exported = await tx.personal_data.export(customer_id)
        return {"made_at": self._clock.now().isoformat(), **exported}

    async def has_open_orders(self, customer_id: int) -> bool:
        async with self._storage.reading() as tx:
            return await tx.order_reports.has_open(customer_id)

    async def forget(self, customer_id: int) -> None:
        """Names, links and texts go; the ledger's entries stay, and open orders keep what they need to finish."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await tx.personal_data.forget(customer_id)
            await tx.audit.add(AuditLine(now, customer_id, "forget", str(customer_id)))
        self._customers.forget(customer_id)
