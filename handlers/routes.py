"""Handlers as a list from which any number of routers is made.

aiogram's Router belongs to one Dispatcher for ever; a list lets two shops live in one process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aiogram import BaseMiddleware, Router
from aiogram.dispatcher.event.handler import CallbackType
from aiogram.filters import Filter

Handler = TypeVar("Handler", bound=CallbackType)


class Routes:
    """`filters` and `middlewares` hold for every handler, the filters before the handler's own."""

    def __init__(
        self,
        name: str,
        *,
        filters: Sequence[Filter] = (),
        message_middlewares: Sequence[BaseMiddleware] = (),
        callback_middlewares: Sequence[BaseMiddleware] = (),
    ) -> None:
        self.name = name
        self._filters = tuple(filters)
        self._middlewares = {"message": message_middlewares, "callback_query": callback_middlewares}
        self._handlers: list[tuple[str, CallbackType, tuple[CallbackType, ...]]] = []

    def message(self, *filters: CallbackType) -> Callable[[Handler], Handler]:
        return self._collect("message", filters)

    def callback_query(self, *filters: CallbackType) -> Callable[[Handler], Handler]:
        return self._collect("callback_query", filters)

    def pre_checkout_query(self, *filters: CallbackType) -> Callable[[Handler], Handler]:
        return self._collect("pre_checkout_query", filters)

    def build(self) -> Router:
        router = Router(name=self.name)
        observers: dict[str, Any] = {
            "message": router.message,
            "callback_query": router.callback_query,
            "pre_checkout_query": router.pre_checkout_query,
        }
        for event, middlewares in self._middlewares.items():
            observer = observers[event]
            if self._filters:
                observer.filter(*self._filters)
            for middleware in middlewares:
                observer.middleware(middleware)
        for event, handler, filters in self._handlers:
            observers[event].register(handler, *filters)
        return router

    def _collect(self, event: str, filters: tuple[CallbackType, ...]) -> Callable[[Handler], Handler]:
        def collect(handler: Handler) -> Handler:
            self._handlers.append((event, handler, filters))
            return handler

        return collect
