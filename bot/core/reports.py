"""The shop in numbers. Money is in millionths of the shop's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.orders import OrderState


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# How long a period is, and of how many bars its picture has.
SPANS: Mapping[Period, tuple[timedelta, int]] = {
    Period.DAY: (timedelta(hours=1), 24),
    Period.WEEK: (timedelta(days=1), 7),
    Period.MONTH: (timedelta(days=1), 30),
}


@dataclass(frozen=True, slots=True)
class Sales:
    """Of orders that a provider took: what customers paid, what they got back, what the providers took."""

    orders: int = 0
    turnover_micros: int = 0
    refunds_micros: int = 0
    cost_micros: int = 0

    @property
    def profit_micros(self) -> int:
        return self.turnover_micros - self.refunds_micros - self.cost_micros

    def __add__(self, other: Sales) -> Sales:
        return Sales(
            self.orders + other.orders,
            self.turnover_micros + other.turnover_micros,
            self.refunds_micros + other.refunds_micros,
            self.cost_micros + other.cost_micros,
        )


@dataclass(frozen=True, slots=True)
class Stats:
    """`bars` are the sales of `edges[i]` to `edges[i + 1]`; `states` counts the orders made in the whole period."""

    period: Period
    edges: tuple[datetime, ...]
    bars: tuple[Sales, ...]
    states: Mapping[OrderState, int] = field(default_factory=dict)
    new_customers: int = 0

    @property
    def total(self) -> Sales:
        return sum(self.bars, Sales())


def edges_of(period: Period, now: datetime) -> tuple[datetime, ...]:
    """Whole hours or days (UTC) that end with the one that runs now."""
    step, count = SPANS[period]
    whole = now.replace(minute=0, second=0, microsecond=0)
    if step >= timedelta(days=1):
        whole = whole.replace(hour=0)
    end = whole + step
    return tuple(end - step * (count - place) for place in range(count + 1))


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """How one provider did with the orders of a period. `median` is from taken to completed."""

    provider: str
    orders: int
    completed: int
    partial: int
    canceled: int
    rejected: int
    unknown: int
    median: timedelta | None = None

    @property
    def finished(self) -> int:
        return self.completed + self.partial + self.canceled


class ExportKind(StrEnum):
    ORDERS = "orders"
    LEDGER = "ledger"
    CUSTOMERS = "customers"
