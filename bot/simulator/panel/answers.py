"""What each action answers, in the words and shapes of the panel's dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.panel.book import NO_ORDER, Book
from bot.simulator.panel.dialects import DialectRules
from bot.simulator.panel.intake import INCORRECT_REQUEST, RefusalError
from bot.simulator.panel.orders import REJECTED, PanelOrder
from bot.simulator.panel.services import PanelService, plain

INCORRECT_ACTION = "Incorrect action"
CANCEL_ASKED = "Your order will be cancel asap. Thank you for patience."
BATCH_LIMIT = 100


def number_or_text(order_id: str) -> int | str:
    """Ids are printed as numbers where they are numbers."""
    return int(order_id) if order_id.isdecimal() else order_id


@dataclass(slots=True)
class Answers:
    """Answers of the actions that ask about orders. Payloads are plain objects for JSON."""

    rules: DialectRules
    book: Book
    services: Mapping[str, PanelService]
    currency: str
    hidden: Callable[[PanelOrder], bool]
    """Whether the panel does not yet find this order, as fresh orders on some panels."""
    now: Callable[[], datetime]

    def ask(self, action: str, fields: Mapping[str, str]) -> object:
        """The answer to status, refill, refill_status or cancel. Raises RefusalError."""
        if action not in self.rules.actions:
            raise RefusalError(INCORRECT_ACTION)
        named = [name for name in ("order", "orders", "refill", "refills", "cancel", "cancels") if name in fields]
        if len(named) != 1 or not self.rules.serves(action, named[0]):
            raise RefusalError(INCORRECT_REQUEST)
        single = not named[0].endswith("s")
        ids = [fields[named[0]]] if single else fields[named[0]].split(",")
        if not all(ids) or len(ids) > BATCH_LIMIT:
            raise RefusalError(INCORRECT_REQUEST)
        if named[0] == "cancels":
            return [self._cancel_row(cancel_id) for cancel_id in ids]
        if action == "status":
            return self.status(ids[0]) if single else {one: _caught(self.status, one) for one in ids}
        if action == "refill":
            return self._refill(ids[0]) if single else self._refills(ids)
        if action == "refill_status":
            return self._refill_status(ids[0]) if single else [self._refill_row(one) for one in ids]
        return self._cancel_one(ids[0]) if single else [self._cancel(one) for one in ids]

    def status(self, order_id: str) -> dict[str, object]:
        order = self.book.orders.get(order_id)
        if order is None or self.hidden(order):
            raise RefusalError(NO_ORDER)
        children = [number_or_text(child) for child in order.children]
        if order.kind == "dripfeed":
            return {"status": order.status, "runs": str(len(children)), "orders": children}
        if order.kind == "subscription":
            return {
                "status": order.status,
                "expiry": order.fields.get("expiry") or None,
                "posts": str(order.runs),
                "orders": children,
            }
        answer: dict[str, object] = {
            "charge": plain(order.charge),
            "start_count": None if order.start_count is None else str(order.start_count),
            "status": order.status,
            "remains": order.remains_text or str(order.remains),
        }
        if self.rules.status_currency:
            answer["currency"] = self.currency
        return answer

    def _refill(self, order_id: str) -> dict[str, object]:
        return {"refill": self.book.ask_refill(order_id, self.services, self.now()).id}

    def _refills(self, ids: Iterable[str]) -> object:
        rows = [
            {
                "order": number_or_text(one),
                "refill": _caught(lambda i: int(str(self._refill(i)["refill"])), one),
            }
            for one in ids
        ]
        if not self.rules.batch_refill_bare:
            return rows
        if not any(isinstance(row["refill"], int) for row in rows):
            return rows[0]["refill"]
        return {"refill": "1"}

    def _refill_status(self, refill_id: str) -> dict[str, object]:
        refill = self.book.refills.get(refill_id)
        if refill is None:
            raise RefusalError(self.rules.refill_not_found)
        return {"status": refill.status}

    def _refill_row(self, refill_id: str) -> dict[str, object]:
        answer = _caught(self._refill_status, refill_id)
        status = answer.get("status", answer) if isinstance(answer, dict) else answer
        name = "type" if status == REJECTED and self.rules.rejected_as_type else "status"
        return {"refill": number_or_text(refill_id), name: status}

    def _cancel_one(self, order_id: str) -> dict[str, object]:
        self.book.ask_cancel(order_id, self.services, self.now())
        return {"success": CANCEL_ASKED}

    def _cancel(self, order_id: str) -> dict[str, object]:
        order = self.book.orders.get(order_id)
        given = _caught(lambda i: int(self.book.ask_cancel(i, self.services, self.now()).id), order_id)
        return {"order": number_or_text(order_id), "type": order.kind if order else "order", "cancel": given}

    def _cancel_row(self, cancel_id: str) -> dict[str, object]:
        cancel = self.book.cancels.get(cancel_id)
        status: object = cancel.status if cancel else {"error": "Cancel not found"}
        return {"cancel": number_or_text(cancel_id), "status": status}


def _caught(ask: Callable[[str], object], order_id: str) -> object:
    try:
        return ask(order_id)
    except RefusalError as refusal:
        return {"error": refusal.text}
