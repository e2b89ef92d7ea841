"""The admins' menu, the providers, and a customer's card."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.admin import Admin
from bot.core.services.catalog import CatalogService
from bot.ui.callbacks import OpenCustomer, ShowAdminMenu, ShowProviders, StartSync
from bot.ui.i18n import Translator
from bot.ui.screens import admin as screens
from bot.ui.screens.providers import providers
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("admin-shop", filters=[FromAdmin()], message_middlewares=[LeaveStep()])


@routes.message(Command("admin", ignore_case=True))
async def menu_asked(message: Message, t: Translator) -> None:
    await reply(message, screens.menu(t))


@routes.callback_query(ShowAdminMenu.filter())
async def menu_opened(_: object, tap: Tap, t: Translator) -> None:
    await tap.show(screens.menu(t))


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


@routes.message(Command("customer", ignore_case=True))
async def customer_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, policy: ShopPolicy, t: Translator
) -> None:
    if not command.args:
        await reply(message, screens.usage(t, "customer"))
        return
    who = await admin.find_customer(customer.id, command.args.strip())
    card = await admin.customer_card(customer.id, who.id)
    await reply(message, screens.customer(t, card, policy.currency))


@routes.callback_query(OpenCustomer.filter())
async def customer_opened(
    _: object,
    callback_data: OpenCustomer,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    card = await admin.customer_card(customer.id, callback_data.customer_id)
    await tap.show(screens.customer(t, card, policy.currency))
