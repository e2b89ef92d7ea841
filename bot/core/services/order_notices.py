"""What notices say of an order."""

from __future__ import annotations

from bot.core.events import Notice, NoticeKind
from bot.core.orders import Order


def order_facts(order: Order) -> dict[str, str | int | None]:
    """What every notice about an order carries."""
    return {
        "order_id": order.id,
        "service_name": order.service_name,
        "state": order.state.value,
        "charge_micros": order.charge_micros,
        "refunded_micros": order.refunded_micros,
        "currency": order.currency,
        "remains": order.remains,
        "quantity": order.quantity,
    }


def card_notice(order: Order, version: int, suffix: str = "") -> Notice:
    """The order's live card is to be drawn anew; `suffix` tells apart changes beside the order's own version."""
    return Notice(
        f"order:{order.id}:card:{version}{suffix}",
        order.customer_id,
        NoticeKind.ORDER_CARD,
        {"order_id": order.id},
        order.id,
        version,
    )
