"""The customer's own money."""

from __future__ import annotations

from bot.core.ledger import StatementLine, WalletBalance
from bot.core.ports import Storage


class Wallet:
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def balance(self, customer_id: int) -> WalletBalance:
        async with self._storage.reading() as tx:
            return await tx.ledger.balance(customer_id)

    async def statement(self, customer_id: int, limit: int = 10) -> tuple[WalletBalance, list[StatementLine]]:
        """The balance and the newest entries of the available money."""
        async with self._storage.reading() as tx:
            return await tx.ledger.balance(customer_id), await tx.ledger.statement(customer_id, limit=limit)
