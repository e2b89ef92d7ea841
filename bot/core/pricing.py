"""What a customer pays: the provider's rate, exchanged, with the markup, rounded up to a millionth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from bot.core.money import EXACT, to_micros_up
from bot.core.order_types import PricedBy, RateUnit


@dataclass(frozen=True, slots=True)
class PriceRule:
    """`exchange_rate` is shop currency for one unit of the provider's; `markup_percent` is over the provider's rate."""

    markup_percent: Decimal
    exchange_rate: Decimal


class MarkupScope(StrEnum):
    """The narrower one wins: customer, service, category; then the provider's own, then the shop's."""

    CUSTOMER = "customer"
    SERVICE = "service"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Markup:
    """A markup of its own for one customer, service or category; `below_cost`: a loss was confirmed."""

    scope: MarkupScope
    subject_id: int
    percent: Decimal
    below_cost: bool = False


def units(rate_unit: RateUnit, quantity: int) -> Decimal:
    """How many times the rate is paid for `quantity`."""
    if rate_unit is RateUnit.PER_1000:
        return Decimal(quantity) / 1000
    if rate_unit is RateUnit.PER_ONE:
        return Decimal(quantity)
    return Decimal(1)


def cost_micros(rate: Decimal, rate_unit: RateUnit, quantity: int, rule: PriceRule) -> int:
    """What the provider takes, in the shop's currency."""
    with localcontext(EXACT):
        return to_micros_up(rate * rule.exchange_rate * units(rate_unit, quantity))


def charge_micros(rate: Decimal, rate_unit: RateUnit, quantity: int, rule: PriceRule) -> int:
    with localcontext(EXACT):
        factor = (100 + rule.markup_percent) / 100
        return to_micros_up(rate * rule.exchange_rate * factor * units(rate_unit, quantity))


def shown_quantity(rate_unit: RateUnit) -> int:
    """The quantity whose price a card shows: 1000, or one order."""
    return 1 if rate_unit is RateUnit.PER_ORDER else 1000


def priced_quantity(priced_by: PricedBy, fields: Mapping[str, str], counted_field: str = "") -> int:
    """What is paid for, from the answers of a type."""
    match priced_by:
        case PricedBy.QUANTITY:
            return int(fields["quantity"]) * int(fields.get("runs") or 1)
        case PricedBy.LINES:
            return len(fields[counted_field].split("\n"))
        case PricedBy.POSTS:
            return int(fields["max"]) * (int(fields.get("posts") or 0) + int(fields.get("old_posts") or 0))
        case PricedBy.ORDER:
            return 1
