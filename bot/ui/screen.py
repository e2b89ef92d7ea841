"""What is shown in one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.enums import ParseMode
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

from bot.ui.text import cut_html, without_tags

MAX_TEXT = 4_096  # UTF-16 units
MAX_CAPTION = 1_024
MAX_BUTTONS = 100

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is HTML. It always fits a message: what is too long is cut, what has too many buttons is a fault."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", cut_html(self.text, MAX_TEXT))
        if self.keyboard and sum(len(row) for row in self.keyboard.inline_keyboard) > MAX_BUTTONS:
            raise ValueError("a screen of more than 100 buttons")

    def as_message(self) -> dict[str, Any]:
        """The arguments that sending and editing have in common."""
        return {
            "text": self.text,
            "reply_markup": self.keyboard,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": _NO_PREVIEW,
        }

    def as_caption(self) -> dict[str, Any]:
        """Under a picture or a file."""
        return {
            "caption": cut_html(self.text, MAX_CAPTION),
            "reply_markup": self.keyboard,
            "parse_mode": ParseMode.HTML,
        }

    def as_plain_message(self) -> dict[str, Any]:
        """The same without markup, for a Telegram that refused it."""
        return {
            "text": without_tags(self.text),
            "reply_markup": self.keyboard,
            "parse_mode": None,
            "link_preview_options": _NO_PREVIEW,
        }
