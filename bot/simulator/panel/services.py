"""Services of a panel: their types, what each type asks for, and how a row is printed and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.simulator.panel.dialects import DialectRules


@dataclass(frozen=True, slots=True)
class TypeRules:
    """Fields that ``add`` needs for one service type.

    ``counted`` names the field whose non-empty lines make the quantity. ``per_order`` means that ``rate``
    is the price of one order, not of 1000.
    """

    required: tuple[str, ...]
    counted: str | None = None
    per_order: bool = False
    optional: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        counted = {"quantity"} if self.counted else set()
        return frozenset({"key", "action", "service", *self.required, *self.optional} | counted)


TYPE_RULES: dict[str, TypeRules] = {
    "Default": TypeRules(("link", "quantity"), optional=("runs", "interval")),
    "Package": TypeRules(("link",), per_order=True),
    "SEO": TypeRules(("link", "quantity", "keywords")),
    "Custom Comments": TypeRules(("link", "comments"), counted="comments"),
    "Custom Comments Package": TypeRules(("link", "comments"), counted="comments", per_order=True),
    "Mentions": TypeRules(("link", "quantity", "usernames")),
    "Mentions with Hashtags": TypeRules(("link", "quantity", "usernames", "hashtags")),
    "Mentions Custom List": TypeRules(("link", "usernames"), counted="usernames"),
    "Mentions Hashtag": TypeRules(("link", "quantity", "hashtag")),
    "Mentions User Followers": TypeRules(("link", "quantity", "username")),
    "Mentions Media Likers": TypeRules(("link", "quantity", "media")),
    "Comment Likes": TypeRules(("link", "quantity", "username")),
    "Poll": TypeRules(("link", "quantity", "answer_number")),
    "Comment Replies": TypeRules(("link", "username", "comments"), counted="comments"),
    "Invites from Groups": TypeRules(("link", "quantity", "groups")),
    "Subscriptions": TypeRules(("username", "min", "max", "delay"), optional=("posts", "old_posts", "expiry")),
    "Web Traffic": TypeRules(
        ("link", "quantity", "country", "device", "type_of_traffic"),
        optional=("google_keyword", "referring_url"),
    ),
}
"""Every service type of API v2, by the word printed in ``services``."""


@dataclass(slots=True)
class PanelService:
    """A service on sale. ``rate`` is the price of 1000 units, or of one order for the Package types.

    The flags say what the panel really does, also where its dialect does not print them.
    """

    service: str
    name: str
    category: str
    rate: Decimal
    min: int
    max: int
    type: str = "Default"
    refill: bool = False
    cancel: bool = False
    dripfeed: bool = False
    enabled: bool = True

    def row(self, rules: DialectRules) -> dict[str, object]:
        """The service as the dialect's page prints it: the id a number where it can be, amounts strings."""
        row: dict[str, object] = {
            "service": int(self.service) if self.service.isdecimal() else self.service,
            "name": self.name,
            "type": self.type,
        }
        if not rules.category_last:
            row["category"] = self.category
        row |= {"rate": plain(self.rate), "min": str(self.min), "max": str(self.max)}
        row |= {flag: getattr(self, flag) for flag in rules.flags}
        if rules.category_last:
            row["category"] = self.category
        return row


def service_of(row: object) -> PanelService | None:
    """Read a raw row back into a service that can be ordered; None for a row too broken to sell."""
    if not isinstance(row, Mapping):
        return None
    try:
        service = PanelService(
            service=str(row["service"]),
            name=str(row["name"]),
            category=str(row.get("category") or ""),
            rate=Decimal(str(row["rate"])),
            min=int(str(row["min"])),
            max=int(str(row["max"])),
            type=str(row.get("type") or "Default"),
            refill=row.get("refill", True) is True,
            cancel=row.get("cancel", True) is True,
            dripfeed=row.get("dripfeed", False) is True,
        )
    except (KeyError, ValueError, InvalidOperation):
        return None
    sellable = service.type in TYPE_RULES and service.rate.is_finite() and service.rate >= 0
    return service if sellable else None


def plain(amount: Decimal) -> str:
    """A decimal number as panels print it: no exponent, no trailing zeros ("0.9", "100")."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
