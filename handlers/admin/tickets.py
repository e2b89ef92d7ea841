"""/tickets: customers' requests, answered in the shop's name."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.services.tickets import Tickets
from bot.ui.contents import content_of
from bot.ui.desk_callbacks import (
    AnswerTicket,
    CloseTicket,
    OpenTicket,
    OpenTickets,
    ReopenTicket,
    ShowTicketPictures,
)
from bot.ui.i18n import Translator
from bot.ui.keyboards import PAGE_SIZE
from bot.ui.screen import Screen
from bot.ui.screens import tickets as screens
from handlers.filters import FromAdmin, is_command
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import TicketSteps
from handlers.usage import Usage

routes = Routes("admin-tickets", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])
typing = Routes("admin-tickets-typing", filters=[FromAdmin()])


@routes.message(Command("tickets", ignore_case=True))
async def tickets_asked(message: Message, customer: Customer, tickets: Tickets, t: Translator) -> None:
    await reply(message, await _list(t, tickets, customer, closed=False, page=0))


@routes.callback_query(OpenTickets.filter())
async def tickets_opened(
    _: object, callback_data: OpenTickets, tap: Tap, customer: Customer, tickets: Tickets, t: Translator
) -> None:
    await tap.show(await _list(t, tickets, customer, closed=callback_data.closed, page=callback_data.page))


@routes.callback_query(OpenTicket.filter())
async def ticket_opened(
    _: object, callback_data: OpenTicket, tap: Tap, customer: Customer, tickets: Tickets, t: Translator
) -> None:
    await tap.show(screens.card(t, await tickets.card(customer.id, callback_data.ticket_id)))


@routes.callback_query(AnswerTicket.filter())
async def answer_wanted(
    _: object,
    callback_data: AnswerTicket,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    tickets: Tickets,
    t: Translator,
) -> None:
    """The question stays in sight: the answer is typed under it."""
    card = await tickets.card(customer.id, callback_data.ticket_id)
    await tap.send(screens.ask_answer(t, card))
    await state.set_data({"ticket_id": callback_data.ticket_id})
    await state.set_state(TicketSteps.answer)


@typing.message(StateFilter(TicketSteps.answer))
async def answer_sent(message: Message, state: FSMContext, customer: Customer, tickets: Tickets, t: Translator) -> None:
    content = None if await is_command(message) else content_of(message)
    if content is None:
        await reply(message, screens.wants_words(t))
        return
    ticket_id: int = (await state.get_data())["ticket_id"]
    ticket = await tickets.answer(customer.id, ticket_id, content.text, content.photo_id)
    await reply(message, screens.answered(t, ticket))
    await state.clear()


@routes.callback_query(CloseTicket.filter())
async def ticket_closed(
    _: object, callback_data: CloseTicket, tap: Tap, customer: Customer, tickets: Tickets, t: Translator
) -> None:
    await tap.show(screens.card(t, await tickets.close(customer.id, callback_data.ticket_id)))


@routes.callback_query(ReopenTicket.filter())
async def ticket_reopened(
    _: object, callback_data: ReopenTicket, tap: Tap, customer: Customer, tickets: Tickets, t: Translator
) -> None:
    await tap.show(screens.card(t, await tickets.reopen(customer.id, callback_data.ticket_id)))


@routes.callback_query(ShowTicketPictures.filter())
async def pictures_wanted(
    _: object,
    callback_data: ShowTicketPictures,
    bot: Bot,
    tap: Tap,
    customer: Customer,
    tickets: Tickets,
    t: Translator,
) -> None:
    for shown in await tickets.pictures(customer.id, callback_data.ticket_id):
        await bot.send_photo(tap.chat_id, str(shown.photo_id), **screens.picture(t, shown).as_caption())


async def _list(t: Translator, tickets: Tickets, customer: Customer, *, closed: bool, page: int) -> Screen:
    found, page, total = await tickets.listed(customer.id, closed=closed, page=page, size=PAGE_SIZE)
    return screens.listed(t, found, page, total, closed=closed)
