"""The customer's orders: the list, the live card, and what may be done from it."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.aftercare import RequestKind
from bot.core.customers import Customer
from bot.core.orders import OrderGroup
from bot.core.services.aftercare import Aftercare
from bot.core.services.reading import OrderCard
from bot.core.services.tracking import Tracking
from bot.ui.callbacks import (
    AskCancel,
    AskRefill,
    FilterOrders,
    OpenOrder,
    OpenOrders,
    RefreshOrder,
    SendOrder,
    SendOrders,
)
from bot.ui.i18n import Translator
from bot.ui.keyboards import PAGE_SIZE, page_count
from bot.ui.screen import Screen
from bot.ui.screens import menu
from bot.ui.screens import orders as screens
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("orders", message_middlewares=[LeaveStep()])


@routes.callback_query(OpenOrders.filter())
async def orders_opened(
    _: object, callback_data: OpenOrders, tap: Tap, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    await tap.show(await _list(t, tracking, customer, callback_data.page))


@routes.callback_query(FilterOrders.filter())
async def orders_filtered(
    _: object, callback_data: FilterOrders, tap: Tap, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    await tap.show(await _list(t, tracking, customer, callback_data.page, callback_data.group))


@routes.callback_query(SendOrders.filter())
async def orders_asked_from_card(_: object, tap: Tap, customer: Customer, tracking: Tracking, t: Translator) -> None:
    await tap.send(await _list(t, tracking, customer))


@routes.message(Command("orders", ignore_case=True))
async def orders_asked(message: Message, customer: Customer, tracking: Tracking, t: Translator) -> None:
    await reply(message, await _list(t, tracking, customer))


@routes.callback_query(OpenOrder.filter())
async def order_opened(
    _: object, callback_data: OpenOrder, tap: Tap, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    await show_card(tap, tracking, customer, await tracking.card(customer.id, callback_data.order_id), t)


@routes.callback_query(SendOrder.filter())
async def order_asked_from_notice(
    _: object, callback_data: SendOrder, tap: Tap, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    await send_card(tap, tracking, customer, await tracking.card(customer.id, callback_data.order_id), t)


@routes.message(Command("order", ignore_case=True))
async def order_asked(
    message: Message, command: CommandObject, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    order_id = order_number(command.args)
    if order_id is None:
        await reply(message, menu.words(t, "usage-order"))
        return
    card = await tracking.card(customer.id, order_id)
    sent = await reply(message, screens.card(t, card))
    await tracking.adopt_card(customer.id, order_id, sent.message_id)


@routes.callback_query(RefreshOrder.filter())
async def refresh_asked(
    _: object, callback_data: RefreshOrder, tap: Tap, customer: Customer, tracking: Tracking, t: Translator
) -> None:
    card = await tracking.refresh(customer.id, callback_data.order_id)
    await show_card(tap, tracking, customer, card, t, t.plain("order-refreshed"))


@routes.callback_query(AskRefill.filter())
async def refill_asked(
    _: object,
    callback_data: AskRefill,
    tap: Tap,
    customer: Customer,
    aftercare: Aftercare,
    tracking: Tracking,
    t: Translator,
) -> None:
    card = await aftercare.ask(customer.id, callback_data.order_id, RequestKind.REFILL)
    await show_card(tap, tracking, customer, card, t, t.plain("order-refill-asked"))


@routes.callback_query(AskCancel.filter())
async def cancel_asked(
    _: object,
    callback_data: AskCancel,
    tap: Tap,
    customer: Customer,
    aftercare: Aftercare,
    tracking: Tracking,
    t: Translator,
) -> None:
    card = await aftercare.ask(customer.id, callback_data.order_id, RequestKind.CANCEL)
    await show_card(tap, tracking, customer, card, t, t.plain("order-cancel-asked"))


def order_number(typed: str | None) -> int | None:
    """`12` or `#12`."""
    number = (typed or "").strip().removeprefix("#")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


async def _list(
    t: Translator, tracking: Tracking, customer: Customer, page: int = 0, group: OrderGroup = OrderGroup.ALL
) -> Screen:
    orders, total = await tracking.orders_of(customer.id, page, PAGE_SIZE, group)
    last = page_count(total) - 1
    if page > last:  # an old button, or a forged one
        page = last
        orders, total = await tracking.orders_of(customer.id, page, PAGE_SIZE, group)
    return screens.listed(t, orders, page, total, group)


async def send_card(tap: Tap, tracking: Tracking, customer: Customer, card: OrderCard, t: Translator) -> None:
    """As a new message, which is the order's live card from now on."""
    message_id = await tap.send(screens.card(t, card))
    await tracking.adopt_card(customer.id, card.order.id, message_id)


async def show_card(
    tap: Tap,
    tracking: Tracking,
    customer: Customer,
    card: OrderCard,
    t: Translator,
    toast: str | None = None,
) -> None:
    """In the message that was tapped, which is the order's live card from now on."""
    message_id = await tap.show(screens.card(t, card), toast)
    if message_id is not None and message_id != card.order.card_message_id:
        await tracking.adopt_card(customer.id, card.order.id, message_id)
