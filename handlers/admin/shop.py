"""The admins' menu, and the providers."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.admin import Admin
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.guide import Guide
from bot.core.services.topup import TopUp
from bot.ui.callbacks import ShowAdminMenu, ShowProviders, StartSync
from bot.ui.i18n import Translator
from bot.ui.screens import admin as screens
from bot.ui.screens import guide as guide_screens
from bot.ui.screens.providers import providers
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("admin-shop", filters=[FromAdmin()], message_middlewares=[LeaveStep()])


@routes.message(Command("admin", ignore_case=True))
async def menu_asked(
    message: Message,
    customer: Customer,
    authority: Authority,
    guide: Guide,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """As long as nothing is on sale, the guide to that comes with it."""
    await reply(message, screens.menu(t, authority.rights(customer.id)))
    if guide.is_needed(customer.id):
        state = await guide.state(customer.id, topup.methods)
        await reply(message, guide_screens.guide(t, state, policy.currency))


@routes.callback_query(ShowAdminMenu.filter())
async def menu_opened(_: object, tap: Tap, customer: Customer, authority: Authority, t: Translator) -> None:
    await tap.show(screens.menu(t, authority.rights(customer.id)))


@routes.message(Command("sync", ignore_case=True))
async def sync_asked(message: Message, customer: Customer, catalog: CatalogService, t: Translator) -> None:
    catalog.request_sync(customer.id)
    await reply(message, screens.sync_asked(t))


@routes.callback_query(StartSync.filter())
async def sync_started(_: object, tap: Tap, customer: Customer, catalog: CatalogService, t: Translator) -> None:
    catalog.request_sync(customer.id)
    await tap.show(screens.sync_asked(t))


@routes.message(Command("providers", ignore_case=True))
async def providers_asked(message: Message, customer: Customer, admin: Admin, t: Translator) -> None:
    await reply(message, providers(t, await admin.providers(customer.id)))


@routes.callback_query(ShowProviders.filter())
async def providers_opened(_: object, tap: Tap, customer: Customer, admin: Admin, t: Translator) -> None:
    await tap.show(providers(t, await admin.providers(customer.id)))
