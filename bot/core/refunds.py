"""What a finished order owes its customer, in all: a cumulative target, never a step."""

from __future__ import annotations

from bot.core.money import refund_target
from bot.core.order_types import is_paid_by_posts
from bot.core.orders import Order, OrderState
from bot.core.provider import OrderKind


def owed_micros(order: Order) -> int:
    """From nothing to the charge.

    Canceled gives all back, but for the runs of a drip-feed that were made. Partial gives back what remains. A
    subscription gives back the posts that never came, however it ended. Runs and posts count only where the order is
    of that kind: some panels print such fields for every order.
    """
    if is_paid_by_posts(order.type) and order.remote_kind is OrderKind.SUBSCRIPTION:
        return _unspent_posts(order)
    if order.state is OrderState.CANCELED:
        return _unmade_runs(order) if _counts_runs(order) else order.charge_micros
    if order.state is OrderState.PARTIAL:
        if order.remains is None and _counts_runs(order):
            return _unmade_runs(order)
        return refund_target(order.charge_micros, order.remains or 0, order.quantity)
    return 0


def _counts_runs(order: Order) -> bool:
    return order.remote_kind is OrderKind.DRIPFEED and order.runs_done is not None and bool(order.fields.get("runs"))


def _unmade_runs(order: Order) -> int:
    runs = int(order.fields["runs"])
    return refund_target(order.charge_micros, runs - (order.runs_done or 0), runs)


def _unspent_posts(order: Order) -> int:
    posts = int(order.fields.get("posts") or 0) + int(order.fields.get("old_posts") or 0)
    return refund_target(order.charge_micros, posts - len(order.child_orders), posts)
