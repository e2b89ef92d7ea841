"""Running the shop: the menu, a customer, what is previewed before it is done, the ledger's proof."""

from __future__ import annotations

from bot.core.ledger import LedgerProof
from bot.core.services.admin import CustomerCard
from bot.ui.callbacks import (
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


def ledger(t: Translator, proof: LedgerProof) -> Screen:
    if proof.holds:
        text = t("ledger-holds", postings=proof.postings, accounts=proof.accounts, orders=proof.orders)
    else:
        shown = "\n".join(shorten(problem, 250) for problem in proof.problems[:_PROBLEMS_SHOWN])
        text = Html(t("ledger-broken", count=len(proof.problems)) + "\n" + t("admin-lines", lines=shown))
    return Screen(text, keyboard(back_row(t)))


def back_row(t: Translator) -> Row:
    return [button(t.plain("button-back"), ShowAdminMenu())]
