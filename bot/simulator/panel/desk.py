"""The panel's desk: one decoded request in, one payload out. No network here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.simulator.panel.answers import INCORRECT_ACTION, Answers, number_or_text
from bot.simulator.panel.book import Book
from bot.simulator.panel.catalogue import Catalogue
from bot.simulator.panel.dialects import DialectRules
from bot.simulator.panel.intake import INCORRECT_REQUEST, RefusalError, check
from bot.simulator.panel.orders import PanelOrder
from bot.simulator.panel.requests import FORM, PanelRequest
from bot.simulator.panel.services import TYPE_RULES, plain

DUPLICATE = "You have active order with this link. Please wait until order being completed."

_FIELDS = {
    "services": {"key", "action"},
    "balance": {"key", "action"},
    "status": {"key", "action", "order", "orders"},
    "refill": {"key", "action", "order", "orders"},
    "refill_status": {"key", "action", "refill", "refills"},
    "cancel": {"key", "action", "order", "orders", "cancels"},
}


@dataclass(slots=True)
class Desk:
    """Checks requests and answers them out of the book and the catalogue."""

    key: str
    rules: DialectRules
    book: Book
    catalogue: Catalogue
    currency: str
    now: Callable[[], datetime]
    unique_links: bool = False
    comments_quantity: bool = False
    hide_younger: timedelta = timedelta(0)
    """Orders younger than this are not found by ``status``."""
    _answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self._answers = Answers(self.rules, self.book, self.catalogue.services, self.currency, self._hidden, self.now)

    def answer(self, record: PanelRequest) -> object:
        """The payload of the answer (bytes where it is printed already); takes what the request asks for."""
        try:
            return self._asked(record)
        except RefusalError as refusal:
            record.error = refusal.text
            return {"error": refusal.text}

    def _asked(self, record: PanelRequest) -> object:
        fields = record.fields
        if record.method != "POST":
            raise RefusalError("Method Not Allowed")
        if record.content_type != FORM:
            raise RefusalError(INCORRECT_REQUEST)
        if fields.get("key") != self.key:
            raise RefusalError("Invalid API key")
        record.unexpected = frozenset(fields) - _FIELDS.get(record.action, set(fields))
        match record.action:
            case "":
                raise RefusalError(INCORRECT_REQUEST)
            case "services":
                return self.catalogue.printed
            case "balance":
                return {"balance": plain(self.book.balance), "currency": self.currency}
            case "add":
                return self._add(record)
            case "status" | "refill" | "refill_status" | "cancel":
                return self._answers.ask(record.action, fields)
        raise RefusalError(INCORRECT_ACTION)

    def _add(self, record: PanelRequest) -> object:
        fields = {name: value for name, value in record.fields.items() if name != "key"}
        service = self.catalogue.services.get(fields.get("service", ""))
        if service is None:
            raise RefusalError("Incorrect service ID")
        if not service.enabled:
            raise RefusalError("Disabled service ID")
        record.unexpected = frozenset(fields) - TYPE_RULES[service.type].fields
        now = self.now()
        demand = check(service, fields, now, comments_quantity=self.comments_quantity)
        if self.unique_links and self.book.link_active(service.service, demand.link):
            raise RefusalError(DUPLICATE)
        order = self.book.take(service, demand, fields, now)
        record.order_id = order.id
        return {"order": number_or_text(order.id)}

    def _hidden(self, order: PanelOrder) -> bool:
        return self.now() - order.accepted_at < self.hide_younger
