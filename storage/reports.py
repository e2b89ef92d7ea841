"""Sums for the reports. Each reads what it needs in one statement a sum, grouped by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.orders import OrderState
from bot.core.reports import LeagueRow, Sales
from storage.schema import customers, orders

rows = orders.c
S = OrderState


class Reports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sales(self, edges: Sequence[datetime]) -> list[Sales]:
        accepted = _in_bars(edges)
        whole = accepted.c.refunded_micros == 0
        part = and_(accepted.c.refunded_micros > 0, accepted.c.refunded_micros < accepted.c.charge_micros)
        sums = select(
            accepted.c.bar,
            func.count(),
            func.sum(accepted.c.charge_micros),
            func.sum(accepted.c.refunded_micros),
            func.sum(case((whole, accepted.c.cost_micros), else_=0)),
        ).group_by(accepted.c.bar)
        found = {
            row[0]: Sales(row[1], int(row[2]), int(row[3]), int(row[4])) for row in await self._connection.execute(sums)
        }
        # What was given back in part is taken to have cost the same part; each is rounded, so each is read.
        parts = select(accepted.c.bar, accepted.c.cost_micros, accepted.c.charge_micros, accepted.c.refunded_micros)
        for bar, cost, charge, refunded in await self._connection.execute(parts.where(part)):
            found[bar] += Sales(cost_micros=cost * (charge - refunded) // charge)
        return [found.get(bar, Sales()) for bar in range(len(edges) - 1)]

    async def states(self, since: datetime, until: datetime) -> Mapping[OrderState, int]:
        statement = (
            select(rows.state, func.count())
            .where(rows.created_at >= since, rows.created_at < until)
            .group_by(rows.state)
        )
        return {row[0]: row[1] for row in await self._connection.execute(statement)}

    async def new_customers(self, since: datetime, until: datetime) -> int:
        made = customers.c.created_at
        statement = select(func.count()).select_from(customers).where(made >= since, made < until)
        return (await self._connection.execute(statement)).scalar_one()

    async def league(self, since: datetime, until: datetime) -> list[LeagueRow]:
        statement = (
            select(rows.provider, rows.state, func.count())
            .where(rows.created_at >= since, rows.created_at < until)
            .group_by(rows.provider, rows.state)
        )
        by_provider: dict[str, dict[OrderState, int]] = {}
        for provider, state, count in await self._connection.execute(statement):
            by_provider.setdefault(provider, {})[state] = count
        found = [
            LeagueRow(
                provider,
                orders=sum(counts.values()),
                completed=counts.get(S.COMPLETED, 0),
                partial=counts.get(S.PARTIAL, 0),
                canceled=counts.get(S.CANCELED, 0),
                rejected=counts.get(S.REJECTED, 0),
                unknown=counts.get(S.UNKNOWN, 0),
            )
            for provider, counts in by_provider.items()
        ]
        return sorted(found, key=lambda row: (-row.orders, row.provider))

    async def delivery_times(self, provider: str, since: datetime, limit: int) -> list[timedelta]:
        statement = (
            select(rows.accepted_at, rows.finished_at)
            .where(
                rows.provider == provider,
                rows.accepted_at >= since,
                rows.state == S.COMPLETED,
                rows.finished_at.is_not(None),
            )
            .order_by(rows.accepted_at.desc())
            .limit(limit)
        )
        return [row.finished_at - row.accepted_at for row in await self._connection.execute(statement)]


def _in_bars(edges: Sequence[datetime]) -> Subquery:
    """Accepted orders with the number of their bar: grouped outside, for PostgreSQL takes two CASEs as two things."""
    at: Any = rows.accepted_at
    bar = case(*((at < edge, place) for place, edge in enumerate(edges[1:])))
    return (
        select(bar.label("bar"), rows.charge_micros, rows.refunded_micros, rows.cost_micros)
        .where(at >= edges[0], at < edges[-1])
        .subquery()
    )
