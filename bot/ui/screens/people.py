"""A customer as admins see one, and what takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.core.customers import Customer
from bot.core.pricing import MarkupScope
from bot.core.roles import Right
from bot.core.services.admin import AdminOrderCard, CustomerCard
from bot.core.services.delivery import StuckOrder
from bot.ui.callbacks import OpenAdminOrder, OpenCustomer, OpenPaymentsOf
from bot.ui.i18n import Translator
from bot.ui.keyboards import BUTTON_COLUMNS, PAGE_SIZE, Row, button, keyboard, page_count, page_row, paired
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.orders import order_label
from bot.ui.screens.review import event_line
from bot.ui.staff_callbacks import (
    BanCustomer,
    OpenStuck,
    OpenTimeline,
    StopAsking,
    TypeAdjustment,
    TypeMarkup,
    WriteMessage,
    WriteNote,
)
from bot.ui.text import one_line, shorten, width

Rights = frozenset[Right]


def customer(t: Translator, card: CustomerCard, currency: str, rights: Rights) -> Screen:
    who = card.customer
    lines: list[str] = [
        t("customer-title", name=shorten(who.first_name, 60), id=str(who.id)),
        t("customer-since", date=t.moment(who.created_at)),
        t("balance-available", amount=t.money(card.balance.available_micros, currency)),
        t("balance-held", amount=t.money(card.balance.held_micros, currency)),
    ]
    if who.username:
        lines.insert(1, t("customer-username", username=one_line(who.username)))
    if card.balance.debt_micros:
        lines.append(t("balance-debt", amount=t.money(card.balance.debt_micros, currency)))
    if card.markup is not None:
        lines.append(t("customer-markup", percent=f"{card.markup.percent.normalize():f}"))
    if who.unreachable_at:
        lines.append(t("customer-unreachable", date=t.moment(who.unreachable_at)))
    if who.banned_at:
        lines.append(t("customer-banned", date=t.moment(who.banned_at)))
    if card.accepted:
        lines.append(t("customer-spent", count=card.accepted, amount=t.money(card.spent_micros, currency)))
    if not card.orders:
        lines.append(t("orders-none-yet"))
    if card.notes:
        lines += ["", t("customer-notes")]
        lines += [t("customer-note", date=t.day(note.at), text=shorten(note.text, 300)) for note in card.notes]
    return Screen(
        "\n".join(lines),
        keyboard(
            *([button(order_label(t, order), OpenAdminOrder(order_id=order.id))] for order in card.orders),
            *_deeds(t, who, rights),
            back_row(t),
        ),
    )


def sure_to_ban(t: Translator, who: Customer) -> Screen:
    return Screen(
        t("ban-sure", name=shorten(who.first_name, 60), id=str(who.id)),
        keyboard(
            [button(t.plain("button-yes-do-it"), BanCustomer(customer_id=who.id, on=True, sure=True))],
            [button(t.plain("button-back"), OpenCustomer(customer_id=who.id))],
        ),
    )


def banned(t: Translator, who: Customer, *, on: bool) -> Screen:
    return Screen(
        t("ban-done" if on else "unban-done", name=shorten(who.first_name, 60), id=str(who.id)),
        keyboard([button(t.plain("button-customer"), OpenCustomer(customer_id=who.id))]),
    )


def asked(t: Translator, key: str, **facts: str | int | None) -> Screen:
    """Something is to be typed."""
    return Screen(t(key, **facts), keyboard([button(t.plain("button-cancel"), StopAsking())]))


def stuck(t: Translator, orders: Sequence[StuckOrder]) -> Screen:
    if not orders:
        return Screen(t("stuck-none"), keyboard(back_row(t)))
    rows = []
    for one in orders:
        tail = " · " + period(t, one.age)
        head = shorten(f"#{one.order.id} {one.order.service_name}", max(12, BUTTON_COLUMNS - width(tail)))
        rows.append([button(head + tail, OpenAdminOrder(order_id=one.order.id))])
    lines = [t("stuck-title", count=len(orders))]
    worst = orders[0]
    key = "stuck-usual" if worst.measured else "stuck-guessed"
    lines.append(t(key, order=str(worst.order.id), usual=period(t, worst.usual)))
    return Screen("\n".join(lines), keyboard(*rows, [button(t.plain("button-refresh"), OpenStuck())], back_row(t)))


def timeline(t: Translator, card: AdminOrderCard, page: int) -> Screen:
    """Every line of an order's history, with the provider's answers as they came."""
    pages = page_count(len(card.events), PAGE_SIZE)
    page = min(page, pages - 1)
    shown = card.events[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    order_id = card.order.id
    lines: list[str] = [t("timeline-title", order=str(order_id)), *(event_line(t, event, 400) for event in shown)]
    return Screen(
        "\n".join(lines),
        keyboard(
            page_row(t, page, pages, lambda turned: OpenTimeline(order_id=order_id, page=turned)),
            [button(t.plain("button-open-order", order=str(order_id)), OpenAdminOrder(order_id=order_id))],
        ),
    )


def period(t: Translator, time: timedelta) -> str:
    """`45 min`, `3 h`, `2 d`: one unit, rounded up so that a promise is kept."""
    minutes = max(1, -(-int(time.total_seconds()) // 60))
    if minutes < 90:
        return t.plain("period-minutes", count=minutes)
    hours = -(-minutes // 60)
    return t.plain("period-hours", count=hours) if hours < 48 else t.plain("period-days", count=-(-hours // 24))


def _deeds(t: Translator, who: Customer, rights: Rights) -> list[Row]:
    """What this admin may do about the customer."""
    money = [
        button(t.plain("button-credit"), TypeAdjustment(customer_id=who.id, credit=True)),
        button(t.plain("button-debit"), TypeAdjustment(customer_id=who.id, credit=False)),
    ]
    others = []
    if Right.HELP in rights:
        others += [
            button(t.plain("button-note"), WriteNote(customer_id=who.id)),
            button(t.plain("button-message"), WriteMessage(customer_id=who.id)),
        ]
    if Right.PRICE in rights:
        others.append(button(t.plain("button-own-markup"), TypeMarkup(scope=MarkupScope.CUSTOMER, subject_id=who.id)))
    if Right.MONEY in rights:
        others.append(button(t.plain("button-payments"), OpenPaymentsOf(customer_id=who.id)))
    if Right.BAN in rights:
        ban = who.banned_at is None
        others.append(button(t.plain("button-ban" if ban else "button-unban"), BanCustomer(customer_id=who.id, on=ban)))
    return [*([money] if Right.MONEY in rights else []), *paired(others)]
