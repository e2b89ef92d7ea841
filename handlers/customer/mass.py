"""/mass: many lines at once, checked one by one, placed by one Confirm."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.mass import MassOrders
from bot.ui.i18n import Translator
from bot.ui.screens import mass as screens
from bot.ui.screens import menu
from bot.ui.staff_callbacks import ConfirmMass, DropMass, StartMass
from handlers.customer.files import text_of
from handlers.filters import is_document, is_text
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import MassSteps

routes = Routes("mass", message_middlewares=[LeaveStep()])
typing = Routes("mass-typing")


@routes.message(Command("mass", ignore_case=True))
async def mass_asked(message: Message, state: FSMContext, t: Translator) -> None:
    await reply(message, screens.ask(t))
    await state.set_state(MassSteps.lines)


@routes.callback_query(StartMass.filter())
async def mass_opened(_: object, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(screens.ask(t))
    await state.set_state(MassSteps.lines)


@typing.message(StateFilter(MassSteps.lines), is_text)
async def lines_typed(
    message: Message,
    state: FSMContext,
    customer: Customer,
    mass_orders: MassOrders,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    preview = await mass_orders.preview(customer.id, message.text or "")
    await reply(message, screens.preview(t, preview, policy.currency))
    await state.clear()


@typing.message(StateFilter(MassSteps.lines), is_document)
async def lines_sent(
    message: Message,
    bot: Bot,
    state: FSMContext,
    customer: Customer,
    mass_orders: MassOrders,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    assert message.document is not None  # noqa: S101 - is_document
    preview = await mass_orders.preview(customer.id, await text_of(bot, message.document))
    await reply(message, screens.preview(t, preview, policy.currency))
    await state.clear()


@routes.callback_query(ConfirmMass.filter())
async def mass_confirmed(
    _: object,
    callback_data: ConfirmMass,
    tap: Tap,
    customer: Customer,
    mass_orders: MassOrders,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """Cut off in the middle it is handled again, and a second tap finds the orders of the first."""
    placed = await mass_orders.place(customer.id, callback_data.mass_id)
    await tap.show(screens.placed(t, placed, policy.currency))


@routes.callback_query(DropMass.filter())
async def mass_dropped(_: object, tap: Tap, t: Translator) -> None:
    await tap.show(menu.words(t, "stopped-typing"))
