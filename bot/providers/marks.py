"""Telling which rows of a status answer read as they did before, without reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.provider import Mark
from bot.providers.payload import DECODER, text_from
from bot.providers.transport import RawReply


def plain_rows(raw: RawReply, order_ids: Sequence[str]) -> dict[str, dict[str, Any]] | None:
    """The rows as printed, where the answer is nothing but an object of rows, each under an id that was asked for.

    None: of any other shape, to be read with all care. The key is not masked in them.
    """
    if raw.status != 200:
        return None
    text = text_from(raw.body)
    if not text.startswith("{"):
        return None
    try:
        rows = DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    is_plain = rows.keys() <= set(order_ids) and set(map(type, rows.values())) <= {dict}
    return rows if is_plain else None


def marks_of(rows: Mapping[str, dict[str, Any]]) -> dict[str, Mark]:
    """The mark of each row that has one: rows with lists in them have none."""
    try:
        return dict(zip(rows, map(hash, map(tuple, map(dict.items, rows.values()))), strict=True))
    except TypeError:
        return {order_id: hash(tuple(row.items())) for order_id, row in rows.items() if _is_flat(row)}


def _is_flat(row: Mapping[str, Any]) -> bool:
    return not any(isinstance(value, list | dict) for value in row.values())
