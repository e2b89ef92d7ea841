"""Answers to `status`: one order's row, or many by id, in all their shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.core.provider import ErrorKind, OrderKind, OrderStatus, Refusal, RemoteState, Retry, StatusBatch
from bot.providers.envelope import error_text, inner, message_of, says_failure, says_success
from bot.providers.numbers import decimal_of, id_of, remains_of, text_of, whole_of
from bot.providers.refusals import RefusalTable
from bot.providers.reply import refusal_of
from bot.providers.state_words import StateWords

MISSING = Refusal(ErrorKind.MISSING_IN_RESPONSE, retry=Retry.LATER)
_ROW_FIELDS = frozenset({"charge", "start_count", "remains", "runs", "posts", "orders", "expiry", "currency"})
_IDS = ("order", "order_id", "id", "orderId")
_ROWS = ("orders", "order", "statuses")


class ShapeError(Exception):
    """The answer is JSON, but of no shape that means anything here."""


class BareAnswerError(ShapeError):
    """One bare answer to a question about several orders: the provider doesn't speak the batch form."""


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads rows with one provider's words."""

    words: StateWords
    table: RefusalTable

    def one(self, payload: object, order_id: str) -> OrderStatus | Refusal:
        """The row of the one order that was asked for. Raises ShapeError."""
        row = inner(payload)
        if isinstance(row, list) and len(row) == 1:
            row = row[0]
        if isinstance(row, dict):
            if isinstance(row.get("order"), dict):
                row = row["order"]
            elif not _is_row(row):
                row = {str(key).strip(): value for key, value in row.items()}.get(order_id, row)
        found = self._row(row, order_id)
        if found is None:
            if message := message_of(payload):
                return refusal_of(message, self.table)
            raise ShapeError
        return found

    def many(self, payload: object, order_ids: Sequence[str]) -> StatusBatch:
        """Rows by id; ids that the answer left out are MISSING. Raises ShapeError."""
        asked = [order_id.strip() for order_id in order_ids]
        body = inner(payload)
        if isinstance(body, dict) and not _is_row(body):
            body = next((body[name] for name in _ROWS if isinstance(body.get(name), dict | list)), body)
        if isinstance(body, dict) and _is_row(body):
            if len(asked) > 1:
                raise BareAnswerError
            if (found := self._row(body, asked[0])) is None:
                raise ShapeError
            return StatusBatch({asked[0]: found})
        if not isinstance(body, dict | list):
            raise ShapeError
        rows: dict[str, OrderStatus | Refusal] = {}
        ignored: list[str] = []
        for key, value in _keyed(body, asked):
            if key not in asked:
                ignored.append(key)
            elif key not in rows and (found := self._row(value, key)) is not None:
                rows[key] = found
        if body and not rows and not any(isinstance(value, dict) for _, value in _keyed(body, asked)):
            raise ShapeError
        return StatusBatch({order_id: rows.get(order_id, MISSING) for order_id in asked}, tuple(ignored))

    def _row(self, row: object, order_id: str) -> OrderStatus | Refusal | None:
        if isinstance(row, str) and row.strip():
            return refusal_of(row.strip(), self.table)
        if not isinstance(row, dict):
            return None
        if not _is_state_row(row):
            text = error_text(row)
            return refusal_of(text, self.table) if text else None
        if (text := error_text({name: row[name] for name in row if name != "status"})) is not None:
            return refusal_of(text, self.table)
        return self._status(row, order_id)

    def _status(self, row: dict[str, Any], order_id: str) -> OrderStatus:
        raw = text_of(row.get("status"))
        children = _children(row.get("orders"))
        kind = OrderKind.ORDER
        if "runs" in row:
            kind = OrderKind.DRIPFEED
        elif "posts" in row or "expiry" in row:
            kind = OrderKind.SUBSCRIPTION
        return OrderStatus(
            order_id=order_id,
            state=self.words.state_of(raw) if isinstance(row.get("status"), str) else self._numbered(raw),
            raw=raw[:200],
            charge=decimal_of(row.get("charge")),
            start_count=whole_of(row.get("start_count", row.get("start_counter"))),
            remains=remains_of(row.get("remains")),
            currency=text_of(row.get("currency")) or None,
            kind=kind,
            runs=whole_of(row.get("runs")),
            posts=whole_of(row.get("posts")),
            expiry=text_of(row.get("expiry")) or None,
            child_orders=children,
        )

    def _numbered(self, raw: str) -> RemoteState:
        """A code means something else on every panel, so only a provider's own words can tell."""
        return self.words.state_of(raw) if raw else RemoteState.UNKNOWN_WORD


def _is_state_row(row: dict[str, Any]) -> bool:
    """A row with a state, and not the wrapping {"status": "error", "message": ...} of a refusal."""
    status = row.get("status")
    if status is None or isinstance(status, bool | dict | list):
        return False
    if _ROW_FIELDS & row.keys():
        return True
    return not says_failure(row) and not says_success({"status": status})


def _is_row(row: dict[str, Any]) -> bool:
    return "status" in row or bool({"charge", "remains"} & row.keys())


def _keyed(body: dict[str, Any] | list[Any], asked: Sequence[str]) -> Iterable[tuple[str, object]]:
    if isinstance(body, dict):
        return [(str(key).strip(), value) for key, value in body.items()]
    keyed = []
    for row in body:
        if isinstance(row, dict):
            printed = [row.get(name) for name in _IDS]
            found = next((key for value in printed if (key := value if value in asked else id_of(value))), None)
            if found is not None:
                keyed.append((found, row))
            elif len(row) == 1:  # [{"1": {...}}, {"2": {...}}]
                keyed.extend((str(key).strip(), value) for key, value in row.items() if isinstance(value, dict))
    return keyed


def _children(orders: object) -> tuple[str, ...]:
    if isinstance(orders, str):
        orders = orders.split(",")
    if isinstance(orders, int | Decimal):
        orders = [orders]
    if not isinstance(orders, list):
        return ()
    ids = (id_of(item.get("order", item.get("id")) if isinstance(item, dict) else item) for item in orders)
    return tuple(child for child in ids if child is not None)
