"""What came back from one call, and the refusal that it means as a whole, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.core.provider import ErrorKind, Refusal, Retry
from bot.providers.envelope import error_text, message_of
from bot.providers.payload import looks_like_html
from bot.providers.refusals import RefusalTable, is_of_the_service, retry_of

K = ErrorKind
LISTED_BY_STATUS = frozenset({401, 403, 404, 405, 413, 415, 422, 429})
"""HTTP codes that are a refusal by themselves: the request was turned away before anything was ordered."""

_UNSURE = frozenset({K.UNLISTED, K.AMBIGUOUS_ERROR, K.PROVIDER_INTERNAL})
_BY_STATUS = {401: K.AUTH, 403: K.AUTH, 422: K.INVALID_REQUEST, 429: K.RATE_LIMITED}
_WALLS = ("just a moment", "challenge-error", "cf-chl", "attention required", "ddos-guard", "captcha", "error code: 10")
_EPOCH = 1_000_000_000
_LONGEST_RAW = 2_000


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` and `payload` have the key masked. `payload` is None for null, and where `unreadable` says why."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    payload: Any = None
    unreadable: ErrorKind | None = None
    cut: bool = False
    noise: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def raw(self) -> str:
        return self.text[:_LONGEST_RAW]


def refusal_of(text: str, table: RefusalTable) -> Refusal:
    """The refusal that one row's error text means."""
    kind = table.kind_of(text)
    return Refusal(kind, text[:_LONGEST_RAW], retry_of(kind), of_service=is_of_the_service(kind, text))


def whole_refusal(reply: Reply, table: RefusalTable, now: datetime) -> Refusal | None:
    """Why a reply holds no answer at all, for a call that may be repeated; None where it is to be read."""
    after_s, at = retry_after(reply.headers, now)
    text = error_text(reply.payload, states=True)
    if text is None and isinstance(reply.payload, str):
        text = reply.payload
    if text is None and not reply.ok:
        text = message_of(reply.payload)
    if text is not None:
        kind = _kind_by_both(reply.status, table.kind_of(text))
        of_service = is_of_the_service(kind, text)
        return Refusal(kind, text[:_LONGEST_RAW], _retry(kind, reply.status), after_s, at, of_service=of_service)
    if reply.ok and reply.unreadable is None:
        return None
    kind = kind_without_text(reply)
    return Refusal(kind, reply.raw or None, _retry(kind, reply.status, cut=reply.cut), after_s, at)


def _kind_by_both(status: int, listed: ErrorKind) -> ErrorKind:
    """A text that is listed says more than the HTTP code; the code says more than a text that is not."""
    if listed not in _UNSURE:
        return listed
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return K.PROVIDER_INTERNAL
    return K.HTTP_ERROR if status in LISTED_BY_STATUS or 300 <= status < 400 else listed


def kind_without_text(reply: Reply) -> ErrorKind:
    """The kind of a reply that is no JSON, or JSON without an error text under a code of failure."""
    if _is_wall(reply):
        return K.BLOCKED_BY_WAF
    if reply.ok:
        return reply.unreadable or K.UNEXPECTED_SHAPE
    return _BY_STATUS.get(reply.status, K.HTTP_ERROR)


def _is_wall(reply: Reply) -> bool:
    """A page, or a line, of something that stands before the panel."""
    if reply.status == 403:
        return reply.unreadable is not None
    wall = reply.status in (429, 503) and looks_like_html(reply.text)
    return wall and any(sign in reply.text.casefold() for sign in _WALLS)


def _retry(kind: ErrorKind, status: int, *, cut: bool = False) -> Retry:
    if kind is K.HTTP_ERROR:
        return Retry.LATER if status >= 500 or status in (408, 409, 425) else Retry.NEVER
    if kind is K.INVALID_JSON:
        return Retry.LATER if cut else Retry.NEVER
    return retry_of(kind)


def retry_after(headers: Mapping[str, str], now: datetime) -> tuple[int | None, datetime | None]:
    """How long to wait: seconds, or a moment, whichever the panel printed (Retry-After, X-RateLimit-Reset)."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 10:
        return int(value), None
    if value:
        try:
            at = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
        else:
            at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
            return max(0, round((at - now).total_seconds())), at
    for name in ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"):
        value = headers.get(name, "").strip()
        if not value.isdecimal() or len(value) > 13:
            continue
        number = int(value)
        if number < _EPOCH:
            return number, None
        return None, datetime.fromtimestamp(number / 1000 if len(value) == 13 else number, UTC)
    return None, None
