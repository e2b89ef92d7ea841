"""The shop in numbers: sums of a period, how providers did, whole tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median_low

from bot.core.audit import AuditLine
from bot.core.clock import Clock
from bot.core.desk_ports import Cell
from bot.core.ports import Storage
from bot.core.reports import ExportKind, LeagueRow, Period, Stats, edges_of
from bot.core.roles import Right
from bot.core.services.authority import Authority

TIMES_READ = 5_000  # of one provider's newest completed orders
ROWS_A_PAGE = 1_000


class Reports:
    def __init__(self, storage: Storage, clock: Clock, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority

    async def stats(self, admin_id: int, period: Period) -> Stats:
        self.require(admin_id)
        edges = edges_of(period, self._clock.now())
        async with self._storage.reading() as tx:
            return Stats(
                period,
                edges,
                tuple(await tx.reports.sales(edges)),
                await tx.reports.states(edges[0], edges[-1]),
                await tx.reports.new_customers(edges[0], edges[-1]),
            )

    async def league(self, admin_id: int, period: Period) -> list[LeagueRow]:
        """The provider with the most orders first."""
        self.require(admin_id)
        edges = edges_of(period, self._clock.now())
        async with self._storage.reading() as tx:
            rows = await tx.reports.league(edges[0], edges[-1])
            times = [await tx.reports.delivery_times(row.provider, edges[0], TIMES_READ) for row in rows]
        return [
            replace(row, median=median_low(taken) if taken else None) for row, taken in zip(rows, times, strict=True)
        ]

    async def begin_export(self, admin_id: int, kind: ExportKind) -> Sequence[str]:
        """The names of the columns; those that end in `_micros` are money. Who took a table out is in the audit."""
        self.require(admin_id)
        async with self._storage.transaction() as tx:
            await tx.audit.add(AuditLine(self._clock.now(), admin_id, "export", kind.value))
            return tx.exports.columns(kind)

    async def pages(
        self, admin_id: int, kind: ExportKind, since: datetime | None, until: datetime | None
    ) -> AsyncIterator[list[tuple[Cell, ...]]]:
        """The rows of a table; between two pages others have their turn."""
        self.require(admin_id)
        last = 0
        while True:
            async with self._storage.reading() as tx:
                page = await tx.exports.page(kind, last, since, until, ROWS_A_PAGE)
            if page:
                yield page
            if len(page) < ROWS_A_PAGE:
                return
            last = int(str(page[-1][0]))

    def require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.REPORT)
