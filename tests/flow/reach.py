"""Which handlers ran while these tests talked to the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import TelegramObject

OBSERVERS = ("message", "callback_query", "error")

reached: set[str] = set()


def name_of(handler: HandlerObject) -> str:
    return f"{handler.callback.__module__}.{handler.callback.__qualname__}"


def handlers_of(router: Router) -> Iterator[tuple[str, HandlerObject]]:
    """(observer, handler) of this router and of those below it."""
    for below in router.chain_tail:
        for observer in OBSERVERS:
            for handler in below.observers[observer].handlers:
                yield observer, handler


def watch(dispatcher: Dispatcher) -> None:
    for observer in OBSERVERS:
        dispatcher.observers[observer].middleware(_Witness())


class _Witness(BaseMiddleware):
    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        reached.add(name_of(data["handler"]))
        return await handler(event, data)
