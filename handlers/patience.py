"""Who writes faster than a person can is asked once to slow down; the others notice nothing."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.ui.i18n import Translator
from bot.ui.screens import menu
from handlers.replies import Tap, reply

WINDOW = timedelta(seconds=10)
_REMEMBERED = 10_000

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

log = structlog.get_logger(__name__)


class Patience(BaseMiddleware):
    """Lets `policy.flood_limit` updates of a customer through in 10 seconds. A payment is never turned away."""

    def __init__(self) -> None:
        self._recent: OrderedDict[int, deque[datetime]] = OrderedDict()
        self._told: set[int] = set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        customer: Customer = data["customer"]
        policy: ShopPolicy = data["policy"]
        clock: Clock = data["clock"]
        if isinstance(event, Message) and event.successful_payment is not None:
            return await handler(event, data)
        if self._passes(customer.id, clock.now(), policy.flood_limit):
            return await handler(event, data)
        if customer.id not in self._told:
            self._told.add(customer.id)
            log.warning("flood", customer_id=customer.id)
            await self._say(event, data)
        return None

    def _passes(self, customer_id: int, now: datetime, limit: int) -> bool:
        times = self._recent.setdefault(customer_id, deque())
        self._recent.move_to_end(customer_id)
        while times and now - times[0] >= WINDOW:
            times.popleft()
        if len(times) >= limit:
            return False
        times.append(now)
        if len(times) < limit:
            self._told.discard(customer_id)
        while len(self._recent) > _REMEMBERED:
            self._told.discard(self._recent.popitem(last=False)[0])
        return True

    async def _say(self, event: TelegramObject, data: dict[str, Any]) -> None:
        t: Translator = data["t"]
        if isinstance(event, Message):
            await reply(event, menu.words(t, "too-fast"))
        else:
            tap: Tap = data["tap"]
            await tap.say(t.plain("too-fast"), alert=True)
