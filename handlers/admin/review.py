"""Orders of which nobody knows whether the provider has them, and any order with its history."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.services.admin import Admin
from bot.core.services.review import Review
from bot.ui.callbacks import (
    AttachCandidate,
    AttachProviderOrder,
    OpenAdminOrder,
    OpenReview,
    OpenUnknownOrder,
    RefuseOrder,
    SendOrderAgain,
)
from bot.ui.i18n import Translator
from bot.ui.screens import review as screens
from handlers.customer.orders import order_number
from handlers.filters import FromAdmin, is_text
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import ReviewSteps
from handlers.usage import Usage, UsageError

routes = Routes("admin-review", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])
typing = Routes("admin-typing", filters=[FromAdmin()])


@routes.message(Command("order", ignore_case=True))
async def order_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, t: Translator
) -> None:
    order_id = order_number(command.args)
    if order_id is None:
        raise UsageError("order")
    await reply(message, screens.order(t, await admin.order_card(customer.id, order_id)))


@routes.callback_query(OpenAdminOrder.filter())
async def order_opened(
    _: object, callback_data: OpenAdminOrder, tap: Tap, customer: Customer, admin: Admin, t: Translator
) -> None:
    await tap.show(screens.order(t, await admin.order_card(customer.id, callback_data.order_id)))


@routes.message(Command("review", ignore_case=True))
async def review_asked(message: Message, customer: Customer, review: Review, t: Translator) -> None:
    await reply(message, screens.unknown_orders(t, await review.unknown_orders(customer.id)))


@routes.callback_query(OpenReview.filter())
async def review_opened(_: object, tap: Tap, customer: Customer, review: Review, t: Translator) -> None:
    await tap.show(screens.unknown_orders(t, await review.unknown_orders(customer.id)))


@routes.callback_query(OpenUnknownOrder.filter())
async def unknown_order_opened(
    _: object, callback_data: OpenUnknownOrder, tap: Tap, customer: Customer, admin: Admin, t: Translator
) -> None:
    await tap.show(screens.order(t, await admin.order_card(customer.id, callback_data.order_id)))


@routes.callback_query(AttachCandidate.filter())
async def candidate_attached(
    _: object, callback_data: AttachCandidate, tap: Tap, customer: Customer, review: Review, t: Translator
) -> None:
    order = await review.attach_candidate(customer.id, callback_data.order_id)
    await tap.show(screens.decided(t, order.id, "attached"))


@routes.callback_query(AttachProviderOrder.filter())
async def id_wanted(_: object, callback_data: AttachProviderOrder, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(screens.asked_for_id(t, callback_data.order_id))
    await state.set_data({"order_id": callback_data.order_id})
    await state.set_state(ReviewSteps.provider_order_id)


@typing.message(StateFilter(ReviewSteps.provider_order_id), is_text)
async def id_typed(message: Message, state: FSMContext, customer: Customer, review: Review, t: Translator) -> None:
    """An id that the provider does not know keeps the step: it may have been mistyped."""
    order_id: int = (await state.get_data())["order_id"]
    order = await review.attach(customer.id, order_id, (message.text or "").strip()[:100])
    await reply(message, screens.decided(t, order.id, "attached"))
    await state.clear()


@routes.callback_query(RefuseOrder.filter())
async def refusal_tapped(
    _: object,
    callback_data: RefuseOrder,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    review: Review,
    t: Translator,
) -> None:
    if not callback_data.sure:
        card = await admin.order_card(customer.id, callback_data.order_id)
        await tap.show(screens.sure_to_refuse(t, card, learn=callback_data.learn))
        return
    order = await review.refuse(customer.id, callback_data.order_id, learn=callback_data.learn)
    await tap.show(screens.decided(t, order.id, "refused"))


@routes.callback_query(SendOrderAgain.filter())
async def sending_again_tapped(
    _: object,
    callback_data: SendOrderAgain,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    review: Review,
    t: Translator,
) -> None:
    if not callback_data.sure:
        card = await admin.order_card(customer.id, callback_data.order_id)
        await tap.show(screens.sure_to_send_again(t, card))
        return
    order = await review.send_again(customer.id, callback_data.order_id)
    await tap.show(screens.decided(t, order.id, "sent"))
