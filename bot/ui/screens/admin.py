"""Running the shop: the menu, a customer, what is previewed before it is done, the ledger's proof."""

from __future__ import annotations

from bot.core.catalog import OfferedService
from bot.core.customers import Customer
from bot.core.ledger import LedgerProof
from bot.core.ports import AdminAction
from bot.core.services.admin import CustomerCard
from bot.ui.callbacks import (
    ConfirmAction,
    DropAction,
    OpenAdminOrder,
    OpenPayments,
    OpenPaymentsOf,
    OpenReview,
    OpenShelf,
    ProveLedger,
    ShowAdminMenu,
    ShowMenu,
    ShowProviders,
    StartSync,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.orders import order_label
from bot.ui.text import one_line, shorten

_PROBLEMS_SHOWN = 10


def menu(t: Translator) -> Screen:
    return Screen(
        t("admin-menu"),
        keyboard(
            [button(t.plain("button-publish"), OpenShelf())],
            [button(t.plain("button-review"), OpenReview())],
            [
                button(t.plain("button-providers"), ShowProviders()),
                button(t.plain("button-ledger"), ProveLedger()),
            ],
            [button(t.plain("button-payments"), OpenPayments())],
            [button(t.plain("button-sync"), StartSync())],
            [button(t.plain("button-back"), ShowMenu())],
        ),
    )


def usage(t: Translator, command: str) -> Screen:
    """How a command is written, with an example."""
    return Screen(t(f"usage-{command}"))


def sync_asked(t: Translator) -> Screen:
    return Screen(t("sync-asked"), keyboard(back_row(t)))


def customer(t: Translator, card: CustomerCard, currency: str) -> Screen:
    who = card.customer
    lines = [
        t("customer-title", name=shorten(who.first_name, 60), id=str(who.id)),
        t("customer-since", date=t.moment(who.created_at)),
        t("balance-available", amount=t.money(card.balance.available_micros, currency)),
        t("balance-held", amount=t.money(card.balance.held_micros, currency)),
    ]
    if card.balance.debt_micros:
        lines.append(t("balance-debt", amount=t.money(card.balance.debt_micros, currency)))
    if who.username:
        lines.insert(1, t("customer-username", username=one_line(who.username)))
    if who.unreachable_at:
        lines.append(t("customer-unreachable", date=t.moment(who.unreachable_at)))
    if who.banned_at:
        lines.append(t("customer-banned", date=t.moment(who.banned_at)))
    if not card.orders:
        lines.append(t("orders-none-yet"))
    return Screen(
        "\n".join(lines),
        keyboard(
            *([button(order_label(t, order), OpenAdminOrder(order_id=order.id))] for order in card.orders),
            [button(t.plain("button-payments"), OpenPaymentsOf(customer_id=who.id))],
            back_row(t),
        ),
    )


def adjustment_preview(t: Translator, action: AdminAction, who: Customer, currency: str) -> Screen:
    amount = int(action.params["amount_micros"])
    balance = int(action.params["balance_micros"])
    lines: list[str] = [
        t(
            f"{action.kind}-preview",
            amount=t.money(abs(amount), currency),
            name=shorten(who.first_name, 60),
            id=str(who.id),
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
    return Screen("\n".join(lines), keyboard(_decision_row(t, action)))


def markup_preview(t: Translator, action: AdminAction, example: Html | None) -> Screen:
    lines: list[str] = [t("markup-preview", old=str(action.params["old"]), new=str(action.params["new"]))]
    if example:
        lines.append(example)
    lines.append(t("markup-note"))
    return Screen("\n".join(lines), keyboard(_decision_row(t, action)))


def markup_example(t: Translator, offer: OfferedService, after_micros: int, currency: str) -> Html:
    return t(
        "markup-example",
        name=shorten(offer.service.name, 60),
        before=t.money(offer.price_micros, currency),
        after=t.money(after_micros, currency),
    )


def action_done(t: Translator, action: AdminAction, currency: str) -> Screen:
    if action.kind == "markup":
        return Screen(t("markup-done", new=str(action.params["new"])), keyboard(back_row(t)))
    amount = t.money(abs(int(action.params["amount_micros"])), currency)
    return Screen(t(f"{action.kind}-done", amount=amount, id=str(action.params["customer_id"])))


def action_dropped(t: Translator, action: AdminAction, currency: str) -> Screen:
    """Cancel came after Confirm: it says so."""
    return action_done(t, action, currency) if action.state == "done" else Screen(t("action-dropped"))


def ledger(t: Translator, proof: LedgerProof) -> Screen:
    if proof.holds:
        text = t("ledger-holds", postings=proof.postings, accounts=proof.accounts, orders=proof.orders)
    else:
        shown = "\n".join(shorten(problem, 250) for problem in proof.problems[:_PROBLEMS_SHOWN])
        text = Html(t("ledger-broken", count=len(proof.problems)) + "\n" + t("admin-lines", lines=shown))
    return Screen(text, keyboard(back_row(t)))


def back_row(t: Translator) -> Row:
    return [button(t.plain("button-back"), ShowAdminMenu())]


def _decision_row(t: Translator, action: AdminAction) -> Row:
    return [
        button(t.plain("button-confirm"), ConfirmAction(action_id=action.id)),
        button(t.plain("button-cancel"), DropAction(action_id=action.id)),
    ]
