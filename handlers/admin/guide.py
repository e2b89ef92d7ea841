"""The guide from a token to the first service on sale."""

from __future__ import annotations

from decimal import Decimal

from aiogram import Bot

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.guide import Guide
from bot.core.services.markups import Markups
from bot.core.services.topup import TopUp
from bot.ui.i18n import Translator
from bot.ui.screens import actions
from bot.ui.screens import guide as screens
from bot.ui.staff_callbacks import ChooseMarkup, GuideMarkup, GuideTerms, GuideWays, OpenGuide
from handlers.filters import FromAdmin
from handlers.replies import Tap
from handlers.routes import Routes

routes = Routes("admin-guide", filters=[FromAdmin()])


@routes.callback_query(OpenGuide.filter())
async def guide_opened(
    _: object,
    bot: Bot,
    tap: Tap,
    customer: Customer,
    guide: Guide,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    state = await guide.state(customer.id, topup.methods)
    await tap.show(screens.guide(t, state, policy.currency, (await bot.me()).username or ""))


@routes.callback_query(GuideMarkup.filter())
async def markups_opened(_: object, tap: Tap, customer: Customer, guide: Guide, topup: TopUp, t: Translator) -> None:
    await tap.show(screens.markups(t, await guide.state(customer.id, topup.methods)))


@routes.callback_query(ChooseMarkup.filter())
async def markup_chosen(
    _: object,
    callback_data: ChooseMarkup,
    tap: Tap,
    customer: Customer,
    markups: Markups,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    preview = await markups.propose(customer.id, Decimal(callback_data.percent))
    await tap.show(actions.markup_preview(t, preview, policy.currency))


@routes.callback_query(GuideTerms.filter())
async def terms_opened(_: object, tap: Tap, policy: ShopPolicy, t: Translator) -> None:
    await tap.show(screens.terms(t, policy))


@routes.callback_query(GuideWays.filter())
async def ways_opened(_: object, tap: Tap, customer: Customer, guide: Guide, topup: TopUp, t: Translator) -> None:
    await tap.show(screens.ways(t, await guide.state(customer.id, topup.methods)))
