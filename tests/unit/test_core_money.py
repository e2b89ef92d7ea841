"""Money: integers of a millionth, Decimal at the edges, never rounded in the wrong direction."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import InputError
from bot.core.money import MAX_MICROS, parse_amount, refund_target, to_decimal, to_micros_down, to_micros_up
from bot.core.order_types import PricedBy, RateUnit
from bot.core.pricing import PriceRule, charge_micros, cost_micros, priced_quantity, shown_quantity, units

AMOUNTS = st.decimals(0, 10**9, places=12, allow_nan=False)
RATES = st.decimals("0.000000001", 10**6, places=9, allow_nan=False)


@given(AMOUNTS)
def test_prices_are_rounded_up_and_what_is_given_back_down(amount: Decimal) -> None:
    exact = Fraction(amount) * 1_000_000
    assert 0 <= to_micros_up(amount) - exact < 1
    assert 0 <= exact - to_micros_down(amount) < 1


@given(st.integers(-MAX_MICROS, MAX_MICROS))
def test_micros_survive_the_way_to_decimal_and_back(micros: int) -> None:
    assert to_micros_up(to_decimal(micros)) == to_micros_down(to_decimal(micros)) == micros


@pytest.mark.parametrize(
    ("typed", "micros"),
    [
        ("10", 10_000_000),
        ("10.5", 10_500_000),
        ("10,50", 10_500_000),
        (" 0.000001 ", 1),
        ("1000000000", MAX_MICROS),
        (".5", 500_000),
        ("5.", 5_000_000),
    ],
)
def test_typed_amounts(typed: str, micros: int) -> None:
    assert parse_amount(typed) == micros


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ".",
        "-5",
        "+5",
        "1e9",
        "1_000",
        "١٢",
        "1,000.5",
        "1.2.3",
        "NaN",
        "Infinity",
        "0",
        "0.0",
        "0.0000001",
        "1000000000.000001",
        "9" * 21,
        "１２",
        "5\x00",
        "0x10",
        "½",
        "10 000",
        "10$",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        parse_amount(typed)


@given(st.text(max_size=25))
def test_no_text_breaks_the_parser(typed: str) -> None:
    with suppress(InputError):
        assert 0 < parse_amount(typed) <= MAX_MICROS


def test_a_thousand_at_ninety_cents_with_thirty_percent() -> None:
    rule = PriceRule(Decimal(30), Decimal(1))
    assert charge_micros(Decimal("0.90"), RateUnit.PER_1000, 1000, rule) == 1_170_000
    assert cost_micros(Decimal("0.90"), RateUnit.PER_1000, 1000, rule) == 900_000
    assert refund_target(1_170_000, 250, 1000) == 292_500


@given(
    rate=RATES,
    quantity=st.integers(1, 10**9),
    markup=st.decimals(0, 1000, places=4, allow_nan=False),
    exchange=st.decimals("0.000001", 10**5, places=10, allow_nan=False),
    unit=st.sampled_from(list(RateUnit)),
)
def test_a_price_is_exact_up_to_the_last_millionth(
    rate: Decimal, quantity: int, markup: Decimal, exchange: Decimal, unit: RateUnit
) -> None:
    rule = PriceRule(markup, exchange)
    thousands = Fraction(quantity, 1000)
    times = {RateUnit.PER_1000: thousands, RateUnit.PER_ONE: thousands * 1000, RateUnit.PER_ORDER: Fraction(1)}[unit]
    cost = Fraction(rate) * Fraction(exchange) * times * 1_000_000
    charge = cost * (100 + Fraction(markup)) / 100
    assert 0 <= cost_micros(rate, unit, quantity, rule) - cost < 1
    assert 0 <= charge_micros(rate, unit, quantity, rule) - charge < 1
    assert charge_micros(rate, unit, quantity, rule) >= cost_micros(rate, unit, quantity, rule)


@given(rate=RATES, quantity=st.integers(1, 10**6))
def test_what_costs_something_is_never_free(rate: Decimal, quantity: int) -> None:
    assert charge_micros(rate, RateUnit.PER_1000, quantity, PriceRule(Decimal(0), Decimal("0.0001"))) >= 1


@given(charge=st.integers(0, 10**15), remains=st.integers(-(10**18), 10**18), quantity=st.integers(-5, 10**12))
def test_a_refund_lies_between_nothing_and_the_charge(charge: int, remains: int, quantity: int) -> None:
    target = refund_target(charge, remains, quantity)
    assert 0 <= target <= charge
    assert refund_target(charge, remains + 1, quantity) >= target
    if 0 <= remains <= quantity and quantity:
        assert target == Fraction(charge * remains, quantity).__floor__()


def test_units_and_what_a_card_shows() -> None:
    assert units(RateUnit.PER_1000, 1) == Decimal("0.001")
    assert [shown_quantity(unit) for unit in (RateUnit.PER_1000, RateUnit.PER_ONE, RateUnit.PER_ORDER)] == [
        1000,
        1000,
        1,
    ]


@pytest.mark.parametrize(
    ("priced_by", "fields", "counted", "quantity"),
    [
        (PricedBy.QUANTITY, {"quantity": "100"}, "", 100),
        (PricedBy.QUANTITY, {"quantity": "100", "runs": "5"}, "", 500),
        (PricedBy.QUANTITY, {"quantity": "100", "runs": ""}, "", 100),
        (PricedBy.LINES, {"comments": "a\nb\nc"}, "comments", 3),
        (PricedBy.ORDER, {}, "", 1),
        (PricedBy.POSTS, {"max": "200", "posts": "3", "old_posts": "2"}, "", 1000),
        (PricedBy.POSTS, {"max": "200", "posts": "0"}, "", 0),
    ],
)
def test_what_is_paid_for(priced_by: PricedBy, fields: dict[str, str], counted: str, quantity: int) -> None:
    assert priced_quantity(priced_by, fields, counted) == quantity
