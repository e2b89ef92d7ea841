"""What a customer owes: it comes of payments that were taken back after the money had been spent."""

from __future__ import annotations

from datetime import datetime

from bot.core.ledger import AccountRef, Posting, PostingKind, available, debt
from bot.core.ports import Transaction


async def settle_debt(tx: Transaction, customer_id: int, cause: str, currency: str, at: datetime) -> int:
    """Pay what is owed from what is available; how much. `cause` is the key of the posting that brought the money."""
    balance = await tx.ledger.lock_balance(customer_id)
    amount = min(balance.debt_micros, balance.available_micros)
    if amount <= 0:
        return 0
    paid = Posting(f"{cause}:debt", PostingKind.DEBT, available(customer_id), debt(customer_id), amount, currency)
    return amount if await tx.ledger.post(paid, at) else 0


async def take_back(
    tx: Transaction,
    customer_id: int,
    amount_micros: int,
    key: str,
    target: AccountRef,
    currency: str,
    at: datetime,
    actor_id: int | None = None,
) -> int:
    """Take so much off the customer, as debt where it has been spent; how much became debt."""
    balance = await tx.ledger.lock_balance(customer_id)
    there = min(balance.available_micros, amount_micros)
    parts = ((key, available(customer_id), there), (f"{key}:owed", debt(customer_id), amount_micros - there))
    for part_key, source, part in parts:
        if part > 0:
            posting = Posting(part_key, PostingKind.TAKEN_BACK, source, target, part, currency, actor_id=actor_id)
            await tx.ledger.post(posting, at)
    return amount_micros - there
