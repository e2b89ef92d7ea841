"""/promo and /referral."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.promo import Promotions
from bot.core.services.referrals import Referrals
from bot.ui.i18n import Translator
from bot.ui.screens import menu
from bot.ui.screens import promo as screens
from handlers.middlewares import LeaveStep
from handlers.replies import reply
from handlers.routes import Routes

routes = Routes("promo", message_middlewares=[LeaveStep()])


@routes.message(Command("promo", ignore_case=True))
async def code_used(
    message: Message, command: CommandObject, customer: Customer, promotions: Promotions, t: Translator
) -> None:
    if not command.args:
        await reply(message, menu.words(t, "usage-promo"))
        return
    await reply(message, screens.used(t, await promotions.use(customer.id, command.args)))


@routes.message(Command("referral", ignore_case=True))
async def referral_asked(
    message: Message, bot: Bot, customer: Customer, referrals: Referrals, policy: ShopPolicy, t: Translator
) -> None:
    if not referrals.is_on:
        await reply(message, menu.words(t, "referral-off"))
        return
    me = await bot.me()
    await reply(message, screens.referral(t, await referrals.card(customer.id), me.username or "", policy.currency))
