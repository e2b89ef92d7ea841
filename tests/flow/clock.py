"""A clock that stands still until it is told otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class HeldClock:
    def __init__(self) -> None:
        self._now = datetime.now(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        return self._now

    def pass_by(self, **time: float) -> None:
        """`seconds=`, `minutes=`, `hours=`, `days=`."""
        self._now += timedelta(**time)
