"""What each of the five known kinds of API v2 panel serves and how it words its answers.

A dialect is named after the provider whose public page describes it; the page is the whole truth:
what it does not document, the panel refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Dialect(Enum):
    """One provider page, served strictly."""

    SANDHUSMM = "sandhusmm"
    SOSYALMAVI = "sosyalmavi"
    DIGITALSOLUTIONSTORE = "digitalsolutionstore"
    SUNSMMVN = "sunsmmvn"
    SMMSEND = "smmsend"

    @property
    def rules(self) -> DialectRules:
        return _RULES[self]


@dataclass(frozen=True, slots=True)
class DialectRules:
    """The differences between the pages.

    ``documented`` holds pairs of action and the field that carries the ids, e.g. ``("status", "orders")``.
    ``flags`` are the flags printed in a row of ``services``, in the page's order.
    """

    documented: frozenset[tuple[str, str]]
    flags: tuple[str, ...]
    category_last: bool = False
    status_currency: bool = True
    batch_refill_bare: bool = False
    """A batch refill answers ``{"refill": "1"}``, which names no order."""
    rejected_as_type: bool = False
    """A rejected refill is printed as ``"type": "Rejected"`` in place of ``"status"``."""
    refill_not_found: str = "Refill not found"
    dripfeed: bool = False

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(action for action, _ in self.documented) | {"services", "add", "balance"}

    def serves(self, action: str, field: str) -> bool:
        return (action, field) in self.documented


_SINGLE = {("status", "order"), ("status", "orders"), ("refill", "order"), ("refill_status", "refill")}
_BATCH_REFILL = {("refill", "orders"), ("refill_status", "refills")}
_BATCH_ONLY = {("status", "orders"), ("cancel", "orders"), ("cancel", "cancels")} | _BATCH_REFILL

_RULES: dict[Dialect, DialectRules] = {
    Dialect.SANDHUSMM: DialectRules(documented=frozenset(_SINGLE), flags=("refill", "cancel")),
    Dialect.SOSYALMAVI: DialectRules(documented=frozenset(_SINGLE | _BATCH_REFILL), flags=("refill", "cancel")),
    Dialect.DIGITALSOLUTIONSTORE: DialectRules(
        documented=frozenset(_SINGLE | _BATCH_REFILL), flags=("refill", "cancel")
    ),
    Dialect.SUNSMMVN: DialectRules(
        documented=frozenset(_SINGLE | _BATCH_REFILL | {("cancel", "order")}),
        flags=("refill",),
        status_currency=False,
        batch_refill_bare=True,
        refill_not_found="Incorrect refill ID",
    ),
    Dialect.SMMSEND: DialectRules(
        documented=frozenset(_BATCH_ONLY),
        flags=("dripfeed", "refill", "cancel"),
        category_last=True,
        rejected_as_type=True,
        dripfeed=True,
    ),
}
