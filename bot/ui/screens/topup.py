"""Topping up: the ways to pay, the amount, and what each way asks for next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import InlineKeyboardButton, LabeledPrice

from bot.core.payments import Invoice, Limits, Payment, PaymentMethod
from bot.core.policy import ShopPolicy
from bot.ui.callbacks import ChangeWay, ChooseWay, ProveTransfer, StartTopUp, StopTyping, TypeAmount
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import button, keyboard, link_button, paired
from bot.ui.screen import Screen
from bot.ui.screens import menu, wallet

_TITLE_LIMIT = 32  # Telegram's, for an invoice


def ways(
    t: Translator,
    policy: ShopPolicy,
    methods: Sequence[PaymentMethod],
    customer_id: int,
    suggested_micros: int = 0,
) -> Screen:
    rows = [
        [button(t.plain(f"button-way-{method.value}"), ChooseWay(method=method, amount_micros=suggested_micros))]
        for method in methods
    ]
    return wallet.top_up(t, policy, customer_id, rows)


def amounts(
    t: Translator, method: PaymentMethod, listed: Sequence[int], currency: str, suggested_micros: int = 0
) -> Screen:
    buttons = [button(t.money(micros, currency), StartTopUp(method=method, amount_micros=micros)) for micros in listed]
    return Screen(
        t("topup-amount", way=way_name(t, method)),
        keyboard(
            *paired(buttons),
            [button(t.plain("button-other-amount"), TypeAmount(method=method))],
            [button(t.plain("button-back"), ChangeWay(amount_micros=suggested_micros))],
        ),
    )


def type_amount(t: Translator, limits: Limits, currency: str) -> Screen:
    return Screen(
        t(
            "topup-amount-typed",
            currency=currency,
            min=t.money(limits.min_micros, currency),
            max=t.money(limits.max_micros, currency),
        ),
        keyboard([_cancel(t)]),
    )


def star_invoice(t: Translator, invoice: Invoice) -> dict[str, Any]:
    """The arguments of sendInvoice; its payload is the invoice's id."""
    amount = t.money(invoice.amount_micros, invoice.currency)
    return {
        "title": t.plain("stars-title", amount=amount)[:_TITLE_LIMIT],
        "description": t.plain("stars-description", amount=amount)[:255],
        "payload": str(invoice.id),
        "currency": invoice.asked_in,
        "prices": [LabeledPrice(label=t.plain("stars-label", amount=amount), amount=int(invoice.asked))],
        "provider_token": "",
        "start_parameter": "topup",  # a forwarded copy leads here instead of being paid by somebody else
    }


def crypto_invoice(t: Translator, invoice: Invoice) -> Screen:
    asked = f"{invoice.asked:f} {invoice.asked_in}"
    return Screen(
        t(
            "crypto-invoice",
            amount=t.money(invoice.amount_micros, invoice.currency),
            asked=asked,
            time=t.clock_time(invoice.expires_at),
        ),
        keyboard(
            [link_button(t.plain("button-pay-crypto", amount=asked), invoice.pay_url)] if invoice.pay_url else (),
        ),
    )


def transfer(t: Translator, invoice: Invoice, instructions: str) -> Screen:
    lines: list[str] = [
        t(
            "transfer-invoice",
            amount=t.money(invoice.amount_micros, invoice.currency),
            number=str(invoice.id),
        ),
        "",
        t("transfer-instructions", text=instructions),
        "",
        t("transfer-next"),
    ]
    return Screen(
        "\n".join(lines),
        keyboard([button(t.plain("button-send-proof"), ProveTransfer(invoice_id=invoice.id))]),
    )


def wants_proof(t: Translator, invoice: Invoice) -> Screen:
    return Screen(_about(t, "transfer-wants-proof", invoice), keyboard([_cancel(t)]))


def claimed(t: Translator, invoice: Invoice) -> Screen:
    return Screen(_about(t, "transfer-claimed", invoice), menu.to_menu(t))


def payment_support(t: Translator, policy: ShopPolicy, payments: Sequence[Payment]) -> Screen:
    parts: list[str] = [t("paysupport"), t("paysupport-refunds")]
    if payments:
        parts.append("\n".join([t("paysupport-payments"), *(_line(t, payment) for payment in payments)]))
    parts.append(menu.contact(t, policy))
    return Screen("\n\n".join(parts), menu.to_support(t))


def way_name(t: Translator, method: PaymentMethod) -> str:
    return t.plain(f"way-{method.value}")


def payment_state(t: Translator, payment: Payment) -> str:
    return t.plain(f"payment-state-{payment.state.value}")


def _line(t: Translator, payment: Payment) -> Html:
    return t(
        "paysupport-payment",
        number=str(payment.id),
        date=t.day(payment.created_at),
        way=way_name(t, payment.method),
        amount=t.money(payment.amount_micros, payment.currency),
        state=payment_state(t, payment),
    )


def _about(t: Translator, key: str, invoice: Invoice) -> Html:
    return t(key, number=str(invoice.id), amount=t.money(invoice.amount_micros, invoice.currency))


def _cancel(t: Translator) -> InlineKeyboardButton:
    return button(t.plain("button-cancel"), StopTyping())
