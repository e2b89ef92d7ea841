"""How a service tells a worker that there is something to do, without knowing it.

A bell only saves time: what is to be done is a row in the database, and a worker that misses a ring finds the row
when it looks by itself.
"""

from __future__ import annotations

import asyncio


class Bell:
    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> bool:
        """Whether it was rung within so long; a ring from before the call counts."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class BellRow:
    """One bell a provider. Called with a name it gives that bell; rung, it rings them all."""

    def __init__(self) -> None:
        self._bells: dict[str, Bell] = {}

    def __call__(self, provider: str) -> Bell:
        return self._bells.setdefault(provider, Bell())

    def ring(self) -> None:
        for bell in self._bells.values():
            bell.ring()


class Bells:
    def __init__(self) -> None:
        self.submit = BellRow()
        self.sync = BellRow()
        self.poll = BellRow()
        self.aftercare = BellRow()
        self.outbox = Bell()
        self.refund = Bell()
        self.balance = BellRow()
        self.broadcast = Bell()
