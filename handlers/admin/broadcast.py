"""/broadcast: write, look, aim, confirm; then one message shows how far it is."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.broadcasts import Broadcasts, segment_of, size_of
from bot.ui.contents import content_of, send_content
from bot.ui.desk_callbacks import (
    AimBroadcast,
    DropBroadcast,
    OpenBroadcast,
    ResumeBroadcast,
    StartBroadcast,
    StartWriting,
    StopBroadcast,
)
from bot.ui.i18n import Translator
from bot.ui.screens import broadcast as screens
from handlers.filters import FromAdmin, is_command
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import BroadcastSteps
from handlers.usage import Usage

routes = Routes("admin-broadcast", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])
typing = Routes("admin-broadcast-typing", filters=[FromAdmin()])


@routes.message(Command("broadcast", ignore_case=True))
async def broadcast_asked(
    message: Message, state: FSMContext, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    await reply(message, screens.ask(t, await broadcasts.newest(customer.id)))
    await state.set_state(BroadcastSteps.content)


@routes.callback_query(StartWriting.filter())
async def broadcast_wanted(
    _: object, tap: Tap, state: FSMContext, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    await tap.show(screens.ask(t, await broadcasts.newest(customer.id)))
    await state.set_state(BroadcastSteps.content)


@typing.message(StateFilter(BroadcastSteps.content))
async def content_sent(
    message: Message, bot: Bot, state: FSMContext, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    """First the message itself, as everybody will see it; the question under it."""
    content = None if await is_command(message) else content_of(message)
    if content is None:
        await reply(message, screens.wants_words(t))
        return
    broadcast, audience = await broadcasts.write(customer.id, content)
    await send_content(bot, message.chat.id, content)
    await reply(message, screens.whom(t, broadcast, audience))
    await state.clear()


@routes.callback_query(OpenBroadcast.filter())
async def broadcast_opened(
    _: object, callback_data: OpenBroadcast, tap: Tap, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    progress = await broadcasts.progress(customer.id, callback_data.broadcast_id)
    if progress.broadcast.segment is not None:
        await tap.show(screens.progress(t, progress))
        return
    broadcast, audience = await broadcasts.draft(customer.id, callback_data.broadcast_id)
    await tap.show(screens.whom(t, broadcast, audience))


@routes.callback_query(AimBroadcast.filter())
async def broadcast_aimed(
    _: object,
    callback_data: AimBroadcast,
    tap: Tap,
    customer: Customer,
    broadcasts: Broadcasts,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    segment = segment_of(callback_data.segment, callback_data.base)
    broadcast, audience = await broadcasts.draft(customer.id, callback_data.broadcast_id)
    await tap.show(screens.sure(t, broadcast, segment, size_of(audience, segment), policy.send_rate))


@routes.callback_query(StartBroadcast.filter())
async def broadcast_confirmed(
    _: object, callback_data: StartBroadcast, tap: Tap, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    segment = segment_of(callback_data.segment, callback_data.base)
    progress = await broadcasts.start(customer.id, callback_data.broadcast_id, segment, tap.message_id)
    await tap.show(screens.progress(t, progress))


@routes.callback_query(StopBroadcast.filter())
async def broadcast_stopped(
    _: object, callback_data: StopBroadcast, tap: Tap, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    await tap.show(screens.progress(t, await broadcasts.stop(customer.id, callback_data.broadcast_id)))


@routes.callback_query(ResumeBroadcast.filter())
async def broadcast_resumed(
    _: object, callback_data: ResumeBroadcast, tap: Tap, customer: Customer, broadcasts: Broadcasts, t: Translator
) -> None:
    await tap.show(screens.progress(t, await broadcasts.go_on(customer.id, callback_data.broadcast_id)))


@routes.callback_query(DropBroadcast.filter())
async def broadcast_dropped(_: object, tap: Tap, t: Translator) -> None:
    """A draft that nobody aims reaches nobody."""
    await tap.show(screens.dropped(t))
