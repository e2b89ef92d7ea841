"""What a notice tells of a sync: counts, a few names, and the prices that moved most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.core.catalog import PriceChange, SyncReport

_NAMED = 10  # of each kind


def report_facts(report: SyncReport) -> dict[str, str | int | None]:
    return {
        "provider": report.provider,
        "seen": report.seen,
        "new": report.new,
        "gone": report.gone,
        "back": report.back,
        "changed": len(report.changed),
        "skipped": report.skipped,
        "unknown_types": sum(report.unknown_types.values()),
        "problem": report.problem,
        "new_names": "\n".join(report.new_names[:_NAMED]),
        "gone_names": "\n".join(report.gone_names[:_NAMED]),
        "changes": "\n".join(_change_line(change, report) for change in _largest(report.changed)),
        "stopped": len(report.stopped),
    }


def _largest(changes: Sequence[PriceChange]) -> list[PriceChange]:
    """Those that moved most, in proportion."""
    return sorted(changes, key=lambda change: abs(change.percent or Decimal(0)), reverse=True)[:_NAMED]


def _change_line(change: PriceChange, report: SyncReport) -> str:
    """`id, percent ("" from nothing), whether its sale was stopped, name`, as the screen takes it apart."""
    percent = "" if change.percent is None else f"{change.percent:+.1f}"
    stopped = "1" if change.service_id in report.stopped else "0"
    return "\t".join((str(change.service_id), percent, stopped, " ".join(change.name.split())))
