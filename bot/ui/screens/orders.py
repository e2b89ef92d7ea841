"""The list of a customer's orders and the card of one."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.core.aftercare import AftercareRequest, RequestKind, RequestState
from bot.core.order_types import TYPES, PricedBy
from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderGroup, OrderState
from bot.core.provider import OrderKind
from bot.core.services.reading import OrderCard
from bot.ui.callbacks import (
    AskCancel,
    AskRefill,
    FilterOrders,
    OpenCatalog,
    OpenOrder,
    OpenOrders,
    RefreshOrder,
    Reorder,
    SendOrders,
    ShowMenu,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import BUTTON_COLUMNS, button, keyboard, page_count, page_row, paired
from bot.ui.screen import Screen
from bot.ui.screens.answers import answer_lines, shows_quantity
from bot.ui.text import shorten, width

_BAR = 10

_WORDS = {
    OrderState.CREATED: "pending",
    OrderState.SUBMITTING: "pending",
    OrderState.ACCEPTED: "pending",
    OrderState.UNKNOWN: "being-checked",
    OrderState.REJECTED: "refused",
    OrderState.IN_PROGRESS: "in-progress",
}


def state_word(t: Translator, state: OrderState) -> Html:
    """A customer's word: what happens before the provider's first answer is Pending."""
    return t(f"state-{_WORDS.get(state, state.value)}")


def state_mark(t: Translator, state: OrderState) -> Html:
    return t(f"mark-{_WORDS.get(state, state.value)}")


def listed(t: Translator, orders: Sequence[Order], page: int, total: int, group: OrderGroup = OrderGroup.ALL) -> Screen:
    """`orders` are those of this page, `total` counts the group."""
    if not total and group is OrderGroup.ALL:
        return Screen(
            t("orders-none"),
            keyboard([button(t.plain("button-catalog"), OpenCatalog())], [button(t.plain("button-back"), ShowMenu())]),
        )
    title = t("orders-title", count=total)
    if group is not OrderGroup.ALL:
        title = t("orders-title-group", group=_group_name(t, group), count=total)
    return Screen(
        title,
        keyboard(
            *([button(order_label(t, order), OpenOrder(order_id=order.id))] for order in orders),
            page_row(t, page, page_count(total), lambda turned: _turn(group, turned)),
            *paired(_group_buttons(t, group)),
            [button(t.plain("button-back"), ShowMenu())],
        ),
    )


def _group_buttons(t: Translator, chosen: OrderGroup) -> list[InlineKeyboardButton]:
    labels = {group: _group_name(t, group) for group in OrderGroup}
    labels[chosen] = f"● {labels[chosen]}"
    return [button(label, _turn(group, 0)) for group, label in labels.items()]


def _group_name(t: Translator, group: OrderGroup) -> str:
    return t.plain(f"orders-{group.value.replace('_', '-')}")


def _turn(group: OrderGroup, page: int) -> OpenOrders | FilterOrders:
    return OpenOrders(page=page) if group is OrderGroup.ALL else FilterOrders(group=group, page=page)


def card(t: Translator, card: OrderCard) -> Screen:
    """The live card: edited whenever the order changes."""
    order = card.order
    lines: list[str] = [
        t(
            "order-title",
            order=str(order.id),
            mark=state_mark(t, order.state),
            state=state_word(t, order.state),
        ),
        t("order-service", name=shorten(order.service_name, 300)),
    ]
    note = _note(t, order)
    if note:
        lines += ["", note]
    progress = _progress(t, order)
    if progress:
        lines += ["", *progress]
    lines += ["", *answer_lines(t, order.type, order.fields)]
    if shows_quantity(TYPES.get(order.type), order.fields):
        lines.append(t("order-quantity", quantity=order.quantity))
    lines.append(t("order-charge", charge=t.money(order.charge_micros, order.currency)))
    if order.refunded_micros:
        lines.append(t("order-refunded", amount=t.money(order.refunded_micros, order.currency)))
    lines.append(t("order-date", date=t.moment(order.created_at)))
    requests = [request_line(t, request) for request in _latest_requests(card.requests)]
    if requests:
        lines += ["", *requests]
    return Screen("\n".join(lines), keyboard(*paired(_actions(t, card)), [_to_orders(t)]))


def request_line(t: Translator, request: AftercareRequest) -> Html:
    return request_words(t, request.kind, request.state)


def request_words(t: Translator, kind: RequestKind, state: RequestState) -> Html:
    shown = RequestState.ASKED if state is RequestState.SENDING else state
    return t(f"request-{kind.value}-{shown.value.replace('_', '-')}")


def refusal_reason(t: Translator, kind: str | None) -> Html:
    """Why a provider refused, in words that help the customer; what only concerns the shop stays general."""
    key = f"refusal-{(kind or 'other').replace('_', '-')}"
    return t(key if t.has(key) else "refusal-other")


def order_label(t: Translator, order: Order) -> str:
    """`#12 · Name ✅`"""
    head, mark = f"#{order.id} · ", f" {state_mark(t, order.state)}"
    name = shorten(order.service_name, max(12, BUTTON_COLUMNS - width(head) - width(mark)))
    return head + name + mark


def _note(t: Translator, order: Order) -> Html | None:
    """What the state means for the customer's money, where that is not plain."""
    charge = t.money(order.charge_micros, order.currency)
    if order.state is OrderState.UNKNOWN:
        return t("order-being-checked", charge=charge)
    if order.state is OrderState.REJECTED:
        kind = order.refusal_kind.value if order.refusal_kind else None
        return t("order-refused", reason=refusal_reason(t, kind), charge=charge)
    return None


def _progress(t: Translator, order: Order) -> list[Html]:
    lines: list[Html] = []
    delivered = order.delivered
    order_type = TYPES.get(order.type)
    is_counted = order_type is None or order_type.priced_by is not PricedBy.ORDER  # a package is there or is not
    if is_counted and order.state in FINISHED | OPEN_REMOTE and delivered is not None and order.quantity > 0:
        # The remains of a fresh order are often its whole quantity: an empty bar is no news before it starts.
        if delivered or order.state is not OrderState.PENDING:
            lines.append(_bar(t, delivered, order.quantity))
        lines.append(t("order-remains", remains=max(0, order.remains or 0)))
    if order.start_count is not None:
        lines.append(t("order-start-count", count=order.start_count))
    if order.remote_kind is OrderKind.SUBSCRIPTION and order.posts_done is not None:
        wanted = sum(int(order.fields.get(name) or 0) for name in ("posts", "old_posts"))
        lines.append(t("order-posts", done=order.posts_done, posts=wanted))
    if order.runs_done is not None and order.fields.get("runs"):
        lines.append(t("order-runs", done=order.runs_done, runs=int(order.fields["runs"])))
    if order.child_orders:
        lines.append(t("order-children", count=len(order.child_orders)))
    return lines


def _bar(t: Translator, delivered: int, quantity: int) -> Html:
    percent = delivered * 100 // quantity
    full = delivered * _BAR // quantity
    return t("order-progress", bar="▰" * full + "▱" * (_BAR - full), percent=percent)


def _latest_requests(requests: Sequence[AftercareRequest]) -> list[AftercareRequest]:
    """One of each kind; the list is newest first."""
    latest: dict[RequestKind, AftercareRequest] = {}
    for request in requests:
        latest.setdefault(request.kind, request)
    return list(latest.values())


def _actions(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    order_id = card.order.id
    offered = (
        (card.can_refresh, "button-refresh", RefreshOrder(order_id=order_id)),
        (card.can_refill, "button-refill", AskRefill(order_id=order_id)),
        (card.can_cancel, "button-cancel", AskCancel(order_id=order_id)),
        (card.can_reorder, "button-reorder", Reorder(order_id=order_id)),
    )
    return [button(t.plain(key), asks) for is_offered, key, asks in offered if is_offered]


def _to_orders(t: Translator) -> InlineKeyboardButton:
    return button(t.plain("button-orders"), SendOrders())
