"""Who writes faster than a person can is asked once to slow down; the others notice nothing."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

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


@dataclass(slots=True)
class _Recent:
    """What one customer did within the window: (when it was handled, when it was sent)."""

    acts: deque[tuple[datetime, datetime]] = field(default_factory=deque)
    repeats: deque[tuple[datetime, datetime]] = field(default_factory=deque)
    button: tuple[int, str] | None = None
    is_told: bool = False

    def passes(self, event: TelegramObject, now: datetime, limit: int) -> bool:
        """A button tapped again and again out of impatience is one act, and its repeats are counted apart."""
        button = _button_of(event)
        times = self.repeats if button is not None and button == self.button else self.acts
        self.button = button
        sent_at = event.date if isinstance(event, Message) else now
        while times and now - times[0][0] >= WINDOW:
            times.popleft()
        # Messages that waited while the shop was down come all at once, and were not sent so.
        if len(times) >= limit and sum(abs(sent_at - sent) < WINDOW for _, sent in times) >= limit:
            return False
        times.append((now, sent_at))
        if len(times) < limit:
            self.is_told = False
        return True


class Patience(BaseMiddleware):
    """Lets `policy.flood_limit` updates of a customer through in 10 seconds. A payment is never turned away."""

    def __init__(self) -> None:
        self._customers: OrderedDict[int, _Recent] = OrderedDict()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        customer: Customer = data["customer"]
        policy: ShopPolicy = data["policy"]
        clock: Clock = data["clock"]
        if isinstance(event, Message) and event.successful_payment is not None:
            return await handler(event, data)
        recent = self._of(customer.id)
        if recent.passes(event, clock.now(), policy.flood_limit):
            return await handler(event, data)
        if not recent.is_told:
            recent.is_told = True
            log.warning("flood", customer_id=customer.id)
            await self._say(event, data)
        return None

    def _of(self, customer_id: int) -> _Recent:
        recent = self._customers.setdefault(customer_id, _Recent())
        self._customers.move_to_end(customer_id)
        if len(self._customers) > _REMEMBERED:
            self._customers.popitem(last=False)
        return recent

    async def _say(self, event: TelegramObject, data: dict[str, Any]) -> None:
        t: Translator = data["t"]
        if isinstance(event, Message):
            await reply(event, menu.words(t, "too-fast"))
        else:
            tap: Tap = data["tap"]
            await tap.say(t.plain("too-fast"), alert=True)


def _button_of(event: TelegramObject) -> tuple[int, str] | None:
    if isinstance(event, CallbackQuery) and event.message is not None and event.data is not None:
        return event.message.message_id, event.data
    return None
