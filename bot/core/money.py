"""Money is an integer of millionths of the currency's unit (`_micros`). Decimal at the edges, never float."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation

from bot.core.errors import InputError

MICROS = 1_000_000
MAX_MICROS = 10**15  # a thousand million units: what fits every column and every sum of columns
# More digits than any product of a rate has: the usual 28 would round before the price is rounded up.
EXACT = Context(prec=500, rounding=ROUND_CEILING)


def to_micros_up(amount: Decimal) -> int:
    """Prices: rounded up to a whole millionth."""
    return int(EXACT.multiply(amount, Decimal(MICROS)).to_integral_value(ROUND_CEILING))


def to_micros_down(amount: Decimal) -> int:
    """What is given back: rounded down to a whole millionth."""
    return int(EXACT.multiply(amount, Decimal(MICROS)).to_integral_value(ROUND_FLOOR))


def to_decimal(micros: int) -> Decimal:
    return Decimal(micros) / MICROS


def parse_amount(text: str) -> int:
    """A typed amount in millionths: `10`, `10.5`, `10,50`. Signs, exponents, grouping and other digits are refused."""
    cleaned = text.strip().replace(",", ".", 1)
    if not cleaned or not all(char in "0123456789." for char in cleaned) or len(cleaned) > 20:
        raise InputError("amount-not-a-number", typed=text)
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise InputError("amount-not-a-number", typed=text) from None
    micros = amount * MICROS
    if micros != micros.to_integral_value():
        raise InputError("amount-too-fine", typed=text)
    if not 0 < micros <= MAX_MICROS:
        raise InputError("amount-out-of-range", typed=text)
    return int(micros)


def refund_target(charge_micros: int, remains: int, quantity: int) -> int:
    """What a Partial gives back in all: floor(charge x remains / quantity), from nothing to the charge."""
    if quantity <= 0:
        return 0
    undelivered = min(max(remains, 0), quantity)
    return charge_micros * undelivered // quantity
