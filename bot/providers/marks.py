"""Telling which rows of a status answer read as they did before, without reading them.

An answer `{"1": {...}, "2": {...}}` is cut between its rows. A cut may fall inside a row, so a piece counts only where
it is a row by itself, `"1": {...}`: pieces that all are, joined by commas, are the answer and nothing else. A piece
that was found to be a row once need not be looked into again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from bot.core.provider import Mark
from bot.providers.payload import DECODER, text_from
from bot.providers.transport import RawReply

_FIRST = re.compile(r'\{[ \t\r\n]*"')
_BETWEEN = re.compile(r'\}[ \t\r\n]*,[ \t\r\n]*"')
_SPACE = " \t\r\n"


class PrintedRow(NamedTuple):
    mark: Mark
    row: dict[str, Any]


def pieces_of(raw: RawReply) -> list[str] | None:
    """The answer cut between its rows. None: it is of another shape, to be read with all care."""
    if raw.status != 200:
        return None
    text = text_from(raw.body)
    first = _FIRST.match(text)
    inner = text[:-1].rstrip(_SPACE)
    if first is None or not text.endswith("}") or not inner.endswith("}"):
        return None
    rows = inner[first.end() : -1]
    between = _BETWEEN.search(rows)  # who prints one so prints them all so; other pieces are no rows
    return rows.split(between.group()) if between else [rows]


def rows_of(pieces: Iterable[str], order_ids: Collection[str]) -> dict[str, PrintedRow] | None:
    """The rows by id, each an object of its own under one of these ids. None: not every piece is one.

    The key is not masked in them.
    """
    rows: dict[str, PrintedRow] = {}
    for piece in pieces:
        try:
            ((order_id, row),) = DECODER.decode('{"' + piece + "}}").items()
        except (ValueError, RecursionError):
            return None
        if order_id not in order_ids or not isinstance(row, dict):
            return None
        rows[order_id] = PrintedRow(hash(piece), row)
    return rows
