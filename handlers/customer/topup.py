"""Topping up: the way to pay, the amount, the invoice; the proof of a transfer; /paysupport."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.errors import InputError
from bot.core.money import parse_amount
from bot.core.payments import Invoice, PaymentMethod, Proof
from bot.core.policy import ShopPolicy
from bot.core.services.manual_payments import ManualPayments
from bot.core.services.topup import TopUp
from bot.ui.callbacks import ChangeWay, ChooseWay, ProveTransfer, ShowTopUp, ShowTopUpFor, StartTopUp, TypeAmount
from bot.ui.i18n import Translator
from bot.ui.screens import topup as screens
from handlers.filters import is_proof, is_text
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply, send
from handlers.routes import Routes
from handlers.states import TopUpSteps

routes = Routes("topup", message_middlewares=[LeaveStep()])
typing = Routes("topup-typing")


@routes.message(Command("topup", ignore_case=True))
async def top_up_asked(message: Message, customer: Customer, topup: TopUp, policy: ShopPolicy, t: Translator) -> None:
    await reply(message, screens.ways(t, policy, topup.methods, customer.id))


@routes.callback_query(ShowTopUp.filter())
async def top_up_opened(
    _: object, tap: Tap, customer: Customer, topup: TopUp, policy: ShopPolicy, t: Translator
) -> None:
    """A new message: the price that was too high stays, to be confirmed afterwards."""
    await tap.send(screens.ways(t, policy, topup.methods, customer.id))


@routes.callback_query(ShowTopUpFor.filter())
async def shortage_opened(
    _: object,
    callback_data: ShowTopUpFor,
    tap: Tap,
    customer: Customer,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.send(screens.ways(t, policy, topup.methods, customer.id, callback_data.amount_micros))


@routes.callback_query(ChangeWay.filter())
async def way_changed(
    _: object,
    callback_data: ChangeWay,
    tap: Tap,
    customer: Customer,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.show(screens.ways(t, policy, topup.methods, customer.id, callback_data.amount_micros))


@routes.callback_query(ChooseWay.filter())
async def way_chosen(
    _: object, callback_data: ChooseWay, tap: Tap, topup: TopUp, policy: ShopPolicy, t: Translator
) -> None:
    method, suggested = callback_data.method, callback_data.amount_micros
    await tap.show(screens.amounts(t, method, topup.amounts(method, suggested), policy.currency, suggested))


@routes.callback_query(TypeAmount.filter())
async def other_amount_wanted(
    _: object,
    callback_data: TypeAmount,
    tap: Tap,
    state: FSMContext,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.show(screens.type_amount(t, topup.limits(callback_data.method), policy.currency))
    await state.set_data({"method": callback_data.method.value})
    await state.set_state(TopUpSteps.amount)


@routes.callback_query(StartTopUp.filter())
async def amount_chosen(
    _: object,
    callback_data: StartTopUp,
    tap: Tap,
    bot: Bot,
    state: FSMContext,
    customer: Customer,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    invoice = await topup.begin(customer.id, callback_data.method, callback_data.amount_micros)
    await tap.say()
    await _ask_to_pay(bot, customer.id, invoice, state, policy, t)


@typing.message(StateFilter(TopUpSteps.amount), is_text)
async def amount_typed(
    message: Message, bot: Bot, state: FSMContext, customer: Customer, topup: TopUp, policy: ShopPolicy, t: Translator
) -> None:
    """An amount that cannot be used keeps the step."""
    method = PaymentMethod((await state.get_data())["method"])
    invoice = await topup.begin(customer.id, method, parse_amount(message.text or ""))
    await state.clear()
    await _ask_to_pay(bot, customer.id, invoice, state, policy, t)


@routes.callback_query(ProveTransfer.filter())
async def proof_wanted(
    _: object,
    callback_data: ProveTransfer,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    manual_payments: ManualPayments,
    t: Translator,
) -> None:
    invoice = await manual_payments.open_invoice(customer.id, callback_data.invoice_id)
    await tap.send(screens.wants_proof(t, invoice))
    await _wait_for_proof(state, invoice)


@typing.message(StateFilter(TopUpSteps.proof), is_proof)
async def proof_sent(
    message: Message, state: FSMContext, customer: Customer, manual_payments: ManualPayments, t: Translator
) -> None:
    invoice_id: int = (await state.get_data())["invoice_id"]
    try:
        invoice = await manual_payments.claim(customer.id, invoice_id, _proof(message))
    except InputError:
        await state.clear()  # it was sent before, or is too old: nothing more is waited for
        raise
    await reply(message, screens.claimed(t, invoice))
    await state.clear()


@routes.message(Command("paysupport", ignore_case=True))
async def payment_support_asked(
    message: Message, customer: Customer, topup: TopUp, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, screens.payment_support(t, policy, await topup.payments(customer.id)))


async def _ask_to_pay(
    bot: Bot, chat_id: int, invoice: Invoice, state: FSMContext, policy: ShopPolicy, t: Translator
) -> None:
    match invoice.method:
        case PaymentMethod.STARS:
            await bot.send_invoice(chat_id, **screens.star_invoice(t, invoice))
        case PaymentMethod.CRYPTO:
            await send(bot, chat_id, screens.crypto_invoice(t, invoice))
        case PaymentMethod.MANUAL:
            await send(bot, chat_id, screens.transfer(t, invoice, policy.manual_payment or ""))
            await _wait_for_proof(state, invoice)


async def _wait_for_proof(state: FSMContext, invoice: Invoice) -> None:
    await state.set_data({"invoice_id": invoice.id})
    await state.set_state(TopUpSteps.proof)


def _proof(message: Message) -> Proof:
    text = (message.text or message.caption or "")[:1000]
    if message.photo:
        return Proof("photo", message.photo[-1].file_id, text)
    if message.document:
        return Proof("document", message.document.file_id, text)
    return Proof("text", None, text)
