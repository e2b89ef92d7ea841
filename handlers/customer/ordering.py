"""The questions of an order: Order was tapped, an answer typed, tapped or sent as a file; and leaving."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.errors import InputError
from bot.core.order_types import FieldKind
from bot.core.policy import ShopPolicy
from bot.core.services.customers import Customers
from bot.core.services.tracking import Tracking
from bot.ui.callbacks import (
    ChooseAnswer,
    Reorder,
    SkipAnswer,
    StartDripFeed,
    StartOrder,
    StopTyping,
    TurnCalendar,
)
from bot.ui.i18n import Translator
from bot.ui.keyboards import keyboard
from bot.ui.screen import Screen
from bot.ui.screens import menu, questions
from handlers.customer.dialogue import Dialogues, OrderDialogue, Step
from handlers.customer.files import text_of
from handlers.filters import is_document, is_text
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import DripFeedSteps, OrderSteps

routes = Routes("ordering", message_middlewares=[Dialogues()], callback_middlewares=[Dialogues()])

typing = Routes("typing", message_middlewares=[Dialogues()])  # after the commands: a command is never an answer


@routes.callback_query(StartOrder.filter())
async def order_started(
    _: object,
    callback_data: StartOrder,
    tap: Tap,
    dialogue: OrderDialogue,
    customer: Customer,
    customers: Customers,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    if customers.needs_terms(customer):
        await tap.show(menu.terms_to_accept(t, policy))
        return
    await _show(tap, dialogue, await dialogue.begin(callback_data.service_id))


@routes.callback_query(Reorder.filter())
async def reorder_asked(
    _: object,
    callback_data: Reorder,
    tap: Tap,
    dialogue: OrderDialogue,
    customer: Customer,
    tracking: Tracking,
    policy: ShopPolicy,
) -> None:
    """In a message of its own: the old card stays."""
    order = (await tracking.card(customer.id, callback_data.order_id)).order
    step = await dialogue.again(order.service_id, order.fields, policy.currency)
    await tap.send(step.screen)
    await dialogue.keep(step)


@routes.callback_query(StartDripFeed.filter())
async def drip_feed_started(_: object, callback_data: StartDripFeed, tap: Tap, dialogue: OrderDialogue) -> None:
    await _show(tap, dialogue, await dialogue.begin_drip_feed(callback_data.quote_id))


@routes.callback_query(ChooseAnswer.filter(), StateFilter(OrderSteps.answering))
async def answer_chosen(_: object, callback_data: ChooseAnswer, tap: Tap, dialogue: OrderDialogue) -> None:
    """A day comes as 31-12-2027, since a slash is no part of a button's data."""
    typed = callback_data.value.replace("-", "/")
    await _show(tap, dialogue, await dialogue.answer(typed, to=callback_data.field))


@routes.callback_query(SkipAnswer.filter(), StateFilter(OrderSteps.answering))
async def answer_skipped(_: object, callback_data: SkipAnswer, tap: Tap, dialogue: OrderDialogue) -> None:
    await _show(tap, dialogue, await dialogue.answer("", to=callback_data.field))


@routes.callback_query(TurnCalendar.filter(), StateFilter(OrderSteps.answering))
async def calendar_turned(
    _: object, callback_data: TurnCalendar, tap: Tap, dialogue: OrderDialogue, t: Translator
) -> None:
    _service, field, _answers = await dialogue.question()
    if field.kind is not FieldKind.DATE or field.name != callback_data.field:
        raise InputError("question-is-over")
    today = dialogue.clock.now().date()
    await tap.turn(questions.calendar_page(t, field, callback_data.year, callback_data.month, today))


@routes.callback_query(ChooseAnswer.filter())
@routes.callback_query(SkipAnswer.filter())
@routes.callback_query(TurnCalendar.filter())
async def late_answer_tapped(_: object) -> None:
    raise InputError("question-is-over")


@routes.callback_query(StopTyping.filter())
async def typing_stopped(_: object, tap: Tap, dialogue: OrderDialogue, raw_state: str | None, t: Translator) -> None:
    if raw_state == DripFeedSteps.answering.state:
        await _show(tap, dialogue, await dialogue.back_to_quote())
        return
    screen = Screen(questions.stopped(t, await dialogue.service_name()), menu.to_catalog(t))
    await _show(tap, dialogue, Step(screen, None))


@routes.message(Command("cancel", ignore_case=True))
async def cancel_asked(message: Message, dialogue: OrderDialogue, raw_state: str | None, t: Translator) -> None:
    if raw_state is None:
        await reply(message, menu.words(t, "stopped-nothing"))
        return
    if raw_state == DripFeedSteps.answering.state:
        await _reply(message, dialogue, await dialogue.back_to_quote())
        return
    name = await dialogue.service_name() if raw_state == OrderSteps.answering.state else None
    await _reply(message, dialogue, Step(Screen(questions.stopped(t, name), menu.to_catalog(t)), None))


@typing.message(StateFilter(OrderSteps.answering), is_text)
async def answer_typed(message: Message, dialogue: OrderDialogue) -> None:
    await _reply(message, dialogue, await dialogue.answer(message.text or "", by=message.message_id))


@typing.message(StateFilter(OrderSteps.answering), is_document)
async def list_sent(message: Message, bot: Bot, dialogue: OrderDialogue, t: Translator) -> None:
    _service, field, _answers = await dialogue.question()
    if field.kind is not FieldKind.LINES or message.document is None:
        await reply(message, Screen(t("question-wants-text"), keyboard(questions.stop_row(t))))
        return
    lines = await text_of(bot, message.document)
    await _reply(message, dialogue, await dialogue.answer(lines, by=message.message_id))


@typing.message(StateFilter(DripFeedSteps.answering), is_text)
async def drip_feed_answered(message: Message, dialogue: OrderDialogue) -> None:
    await _reply(message, dialogue, await dialogue.answer_drip_feed(message.text or "", message.message_id))


async def _reply(message: Message, dialogue: OrderDialogue, step: Step) -> None:
    await reply(message, step.screen)
    await dialogue.keep(step)


async def _show(tap: Tap, dialogue: OrderDialogue, step: Step) -> None:
    await tap.show(step.screen)
    await dialogue.keep(step)
