"""Buttons and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.ui.i18n import Translator
from bot.ui.text import width

Row = Sequence[InlineKeyboardButton]

PAGE_SIZE = 8
BUTTON_COLUMNS = 38  # what a phone shows of a button as wide as the message
_HALF_COLUMNS = 15  # and of one that shares its row


def button(text: str, asks: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=asks.pack())


def link_button(text: str, url: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, url=url)


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """Empty rows fall out; no buttons at all is no keyboard."""
    filled = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


def paired(buttons: Iterable[InlineKeyboardButton], per_row: int = 2) -> list[list[InlineKeyboardButton]]:
    listed = list(buttons)
    return [listed[start : start + per_row] for start in range(0, len(listed), per_row)]


def fitted(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Two in a row where both can be read there."""
    rows: list[list[InlineKeyboardButton]] = []
    for one in buttons:
        short = width(one.text) <= _HALF_COLUMNS
        if short and rows and len(rows[-1]) == 1 and width(rows[-1][0].text) <= _HALF_COLUMNS:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def page_count(total: int, size: int = PAGE_SIZE) -> int:
    return max(1, -(-total // size))


def page_row(t: Translator, page: int, pages: int, turn: Callable[[int], CallbackData]) -> Row:
    """`‹  2 / 5  ›`; nothing where there is one page. The ends lead round."""
    if pages <= 1:
        return ()
    return (
        button("‹", turn((page - 1) % pages)),
        button(t.plain("button-page", page=page + 1, pages=pages), turn(page)),
        button("›", turn((page + 1) % pages)),
    )
