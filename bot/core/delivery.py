"""How long this shop's own orders took, service by service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.orders import OrderState
from bot.core.staff_ports import FinishedRow

ENOUGH = 5  # orders, before anything is said of a service


@dataclass(frozen=True, slots=True)
class DeliveryTime:
    """`orders` finished ones are behind it; median and p90 are of those that were delivered whole."""

    orders: int
    median: timedelta | None
    p90: timedelta | None
    partial_percent: int
    canceled_percent: int


def measured(rows: Iterable[FinishedRow]) -> dict[int, DeliveryTime]:
    """By service, those with enough orders."""
    by_service: dict[int, list[FinishedRow]] = defaultdict(list)
    for row in rows:
        by_service[row.service_id].append(row)
    return {key: _measured(found) for key, found in by_service.items() if len(found) >= ENOUGH}


def _measured(rows: list[FinishedRow]) -> DeliveryTime:
    states = [row.state for row in rows]
    times = sorted(row.finished_at - row.accepted_at for row in rows if row.state is OrderState.COMPLETED)
    return DeliveryTime(
        len(rows),
        _quantile(times, 50),
        _quantile(times, 90),
        round(100 * states.count(OrderState.PARTIAL) / len(rows)),
        round(100 * states.count(OrderState.CANCELED) / len(rows)),
    )


def _quantile(times: list[timedelta], percent: int) -> timedelta | None:
    """The nearest rank: a time that an order really took."""
    return times[max(0, -(-len(times) * percent // 100) - 1)] if times else None
