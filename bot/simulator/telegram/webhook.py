"""Delivery of updates by HTTP POST, in order for each person, tried again until it is answered with 2xx."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.simulator.telegram.background import Background
from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
Answer = Callable[[Json], Awaitable[None]]


class Webhook:
    """One delivery loop while an address is set."""

    def __init__(self, updates: UpdateQueue, background: Background) -> None:
        self.updates = updates
        self.background = background
        self.secret = ""
        self.max_connections = 40
        self.retry_seconds = 0.2
        """The first pause after a failed delivery; it doubles up to 5 s."""
        self.answer: Answer | None = None
        """Carries out a Bot API call that stood in the body of an answer."""
        self.last_error: tuple[int, str] | None = None
        self._busy: set[int] = set()
        self._loop: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str, max_connections: int) -> None:
        self.remove()
        self.secret, self.max_connections = secret, max_connections
        self.updates.webhook_url = url
        self.updates.end_polling()
        self._loop = self.background.start(self._deliver_all(url))

    def remove(self) -> None:
        self.updates.webhook_url = ""
        self.last_error = None
        if self._loop is not None:
            self._loop.cancel()
            self._loop = None

    async def _deliver_all(self, url: str) -> None:
        self._busy.clear()
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            seen = -1
            while True:
                seen = await self.updates.pulse.after(seen)
                for update in list(self.updates.pending):
                    if update.person_id not in self._busy and len(self._busy) < self.max_connections:
                        self._busy.add(update.person_id)
                        group.create_task(self._deliver(session, url, update))

    async def _deliver(self, session: aiohttp.ClientSession, url: str, update: Update) -> None:
        pause = self.retry_seconds
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        while not self.updates.is_confirmed(update):
            try:
                async with session.post(url, json=update.to_api(), headers=headers, allow_redirects=False) as answer:
                    body = await answer.read()
                    problem = "" if 200 <= answer.status < 300 else f"Wrong response from the webhook: {answer.status}"
            except (aiohttp.ClientError, TimeoutError) as error:
                body, problem = b"", f"Connection failed: {type(error).__name__}"
            if not problem:
                update.delivered = True
                self._busy.discard(update.person_id)
                self.updates.confirm(update)
                await self._carry_out(body)
                return
            self.last_error = (int(time.time()), problem)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)
        self._busy.discard(update.person_id)
        self.updates.pulse.beat()

    async def _carry_out(self, body: bytes) -> None:
        try:
            call = json.loads(body) if body else None
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call and self.answer is not None:
            await self.answer(call)
