"""Carries the outbox to the chats: in order within a chat, at the pace that Telegram allows, until it has arrived.

A message that timed out may have arrived: it is sent again, so at most a repeat is seen. Everything else comes once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import NotFoundError
from bot.core.events import NoticeKind, OutboxRow
from bot.core.ports import Storage
from bot.core.services.customers import Customers
from bot.core.services.tracking import Tracking
from bot.logs import mask
from bot.ui.i18n import Translator, Translators
from bot.ui.screen import Screen
from bot.ui.screens import notices, orders
from bot.workers.pace import Pace
from bot.workers.supervisor import Crew, Heart, pause

log = structlog.get_logger(__name__)

AT_ONCE = 16
LOOK_EVERY = 1.0
LEASE = timedelta(seconds=20)
KEEP_EVERY = 5.0
_LONGEST_WAIT = timedelta(minutes=5)

# Telegram's words for a card that can't be edited any more: a new one takes its place.
_CARD_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# To somebody who never wrote to the bot; an admin of ADMIN_IDS, say. /start sends what was parked.
_NOT_BEGUN = "chat not found"


class Notifier:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        bot: Bot,
        translators: Translators,
        customers: Customers,
        tracking: Tracking,
        bells: Bells,
        pace: Pace,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._bot = bot
        self._translators = translators
        self._customers = customers
        self._tracking = tracking
        self._bells = bells
        self._pace = pace
        self._crew = Crew("notifier", AT_ONCE)
        self._carried: set[int] = set()

    async def run(self, heart: Heart) -> None:
        try:
            while True:
                heart.beat()
                # A clock that jumps ends a lease of ours too: what is on its way here is not sent beside itself.
                rows = [row for row in await self._claim() if row.id not in self._carried]
                self._carried.update(row.id for row in rows)
                for row in rows:
                    await self._crew.start(self._carry(row))
                if rows:
                    continue
                if heart.stopping.is_set() and not self._crew.busy:
                    return  # what there was to say has been said
                await self._bells.outbox.wait(0.05 if heart.stopping.is_set() else LOOK_EVERY)
        finally:
            await self._crew.finish(1.0)

    async def keep(self, heart: Heart) -> None:
        """A worker: what is on its way for long stays ours, while what a dead replica carried passes on after LEASE."""
        before: set[int] = set()
        while not heart.stopping.is_set():
            heart.beat()
            slow, before = self._carried & before, set(self._carried)
            if slow:
                async with self._storage.transaction() as tx:
                    await tx.outbox.keep(sorted(slow), self._clock.now() + LEASE)
            await pause(heart, KEEP_EVERY)

    async def _claim(self) -> list[OutboxRow]:
        now = self._clock.now()
        async with self._storage.reading() as tx:
            due = await tx.outbox.next_due()
        if due is None or due > now:
            return []
        async with self._storage.transaction() as tx:
            return await tx.outbox.claim(now, max(1, self._crew.room), now + LEASE)

    async def _carry(self, row: OutboxRow) -> None:
        try:
            await self._bring(row)
        finally:
            self._carried.discard(row.id)
            self._bells.outbox.ring()

    async def _bring(self, row: OutboxRow) -> None:
        notice = row.notice
        with structlog.contextvars.bound_contextvars(
            chat_id=notice.chat_id, order_id=notice.order_id, outbox_id=row.id
        ):
            try:
                async with self._pace.urgent():
                    message_id = await self._deliver(row)
            except TelegramRetryAfter as error:
                await self._later(row, timedelta(seconds=error.retry_after), "too many requests")
            except (TelegramNetworkError, TelegramServerError) as error:
                wait = min(timedelta(seconds=2 ** min(row.attempts, 10)), _LONGEST_WAIT)
                await self._later(row, wait, type(error).__name__)
            except TelegramForbiddenError as error:
                await self._park(row, error.message, is_blocked=True)
            except (TelegramBadRequest, NotFoundError) as error:
                if _NOT_BEGUN in str(error):
                    log.info("notice_waits_for_start", kind=notice.kind.value)
                else:
                    log.error("notice_refused", kind=notice.kind.value, error=str(error))
                await self._park(row, str(error))
            except Exception as error:
                # A fault of our own must not hold up the chat's next message for ever.
                log.exception("notice_failed", kind=notice.kind.value, attempts=row.attempts)
                if row.attempts >= 3:
                    await self._park(row, type(error).__name__)
                else:
                    await self._later(row, timedelta(seconds=5), type(error).__name__)
            else:
                async with self._storage.transaction() as tx:
                    await tx.outbox.sent(row.id, self._clock.now(), message_id)

    async def _deliver(self, row: OutboxRow) -> int | None:
        notice = row.notice
        customer = await self._customers.get(notice.chat_id)
        t = self._translators.for_customer(customer) if customer else self._translators.of()
        if notice.kind is NoticeKind.ORDER_CARD and notice.order_id is not None:
            return await self._draw_card(notice.chat_id, notice.order_id, t)
        screen = notices.notice(t, notice.kind, notice.facts)
        for file_kind in ("photo", "document"):
            file_id = notice.facts.get(f"{file_kind}_id")
            if isinstance(file_id, str):
                return await self._send_file(notice.chat_id, file_kind, file_id, screen)
        return await self._send(notice.chat_id, screen)

    async def _draw_card(self, chat_id: int, order_id: int, t: Translator) -> int | None:
        card = await self._tracking.card(chat_id, order_id)
        screen = orders.card(t, card)
        message_id = card.order.card_message_id
        if message_id is None:
            return None  # one of many that were ordered at once: its card comes when it is asked for
        try:
            await self._bot.edit_message_text(chat_id=chat_id, message_id=message_id, **screen.as_message())
            return message_id
        except TelegramBadRequest as error:
            reason = error.message.lower()
            if "message is not modified" in reason:
                return message_id
            if not any(words in reason for words in _CARD_GONE):
                raise
        message_id = await self._send(chat_id, screen)
        await self._tracking.adopt_card(chat_id, order_id, message_id)
        return message_id

    async def _send(self, chat_id: int, screen: Screen) -> int:
        try:
            return (await self._bot.send_message(chat_id, **screen.as_message())).message_id
        except TelegramBadRequest as error:
            if "can't parse entities" not in error.message:
                raise
            log.error("markup_refused", error=error.message)
            return (await self._bot.send_message(chat_id, **screen.as_plain_message())).message_id

    async def _send_file(self, chat_id: int, file_kind: str, file_id: str, screen: Screen) -> int:
        """What somebody sent to the bot, with the words under it; the words alone where it is gone."""
        send: Any = self._bot.send_photo if file_kind == "photo" else self._bot.send_document
        try:
            sent = await send(chat_id, file_id, **screen.as_caption())
        except TelegramBadRequest as error:
            log.warning("file_not_sent", error=error.message)
            return await self._send(chat_id, screen)
        return int(sent.message_id)

    async def _later(self, row: OutboxRow, wait: timedelta, reason: str) -> None:
        log.warning("notice_delayed", kind=row.notice.kind.value, reason=reason, wait_s=wait.total_seconds())
        async with self._storage.transaction() as tx:
            await tx.outbox.retry(row.id, self._clock.now() + wait, reason)

    async def _park(self, row: OutboxRow, reason: str, *, is_blocked: bool = False) -> None:
        """Parked and known to be blocked in one commit: who comes back gets only what waits for a return."""
        chat_id = row.notice.chat_id
        async with self._storage.transaction() as tx:
            await tx.outbox.park(row.id, mask(reason)[:300])
            if is_blocked:
                await tx.customers.set_unreachable(chat_id, self._clock.now())
        if is_blocked:
            self._customers.forget(chat_id)
