"""Answers to `refill`, `cancel`, and to questions about their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.provider import Asked, ErrorKind, OrderKind, Refusal, RemoteState, RequestStatus, Retry
from bot.providers.envelope import error_text, inner, message_of, says_success
from bot.providers.numbers import id_of, text_of
from bot.providers.refusals import RefusalTable
from bot.providers.reply import refusal_of
from bot.providers.state_words import StateWords
from bot.providers.statuses import MISSING, ShapeError

_KINDS = {
    "order": OrderKind.ORDER,
    "default": OrderKind.ORDER,
    "dripfeed": OrderKind.DRIPFEED,
    "drip-feed": OrderKind.DRIPFEED,
    "subscription": OrderKind.SUBSCRIPTION,
    "subscriptions": OrderKind.SUBSCRIPTION,
}
_DONE_LISTS = {"cancel": ("canceled", "cancelled"), "refill": ("refilled",)}
_LEFT_OUT = {"cancel": ErrorKind.CANCEL_NOT_ALLOWED, "refill": ErrorKind.REFILL_NOT_ALLOWED}


class StrayIdsError(ShapeError):
    """Ids came back for several orders without saying which is whose."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids
        super().__init__()


@dataclass(frozen=True, slots=True)
class AftercareReader:
    """Reads the answers of one action, `refill` or `cancel`, which is also the name of the id."""

    noun: str
    words: StateWords
    table: RefusalTable

    def asked_one(self, payload: object) -> Asked | Refusal:
        """What became of the one request. Raises ShapeError."""
        row = inner(payload)
        if isinstance(row, list) and len(row) == 1:
            row = row[0]
        found = self._asked(row)
        if found is None:
            if text := message_of(payload):
                return refusal_of(text, self.table)
            raise ShapeError
        return found

    def asked_many(self, payload: object, order_ids: Sequence[str]) -> dict[str, Asked | Refusal]:
        """By order id; those that the answer left out are MISSING. Raises ShapeError, StrayIdsError."""
        asked = [order_id.strip() for order_id in order_ids]
        body = inner(payload)
        if isinstance(body, dict):
            if (done := self._done(body)) is not None:
                left_out = Refusal(_LEFT_OUT[self.noun], retry=Retry.NEVER)
                return {order_id: Asked() if order_id in done else left_out for order_id in asked}
            if self.noun in body or "success" in body:
                return self._bare(body, asked)
        rows = _rows_by_id(body, "order", "order_id", "id")
        found = {key: self._asked(row) for key, row in rows.items() if key in asked}
        if not found and body:
            raise ShapeError
        return {order_id: found.get(order_id) or MISSING for order_id in asked}

    def states_many(self, payload: object, request_ids: Sequence[str]) -> dict[str, RequestStatus | Refusal]:
        """By the id of the refill or cancel. Raises ShapeError."""
        asked = [request_id.strip() for request_id in request_ids]
        body = inner(payload)
        if isinstance(body, dict) and ("status" in body or "type" in body) and len(asked) == 1:
            return {asked[0]: self.state_one(body, asked[0])}
        rows = _rows_by_id(body, self.noun, f"{self.noun}_id", "id")
        found = {key: self._state(row, key) for key, row in rows.items() if key in asked}
        if not found and body:
            raise ShapeError
        return {request_id: found.get(request_id) or MISSING for request_id in asked}

    def state_one(self, payload: object, request_id: str) -> RequestStatus | Refusal:
        """Raises ShapeError."""
        row = inner(payload)
        if isinstance(row, list) and len(row) == 1:
            row = row[0]
        found = self._state(row, request_id)
        if found is None:
            if text := message_of(payload):
                return refusal_of(text, self.table)
            raise ShapeError
        return found

    def _asked(self, row: object) -> Asked | Refusal | None:
        if isinstance(row, str) and row.strip():
            return refusal_of(row.strip(), self.table)
        if not isinstance(row, dict):
            return None
        kind = _KINDS.get(text_of(row.get("type")).casefold())
        given = row.get(self.noun)
        text = error_text(given) if isinstance(given, dict) else None
        text = text or error_text({name: value for name, value in row.items() if name != "data"})
        if text is not None:
            return replace(refusal_of(text, self.table), order_kind=kind)
        if isinstance(given, dict):
            given = given.get("id", given.get(self.noun))
        message = text_of(row.get("success")) or None
        if (request_id := id_of(given)) is not None:
            return Asked(request_id, message, kind)
        if given is True or row.get("success") is True or (message and given is None):
            return Asked(None, message, kind)
        if given is None and self.noun == "cancel" and self._is_canceled(row.get("status")):
            return Asked(None, message_of(row), kind)
        if given is None and says_success(row):
            said = message_of(row)
            return Asked(None, said, kind) if said is None or not self._objects(said) else refusal_of(said, self.table)
        if given is False:
            return Refusal(_LEFT_OUT[self.noun], retry=Retry.NEVER, order_kind=kind)
        if isinstance(given, str) and given.strip().casefold() not in ("", "0", "null", "false"):
            return replace(refusal_of(given.strip(), self.table), order_kind=kind)
        return None

    def _is_canceled(self, status: object) -> bool:
        """Words that mean canceled by way of an error or a refund say nothing of the request."""
        raw = text_of(status)
        return raw.casefold().startswith("cancel") and self.words.state_of(raw) is RemoteState.CANCELED

    def _objects(self, text: str) -> bool:
        """A success may say that the request was sent: a doubt about an order, but here what was asked."""
        return self.table.kind_of(text) not in (ErrorKind.UNLISTED, ErrorKind.AMBIGUOUS_ERROR)

    def _bare(self, body: dict[str, Any], asked: Sequence[str]) -> dict[str, Asked | Refusal]:
        found = self._asked(body)
        if found is None:
            raise ShapeError
        if isinstance(found, Refusal):
            return dict.fromkeys(asked, found)
        if len(asked) == 1:
            return {asked[0]: found}
        raise StrayIdsError((found.id,) if found.id else ())

    def _done(self, body: dict[str, Any]) -> set[str] | None:
        name = next((name for name in _DONE_LISTS[self.noun] if isinstance(body.get(name), list)), None)
        return None if name is None else {found for item in body[name] if (found := id_of(item)) is not None}

    def _state(self, row: object, request_id: str) -> RequestStatus | Refusal | None:
        if not isinstance(row, dict):
            return refusal_of(row.strip(), self.table) if isinstance(row, str) and row.strip() else None
        given = row.get("status", row.get("type"))  # one page prints "type": "Rejected" in a row
        if isinstance(given, dict):
            text = error_text(given) or message_of(given)
            return refusal_of(text, self.table) if text else None
        text = error_text({name: value for name, value in row.items() if name != "status"})
        if text is None and isinstance(given, str) and given.strip().casefold() in ("error", "fail", "failed"):
            text = message_of(row)
        if text is not None:
            return refusal_of(text, self.table)
        if given is None or isinstance(given, bool | list):
            return None
        raw = text_of(given)
        return RequestStatus(request_id, self.words.state_of(raw), raw[:200])


def _rows_by_id(body: object, *names: str) -> dict[str, object]:
    """Rows of a list by the id in them, or of an object by its keys; of a double, the first."""
    rows: dict[str, object] = {}
    if isinstance(body, dict):
        return {str(key).strip(): value for key, value in body.items()}
    if isinstance(body, list):
        for row in body:
            if isinstance(row, dict):
                key = next((found for name in names if (found := id_of(row.get(name))) is not None), None)
                if key is not None:
                    rows.setdefault(key, row)
    return rows
