"""The answers of an order as lines: on the quote and on the order's card."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.order_types import TYPES, FieldKind, OrderType, PricedBy
from bot.ui.i18n import Html, Translator
from bot.ui.screens.questions import choice_label
from bot.ui.text import shorten

_VALUE_LIMIT = 300
_ITEMS_SHOWN = 3
_ITEM_COLUMNS = 24


def answer_lines(t: Translator, type_key: str | None, answers: Mapping[str, str]) -> list[Html]:
    """Each answer with its name; a list by its number of lines; the drip-feed is a line of its own."""
    order_type = TYPES.get(type_key or "")
    lines: list[Html] = []
    for field in order_type.fields if order_type else ():
        value = answers.get(field.name)
        if not value:
            continue
        if field.kind is FieldKind.LINES:
            shown = _list(t, value)
        elif value in field.choices or value in field.suggestions:
            shown = choice_label(t, field, value)
        else:
            shown = (
                value if field.kind is FieldKind.LINK and len(value) <= _VALUE_LIMIT else shorten(value, _VALUE_LIMIT)
            )
        lines.append(t("answer", name=t(f"field-{field.name.replace('_', '-')}"), value=shown))
    if answers.get("runs"):
        lines.append(
            t(
                "answer-drip-feed",
                runs=int(answers["runs"]),
                each=int(answers.get("quantity") or 0),
                minutes=int(answers.get("interval") or 0),
            )
        )
    return lines


def _list(t: Translator, value: str) -> str:
    """How many, and how they begin: whoever sent the wrong list sees it before it is paid for."""
    items = value.split("\n")
    first = " · ".join(shorten(item, _ITEM_COLUMNS) for item in items[:_ITEMS_SHOWN])
    return t.plain("answer-lines", count=len(items), first=first + (" · …" if len(items) > _ITEMS_SHOWN else ""))


def shows_quantity(order_type: OrderType | None, answers: Mapping[str, str]) -> bool:
    """Whether what is paid for is more than an answer says: for posts and drip-feeds it is a product."""
    return order_type is None or order_type.priced_by is PricedBy.POSTS or bool(answers.get("runs"))
