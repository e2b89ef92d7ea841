"""Rows as a spreadsheet reads them: amounts as decimals, times in UTC, and no cell that it would reckon out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.core.money import to_decimal

MICROS = "_micros"
# What a spreadsheet takes for the beginning of a formula, in full width too; blanks before it do not help.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def heading(columns: Sequence[str]) -> list[str]:
    return [column.removesuffix(MICROS) for column in columns]


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def line(columns: Sequence[str], row: Sequence[Any]) -> list[str]:
    return [_cell(value, is_money=name.endswith(MICROS)) for name, value in zip(columns, row, strict=True)]


def defused(text: str) -> str:
    """With an apostrophe before what would be a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def _cell(value: Any, *, is_money: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, int | Decimal):
        return f"{to_decimal(int(value)) if is_money else value:f}" if is_money or value != int(value) else str(value)
    if isinstance(value, Mapping):
        return defused("; ".join(f"{name}: {content}" for name, content in value.items()))
    return defused(str(value))
