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

    async def wait(self, seconds: float) -> None:
        """Until it is rung, at most so long; a ring from before the call counts."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()


class Bells:
    def __init__(self) -> None:
        self.submit = Bell()
        self.outbox = Bell()
        self.sync = Bell()
        self.poll = Bell()
        self.aftercare = Bell()
