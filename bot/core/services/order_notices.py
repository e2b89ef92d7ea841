"""What notices say of an order, or of one that waits for money."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.events import Notice, NoticeKind
from bot.core.orders import Order
from bot.core.ports import Transaction

WANTED_FOR = timedelta(days=1)


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


async def price_facts(tx: Transaction, customer_id: int, now: datetime) -> dict[str, str | int | None]:
    """The price that the customer saw last and neither confirmed nor dropped: money that came may be for it."""
    quote = await tx.quotes.newest(customer_id)
    is_wanted = quote is not None and quote.state == "open" and now - quote.created_at < WANTED_FOR
    return {"quote_id": quote.id} if quote is not None and is_wanted else {}
