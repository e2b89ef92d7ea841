"""What a customer typed for a field of an order, checked and cleaned; each refusal names the limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from bot.core.catalog import Service
from bot.core.errors import InputError
from bot.core.links import LinkCheck, clean_link
from bot.core.order_types import Field, FieldKind

MAX_TEXT = 200
MAX_LINES_BYTES = 256 * 1024
MAX_LINE = 1_000
MAX_COUNT = 10**12

_GROUPED = re.compile(r"[0-9]{1,3}(?:([ \u00a0\u202f,'])[0-9]{3})(?:\1[0-9]{3})*")
_HANDLE_WORDS = re.compile(
    r"follower|subscriber|member|profile|username|account|channel|telegram|подписчик|участник|канал|профил",
    re.IGNORECASE,
)


def accepts_handles(service: Service, category_name: str = "") -> bool:
    """Whether a bare @name may stand for the link: the service's own words say that it is about an account."""
    return bool(_HANDLE_WORDS.search(service.name) or _HANDLE_WORDS.search(category_name))


def parse_count(typed: str) -> int:
    """ASCII digits, or digits grouped in threes by blanks, commas or apostrophes; nothing else is guessed."""
    text = typed.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    if not text or len(text) > 13 or not all(char in "0123456789" for char in text):
        raise InputError("not-a-number", typed=typed[:50])
    return int(text)


def check_answer(
    service: Service,
    field: Field,
    typed: str,
    answers: Mapping[str, str],
    *,
    link_check: LinkCheck,
    now: datetime,
    handles: bool = False,
) -> str:
    """The answer as it will reach the provider. An optional field may be left empty."""
    if not field.required and not typed.strip():
        return ""
    match field.kind:
        case FieldKind.LINK:
            return clean_link(typed, link_check, handles=handles and field.name == "link")
        case FieldKind.QUANTITY | FieldKind.NUMBER:
            return _count(service, field, typed, answers)
        case FieldKind.LINES:
            return _lines(service, field, typed)
        case FieldKind.CHOICE:
            if typed.strip() not in field.choices:
                raise InputError("not-a-choice")
            return typed.strip()
        case FieldKind.DATE:
            return _date(typed, now)
        case FieldKind.USERNAME:
            return _text(typed, one_word=True)
        case FieldKind.TEXT | FieldKind.COUNTRY:
            return _text(typed, one_word=False)


def _count(service: Service, field: Field, typed: str, answers: Mapping[str, str]) -> str:
    count = parse_count(typed)
    low = field.minimum if field.minimum is not None else 1
    high = field.maximum if field.maximum is not None else MAX_COUNT
    if field.limits_by_service:
        low, high = max(low, service.min), min(high, service.max)
    if field.name == "max" and answers.get("min"):
        low = max(low, int(answers["min"]))
    if not low <= count <= high:
        raise InputError("number-out-of-range", typed=count, min=low, max=high)
    return str(count)


def _lines(service: Service, field: Field, typed: str) -> str:
    if len(typed.encode(errors="surrogatepass")) > MAX_LINES_BYTES:
        raise InputError("list-too-long", limit_kb=MAX_LINES_BYTES // 1024)
    lines = [line for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        raise InputError("list-empty")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise InputError("list-line-too-long", line=number, limit=MAX_LINE)
        # Other programs end a line at U+2028 and U+2029: what is paid for as one line is to be one.
        if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char != "\t" for char in line):
            raise InputError("list-line-characters", line=number)
    if field.limits_by_service and not service.min <= len(lines) <= service.max:
        raise InputError("list-out-of-range", lines=len(lines), min=service.min, max=service.max)
    return "\n".join(lines)


def _text(typed: str, *, one_word: bool) -> str:
    text = typed.strip()
    if not text:
        raise InputError("text-empty")
    if len(text) > MAX_TEXT:
        raise InputError("text-too-long", limit=MAX_TEXT)
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise InputError("text-characters")
    if one_word and any(char.isspace() or unicodedata.category(char) == "Cf" for char in text):
        raise InputError("username-characters")
    return text


def _date(typed: str, now: datetime) -> str:
    match = re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", typed.strip())
    try:
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise InputError("not-a-date")
    if day <= now.date():
        raise InputError("date-in-the-past")
    return f"{day.day:02}/{day.month:02}/{day.year}"
