"""What is pushed about payments.

facts by kind (money in millionths, `currency` beside it; a fact that is missing is left out of the words):

topup-credited            amount_micros, bonus_micros, debt_paid_micros, balance_micros, quote_id (a price that waits)
topup-refused             amount_micros
payment-taken-back        amount_micros, owed_micros
referral-earned           amount_micros, balance_micros
admin-transfer            invoice_id, customer_id, name, amount_micros, proof; photo_id or document_id (Telegram's file)
admin-payment-review      payment_id, customer_id, amount_micros, asked_micros, paid, reason
admin-payment-reversed    payment_id, customer_id, amount_micros, owed_micros
admin-refund-refused      payment_id, customer_id, error
"""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.types import InlineKeyboardMarkup

from bot.core.events import NoticeKind
from bot.ui.callbacks import OpenPayment, SendQuote, ShowTopUp
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.payments import transfer_rows
from bot.ui.text import shorten

Facts = Mapping[str, str | int | None]

KINDS = frozenset(
    {
        NoticeKind.TOPUP_CREDITED,
        NoticeKind.TOPUP_REFUSED,
        NoticeKind.PAYMENT_TAKEN_BACK,
        NoticeKind.REFERRAL_EARNED,
        NoticeKind.ADMIN_TRANSFER,
        NoticeKind.ADMIN_PAYMENT_REVIEW,
        NoticeKind.ADMIN_PAYMENT_REVERSED,
        NoticeKind.ADMIN_REFUND_REFUSED,
    }
)
_ADMIN = frozenset(
    {NoticeKind.ADMIN_PAYMENT_REVIEW, NoticeKind.ADMIN_PAYMENT_REVERSED, NoticeKind.ADMIN_REFUND_REFUSED}
)
# A caption under a picture holds a quarter of what a message does.
_PROOF_LIMIT = 500


def notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    shown: dict[str, str | int | None] = {
        "payment_id": _text(facts, "payment_id"),
        "invoice_id": _text(facts, "invoice_id"),
        "customer_id": _text(facts, "customer_id"),
        "name": shorten(_text(facts, "name"), 60),
        "error": shorten(_text(facts, "error"), 200),
        "paid": shorten(_text(facts, "paid"), 60),
        "amount": _money(t, facts, "amount_micros"),
        "asked": _money(t, facts, "asked_micros"),
        "owed": _money(t, facts, "owed_micros"),
        "reason": _reason(t, facts),
    }
    lines: list[str] = [t(f"notice-{kind.value}", **shown), *_more(t, kind, facts)]
    return Screen("\n".join(lines), _buttons(t, kind, facts))


def _more(t: Translator, kind: NoticeKind, facts: Facts) -> list[Html]:
    lines: list[Html] = []
    if kind is NoticeKind.TOPUP_CREDITED:
        if facts.get("bonus_micros"):
            lines.append(t("notice-topup-bonus", amount=_money(t, facts, "bonus_micros")))
        if facts.get("debt_paid_micros"):
            lines.append(t("notice-topup-debt", amount=_money(t, facts, "debt_paid_micros")))
    if kind in (NoticeKind.TOPUP_CREDITED, NoticeKind.REFERRAL_EARNED) and facts.get("balance_micros") is not None:
        lines.append(t("notice-wallet", balance=_money(t, facts, "balance_micros")))
    if kind is NoticeKind.PAYMENT_TAKEN_BACK and facts.get("owed_micros"):
        lines.append(t("notice-payment-owed", amount=_money(t, facts, "owed_micros")))
    if kind is NoticeKind.ADMIN_TRANSFER and facts.get("proof"):
        lines.append(t("notice-admin-transfer-text", text=shorten(_text(facts, "proof"), _PROOF_LIMIT)))
    return lines


def _buttons(t: Translator, kind: NoticeKind, facts: Facts) -> InlineKeyboardMarkup | None:
    invoice_id, payment_id = facts.get("invoice_id"), facts.get("payment_id")
    if kind is NoticeKind.ADMIN_TRANSFER and isinstance(invoice_id, int):
        return keyboard(*transfer_rows(t, invoice_id))
    if kind in _ADMIN and isinstance(payment_id, int):
        return keyboard([button(t.plain("button-decide"), OpenPayment(payment_id=payment_id))])
    if kind is NoticeKind.TOPUP_CREDITED:
        return keyboard(back_to_price(t, facts))
    if kind is NoticeKind.PAYMENT_TAKEN_BACK and facts.get("owed_micros"):
        return keyboard([button(t.plain("button-topup"), ShowTopUp())])
    return None


def back_to_price(t: Translator, facts: Facts) -> Row:
    """Nothing where no order waits for the money."""
    quote_id = facts.get("quote_id")
    return [button(t.plain("button-back-to-order"), SendQuote(quote_id=quote_id))] if isinstance(quote_id, int) else ()


def _reason(t: Translator, facts: Facts) -> str:
    key = f"payment-reason-{_text(facts, 'reason')}"
    return t.plain(key) if t.has(key) else ""


def _text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return "" if value is None else str(value)


def _money(t: Translator, facts: Facts, name: str) -> str:
    value = facts.get(name)
    return t.money(value if isinstance(value, int) else 0, _text(facts, "currency"))
