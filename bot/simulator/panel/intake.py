"""Checks of an ``add``: the fields that each service type needs, worded as real panels word refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.simulator.panel.services import TYPE_RULES, PanelService

INCORRECT_REQUEST = "Incorrect request"
DELAYS = frozenset({0, 5, 10, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 540, 600})
"""Minutes that a subscription's ``delay`` may be."""

_DIGITS = re.compile(r"[0-9]{1,18}")
_COUNTRY = re.compile(r"[A-Za-z][A-Za-z .'-]+")
_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")


class RefusalError(Exception):
    """The panel refuses a request; the text goes out as ``{"error": text}``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Demand:
    """A checked ``add``: how much is asked for and what it costs.

    ``quantity`` is per run for a drip-feed, and the most per post for a subscription; ``runs`` is the
    number of runs or posts to come (0 for a plain order, and for a subscription without a limit).
    """

    link: str
    quantity: int
    price: Decimal
    kind: str = "order"
    runs: int = 0


def lines_of(text: str) -> list[str]:
    """The non-empty lines of a list field, whichever line end the client uses."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cost(service: PanelService, quantity: int) -> Decimal:
    """The price of so many units, or of one order for the Package types."""
    if TYPE_RULES[service.type].per_order:
        return service.rate
    return service.rate * quantity / 1000


def check(service: PanelService, fields: Mapping[str, str], today: datetime, *, comments_quantity: bool) -> Demand:
    """Check the fields of an ``add`` against the service's type. Raises RefusalError."""
    rules = TYPE_RULES[service.type]
    for name in rules.required:
        if not fields.get(name, "").strip():
            raise RefusalError(INCORRECT_REQUEST)
    if service.type == "Subscriptions":
        return _subscription(service, fields, today.date())
    quantity = _quantity(service, fields, comments_quantity)
    if service.type == "Poll":
        _number(fields["answer_number"], least=1)
    elif service.type == "Web Traffic":
        _traffic(fields)
    link = fields["link"]
    if service.type == "Default" and ("runs" in fields or "interval" in fields):
        runs = _dripfeed(service, fields)
        return Demand(link, quantity, cost(service, quantity) * runs, "dripfeed", runs)
    return Demand(link, quantity, cost(service, quantity))


def _number(text: str, *, least: int = 0) -> int:
    if not _DIGITS.fullmatch(text) or int(text) < least:
        raise RefusalError(INCORRECT_REQUEST)
    return int(text)


def _quantity(service: PanelService, fields: Mapping[str, str], comments_quantity: bool) -> int:
    rules = TYPE_RULES[service.type]
    if rules.counted:
        quantity = len(lines_of(fields[rules.counted]))
        if comments_quantity and "quantity" not in fields:
            raise RefusalError("neworder.error.min_quantity")
        if "quantity" in fields and _number(fields["quantity"]) != quantity:
            raise RefusalError(INCORRECT_REQUEST)
    elif rules.per_order:
        return max(service.min, 1)
    else:
        quantity = _number(fields["quantity"])
    if quantity < service.min:
        raise RefusalError(f"Quantity less than minimal {service.min}")
    if quantity > service.max:
        # Panels do say "less" here.
        raise RefusalError(f"Quantity less than maximum {service.max}")
    return quantity


def _dripfeed(service: PanelService, fields: Mapping[str, str]) -> int:
    if not service.dripfeed:
        raise RefusalError("Dripfeed is not supported by this service")
    if not _DIGITS.fullmatch(fields.get("runs", "")) or int(fields["runs"]) < 1:
        raise RefusalError("Runs is required")
    if not _DIGITS.fullmatch(fields.get("interval", "")) or int(fields["interval"]) < 1:
        raise RefusalError("Invalid Interval in minutes")
    return int(fields["runs"])


def _subscription(service: PanelService, fields: Mapping[str, str], today: date) -> Demand:
    least, most = _number(fields["min"]), _number(fields["max"])
    if least < service.min:
        raise RefusalError(f"Quantity less than minimal {service.min}")
    if most > service.max:
        raise RefusalError(f"Quantity less than maximum {service.max}")
    if least > most or _number(fields["delay"]) not in DELAYS:
        raise RefusalError(INCORRECT_REQUEST)
    posts = sum(_number(fields[name]) for name in ("posts", "old_posts") if fields.get(name))
    if fields.get("expiry"):
        _expiry(fields["expiry"], today)
    return Demand(fields["username"], most, cost(service, most) * posts, "subscription", posts)


def _expiry(text: str, today: date) -> None:
    if not _DAY.fullmatch(text):
        raise RefusalError(INCORRECT_REQUEST)
    day, month, year = map(int, text.split("/"))
    try:
        over = date(year, month, day) < today
    except ValueError:
        raise RefusalError(INCORRECT_REQUEST) from None
    if over:
        raise RefusalError(INCORRECT_REQUEST)


def _traffic(fields: Mapping[str, str]) -> None:
    kind = fields["type_of_traffic"]
    missing = {"1": "google_keyword", "2": "referring_url"}.get(kind)
    if (
        not _COUNTRY.fullmatch(fields["country"])
        or fields["device"] not in {"1", "2", "3", "4", "5"}
        or kind not in {"1", "2", "3"}
        or (missing and not fields.get(missing, "").strip())
    ):
        raise RefusalError(INCORRECT_REQUEST)
