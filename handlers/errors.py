"""What no handler expected: one kind word to the person, and on to the inbox, which tries again or puts it aside."""

from __future__ import annotations

from collections import deque

import structlog
from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import ErrorEvent, Update

from bot.core.errors import StorageAwayError
from bot.ui.i18n import Translators
from bot.ui.screen import Screen
from handlers.replies import send

_REMEMBERED = 1_000

log = structlog.get_logger(__name__)


class Apologies:
    """One apology an update, however often it is tried."""

    def __init__(self) -> None:
        self._told: deque[int] = deque(maxlen=_REMEMBERED)

    async def failed(self, event: ErrorEvent, bot: Bot, translators: Translators) -> bool:
        """True: done with. Everything else is raised again."""
        error, update = event.exception, event.update
        if isinstance(error, TelegramForbiddenError):
            log.info("customer_unreachable", update_id=update.update_id)
            return True
        away = isinstance(error, TelegramNetworkError | TelegramServerError | TelegramRetryAfter | StorageAwayError)
        if not away and update.update_id not in self._told:
            self._told.append(update.update_id)
            await self._apologise(bot, translators, update)
        raise error

    async def _apologise(self, bot: Bot, translators: Translators, update: Update) -> None:
        query = update.callback_query
        message = update.message or (query.message if query else None)
        user = query.from_user if query else update.message.from_user if update.message else None
        if message is None or message.chat.type != ChatType.PRIVATE:
            return
        t = translators.of(user.language_code if user else None)
        try:
            await send(bot, message.chat.id, Screen(t("error-internal")))
        except TelegramAPIError as error:
            log.warning("apology_not_sent", update_id=update.update_id, problem=str(error))


def build_errors_router() -> Router:
    router = Router(name="errors")
    router.error.register(Apologies().failed)
    return router
