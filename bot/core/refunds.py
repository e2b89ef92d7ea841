"""What a finished order owes its customer, in all: a cumulative target, never a step."""

from __future__ import annotations

from bot.core.money import refund_target
from bot.core.orders import Order, OrderState
from bot.core.provider import OrderKind


def owed_micros(order: Order) -> int:
    """From nothing to the charge.

    Canceled gives all back, but for the runs of a drip-feed that were made. Partial gives back what remains. A
    subscription gives back the posts that never came, however it ended.
    """
    if order.remote_kind is OrderKind.SUBSCRIPTION or order.type == "subscriptions":
        return _unspent_posts(order)
    if order.state is OrderState.CANCELED:
        if order.remote_kind is OrderKind.DRIPFEED and order.runs_done:
            runs = int(order.fields.get("runs") or 1)
            return refund_target(order.charge_micros, runs - order.runs_done, runs)
        return order.charge_micros
    if order.state is OrderState.PARTIAL:
        if order.remains is None and order.remote_kind is OrderKind.DRIPFEED and order.runs_done is not None:
            runs = int(order.fields.get("runs") or 1)
            return refund_target(order.charge_micros, runs - order.runs_done, runs)
        return refund_target(order.charge_micros, order.remains or 0, order.quantity)
    return 0


def _unspent_posts(order: Order) -> int:
    posts = int(order.fields.get("posts") or 0) + int(order.fields.get("old_posts") or 0)
    return refund_target(order.charge_micros, posts - len(order.child_orders), posts)
