"""Customers and their orders: the card, notes, messages, closing for orders, giving money back, what is stuck."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.adjustments import Adjustments
from bot.core.services.admin import Admin
from bot.core.services.authority import Authority
from bot.core.services.delivery import Delivery
from bot.core.services.people import People
from bot.ui.callbacks import OpenCustomer
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import actions
from bot.ui.screens import people as screens
from bot.ui.staff_callbacks import (
    BanCustomer,
    OpenStuck,
    OpenTimeline,
    RefundOrder,
    RefundPart,
    TypeAdjustment,
    WriteMessage,
    WriteNote,
)
from handlers.admin.typed import ask_for
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-people", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.message(Command("customer", ignore_case=True))
async def customer_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    admin: Admin,
    authority: Authority,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    if not command.args:
        raise UsageError("customer")
    who = await admin.find_customer(customer.id, command.args.strip())
    await reply(message, await _card(t, admin, authority, customer, who.id, policy))


@routes.callback_query(OpenCustomer.filter())
async def customer_opened(
    _: object,
    callback_data: OpenCustomer,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    authority: Authority,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.show(await _card(t, admin, authority, customer, callback_data.customer_id, policy))


@routes.message(Command("ban", ignore_case=True))
async def ban_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, people: People, t: Translator
) -> None:
    await reply(message, await _ban(command, customer, admin, people, t, on=True))


@routes.message(Command("unban", ignore_case=True))
async def unban_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, people: People, t: Translator
) -> None:
    await reply(message, await _ban(command, customer, admin, people, t, on=False))


@routes.callback_query(BanCustomer.filter())
async def ban_tapped(
    _: object, callback_data: BanCustomer, tap: Tap, customer: Customer, admin: Admin, people: People, t: Translator
) -> None:
    who = await admin.find_customer(customer.id, str(callback_data.customer_id))
    if callback_data.on and not callback_data.sure:
        await tap.show(screens.sure_to_ban(t, who))
        return
    await people.set_banned(customer.id, who.id, banned=callback_data.on)
    await tap.show(screens.banned(t, who, on=callback_data.on))


@routes.callback_query(WriteNote.filter())
async def note_wanted(_: object, callback_data: WriteNote, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(screens.asked(t, "ask-note"))
    await ask_for(state, "note", customer_id=callback_data.customer_id)


@routes.callback_query(WriteMessage.filter())
async def message_wanted(_: object, callback_data: WriteMessage, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(screens.asked(t, "ask-message"))
    await ask_for(state, "message", customer_id=callback_data.customer_id)


@routes.callback_query(TypeAdjustment.filter())
async def adjustment_wanted(
    _: object, callback_data: TypeAdjustment, tap: Tap, state: FSMContext, policy: ShopPolicy, t: Translator
) -> None:
    key = "ask-credit" if callback_data.credit else "ask-debit"
    await tap.send(screens.asked(t, key, currency=policy.currency))
    await ask_for(state, "adjustment", customer_id=callback_data.customer_id, credit=callback_data.credit)


@routes.callback_query(RefundOrder.filter())
async def refund_wanted(
    _: object,
    callback_data: RefundOrder,
    tap: Tap,
    customer: Customer,
    adjustments: Adjustments,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    action = await adjustments.propose_refund(customer.id, callback_data.order_id, None)
    await tap.send(actions.refund_preview(t, action, policy.currency))


@routes.callback_query(RefundPart.filter())
async def part_refund_wanted(
    _: object,
    callback_data: RefundPart,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    adjustments: Adjustments,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    there = await adjustments.refundable(customer.id, callback_data.order_id)
    left = t.money(there.left_micros, policy.currency)
    await tap.send(screens.asked(t, "ask-refund", order=str(there.order.id), left=left))
    await ask_for(state, "refund", order_id=there.order.id)


@routes.callback_query(OpenTimeline.filter())
async def timeline_opened(
    _: object, callback_data: OpenTimeline, tap: Tap, customer: Customer, admin: Admin, t: Translator
) -> None:
    card = await admin.order_card(customer.id, callback_data.order_id)
    await tap.show(screens.timeline(t, card, callback_data.page))


@routes.message(Command("stuck", ignore_case=True))
async def stuck_asked(message: Message, customer: Customer, delivery: Delivery, t: Translator) -> None:
    await reply(message, screens.stuck(t, await delivery.stuck(customer.id)))


@routes.callback_query(OpenStuck.filter())
async def stuck_opened(_: object, tap: Tap, customer: Customer, delivery: Delivery, t: Translator) -> None:
    await tap.show(screens.stuck(t, await delivery.stuck(customer.id)))


async def _card(
    t: Translator, admin: Admin, authority: Authority, customer: Customer, customer_id: int, policy: ShopPolicy
) -> Screen:
    card = await admin.customer_card(customer.id, customer_id)
    return screens.customer(t, card, policy.currency, authority.rights(customer.id))


async def _ban(
    command: CommandObject, customer: Customer, admin: Admin, people: People, t: Translator, *, on: bool
) -> Screen:
    typed = (command.args or "").split()
    if len(typed) != 1:
        raise UsageError(command.command.lower())
    who = await admin.find_customer(customer.id, typed[0])
    if not on:
        await people.set_banned(customer.id, who.id, banned=False)
        return screens.banned(t, who, on=False)
    people.require_ban(customer.id)
    return screens.sure_to_ban(t, who)
