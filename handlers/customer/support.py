"""/support: a request to the people behind the shop, and what follows on it."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.tickets import Tickets
from bot.core.tickets import TicketTopic
from bot.ui.contents import content_of
from bot.ui.desk_callbacks import AskSupport, ChooseTicketOrder, ChooseTopic, CloseOwnTicket, WriteToTicket
from bot.ui.i18n import Translator
from bot.ui.screens import tickets as screens
from handlers.filters import is_command
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import SupportSteps

routes = Routes("support", message_middlewares=[LeaveStep()])
typing = Routes("support-typing")


@routes.message(Command("support", ignore_case=True))
async def support_asked(
    message: Message, customer: Customer, tickets: Tickets, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, screens.support(t, policy, await tickets.mine(customer.id)))


@routes.callback_query(AskSupport.filter())
async def support_opened(
    _: object, tap: Tap, customer: Customer, tickets: Tickets, policy: ShopPolicy, t: Translator
) -> None:
    await tap.send(screens.support(t, policy, await tickets.mine(customer.id)))


@routes.callback_query(ChooseTopic.filter())
async def topic_chosen(
    _: object,
    callback_data: ChooseTopic,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    tickets: Tickets,
    t: Translator,
) -> None:
    """Which order it is about is asked only of somebody who has orders; whoever just writes means none."""
    orders = await tickets.newest_orders(customer.id)
    if not orders:
        await _ask_words(tap, state, callback_data.topic, None, t)
        return
    await tap.show(screens.which_order(t, callback_data.topic, orders))
    await _remember(state, {"topic": callback_data.topic.value, "order_id": None})


@routes.callback_query(ChooseTicketOrder.filter())
async def order_chosen(_: object, callback_data: ChooseTicketOrder, tap: Tap, state: FSMContext, t: Translator) -> None:
    await _ask_words(tap, state, callback_data.topic, callback_data.order_id or None, t)


@routes.callback_query(WriteToTicket.filter())
async def more_wanted(
    _: object,
    callback_data: WriteToTicket,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    tickets: Tickets,
    t: Translator,
) -> None:
    ticket = await tickets.own(customer.id, callback_data.ticket_id)
    await tap.send(screens.write_on(t, ticket))
    await _remember(state, {"ticket_id": ticket.id})


@routes.callback_query(CloseOwnTicket.filter())
async def ticket_closed(
    _: object,
    callback_data: CloseOwnTicket,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    tickets: Tickets,
    t: Translator,
) -> None:
    """A new message: what was said stays in the chat."""
    ticket = await tickets.close_own(customer.id, callback_data.ticket_id)
    await tap.send(screens.closed(t, ticket))
    if await state.get_state() == SupportSteps.writing:
        await state.clear()


@typing.message(StateFilter(SupportSteps.writing))
async def words_sent(message: Message, state: FSMContext, customer: Customer, tickets: Tickets, t: Translator) -> None:
    """Words or a picture; the step stays, so that the next message is added as well."""
    content = None if await is_command(message) else content_of(message)
    if content is None:
        await reply(message, screens.wants_words(t))
        return
    data = await state.get_data()
    ticket_id: int | None = data.get("ticket_id")
    if ticket_id is None:
        topic, order_id = TicketTopic(data["topic"]), data["order_id"]
        ticket = await tickets.begin(customer.id, topic, order_id, content.text, content.photo_id)
    else:
        ticket = await tickets.write(customer.id, ticket_id, content.text, content.photo_id)
    await reply(message, screens.taken(t, ticket, first=ticket_id is None))
    await _remember(state, {"ticket_id": ticket.id})


async def _ask_words(tap: Tap, state: FSMContext, topic: TicketTopic, order_id: int | None, t: Translator) -> None:
    await tap.show(screens.write(t, topic, order_id))
    await _remember(state, {"topic": topic.value, "order_id": order_id})


async def _remember(state: FSMContext, data: dict[str, Any]) -> None:
    await state.set_data(data)
    await state.set_state(SupportSteps.writing)
