"""Carries a broadcast to its recipients, one row after another, so that a kill costs one repeat and no recipient.

What was sent is committed before the next message goes out. Only where Telegram answers so slowly that the pace could
not be held are several on their way at once.
"""

from __future__ import annotations

from time import perf_counter

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.core.bells import Bells
from bot.core.broadcasts import Broadcast, Progress, RecipientState
from bot.core.services.broadcasts import Broadcasts
from bot.core.services.customers import Customers
from bot.ui.contents import send_content
from bot.ui.i18n import Translators
from bot.ui.screens import broadcast as screens
from bot.workers.pace import Pace
from bot.workers.supervisor import Crew, Heart, pause

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
AT_ONCE = 8
A_BATCH = 100
_CHECK_EVERY = 1.0  # is it still running, and still ours
_SHOW_EVERY = 3.0
_TELEGRAMS_OWN_PACE = 30.0  # messages a second; more calls at once than this takes would be for nothing
_LONGEST_WAIT = 30.0


class Broadcaster:
    """`alone`: no other process shares this database."""

    def __init__(
        self,
        broadcasts: Broadcasts,
        customers: Customers,
        bot: Bot,
        translators: Translators,
        pace: Pace,
        bells: Bells,
        *,
        alone: bool,
    ) -> None:
        self._broadcasts = broadcasts
        self._customers = customers
        self._bot = bot
        self._translators = translators
        self._pace = pace
        self._bells = bells
        self._alone = alone
        self._answer_s = 0.0  # how long Telegram takes, smoothed
        self._hold_s = 0.0  # how long to write nothing, as Telegram asked or because it is away
        self._failures = 0

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            mine = await self._broadcasts.claim(alone=self._alone) if await self._broadcasts.is_running() else None
            if mine is None:
                await self._bells.broadcast.wait(LOOK_EVERY)
                continue
            log.info("broadcast", broadcast_id=mine.broadcast.id, done=mine.done, total=mine.broadcast.total)
            await self._carry(mine, heart)

    async def _carry(self, mine: Progress, heart: Heart) -> None:
        """Until everybody has it, it is stopped, or the program ends."""
        broadcast = mine.broadcast
        counts = dict(mine.counts)
        checked = shown = perf_counter()
        while not heart.stopping.is_set():
            batch = await self._broadcasts.waiting(broadcast.id, A_BATCH)
            if not batch:
                break
            while batch and not heart.stopping.is_set():
                heart.beat()
                width = self._width()
                group, batch = batch[:width], batch[width:]
                async with Crew("broadcaster", width) as crew:
                    for customer_id in group:
                        await crew.start(self._send(broadcast, customer_id, counts))
                if self._hold_s:
                    await self._hold(heart)
                    batch = []  # who was left out is found again
                now = perf_counter()
                if now - shown >= _SHOW_EVERY:
                    shown = now
                    await self._show(Progress(broadcast, counts))
                if now - checked >= _CHECK_EVERY:
                    checked = now
                    still = await self._broadcasts.claim(alone=self._alone)
                    if still is None or still.broadcast.id != broadcast.id:
                        return
        done = await self._broadcasts.finish(broadcast.id)
        if done is not None:
            log.info("broadcast_done", broadcast_id=broadcast.id, **{s.value: n for s, n in done.counts.items()})
            await self._show(done)

    async def _hold(self, heart: Heart) -> None:
        """Write nothing for so long, and stay the one who does not."""
        until, self._hold_s = perf_counter() + self._hold_s, 0.0
        while (left := until - perf_counter()) > 0 and not heart.stopping.is_set():
            heart.beat()
            await pause(heart, min(left, _CHECK_EVERY))
            await self._broadcasts.claim(alone=self._alone)

    def _width(self) -> int:
        """How many at once: as many as it takes to hold the pace."""
        return max(1, min(AT_ONCE, round(min(self._pace.rate, _TELEGRAMS_OWN_PACE) * self._answer_s)))

    async def _send(self, broadcast: Broadcast, customer_id: int, counts: dict[RecipientState, int]) -> None:
        await self._pace.bulk()
        begun = perf_counter()
        try:
            await send_content(self._bot, customer_id, broadcast.content)
        except TelegramRetryAfter as error:
            self._hold_s = max(self._hold_s, float(error.retry_after))
            log.warning("broadcast_held", broadcast_id=broadcast.id, wait_s=error.retry_after)
            return
        except (TelegramNetworkError, TelegramServerError) as error:
            self._failures += 1
            self._hold_s = max(self._hold_s, min(2.0 ** min(self._failures, 10), _LONGEST_WAIT))
            log.warning("broadcast_held", broadcast_id=broadcast.id, reason=type(error).__name__, wait_s=self._hold_s)
            return
        except TelegramForbiddenError as error:
            state, why = RecipientState.UNREACHABLE, error.message
        except TelegramAPIError as error:
            state, why = RecipientState.FAILED, error.message
            log.warning("broadcast_refused", broadcast_id=broadcast.id, chat_id=customer_id, error=error.message)
        else:
            state, why = RecipientState.SENT, ""
        self._failures = 0
        self._answer_s = 0.8 * self._answer_s + 0.2 * (perf_counter() - begun)
        await self._broadcasts.mark(broadcast.id, customer_id, state, why)
        counts[state] = counts.get(state, 0) + 1
        if state is RecipientState.UNREACHABLE:
            self._customers.forget(customer_id)

    async def _show(self, progress: Progress) -> None:
        """In the admin's message; that it can't be edited is no reason to stop."""
        broadcast = progress.broadcast
        if broadcast.message_id is None:
            return
        admin = await self._customers.get(broadcast.admin_id)
        t = self._translators.for_customer(admin) if admin else self._translators.of()
        screen = screens.progress(t, progress)
        try:
            await self._pace.bulk()
            await self._bot.edit_message_text(
                chat_id=broadcast.admin_id, message_id=broadcast.message_id, **screen.as_message()
            )
        except TelegramBadRequest as error:
            log.info("progress_not_shown", broadcast_id=broadcast.id, problem=error.message)
        except TelegramAPIError as error:
            log.warning("progress_not_shown", broadcast_id=broadcast.id, problem=str(error))
