"""/second SERVICE OTHER: where an order goes when its provider definitely refuses it."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.second_provider import SecondProvider
from bot.ui.callbacks import ClearSecondProvider, SetSecondProvider
from bot.ui.i18n import Translator
from bot.ui.screens import second_provider as screens
from handlers.customer.orders import order_number
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-second-provider", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.message(Command("second", ignore_case=True))
async def second_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    second_provider: SecondProvider,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    words = (command.args or "").split()
    ids = [order_number(word) for word in words]
    match ids:
        case [int(service_id)]:
            pair = await second_provider.current(customer.id, service_id)
            screen = screens.pairing(t, pair, policy.currency) if pair else screens.none(t, service_id)
        case [int(service_id), int(second_id)]:
            pair = await second_provider.preview(customer.id, service_id, second_id)
            screen = screens.pairing(t, pair, policy.currency)
        case _:
            raise UsageError("second")
    await reply(message, screen)


@routes.callback_query(SetSecondProvider.filter())
async def second_set(
    _: object,
    callback_data: SetSecondProvider,
    tap: Tap,
    customer: Customer,
    second_provider: SecondProvider,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    pair = await second_provider.set(
        customer.id, callback_data.service_id, callback_data.second_id, below_cost=callback_data.below_cost
    )
    await tap.show(screens.pairing(t, pair, policy.currency))


@routes.callback_query(ClearSecondProvider.filter())
async def second_cleared(
    _: object,
    callback_data: ClearSecondProvider,
    tap: Tap,
    customer: Customer,
    second_provider: SecondProvider,
    t: Translator,
) -> None:
    await tap.show(screens.cleared(t, await second_provider.clear(customer.id, callback_data.service_id)))
