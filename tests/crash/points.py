"""Named points inside the running shop at which it can be killed. The shop itself knows nothing of them.

A point is named after its place: `checkout.confirm:before_commit`, `provider:add:after`,
`chat[confirm]:sendMessage:before`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.types import Update

from bot.core.ports import InboxRow
from bot.providers.transport import RawReply, Transport
from bot.workers.receiver import UpdateHandler
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

_handling: ContextVar[str | None] = ContextVar("handling", default=None)


class Points:
    """Tells the other side which points are passed, and dies at the one that it was told."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._armed: str | None = None
        self._left = 0

    def arm(self, name: str | None, nth: int = 1) -> None:
        """Die the `nth` time that `name` is passed from now on; None: never."""
        self._armed, self._left = name, nth

    def passed(self, name: str) -> None:
        if name == self._armed:
            self._left -= 1
            if self._left <= 0:
                self._link.sendall(f"killed {name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
        self._link.sendall(f"passed {name}\n".encode())


def instrument(points: Points) -> None:
    """Put points around every commit, every call to a provider and every call to Telegram, in this process."""
    _around_commits(points)
    _around_providers(points)
    _around_telegram(points)


def _around_commits(points: Points) -> None:
    plain = Database.transaction

    @asynccontextmanager
    async def transaction(self: Database, name: str) -> AsyncIterator[UnitOfWork]:
        async with plain(self) as tx:
            yield tx
            points.passed(f"{name}:before_commit")
        points.passed(f"{name}:after_commit")

    def named(self: Database) -> AbstractAsyncContextManager[UnitOfWork]:
        code = sys._getframe(1).f_code
        place = code.co_filename.replace("\\", "/").rpartition("/")[2].removesuffix(".py")
        return transaction(self, f"{place}.{code.co_name}")

    Database.transaction = named  # type: ignore[method-assign,assignment]


def _around_providers(points: Points) -> None:
    plain = Transport.post

    async def post(self: Transport, fields: Mapping[str, str], *, fresh: bool, deadline_s: float, cap: int) -> RawReply:
        action = fields["action"]
        points.passed(f"provider:{action}:before")
        reply = await plain(self, fields, fresh=fresh, deadline_s=deadline_s, cap=cap)
        points.passed(f"provider:{action}:after")
        return reply

    Transport.post = post  # type: ignore[method-assign]


def _around_telegram(points: Points) -> None:
    plain: Callable[..., Awaitable[Any]] = AiohttpSession.make_request
    plain_handle = UpdateHandler.__call__

    async def make_request(self: AiohttpSession, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        name = f"{_who()}:{method.__api_method__}"
        points.passed(f"{name}:before")
        result = await plain(self, bot, method, timeout)
        points.passed(f"{name}:after")
        return result

    async def handle(self: UpdateHandler, row: InboxRow) -> None:
        _handling.set(_what(Update.model_validate_json(row.payload)))
        points.passed(f"{_who()}:begun")
        await plain_handle(self, row)
        points.passed(f"{_who()}:ended")

    AiohttpSession.make_request = make_request  # type: ignore[method-assign]
    UpdateHandler.__call__ = handle  # type: ignore[method-assign]


def _who() -> str:
    handling = _handling.get()
    if handling is not None:
        return f"chat[{handling}]"
    task = asyncio.current_task()
    return task.get_name().partition(":")[0] if task else "?"


def _what(update: Update) -> str:
    """The command, the button's prefix, what it is about a payment, or `text`."""
    if update.pre_checkout_query is not None:
        return "pre-checkout"
    if update.message is not None and update.message.successful_payment is not None:
        return "paid"
    if update.callback_query is not None:
        return (update.callback_query.data or "").partition(":")[0]
    text = (update.message.text if update.message else None) or ""
    return text.split()[0] if text.startswith("/") else "text"
