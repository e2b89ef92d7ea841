"""Money that comes in: what was asked for (an invoice), what came (a payment), and what each amounts to.

An invoice: open -> claimed (a transfer's proof was sent) -> paid | refused; open -> paid; open -> expired -> paid.
A payment:  credited -> refunding -> refunded | credited; credited -> reversed; review -> credited | refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from bot.core.ledger import AccountKind, AccountRef
from bot.core.money import EXACT, MICROS, to_decimal

STAR_CURRENCY = "XTR"
MAX_STARS = 100_000  # what Telegram takes in one invoice
STARS_INVOICE_HOLDS = timedelta(hours=1)
CRYPTO_INVOICE_HOLDS = timedelta(hours=1)
TRANSFER_HOLDS = timedelta(days=14)

# Currencies in which Crypto Pay writes an invoice; others are asked for in dollars, at the operator's rate.
CRYPTO_PAY_FIATS = frozenset("USD EUR RUB BYN UAH GBP CNY KZT UZS GEL TRY AMD THB INR BRL IDR AZN AED PLN ILS".split())
# What came may differ so much from what was asked: rates have only so many digits.
CRYPTO_TOLERANCE = Decimal("0.005")
# Crypto Pay's clock and ours.
CRYPTO_GRACE = timedelta(minutes=2)

# How many units of a currency buy about what one dollar does: for round amounts on buttons.
_SCALES = {
    "JPY": 100, "RUB": 100, "INR": 100, "THB": 50, "TRY": 50, "UAH": 50, "CNY": 10, "KZT": 500, "UZS": 10_000,
    "IDR": 10_000, "VND": 20_000, "KRW": 1_000, "AMD": 500, "BRL": 5, "NGN": 1_000, "PHP": 50, "EGP": 50, "PKR": 200,
    "BDT": 100, "COP": 5_000, "CLP": 1_000, "ARS": 1_000, "HUF": 500, "CZK": 20, "MXN": 20, "ZAR": 20, "KES": 100,
}  # fmt: skip
_STEPS = (5, 10, 20, 50, 100, 200)


class PaymentMethod(StrEnum):
    STARS = "stars"
    CRYPTO = "crypto"
    MANUAL = "manual"

    @property
    def account(self) -> AccountRef:
        """The shop's account that the money comes from."""
        return AccountRef(AccountKind(self.value))


class InvoiceState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    PAID = "paid"
    REFUSED = "refused"
    EXPIRED = "expired"


class PaymentState(StrEnum):
    CREDITED = "credited"
    REVIEW = "review"
    REFUSED = "refused"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    REVERSED = "reversed"  # taken back by the payment system, not by the shop


@dataclass(frozen=True, slots=True)
class Proof:
    """What a customer sent to show that a transfer was made: `kind` is text, photo or document."""

    kind: str
    file_id: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """`asked` is what the payment system is to collect, in `asked_in` (XTR: Telegram Stars)."""

    id: int
    customer_id: int
    method: PaymentMethod
    amount_micros: int
    currency: str
    asked: Decimal
    asked_in: str
    state: InvoiceState
    created_at: datetime
    expires_at: datetime
    remote_id: str | None = None
    pay_url: str | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount_micros` is what was credited, or would be; `paid` what the payment system says, in `paid_in`.

    `reason` is why it waits for a person: late, underpaid, overpaid, mismatch, no-rate.
    """

    id: int
    method: PaymentMethod
    charge_id: str
    customer_id: int
    invoice_id: int | None
    paid: Decimal
    paid_in: str
    amount_micros: int
    currency: str
    state: PaymentState
    created_at: datetime
    reason: str = ""
    bonus_micros: int = 0
    referrer_id: int | None = None
    referral_micros: int = 0
    refunds: int = 0  # how often a refund was begun
    decided_by: int | None = None

    @property
    def key(self) -> str:
        return f"{self.method.value}:{self.charge_id}"


@dataclass(frozen=True, slots=True)
class StarTransaction:
    """One line of the bot's Star account. `customer_id` and `payload` are None where it is no customer's payment."""

    charge_id: str
    stars: int
    at: datetime
    is_incoming: bool
    customer_id: int | None = None
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class CryptoInvoice:
    """An invoice as Crypto Pay shows it. `value` is what was paid, in the invoice's own currency."""

    remote_id: str
    status: str  # active, paid, expired
    asked: Decimal
    asked_in: str
    pay_url: str
    payload: str = ""
    value: Decimal | None = None
    paid_at: datetime | None = None


class PaymentGatewayError(Exception):
    """A payment system did not answer, or not in a way that says anything: ask again later."""


class PaymentRefusedError(Exception):
    """A payment system says no; the message is its own text."""


def stars_for(amount_micros: int, stars_per_unit: Decimal) -> int:
    """Whole Stars, rounded up."""
    return int(EXACT.multiply(to_decimal(amount_micros), stars_per_unit).to_integral_value(ROUND_CEILING))


def worth_of_stars(stars: int, stars_per_unit: Decimal) -> int:
    """What so many Stars buy, in millionths, rounded down."""
    return int((Decimal(stars * MICROS) / stars_per_unit).to_integral_value(ROUND_FLOOR))


def percent_of(amount_micros: int, percent: Decimal) -> int:
    """Rounded down to a whole millionth."""
    return int((Decimal(amount_micros) * percent / 100).to_integral_value(ROUND_FLOOR))


@dataclass(frozen=True, slots=True)
class Limits:
    min_micros: int
    max_micros: int

    def clamp(self, amount_micros: int) -> int:
        return max(self.min_micros, min(self.max_micros, amount_micros))


def limits_of(currency: str) -> Limits:
    scale = _SCALES.get(currency, 1) * MICROS
    return Limits(scale, 10_000 * scale)


def ladder(currency: str, limits: Limits, suggested_micros: int = 0) -> list[int]:
    """Amounts for buttons, rising; the suggested one first, rounded up to a whole hundredth."""
    scale = _SCALES.get(currency, 1) * MICROS
    steps = [step * scale for step in _STEPS if limits.min_micros <= step * scale <= limits.max_micros]
    if not suggested_micros:
        return steps
    first = limits.clamp(-(-suggested_micros // 10_000) * 10_000)
    return [first, *(step for step in steps if step > first)]
