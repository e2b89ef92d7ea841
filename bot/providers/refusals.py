"""Which refusal an error text means, and whether asking again can help.

A text is listed when it is in the table of known wordings (or learnt from an admin) and nothing in it hints that the
order may have been taken all the same. Money is given back on a listed refusal, so a text in doubt is never listed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from bot.core.provider import REJECTING, ErrorKind, Retry
from bot.providers import refusal_texts

K = ErrorKind

_RETRY = {
    **dict.fromkeys(REJECTING, Retry.NEVER),
    K.INSUFFICIENT_FUNDS: Retry.AFTER_TOPUP,
    K.ORDER_NOT_FOUND: Retry.LATER_IF_FRESH,
    **dict.fromkeys(
        (
            K.SERVICE_UNAVAILABLE,
            K.DUPLICATE_ACTIVE_ORDER,
            K.MAINTENANCE,
            K.RATE_LIMITED,
            K.AMBIGUOUS_ERROR,
            K.PROVIDER_INTERNAL,
            K.UNLISTED,
            K.UNEXPECTED_SHAPE,
            K.MISSING_IN_RESPONSE,
            K.TIMEOUT,
            K.CONNECTION,
            K.CIRCUIT_OPEN,
            K.BLOCKED_BY_WAF,
            K.HTML_PAGE,
        ),
        Retry.LATER,
    ),
}

_LONGEST_TEXT = 1_000  # no refusal is longer, and what stands behind might put it in doubt
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHE = re.compile(r"['`’ʼ]")
_OTHER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"\b(?:(?:id|no|nr|num|number|номер|numarasi|numero|nomor|so|رقم) ?)?\d+\b ?")
_TAG = re.compile(r"<[^<>]{0,200}>")


def retry_of(kind: ErrorKind) -> Retry:
    """For a call other than `add`, and for an `add` that was rejected."""
    return _RETRY.get(kind, Retry.NEVER)


def folded(text: str) -> str:
    """Words of a text in lower case, without accents and punctuation: "neworder.error.minQuantity" and
    "Neworder error: min quantity" are the same."""
    return _OTHER.sub(" ", _plain(_APOSTROPHE.sub("", _CAMEL.sub(" ", text)))).strip()


def without_tags(text: str) -> str:
    return _TAG.sub(" ", text) if "<" in text else text


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    return text.replace("đ", "d").replace("ı", "i")


def is_of_the_service(kind: ErrorKind, text: str) -> bool:
    """Whether a refill or cancel is refused to every order of the service, and not to this one alone."""
    if kind not in (K.REFILL_NOT_ALLOWED, K.CANCEL_NOT_ALLOWED) or len(text) > _LONGEST_TEXT:
        return False
    words = folded(without_tags(text))
    return bool(_OF_SERVICE.search(words)) and not _NOT_NOW.search(words)


class RefusalTable:
    """The known wordings, and those that were learnt. Learning is at run time and per provider."""

    def __init__(self, learnt: Mapping[str, ErrorKind] | None = None) -> None:
        self._learnt: dict[str, ErrorKind] = {}
        for text, kind in (learnt or {}).items():
            self.learn(text, kind)

    def learn(self, text: str, kind: ErrorKind) -> None:
        """From now on `text` is of this kind, whatever its case, punctuation and numbers. An empty text is ignored."""
        if key := _without_numbers(text):
            self._learnt[key] = kind

    def kind_of(self, text: str) -> ErrorKind:
        """The kind that a text is listed under; AMBIGUOUS_ERROR or PROVIDER_INTERNAL where it hints that the order
        may have been taken, UNLISTED where nobody knows."""
        return self._learnt_kind(text) or (_known_kind(text) if len(text) <= _LONGEST_TEXT else K.UNLISTED)

    def kind_for_add(self, text: str) -> ErrorKind:
        """As `kind_of`; and AMBIGUOUS_ERROR where it misses the id of an order, which no `add` has, or where what is
        said of a refill or cancel hints at an order that was taken.
        """
        kind = self.kind_of(text)
        if self._learnt_kind(text) is not None:
            return kind
        words = folded(without_tags(text))
        lacks_id = kind is K.MISSING_PARAMETER and _LACKS_ID.search(words)
        is_of_another = kind not in REJECTING and kind not in (K.PROVIDER_INTERNAL, K.UNLISTED)
        return K.AMBIGUOUS_ERROR if lacks_id or (is_of_another and _hints_at_an_order(words, _DOUBT)) else kind

    def _learnt_kind(self, text: str) -> ErrorKind | None:
        return self._learnt.get(_without_numbers(text)) if self._learnt else None


def _without_numbers(text: str) -> str:
    return _DIGITS.sub("0", folded(text))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_plain(text))


_RULES = tuple((kind, _pattern(text)) for kind, text in refusal_texts.RULES)
_DOUBT = _pattern(refusal_texts.DOUBT)
_TAKEN_PLAINLY = _pattern(refusal_texts.TAKEN_PLAINLY)
_LACKS_ID = _pattern(refusal_texts.LACKS_ID)
_INTERNAL = _pattern(refusal_texts.INTERNAL)
_UPSTREAM = _pattern(refusal_texts.UPSTREAM)
_NOT_TAKEN = _pattern(refusal_texts.NOT_TAKEN)
_ASK_AGAIN = _pattern(refusal_texts.ASK_AGAIN)
_OF_SERVICE = _pattern(refusal_texts.OF_SERVICE)
_NOT_NOW = _pattern(refusal_texts.NOT_NOW)


@lru_cache(maxsize=4096)
def _known_kind(text: str) -> ErrorKind:
    words = folded(without_tags(html.unescape(text)))
    first = _first(words)
    if first is not None and first not in REJECTING:
        return first  # about an order, refill or cancel that exists: no verdict on an `add`
    if _INTERNAL.search(words):
        return K.PROVIDER_INTERNAL
    rest = _NOT_TAKEN.sub(" ", words)
    if _hints_at_an_order(rest, _TAKEN_PLAINLY if first is K.DUPLICATE_ACTIVE_ORDER else _DOUBT):
        return K.AMBIGUOUS_ERROR
    asked_again = bool(_ASK_AGAIN.search(rest))
    rest = _ASK_AGAIN.sub(" ", rest)
    listed = None if _UPSTREAM.search(rest) else _first(rest)
    return listed or (K.AMBIGUOUS_ERROR if asked_again else K.UNLISTED)


def _hints_at_an_order(words: str, hints: re.Pattern[str]) -> bool:
    """With its number too: "order 12 created" is "order created"."""
    return bool(hints.search(words) or hints.search(_NUMBERED.sub("", words)))


def _first(words: str) -> ErrorKind | None:
    return next((kind for kind, rule in _RULES if rule.search(words)), None)
