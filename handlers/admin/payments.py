"""Payments: what waits for a decision, those of a customer, giving Stars back, transfers."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.money import parse_amount
from bot.core.services.admin import Admin
from bot.core.services.manual_payments import ManualPayments
from bot.core.services.payment_desk import PaymentDesk
from bot.ui.callbacks import (
    ApproveTransfer,
    CorrectTransfer,
    CreditPayment,
    DecidePayment,
    OpenPayment,
    OpenPayments,
    OpenPaymentsOf,
    OpenTransfer,
    RefundPayment,
    RefusePayment,
    RefuseTransfer,
)
from bot.ui.i18n import Translator
from bot.ui.screens import payments as screens
from handlers.filters import FromAdmin, is_text
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import TransferSteps
from handlers.usage import Usage

routes = Routes("admin-payments", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])
typing = Routes("admin-payments-typing", filters=[FromAdmin()])


@routes.message(Command("payments", ignore_case=True))
async def payments_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, payment_desk: PaymentDesk, t: Translator
) -> None:
    if not command.args:
        await reply(message, screens.waiting(t, *await payment_desk.waiting(customer.id)))
        return
    who = await admin.find_customer(customer.id, command.args.strip())
    await reply(message, screens.of_customer(t, who.id, await payment_desk.of_customer(customer.id, who.id)))


@routes.callback_query(OpenPayments.filter())
async def payments_opened(_: object, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator) -> None:
    await tap.show(screens.waiting(t, *await payment_desk.waiting(customer.id)))


@routes.callback_query(OpenPaymentsOf.filter())
async def payments_of_opened(
    _: object, callback_data: OpenPaymentsOf, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    who = callback_data.customer_id
    await tap.show(screens.of_customer(t, who, await payment_desk.of_customer(customer.id, who)))


@routes.callback_query(OpenPayment.filter())
async def payment_opened(
    _: object, callback_data: OpenPayment, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    await tap.show(screens.card(t, await payment_desk.card(customer.id, callback_data.payment_id)))


@routes.callback_query(RefundPayment.filter())
async def refund_tapped(
    _: object, callback_data: RefundPayment, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    if not callback_data.sure:
        await tap.show(screens.sure_to_refund(t, await payment_desk.card(customer.id, callback_data.payment_id)))
        return
    payment = await payment_desk.refund(customer.id, callback_data.payment_id)
    await tap.show(screens.decided(t, payment, "refund-begun"))


@routes.callback_query(DecidePayment.filter())
async def decision_tapped(
    _: object, callback_data: DecidePayment, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    card = await payment_desk.card(customer.id, callback_data.payment_id)
    await tap.show(screens.sure_to_decide(t, card, callback_data.how))


@routes.callback_query(CreditPayment.filter())
async def payment_credited(
    _: object, callback_data: CreditPayment, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    payment = await payment_desk.credit(customer.id, callback_data.payment_id, asked=callback_data.asked)
    await tap.show(screens.decided(t, payment, "payment-credited"))


@routes.callback_query(RefusePayment.filter())
async def payment_refused(
    _: object, callback_data: RefusePayment, tap: Tap, customer: Customer, payment_desk: PaymentDesk, t: Translator
) -> None:
    payment = await payment_desk.refuse(customer.id, callback_data.payment_id)
    await tap.show(screens.decided(t, payment, "payment-refused"))


@routes.callback_query(OpenTransfer.filter())
async def transfer_opened(
    _: object, callback_data: OpenTransfer, tap: Tap, customer: Customer, manual_payments: ManualPayments, t: Translator
) -> None:
    await tap.show(screens.transfer(t, await manual_payments.look(customer.id, callback_data.invoice_id)))


@routes.callback_query(ApproveTransfer.filter())
async def transfer_approved(
    _: object,
    callback_data: ApproveTransfer,
    tap: Tap,
    customer: Customer,
    manual_payments: ManualPayments,
    t: Translator,
) -> None:
    """The proof stays in the chat; its buttons go."""
    number = callback_data.invoice_id
    payment = await manual_payments.approve(customer.id, number, callback_data.amount_micros or None)
    await tap.turn(None)
    await tap.send(screens.transfer_decided(t, number, payment.amount_micros, payment.currency, approved=True))


@routes.callback_query(RefuseTransfer.filter())
async def transfer_refused(
    _: object,
    callback_data: RefuseTransfer,
    tap: Tap,
    customer: Customer,
    manual_payments: ManualPayments,
    t: Translator,
) -> None:
    invoice = await manual_payments.refuse(customer.id, callback_data.invoice_id)
    await tap.turn(None)
    await tap.send(screens.transfer_decided(t, invoice.id, invoice.amount_micros, invoice.currency, approved=False))


@routes.callback_query(CorrectTransfer.filter())
async def correction_wanted(
    _: object, callback_data: CorrectTransfer, tap: Tap, state: FSMContext, t: Translator
) -> None:
    await tap.send(screens.ask_amount(t, callback_data.invoice_id))
    await state.set_data({"invoice_id": callback_data.invoice_id})
    await state.set_state(TransferSteps.amount)


@typing.message(StateFilter(TransferSteps.amount), is_text)
async def correction_typed(
    message: Message, state: FSMContext, customer: Customer, manual_payments: ManualPayments, t: Translator
) -> None:
    invoice_id: int = (await state.get_data())["invoice_id"]
    amount_micros = parse_amount(message.text or "")
    claim = await manual_payments.look(customer.id, invoice_id)
    await reply(message, screens.corrected(t, claim, amount_micros))
    await state.clear()
