"""The verdict on an `add` that was answered: accepted, rejected or unknown. When in doubt: unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.core.provider import REJECTING, AddOutcome, AddResult, ErrorKind, Refusal, Retry
from bot.providers.envelope import error_text, inner, layers, message_of, says_failure, says_success
from bot.providers.numbers import NO_IDS, decimal_of, id_of, text_of
from bot.providers.refusals import RefusalTable, retry_of
from bot.providers.reply import LISTED_BY_STATUS, Reply, kind_without_text, retry_after

K = ErrorKind
_ORDER_NAMES = ("order", "order_id", "orderId")
_NO_VERDICT = frozenset({K.AMBIGUOUS_ERROR, K.PROVIDER_INTERNAL})


def verdict(reply: Reply, table: RefusalTable, now: datetime) -> AddResult:
    """By the id and the error text of the answer first, then by its HTTP code."""
    order_id, answer = _order(reply.payload)
    text = _error(reply, table, order_id)
    if order_id is not None:
        if text is None:
            return AddResult(
                AddOutcome.ACCEPTED,
                order_id,
                charge=decimal_of(answer.get("charge")),
                currency=text_of(answer.get("currency")) or None,
                raw=reply.raw,
            )
        contradiction = Refusal(K.CONTRADICTORY, text, Retry.RECONCILE)
        return AddResult(AddOutcome.UNKNOWN, error=contradiction, candidate_id=order_id, raw=reply.raw)
    after_s, at = retry_after(reply.headers, now)
    refusal = replace(_refusal(reply, table, text), retry_after_s=after_s, retry_at=at)
    if refusal.retry is not Retry.RECONCILE and _names_an_order(reply.payload):
        refusal = replace(refusal, kind=K.CONTRADICTORY, retry=Retry.RECONCILE)
    outcome = AddOutcome.UNKNOWN if refusal.retry is Retry.RECONCILE else AddOutcome.REJECTED
    return AddResult(outcome, error=refusal, raw=reply.raw)


def _refusal(reply: Reply, table: RefusalTable, text: str | None) -> Refusal:
    """RECONCILE marks what is not certain."""
    listed = K.UNLISTED if text is None else table.kind_for_add(text)
    if listed in REJECTING and reply.status < 500:
        return Refusal(listed, text, retry_of(listed))
    if reply.status in LISTED_BY_STATUS and listed not in _NO_VERDICT:
        kind = kind_without_text(reply)
        return Refusal(kind, text or reply.raw or None, retry_of(kind))
    if text is None:
        return Refusal(kind_without_text(reply), reply.raw or None, Retry.RECONCILE)
    kind = K.PROVIDER_INTERNAL if reply.status >= 500 and listed is K.UNLISTED else listed
    return Refusal(kind, text, Retry.RECONCILE)


def _order(payload: object) -> tuple[str | None, dict[str, Any]]:
    """The id of the order, and the object that it stood in."""
    for answer in (payload, inner(payload)):
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]  # noqa: PLW2901
        if not isinstance(answer, dict):
            continue
        for name in _ORDER_NAMES:
            value = answer.get(name)
            if isinstance(value, dict):
                value = value.get("id", value.get("order", value.get("order_id")))
            if (order_id := id_of(value)) is not None:
                return order_id, answer
    return None, {}


def _names_an_order(payload: object) -> bool:
    """Something stands where the id of an order does, though none that can be read."""
    return any(_is_something(answer.get(name)) for answer in layers(payload) for name in (*_ORDER_NAMES, "orders"))


def _is_something(value: object) -> bool:
    if isinstance(value, dict):
        return any(_is_something(value.get(name)) for name in ("id", *_ORDER_NAMES))
    if isinstance(value, list):
        return any(_is_something(one) for one in value)
    if isinstance(value, str):
        return value.strip().casefold() not in NO_IDS and bool(value.strip("0. "))
    return not isinstance(value, bool) and isinstance(value, int | Decimal) and value > 0


def _error(reply: Reply, table: RefusalTable, order_id: str | None) -> str | None:
    """The error text, which a bare message is only where no order stands beside it, or where it is a listed refusal."""
    payload = reply.payload
    if isinstance(payload, list) and len(payload) == 1:
        payload = payload[0]
    text = error_text(payload)
    if text is not None:
        return text
    if isinstance(payload, str):
        return payload.strip() or None
    message = message_of(payload) or message_of(inner(payload))
    if message is None or not isinstance(payload, dict):
        return None
    if order_id is not None:
        return message if table.kind_of(message) in REJECTING else None
    return None if says_success(payload) and not says_failure(payload) else message
