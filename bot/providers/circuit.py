"""A circuit breaker for one provider: while it is away nobody waits for it, and one call at a time looks for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.clock import Clock

_LONGEST_PAUSE_S = 900
_PAUSE_WITHOUT_A_WORD_S = 2


class CircuitState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Circuit:
    """Opens after `threshold` failures in a row, for `first_pause_s`, twice as long after each probe that fails.

    A panel that says "too many requests" is left alone for as long as it asked, up to 15 minutes.
    """

    def __init__(
        self, clock: Clock, *, threshold: int = 5, first_pause_s: float = 10, longest_pause_s: float = 300
    ) -> None:
        self._clock = clock
        self._threshold = threshold
        self._first_pause_s = first_pause_s
        self._longest_pause_s = longest_pause_s
        self._failures = 0
        self._openings = 0
        self._pause_s = 0.0
        self._retry_at: datetime | None = None
        self._probing = False
        self._asked_to_wait = False
        self.last_error: str | None = None
        """The kind of the last failure; None once an answer came."""
        self.open_since: datetime | None = None

    @property
    def state(self) -> CircuitState:
        if self._retry_at is None:
            return CircuitState.CLOSED
        return CircuitState.OPEN if self._wait_s() > 0 else CircuitState.HALF_OPEN

    @property
    def away(self) -> bool:
        """Open because no answers came; a panel that only asked for patience is not away, and sells on."""
        return self.state is CircuitState.OPEN and not self._asked_to_wait

    @property
    def retry_at(self) -> datetime | None:
        """When the next call may go out; None while nothing stands in its way."""
        return self._retry_at

    def retry_after_s(self) -> int:
        return max(1, round(self._wait_s()))

    def enter(self) -> bool:
        """Whether a call may go out now. One that may must be ended by `succeeded`, `failed` or `abandoned`."""
        state = self.state
        if state is CircuitState.HALF_OPEN and self._asked_to_wait:
            self._close()
            state = CircuitState.CLOSED
        if state is CircuitState.CLOSED:
            return True
        if state is CircuitState.OPEN or self._probing:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """The provider answered, be it a refusal."""
        self._failures = self._openings = 0
        self.last_error = None
        if not self._asked_to_wait:
            self._close()

    def failed(self, error: str) -> None:
        """No answer came: a time-out, a connection that failed, a gateway that spoke instead of the panel."""
        self._failures += 1
        self.last_error = error
        if self._probing or self._failures >= self._threshold:
            self._openings += 1
            pause_s = self._first_pause_s * 2 ** min(self._openings - 1, 20)
            self._open(min(pause_s, self._longest_pause_s))
            self._asked_to_wait = False
        self._probing = False

    def abandoned(self) -> None:
        """The call was cancelled: nothing is known."""
        self._probing = False

    def asked_to_wait(self, seconds: int | None, at: datetime | None, error: str) -> None:
        """The provider said "too many requests", perhaps with a time to wait."""
        if seconds is None and at is not None:
            seconds = round((at - self._clock.now()).total_seconds())
        pause_s = _PAUSE_WITHOUT_A_WORD_S if seconds is None else min(max(seconds, 1), _LONGEST_PAUSE_S)
        self._failures = self._openings = 0
        self._probing = False
        self.last_error = error
        self._open(pause_s)
        self._asked_to_wait = True

    def _open(self, pause_s: float) -> None:
        now = self._clock.now()
        self.open_since = self.open_since or now
        self._pause_s = pause_s
        self._retry_at = now + timedelta(seconds=pause_s)

    def _close(self) -> None:
        self._retry_at = self.open_since = None
        self._probing = self._asked_to_wait = False
        self._failures = 0

    def _wait_s(self) -> float:
        if self._retry_at is None:
            return 0
        wait_s = (self._retry_at - self._clock.now()).total_seconds()
        if wait_s > self._pause_s:  # the clock was set back: the pause is no longer than it was
            self._retry_at = self._clock.now() + timedelta(seconds=self._pause_s)
            return self._pause_s
        return wait_s
