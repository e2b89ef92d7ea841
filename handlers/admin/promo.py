"""/promo_new CODE AMOUNT|PERCENT% [USES] [DAYS]: shown first, made once."""

from __future__ import annotations

from decimal import Decimal

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.money import parse_amount
from bot.core.policy import ShopPolicy
from bot.core.services.promo import Promotions
from bot.ui.callbacks import ConfirmPromo, DropPromo
from bot.ui.i18n import Translator
from bot.ui.screens import promo as screens
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-promo", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.message(Command("promo_new", ignore_case=True))
async def code_wanted(
    message: Message,
    command: CommandObject,
    customer: Customer,
    promotions: Promotions,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    words = (command.args or "").split()
    numbers = [int(word) for word in words[2:] if word.isascii() and word.isdigit() and len(word) < 10]
    if not 2 <= len(words) <= 4 or len(numbers) != len(words) - 2:
        raise UsageError("promo-new")
    worth, percent = words[1], None
    amount_micros: int | None = None
    if worth.endswith("%"):
        percent = Decimal(parse_amount(worth[:-1])) / 1_000_000
    else:
        amount_micros = parse_amount(worth)
    uses = numbers[0] if numbers else 1
    days = numbers[1] if len(numbers) > 1 else None
    action = await promotions.preview(customer.id, words[0], amount_micros, percent, uses, days)
    await reply(message, screens.preview(t, action, policy.currency))


@routes.callback_query(ConfirmPromo.filter())
async def code_confirmed(
    _: object, callback_data: ConfirmPromo, tap: Tap, customer: Customer, promotions: Promotions, t: Translator
) -> None:
    await tap.show(screens.decided(t, await promotions.confirm(customer.id, callback_data.action_id)))


@routes.callback_query(DropPromo.filter())
async def code_dropped(
    _: object, callback_data: DropPromo, tap: Tap, customer: Customer, promotions: Promotions, t: Translator
) -> None:
    await tap.show(screens.decided(t, await promotions.drop(customer.id, callback_data.action_id)))
