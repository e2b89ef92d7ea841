"""Payments as admins see them: what waits for a decision, one payment, one transfer."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.core.customers import Customer
from bot.core.payments import Invoice, InvoiceState, Payment, PaymentMethod, PaymentState
from bot.core.services.manual_payments import Claim
from bot.core.services.payment_desk import PaymentCard
from bot.ui.callbacks import (
    ApproveTransfer,
    CorrectTransfer,
    CreditPayment,
    DecidePayment,
    OpenCustomer,
    OpenPayment,
    OpenPayments,
    OpenTransfer,
    RefundPayment,
    RefusePayment,
    RefuseTransfer,
)
from bot.ui.i18n import Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.topup import payment_state, way_name
from bot.ui.staff_callbacks import StopAsking
from bot.ui.text import shorten

_PROOF_LIMIT = 700


def waiting(t: Translator, payments: Sequence[Payment], transfers: Sequence[Invoice]) -> Screen:
    rows: list[Row] = [
        [
            button(
                t.plain(
                    "admin-transfer-label",
                    number=str(invoice.id),
                    amount=t.money(invoice.amount_micros, invoice.currency),
                ),
                OpenTransfer(invoice_id=invoice.id),
            )
        ]
        for invoice in transfers
    ]
    rows += _payment_rows(t, payments)
    return Screen(t("admin-payments-waiting" if rows else "admin-payments-none"), keyboard(*rows, back_row(t)))


def of_customer(t: Translator, customer_id: int, payments: Sequence[Payment]) -> Screen:
    key = "admin-payments-of" if payments else "admin-payments-of-none"
    return Screen(t(key, customer=str(customer_id)), keyboard(*_payment_rows(t, payments), back_row(t)))


def card(t: Translator, card: PaymentCard) -> Screen:
    payment = card.payment
    lines: list[str] = [
        t(
            "admin-payment",
            number=str(payment.id),
            state=payment_state(t, payment),
            way=way_name(t, payment.method),
            paid=_paid(payment),
            amount=_amount(t, payment),
            name=_name(card.customer),
            customer=str(payment.customer_id),
            available=t.money(card.balance.available_micros, payment.currency),
            date=t.moment(payment.created_at),
        )
    ]
    if payment.reason:
        lines.append(t("admin-payment-reason", reason=t.plain(f"payment-reason-{payment.reason}")))
    lines.append(t("admin-payment-charge", charge=shorten(payment.charge_id, 120)))
    rows: list[Row] = []
    if payment.state is PaymentState.REVIEW:
        rows = _decisions(t, card)
    elif payment.state is PaymentState.CREDITED and payment.method is PaymentMethod.STARS:
        rows = [[button(t.plain("button-give-back"), RefundPayment(payment_id=payment.id))]]
    who: Row = [button(t.plain("button-customer"), OpenCustomer(customer_id=payment.customer_id))]
    return Screen("\n".join(lines), keyboard(*rows, who if card.customer else ()))


def sure_to_refund(t: Translator, card: PaymentCard) -> Screen:
    payment = card.payment
    lines: list[str] = [
        t(
            "admin-refund-preview",
            paid=_paid(payment),
            number=str(payment.id),
            name=_name(card.customer),
            amount=t.money(payment.amount_micros + payment.bonus_micros, payment.currency),
        )
    ]
    if card.would_owe_micros:
        lines.append(t("admin-refund-owed", amount=t.money(card.would_owe_micros, payment.currency)))
    return Screen(
        "\n".join(lines),
        keyboard(
            [
                button(t.plain("button-confirm"), RefundPayment(payment_id=payment.id, sure=True)),
                button(t.plain("button-cancel"), OpenPayment(payment_id=payment.id)),
            ]
        ),
    )


def sure_to_decide(t: Translator, card: PaymentCard, how: str) -> Screen:
    """`how`: paid, asked, refuse."""
    payment, invoice = card.payment, card.invoice
    amount = _amount(t, payment)
    if how == "asked" and invoice is not None:
        amount = t.money(invoice.amount_micros, invoice.currency)
    key = "admin-payment-sure-refuse" if how == "refuse" else "admin-payment-sure-credit"
    does: CallbackData = (
        RefusePayment(payment_id=payment.id)
        if how == "refuse"
        else CreditPayment(payment_id=payment.id, asked=how == "asked")
    )
    return Screen(
        t(key, number=str(payment.id), amount=amount, paid=_paid(payment), name=_name(card.customer)),
        keyboard(
            [
                button(t.plain("button-confirm"), does),
                button(t.plain("button-cancel"), OpenPayment(payment_id=payment.id)),
            ]
        ),
    )


def decided(t: Translator, payment: Payment, how: str) -> Screen:
    """`how`: refund-begun, payment-credited, payment-refused."""
    key, number, amount = f"admin-{how}", str(payment.id), _amount(t, payment)
    return Screen(t(key, number=number, amount=amount), keyboard([button(t.plain("button-payments"), OpenPayments())]))


def transfer(t: Translator, claim: Claim) -> Screen:
    invoice = claim.invoice
    amount = t.money(invoice.amount_micros, invoice.currency)
    lines: list[str] = [
        t(
            "notice-admin-transfer",
            invoice_id=str(invoice.id),
            amount=amount,
            name=_name(claim.customer),
            customer_id=str(invoice.customer_id),
        )
    ]
    if claim.proof and claim.proof.text:
        lines.append(t("notice-admin-transfer-text", text=shorten(claim.proof.text, _PROOF_LIMIT)))
    rows = transfer_rows(t, invoice.id) if invoice.state is InvoiceState.CLAIMED else ()
    return Screen("\n".join(lines), keyboard(*rows))


def transfer_rows(t: Translator, invoice_id: int) -> list[Row]:
    return [
        [
            button(t.plain("button-approve"), ApproveTransfer(invoice_id=invoice_id)),
            button(t.plain("button-refuse-payment"), RefuseTransfer(invoice_id=invoice_id)),
        ],
        [button(t.plain("button-correct-amount"), CorrectTransfer(invoice_id=invoice_id))],
    ]


def ask_amount(t: Translator, invoice_id: int) -> Screen:
    return Screen(
        t("admin-transfer-ask-amount", number=str(invoice_id)),
        keyboard([button(t.plain("button-cancel"), StopAsking())]),
    )


def corrected(t: Translator, claim: Claim, amount_micros: int) -> Screen:
    invoice = claim.invoice
    return Screen(
        t(
            "admin-transfer-preview",
            amount=t.money(amount_micros, invoice.currency),
            number=str(invoice.id),
            name=_name(claim.customer),
            asked=t.money(invoice.amount_micros, invoice.currency),
        ),
        keyboard(
            [
                button(t.plain("button-confirm"), ApproveTransfer(invoice_id=invoice.id, amount_micros=amount_micros)),
                button(t.plain("button-cancel"), OpenTransfer(invoice_id=invoice.id)),
            ]
        ),
    )


def transfer_decided(t: Translator, number: int, amount_micros: int, currency: str, *, approved: bool) -> Screen:
    key = "admin-transfer-approved" if approved else "admin-transfer-refused"
    return Screen(
        t(key, number=str(number), amount=t.money(amount_micros, currency)),
        keyboard([button(t.plain("button-payments"), OpenPayments())]),
    )


def _decisions(t: Translator, card: PaymentCard) -> list[Row]:
    payment, invoice = card.payment, card.invoice
    rows: list[Row] = []
    if payment.amount_micros:
        label = t.plain("button-credit-paid", amount=_amount(t, payment))
        rows.append([button(label, DecidePayment(payment_id=payment.id, how="paid"))])
    if invoice is not None and invoice.amount_micros != payment.amount_micros:
        label = t.plain("button-credit-asked", amount=t.money(invoice.amount_micros, invoice.currency))
        rows.append([button(label, DecidePayment(payment_id=payment.id, how="asked"))])
    refuse = button(t.plain("button-refuse-payment"), DecidePayment(payment_id=payment.id, how="refuse"))
    return [*rows, [refuse]]


def _payment_rows(t: Translator, payments: Sequence[Payment]) -> list[Row]:
    return [
        [
            button(
                t.plain(
                    "admin-payment-label",
                    number=str(payment.id),
                    amount=_amount(t, payment),
                    state=payment_state(t, payment),
                ),
                OpenPayment(payment_id=payment.id),
            )
        ]
        for payment in payments
    ]


def _amount(t: Translator, payment: Payment) -> str:
    return t.money(payment.amount_micros, payment.currency)


def _paid(payment: Payment) -> str:
    return f"{payment.paid:f} {payment.paid_in}"


def _name(customer: Customer | None) -> str:
    return shorten(customer.first_name, 60) if customer else "—"
