"""Watching providers: is there enough money with them, do they take what is sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.core.provider import ErrorKind


@dataclass(frozen=True, slots=True)
class LowBalance:
    """Less than this is low: an amount in the provider's currency, or what so many days of sales cost."""

    amount: Decimal | None = None
    days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProviderWatch:
    """What admins were told about a provider, so that they are told once.

    `short_since`: it refused an order for lack of money, so nothing of it is sold. `short_balance` is what was left
    there then, as far as is known, in the provider's currency.
    """

    provider: str
    low_since: datetime | None = None
    short_since: datetime | None = None
    short_balance: Decimal | None = None
    short_cost_micros: int = 0
    short_told_at: datetime | None = None
    failing_since: datetime | None = None


# What the customer typed, not what the provider can do.
CUSTOMERS_FAULT = frozenset(
    {
        ErrorKind.INVALID_LINK,
        ErrorKind.INVALID_QUANTITY,
        ErrorKind.QUANTITY_ABOVE_MAX,
        ErrorKind.QUANTITY_BELOW_MIN,
        ErrorKind.DUPLICATE_ACTIVE_ORDER,
    }
)
