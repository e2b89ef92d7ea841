"""Who may do what: the one table, for services, menus and commands alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """ADMIN_IDS are owners; the others are granted by one."""

    OWNER = "owner"
    MANAGER = "manager"
    SUPPORT = "support"


class Right(StrEnum):
    """Fluent `right-{value}` holds the words."""

    LOOK = "look"  # customers, orders, providers, what is stuck
    HELP = "help"  # notes, messages to a customer, tickets
    DECIDE = "decide"  # orders of which nobody knows
    MONEY = "money"  # credit, debit, refunds, payments, promo codes
    BAN = "ban"
    SHELF = "shelf"  # what is on sale, its names, deny-lists, the sync
    PRICE = "price"  # markups
    REACH = "reach"  # broadcasts
    REPORT = "report"  # statistics, exports, the proof of the ledger
    CLOSE = "close"  # maintenance
    RULE = "rule"  # roles, caps, the audit


ALLOWED: Mapping[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(Right) - {Right.RULE},
    Role.SUPPORT: frozenset({Right.LOOK, Right.HELP}),
}

# The commands of the people who run the shop, in the order of their menu, each with the right that it takes.
COMMANDS: Mapping[str, Right] = {
    "admin": Right.LOOK,
    "publish": Right.SHELF,
    "review": Right.DECIDE,
    "stuck": Right.LOOK,
    "providers": Right.LOOK,
    "sync": Right.SHELF,
    "deny": Right.SHELF,
    "credit": Right.MONEY,
    "debit": Right.MONEY,
    "payments": Right.MONEY,
    "promo_new": Right.MONEY,
    "customer": Right.LOOK,
    "ban": Right.BAN,
    "unban": Right.BAN,
    "order": Right.LOOK,
    "markup": Right.PRICE,
    "second": Right.SHELF,
    "ledger": Right.REPORT,
    "stats": Right.REPORT,
    "export": Right.REPORT,
    "broadcast": Right.REACH,
    "tickets": Right.HELP,
    "maintenance": Right.CLOSE,
    "role": Right.RULE,
    "cap": Right.RULE,
    "audit": Right.RULE,
}


def rights_of(role: Role | None) -> frozenset[Right]:
    return frozenset() if role is None else ALLOWED[role]
