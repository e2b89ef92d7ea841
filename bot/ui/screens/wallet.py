"""The customer's money: what is there, what is held, what happened."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ledger import StatementLine, WalletBalance
from bot.core.policy import ShopPolicy
from bot.ui.callbacks import ShowBalance, ShowMenu, ShowTopUp
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.text import shorten


def balance(t: Translator, wallet: WalletBalance, lines: Sequence[StatementLine], currency: str) -> Screen:
    shown: list[str] = [t("balance-available", amount=t.money(wallet.available_micros, currency))]
    if wallet.held_micros:
        shown.append(t("balance-held", amount=t.money(wallet.held_micros, currency)))
    if wallet.debt_micros:
        shown.append(t("balance-debt", amount=t.money(wallet.debt_micros, currency)))
    if lines:
        shown += ["", t("balance-last"), *(_line(t, line, currency) for line in lines)]
    else:
        shown += ["", t("balance-empty")]
    return Screen(
        "\n".join(shown),
        keyboard(
            [button(t.plain("button-topup"), ShowTopUp())],
            [button(t.plain("button-back"), ShowMenu())],
        ),
    )


def top_up(t: Translator, policy: ShopPolicy, customer_id: int, ways: Sequence[Row] = ()) -> Screen:
    """`ways` are the buttons of the payment methods that are set up; without any, the shop's people add the money."""
    if ways:
        text = t("topup-choose")
    elif policy.support_contact:
        text = t("topup-by-contact", contact=policy.support_contact, customer=str(customer_id))
    else:
        text = t("topup-by-admins", customer=str(customer_id))
    return Screen(text, keyboard(*ways, [button(t.plain("button-back"), ShowBalance())]))


def _line(t: Translator, line: StatementLine, currency: str) -> Html:
    amount = t.signed(line.amount_micros, currency)
    what = t(f"posting-{line.kind.value}")
    if line.order_id is not None:
        what = t("statement-order", what=what, order=str(line.order_id))
    elif line.note:
        what = t("statement-note", what=what, note=shorten(line.note, 60))
    return t("statement-line", date=t.day(line.at), amount=amount, what=what)
