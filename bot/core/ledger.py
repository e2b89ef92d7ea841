"""Double entry: accounts, postings and their entries. Every posting has a key that can be used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountKind(StrEnum):
    """The first three belong to a customer; the others are the shop's, one each."""

    AVAILABLE = "available"
    HELD = "held"
    DEBT = "debt"
    REVENUE = "revenue"
    ADJUSTMENTS = "adjustments"
    STARS = "stars"
    CRYPTO = "crypto"
    MANUAL = "manual"
    PROMOTIONS = "promotions"


CUSTOMER_KINDS = frozenset({AccountKind.AVAILABLE, AccountKind.HELD, AccountKind.DEBT})


@dataclass(frozen=True, slots=True)
class AccountRef:
    kind: AccountKind
    customer_id: int | None = None


def available(customer_id: int) -> AccountRef:
    return AccountRef(AccountKind.AVAILABLE, customer_id)


def held(customer_id: int) -> AccountRef:
    return AccountRef(AccountKind.HELD, customer_id)


def debt(customer_id: int) -> AccountRef:
    """Below nothing by what the customer owes."""
    return AccountRef(AccountKind.DEBT, customer_id)


REVENUE = AccountRef(AccountKind.REVENUE)
ADJUSTMENTS = AccountRef(AccountKind.ADJUSTMENTS)
PROMOTIONS = AccountRef(AccountKind.PROMOTIONS)


class PostingKind(StrEnum):
    """The word of a line in the customer's statement: Fluent `posting-{value}`."""

    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    REFUND = "refund"
    CREDIT = "credit"
    DEBIT = "debit"
    TOPUP = "topup"
    BONUS = "bonus"  # of a promo code
    REFERRAL = "referral"
    TAKEN_BACK = "taken-back"  # a payment that was given back to the payer, with what came of it
    DEBT = "debt"  # available money that pays what is owed


@dataclass(frozen=True, slots=True)
class Posting:
    """Moves `amount_micros` (> 0) from `source` to `target`. The same `key` again posts nothing, for ever."""

    key: str
    kind: PostingKind
    source: AccountRef
    target: AccountRef
    amount_micros: int
    currency: str
    order_id: int | None = None
    note: str = ""
    actor_id: int | None = None


def hold(order_id: int, customer_id: int, amount_micros: int, currency: str, attempt: str = "") -> Posting:
    return Posting(
        f"order:{order_id}:hold{attempt}",
        PostingKind.HOLD,
        available(customer_id),
        held(customer_id),
        amount_micros,
        currency,
        order_id,
    )


def capture(order_id: int, customer_id: int, amount_micros: int, currency: str) -> Posting:
    return Posting(
        f"order:{order_id}:capture",
        PostingKind.CAPTURE,
        held(customer_id),
        REVENUE,
        amount_micros,
        currency,
        order_id,
    )


def release(order_id: int, customer_id: int, amount_micros: int, currency: str) -> Posting:
    return Posting(
        f"order:{order_id}:release",
        PostingKind.RELEASE,
        held(customer_id),
        available(customer_id),
        amount_micros,
        currency,
        order_id,
    )


def refund(order_id: int, customer_id: int, target_micros: int, already_micros: int, currency: str) -> Posting:
    """The difference to a cumulative target, so that the same Partial seen twice pays once."""
    return Posting(
        f"order:{order_id}:refund:{target_micros}",
        PostingKind.REFUND,
        REVENUE,
        available(customer_id),
        target_micros - already_micros,
        currency,
        order_id,
    )


@dataclass(frozen=True, slots=True)
class WalletBalance:
    available_micros: int = 0
    held_micros: int = 0
    debt_micros: int = 0


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry of the customer's available money, newest first; `amount_micros` is signed."""

    at: datetime
    kind: PostingKind
    amount_micros: int
    balance_micros: int
    order_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """`problems` is empty where every invariant holds; each is one plain English line for the operator."""

    postings: int
    accounts: int
    orders: int
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problems
