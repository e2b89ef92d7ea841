"""What no handler expected: it is logged, told kindly, and does not end the process."""

from __future__ import annotations

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import ErrorEvent, Update

from bot.ui.i18n import Translators
from bot.ui.screen import Screen
from handlers.replies import send

router = Router(name="errors")

log = structlog.get_logger(__name__)


@router.error()
async def failed(event: ErrorEvent, bot: Bot, translators: Translators) -> bool:
    """True: handled. What Telegram did not take because it is away is raised again: the inbox asks once more."""
    error, update = event.exception, event.update
    if isinstance(error, TelegramNetworkError | TelegramServerError | TelegramRetryAfter):
        raise error
    if isinstance(error, TelegramForbiddenError):
        log.info("customer_unreachable", update_id=update.update_id)
        return True
    log.error("update_failed", update_id=update.update_id, exc_info=error)
    await _apologise(bot, translators, update)
    return True


async def _apologise(bot: Bot, translators: Translators, update: Update) -> None:
    message = update.message or (update.callback_query.message if update.callback_query else None)
    user = (update.message or update.callback_query or update).__dict__.get("from_user")
    if message is None or message.chat.type != "private":
        return
    t = translators.of(user.language_code if user else None)
    try:
        await send(bot, message.chat.id, Screen(t("error-internal")))
    except TelegramAPIError as error:
        log.warning("apology_not_sent", update_id=update.update_id, problem=str(error))
