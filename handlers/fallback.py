"""What nothing else took: unknown commands, stickers, text out of the blue, buttons of another time."""

from __future__ import annotations

from aiogram.types import Message

from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import menu
from handlers.filters import is_command, is_text
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("fallback")


@routes.message(is_command)
async def unknown_command(message: Message, t: Translator) -> None:
    """An admin's command from anybody else ends here too."""
    await reply(message, menu.words(t, "unknown-command"))


@routes.message(is_text)
async def unknown_text(message: Message, t: Translator) -> None:
    await reply(message, menu.words(t, "unknown-text"))


@routes.message()
async def unknown_thing(message: Message, raw_state: str | None, t: Translator) -> None:
    """Stickers, photos, voices; service messages of Telegram (a pinned message, a new photo) get no answer."""
    if message.content_type in _ANSWERED:
        screen = Screen(t("question-wants-text")) if raw_state else menu.words(t, "unknown-thing")
        await reply(message, screen)


@routes.callback_query()
async def unknown_button(_: object, tap: Tap, t: Translator) -> None:
    await tap.say(t.plain("button-out-of-date"), alert=True)


_ANSWERED = {
    "animation",
    "audio",
    "contact",
    "dice",
    "document",
    "game",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
}
