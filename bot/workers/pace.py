"""How fast the bot may write: one pace for all, in which answers to people come before broadcasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Protocol

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiolimiter import AsyncLimiter

_BURSTS = 5  # after a calm moment a fifth of a second's messages go at once: 25 a second stay within Telegram's 30

_paced: ContextVar[bool] = ContextVar("paced", default=False)


class SharedPace(Protocol):
    async def wait_for_pace(self, rate: float) -> bool:
        """Wait for a turn among the messages of all replicas; False: nobody knows, keep a pace of your own."""
        ...


class Pace:
    """`rate` is messages a second over the whole bot.

    Answers of handlers are never held up; each is counted, and what comes by itself makes room for it.
    """

    def __init__(self, rate: float, shared: SharedPace | None = None) -> None:
        self.rate = rate
        self._shared = shared
        burst = max(1.0, rate / _BURSTS)
        self._limiter = AsyncLimiter(burst, burst / rate)
        self._urgent = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._owed = 0

    @asynccontextmanager
    async def urgent(self) -> AsyncIterator[None]:
        """Around a notice on its way: broadcasts wait until it has gone."""
        _paced.set(True)
        self._urgent += 1
        self._calm.clear()
        try:
            await self._acquire()
            yield
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()

    async def bulk(self) -> None:
        """A broadcast's turn: after everything urgent, and after the answers that were given meanwhile."""
        _paced.set(True)
        while self._owed:
            self._owed -= 1
            await self._acquire()
        await self._acquire()
        await self._calm.wait()

    async def _acquire(self) -> None:
        if self._shared is None or not await self._shared.wait_for_pace(self.rate):
            await self._limiter.acquire()

    def answered(self) -> None:
        """A handler has written by itself."""
        self._owed = min(self._owed + 1, 2 * max(1, int(self.rate)))


class CountAnswers(BaseRequestMiddleware):
    """Of the bot's session: tells the pace of every message that did not ask it before."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if not _paced.get() and type(method).__name__.startswith(("Send", "Edit", "Copy")):
            self._pace.answered()
        return await make_request(bot, method)
