"""What is shown before it is done, and what is said when it was."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup

from bot.core.customers import Customer
from bot.core.ports import AdminAction
from bot.core.services.markups import MarkupPreview, PriceExample
from bot.ui.callbacks import ConfirmAction, DropAction, OpenAdminOrder, OpenCustomer
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import OpenGuide
from bot.ui.text import paragraphs, shorten


def adjustment_preview(t: Translator, action: AdminAction, who: Customer | None, currency: str) -> Screen:
    amount = int(action.params["amount_micros"])
    balance = int(action.params["balance_micros"])
    lines: list[str] = [
        t(
            f"{action.kind}-preview",
            amount=t.money(abs(amount), currency),
            name=shorten(who.first_name, 60) if who else "",
            id=str(action.params["customer_id"]),
        ),
        t(
            "adjustment-balance",
            before=t.money(balance, currency),
            after=t.money(balance + amount, currency),
        ),
    ]
    note = str(action.params.get("note") or "")
    if note:
        lines.append(t("notice-note", note=shorten(note, 200)))
    return Screen("\n".join(lines), keyboard(decision_row(t, action)))


def markup_preview(t: Translator, preview: MarkupPreview, currency: str) -> Screen:
    action = preview.action
    lines: list[str] = [_markup_words(t, action, "preview")]
    lines += [_example(t, example, currency) for example in preview.examples]
    if preview.touched > len(preview.examples):
        lines.append(t("markup-touches", count=preview.touched))
    if preview.loses:
        lines.append(t("markup-loses"))
    if action.params["scope"] is None and preview.touched:
        lines.append(t("markup-note"))
    key = "button-second-at-a-loss" if preview.loses else "button-confirm"
    return Screen("\n".join(lines), keyboard(decision_row(t, action, key)))


def refund_preview(t: Translator, action: AdminAction, currency: str) -> Screen:
    facts = action.params
    lines = [
        t(
            "order-refund-preview",
            order=str(facts["order_id"]),
            name=shorten(str(facts["service_name"]), 200),
            amount=t.money(int(facts["amount_micros"]), currency),
        ),
        t(
            "order-refund-before",
            charge=t.money(int(facts["charge_micros"]), currency),
            refunded=t.money(int(facts["before_micros"]), currency),
        ),
    ]
    return Screen("\n".join(lines), keyboard(decision_row(t, action)))


def message_preview(t: Translator, action: AdminAction) -> Screen:
    """The very words that the customer will read."""
    name = shorten(str(action.params["name"]), 60)
    lines: list[str] = [
        t("message-preview", name=name),
        "",
        t("notice-shop-message", text=paragraphs(str(action.params["text"]), 2_500)),
    ]
    return Screen("\n".join(lines), keyboard(decision_row(t, action)))


def done(t: Translator, action: AdminAction, currency: str) -> Screen:
    facts = action.params
    match action.kind:
        case "markup":
            words = _markup_words(t, action, "done")
            return Screen(words, keyboard([button(t.plain("button-guide"), OpenGuide())], back_row(t)))
        case "publish":
            key = "publish-done-on" if facts["on"] else "publish-done-off"
            return Screen(t(key, count=len(facts["ids"])), keyboard(back_row(t)))
        case "order-refund":
            order_id = int(facts["order_id"])
            amount = t.money(int(facts["amount_micros"]), currency)
            again = button(t.plain("button-open-order", order=str(order_id)), OpenAdminOrder(order_id=order_id))
            return Screen(t("order-refund-done", order=str(order_id), amount=amount), keyboard([again]))
        case "message":
            return Screen(t("message-done"), _customer_row(t, action))
        case _:
            amount = t.money(abs(int(facts["amount_micros"])), currency)
            words = t(f"{action.kind}-done", amount=amount, id=str(facts["customer_id"]))
            return Screen(words, _customer_row(t, action))


def dropped(t: Translator, action: AdminAction, currency: str) -> Screen:
    """Cancel came after Confirm: it says so."""
    return done(t, action, currency) if action.state == "done" else Screen(t("action-dropped"), keyboard(back_row(t)))


def decision_row(t: Translator, action: AdminAction, confirm: str = "button-confirm") -> Row:
    return [
        button(t.plain(confirm), ConfirmAction(action_id=action.id)),
        button(t.plain("button-cancel"), DropAction(action_id=action.id)),
    ]


def _customer_row(t: Translator, action: AdminAction) -> InlineKeyboardMarkup | None:
    asks = OpenCustomer(customer_id=int(action.params["customer_id"]))
    return keyboard([button(t.plain("button-customer"), asks)])


def _markup_words(t: Translator, action: AdminAction, step: str) -> Html:
    """`markup-preview`, `markup-kept-preview`, `markup-own-preview`, `markup-off-preview`, and the same with `done`."""
    facts = action.params
    if facts["scope"] is None:
        step = "kept-preview" if step == "preview" and facts["old"] == facts["new"] else step
        return t(f"markup-{step}", old=str(facts["old"]), new=str(facts["new"]))
    subject = t(f"markup-of-{facts['scope']}", name=shorten(str(facts["name"]), 60), id=str(facts["subject_id"]))
    if facts["new"] is None:
        return t(f"markup-off-{step}", subject=subject)
    return t(f"markup-own-{step}", subject=subject, new=str(facts["new"]))


def _example(t: Translator, example: PriceExample, currency: str) -> Html:
    name = shorten(example.name, 60)
    after, profit = t.money(example.after_micros, currency), t.signed(example.profit_micros, currency)
    if example.before_micros == example.after_micros:
        return t("markup-example-kept", name=name, after=after, profit=profit)
    before = t.money(example.before_micros, currency)
    return t("markup-example", name=name, before=before, after=after, profit=profit)
