"""Errors of the shop. An error carries a code and facts, no prose: the words come from the locales.

ShopError
├── InputError              what was typed cannot be used; the step stays, the limits are in the facts
├── NotFoundError           no such thing, or not yours: the same answer to both
├── NotAllowedError         the person may not do this
├── InsufficientFundsError  the wallet has less than the charge
├── QuoteExpiredError       the shown price no longer holds; a new one is to be asked for
├── PriceChangedError       a new quote is needed: the price moved since it was shown
├── NotOnSaleError          the service is gone, not published, or its provider is away
├── LinkBusyError           an order on the same link is being checked
├── ConflictError           somebody else was first; an ordinary result of compare-and-set
└── LedgerBrokenError       an invariant of the ledger does not hold
ProviderError               a provider refused, or could not be reached
StorageError                the database could not do what was asked; nothing of the transaction stands
└── StorageAwayError        it may on another day: its disk is full, it is locked, or it cannot be reached
"""

from __future__ import annotations

from typing import Any

from bot.core.provider import Refusal


class ShopError(Exception):
    """`code` names the Fluent message `error-{code}`; `facts` are its variables."""

    code = "internal"

    def __init__(self, code: str | None = None, **facts: Any) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code, facts)


class InputError(ShopError):
    code = "input"


class NotFoundError(ShopError):
    code = "not-found"


class NotAllowedError(ShopError):
    code = "not-allowed"


class InsufficientFundsError(ShopError):
    code = "insufficient-funds"


class QuoteExpiredError(ShopError):
    code = "quote-expired"


class PriceChangedError(ShopError):
    code = "price-changed"


class NotOnSaleError(ShopError):
    code = "not-on-sale"


class LinkBusyError(ShopError):
    code = "link-busy"


class ConflictError(ShopError):
    code = "conflict"


class LedgerBrokenError(ShopError):
    code = "ledger-broken"


class ProviderError(Exception):
    """A call other than `add` failed as a whole; `refusal` says how and whether to ask again."""

    def __init__(self, provider: str, refusal: Refusal) -> None:
        self.provider = provider
        self.refusal = refusal
        super().__init__(f"{provider}: {refusal.kind.value}")


class StorageError(Exception):
    """The database could not do what was asked; nothing of the transaction stands. The message is for the operator."""


class StorageAwayError(StorageError):
    """The same transaction may do well later."""
