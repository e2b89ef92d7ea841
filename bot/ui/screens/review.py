"""Orders as admins see them: the whole history of one, and the decision about those that nobody knows of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderEvent, OrderState
from bot.core.services.admin import AdminOrderCard
from bot.core.services.evidence import EVIDENCE
from bot.ui.callbacks import (
    AttachProviderOrder,
    OpenAdminOrder,
    OpenCustomer,
    OpenReview,
    OpenUnknownOrder,
    RefuseOrder,
    SendOrderAgain,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.answers import answer_lines
from bot.ui.screens.evidence import attach_row, evidence_lines
from bot.ui.screens.orders import order_label, state_mark, state_word
from bot.ui.staff_callbacks import OpenTimeline, RefundOrder, RefundPart, StopAsking
from bot.ui.text import shorten

_EVENTS_SHOWN = 15
_REVIEW_SHOWN = 30
_DETAIL_LIMIT = 160
_RAW_LIMIT = 500


def unknown_orders(t: Translator, orders: Sequence[Order]) -> Screen:
    if not orders:
        return Screen(t("review-none"), keyboard(back_row(t)))
    return Screen(
        t("review-title", count=len(orders)),
        keyboard(
            *([button(order_label(t, order), OpenUnknownOrder(order_id=order.id))] for order in orders[:_REVIEW_SHOWN]),
            back_row(t),
        ),
    )


def order(t: Translator, card: AdminOrderCard) -> Screen:
    """Everything that is known of an order; the buttons decide where it is unknown."""
    order = card.order
    lines: list[str] = [
        t(
            "order-title",
            order=str(order.id),
            mark=state_mark(t, order.state),
            state=state_word(t, order.state),
        ),
        t("order-service", name=shorten(order.service_name, 200)),
        "",
        t("admin-order-customer", name=_customer_name(card), id=str(order.customer_id)),
        t(
            "admin-order-provider",
            provider=shorten(order.provider, 60),
            service=shorten(order.provider_service_id, 60),
            id=shorten(order.provider_order_id or "—", 60),
        ),
        t(
            "admin-order-money",
            charge=t.money(order.charge_micros, order.currency),
            cost=t.money(order.cost_micros, order.currency),
            refunded=t.money(order.refunded_micros, order.currency),
        ),
        *answer_lines(t, order.type, order.fields),
    ]
    if order.remote_word:
        lines.append(t("admin-order-word", word=shorten(order.remote_word, 60)))
    if order.refusal_raw or order.refusal_kind:
        said = order.refusal_raw or (order.refusal_kind.value if order.refusal_kind else "")
        lines.append(t("admin-order-refusal", text=shorten(said, _RAW_LIMIT)))
    lines += ["", *(event_line(t, event) for event in card.events[-_EVENTS_SHOWN:])]
    evidence = next((event.detail for event in reversed(card.events) if event.what == EVIDENCE), {})
    candidate_id = evidence.get("candidate_id", "")
    if order.state is OrderState.UNKNOWN:
        if evidence:
            lines += ["", *evidence_lines(t, evidence.get("balance", ""), candidate_id)]
        lines += ["", t("review-question")]
    return Screen("\n".join(lines), _order_keyboard(t, order, candidate_id))


def asked_for_id(t: Translator, order_id: int) -> Screen:
    return Screen(t("review-ask-id", order=str(order_id)), keyboard([button(t.plain("button-cancel"), StopAsking())]))


def sure_to_refuse(t: Translator, card: AdminOrderCard, *, learn: bool) -> Screen:
    order = card.order
    lines: list[str] = [
        t(
            "review-sure-refuse",
            order=str(order.id),
            charge=t.money(order.charge_micros, order.currency),
            provider=shorten(order.provider, 60),
        )
    ]
    if learn:
        lines.append(t("review-sure-learn", text=shorten(order.refusal_raw or "", _RAW_LIMIT)))
    return Screen(
        "\n".join(lines),
        keyboard(
            [button(t.plain("button-yes-do-it"), RefuseOrder(order_id=order.id, learn=learn, sure=True))],
            [button(t.plain("button-back"), OpenUnknownOrder(order_id=order.id))],
        ),
    )


def sure_to_send_again(t: Translator, card: AdminOrderCard) -> Screen:
    order = card.order
    return Screen(
        t("review-sure-send", order=str(order.id), provider=shorten(order.provider, 60)),
        keyboard(
            [button(t.plain("button-yes-do-it"), SendOrderAgain(order_id=order.id, sure=True))],
            [button(t.plain("button-back"), OpenUnknownOrder(order_id=order.id))],
        ),
    )


def decided(t: Translator, order_id: int, how: str) -> Screen:
    """`how`: attached, refused, sent."""
    return Screen(
        t(f"review-{how}", order=str(order_id)),
        keyboard(
            [button(t.plain("button-open-order", order=str(order_id)), OpenAdminOrder(order_id=order_id))],
            [button(t.plain("button-review"), OpenReview())],
        ),
    )


def _order_keyboard(t: Translator, order: Order, candidate_id: str) -> InlineKeyboardMarkup | None:
    rows: list[Row] = []
    if order.state is OrderState.UNKNOWN:
        rows += [
            attach_row(t, order.id, candidate_id),
            [button(t.plain("button-attach"), AttachProviderOrder(order_id=order.id))],
            [button(t.plain("button-refuse"), RefuseOrder(order_id=order.id, learn=False))],
        ]
        if order.refusal_raw:
            rows.append([button(t.plain("button-refuse-learn"), RefuseOrder(order_id=order.id, learn=True))])
        rows.append([button(t.plain("button-send-again"), SendOrderAgain(order_id=order.id))])
    if order.state in OPEN_REMOTE | FINISHED and order.refunded_micros < order.charge_micros:
        rows.append(
            [
                button(t.plain("button-give-back-all"), RefundOrder(order_id=order.id)),
                button(t.plain("button-give-back-part"), RefundPart(order_id=order.id)),
            ]
        )
    rows.append([button(t.plain("button-timeline"), OpenTimeline(order_id=order.id))])
    return keyboard(
        *rows,
        [
            button(t.plain("button-refresh"), OpenAdminOrder(order_id=order.id)),
            button(t.plain("button-customer"), OpenCustomer(customer_id=order.customer_id)),
        ],
    )


def event_line(t: Translator, event: OrderEvent, limit: int = _DETAIL_LIMIT) -> Html:
    """What happened is shown as it is written in the database: it is for searching in logs, too."""
    return t(
        "admin-order-event",
        time=f"{event.at:%Y-%m-%d %H:%M:%S}",
        what=event.what,
        detail=shorten(_details(event.detail), limit) if any(event.detail.values()) else "",
    )


def _details(detail: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in detail.items() if value)


def _customer_name(card: AdminOrderCard) -> str:
    return shorten(card.customer.first_name, 60) if card.customer else "—"
