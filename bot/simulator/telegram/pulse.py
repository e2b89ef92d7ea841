"""Waiting for a change of the simulated world without asking again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """Counts the changes and wakes everybody who waits for one."""

    def __init__(self) -> None:
        self.count = 0
        self._event = asyncio.Event()

    def beat(self) -> int:
        self.count += 1
        event, self._event = self._event, asyncio.Event()
        event.set()
        return self.count

    async def after(self, count: int) -> int:
        """Wait until more than `count` changes have happened; returns how many did."""
        while self.count <= count:
            await self._event.wait()
        return self.count

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:
        """The first value of `look` that is not None, or None when `timeout` seconds have passed."""
        found = look()
        if found is not None:
            return found
        try:
            async with asyncio.timeout(timeout):
                while found is None:
                    await self._event.wait()
                    found = look()
        except TimeoutError:
            return look()
        return found
