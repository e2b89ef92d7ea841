"""How a Screen reaches the chat: a new message for what was typed, an edit for what was tapped."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.ui.screen import Screen
from bot.ui.text import shorten

_TOAST_LIMIT = 190  # Telegram: 200

log = structlog.get_logger(__name__)


async def send(bot: Bot, chat_id: int, screen: Screen) -> Message:
    """As plain text where Telegram does not take the markup: an answer without bold beats no answer."""
    try:
        return await bot.send_message(chat_id, **screen.as_message())
    except TelegramBadRequest as error:
        if "parse" not in error.message:
            raise
        log.error("markup_refused", chat_id=chat_id, problem=error.message)
        return await bot.send_message(chat_id, **screen.as_plain_message())


async def reply(message: Message, screen: Screen) -> Message:
    assert message.bot is not None  # noqa: S101 - every update comes with its bot
    return await send(message.bot, message.chat.id, screen)


class Tap:
    """One tap on a button: the query is answered exactly once, the message under it edited."""

    def __init__(self, callback: CallbackQuery, bot: Bot) -> None:
        self._callback = callback
        self._bot = bot
        self._is_answered = False

    @property
    def chat_id(self) -> int:
        return self._callback.message.chat.id if self._callback.message else self._callback.from_user.id

    @property
    def message_id(self) -> int | None:
        return self._callback.message.message_id if self._callback.message else None

    async def show(self, screen: Screen, toast: str | None = None) -> int | None:
        """Edit the message, or send a new one where it can't be edited; the id of the one that shows the screen."""
        message_id, _ = await asyncio.gather(self._edit(screen), self.say(toast))
        return message_id

    async def send(self, screen: Screen, toast: str | None = None) -> int:
        """A new message: the one that was tapped stays as it is."""
        message, _ = await asyncio.gather(send(self._bot, self.chat_id, screen), self.say(toast))
        return message.message_id

    async def turn(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Only the buttons change."""
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=self.chat_id, message_id=self.message_id, reply_markup=keyboard
            )
        except TelegramBadRequest as error:
            log.info("keyboard_not_turned", chat_id=self.chat_id, problem=error.message)

    async def say(self, toast: str | None = None, *, alert: bool = False) -> None:
        """Answer the query; a second answer is not sent. One that comes too late is no fault: the effect stands."""
        if self._is_answered:
            return
        self._is_answered = True
        text = shorten(toast, _TOAST_LIMIT) if toast else None
        try:
            await self._bot.answer_callback_query(self._callback.id, text=text, show_alert=alert)
        except TelegramBadRequest as error:
            log.info("answer_refused", chat_id=self.chat_id, problem=error.message)

    async def _edit(self, screen: Screen) -> int | None:
        message_id = self.message_id
        if message_id is None:
            return (await send(self._bot, self.chat_id, screen)).message_id
        try:
            await self._bot.edit_message_text(chat_id=self.chat_id, message_id=message_id, **screen.as_message())
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return message_id
            log.info("not_edited", chat_id=self.chat_id, problem=error.message)
            return (await send(self._bot, self.chat_id, screen)).message_id
        return message_id
