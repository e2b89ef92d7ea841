"""Numbers, flags and ids as panels print them, read without ever believing a float, NaN or `true`.

Payloads are decoded with Decimal for floats and None for NaN and Infinity, so no float arrives here.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_LONGEST_NUMBER = 64
_HIGHEST_EXPONENT = 18  # beyond it a number is a slip or an attack: nothing costs 10^19
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_THOUSANDS_BY_DOT = re.compile(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d*|(\.\d{3}){2,})")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d*")
_CURRENCY = re.compile(r"^[$€£₽₹₺₫₴₦]\s*|\s*[$€£₽₹₺₫₴₦]$|\s+[A-Z]{3}$")
NO_IDS = frozenset({"null", "none", "nil", "undefined", "nan", "true", "false"})
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-.:]{0,127}")


def decimal_of(value: object) -> Decimal | None:
    """A finite number of ordinary size; "1,234.50", "12,5" and "1.234,50" are understood, words are None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**_HIGHEST_EXPONENT else None
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() >= _HIGHEST_EXPONENT:
        return None
    return value


def _parsed(text: str) -> Decimal | None:
    text = _CURRENCY.sub("", text.strip()).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if not text or len(text) > _LONGEST_NUMBER or not text.isascii():
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif _THOUSANDS_BY_DOT.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def whole_of(value: object) -> int | None:
    """A whole number; "10.0" is one, "10.5" is none."""
    number = decimal_of(value)
    if number is None or number != number.to_integral_value():
        return None
    return int(number)


def remains_of(value: object) -> int | None:
    """What is left to deliver. Some panels write over-delivery by two as "+2": that is -2 here."""
    whole = whole_of(value)
    if whole is not None and isinstance(value, str) and value.strip().startswith("+"):
        return -whole
    return whole


def flag_of(value: object) -> bool | None:
    """True, 1, "1", "true", "yes", "on" and their opposites; anything else was not said."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return {1: True, 0: False}.get(int(value)) if value in (0, 1) else None
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in ("1", "true", "yes", "on", "enabled", "available"):
            return True
        if word in ("0", "false", "no", "off", "disabled"):
            return False
    return None


def id_of(value: object) -> str | None:
    """An id as a string; 0, null, "", booleans and prose are no ids. Texts need a digit, so that "success" is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if value > 0 else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not _ID.fullmatch(text) or text.casefold() in NO_IDS or not any(char.isdigit() for char in text):
        return None
    return None if not text.strip("0") or re.fullmatch(r"\d*\.\d+", text) else text


def text_of(value: object) -> str:
    """A printed value as text: numbers as written, no value as ""."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).strip()
