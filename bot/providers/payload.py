"""From the bytes of an answer to plain Python values, whatever stands around the JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.core.provider import ErrorKind

_HTML = re.compile(r"<!doctype|<html|<head|<body|<script|<title|<meta", re.IGNORECASE)
_START = re.compile(r"(?:^|(?<=[\n>]))[ \t]*(?=[{\[])")
_MOST_STARTS = 50
_SPACE = re.compile(r"[ \t\r\n]*")


def _refuse_constant(_name: str) -> None:
    """NaN and Infinity are no numbers."""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_refuse_constant, strict=False)


class UnreadableError(Exception):
    """The body holds no answer. `kind` is INVALID_JSON or HTML_PAGE; `cut` says that JSON began but did not end."""

    def __init__(self, kind: ErrorKind, *, cut: bool = False) -> None:
        self.kind = kind
        self.cut = cut
        super().__init__(kind.value)


@dataclass(frozen=True, slots=True)
class Payload:
    """`noise`: something, such as a PHP warning, stood before the JSON."""

    value: Any
    noise: bool = False


def text_from(body: bytes) -> str:
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return body.decode(encoding, errors="replace").strip("\x00 \t\r\n\ufeff")


def looks_like_html(text: str) -> bool:
    return bool(_HTML.search(text[:4096]))


def read_payload(text: str) -> Payload:
    """The one JSON value of an answer, decoded twice where it is a string that holds JSON. Raises UnreadableError."""
    if not text:
        raise UnreadableError(ErrorKind.INVALID_JSON, cut=True)
    try:
        value = _decode(text)
    except (ValueError, RecursionError):
        return _behind_noise(text)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            value = _decode(value.strip())
        except (ValueError, RecursionError):
            raise UnreadableError(ErrorKind.INVALID_JSON, cut=True) from None
    return Payload(value)


def _decode(text: str) -> Any:
    if text[0] == "[":
        return _decode_rows(text)
    return DECODER.decode(text)


def _decode_rows(text: str) -> list[Any]:
    """As `json.loads`, but row by row: a list of 20,000 rows decoded at once would hold up every other thread."""
    rows: list[Any] = []
    at = _past_space(text, 1)
    if text[at : at + 1] == "]":
        at += 1
    else:
        while True:
            value, at = DECODER.raw_decode(text, at)
            rows.append(value)
            at = _past_space(text, at)
            separator = text[at : at + 1]
            at += 1
            if separator == "]":
                break
            if separator != ",":
                raise json.JSONDecodeError("expected , or ]", text, at - 1)
            at = _past_space(text, at)
    if at != len(text):
        raise json.JSONDecodeError("extra data", text, at)
    return rows


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _behind_noise(text: str) -> Payload:
    """JSON that ends the body, behind warnings. JSON inside a page, or a body that begins as JSON, is not believed."""
    if text[0] in '{["':
        raise UnreadableError(ErrorKind.INVALID_JSON, cut=True)
    if looks_like_html(text):
        raise UnreadableError(ErrorKind.HTML_PAGE)
    for number, start in enumerate(_START.finditer(text)):
        if number == _MOST_STARTS:
            break
        rest = text[start.end() :]
        try:
            return Payload(_decode(rest), noise=True)
        except json.JSONDecodeError as error:
            if error.pos >= len(rest) or error.msg.startswith("Unterminated"):
                raise UnreadableError(ErrorKind.INVALID_JSON, cut=True) from None
        except (ValueError, RecursionError):
            break
    raise UnreadableError(ErrorKind.INVALID_JSON)
