"""The admins' menu with its sections, and the providers."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
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
from bot.ui.screens import desk
from bot.ui.screens import guide as guide_screens
from bot.ui.screens.providers import providers
from bot.ui.staff_callbacks import OpenDesk, StopAsking, TypeCommand
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.states import StaffSteps
from handlers.usage import Usage

routes = Routes(
    "admin-shop",
    filters=[FromAdmin()],
    message_middlewares=[LeaveStep(), Usage()],
    callback_middlewares=[LeaveStep()],
)


@routes.message(Command("admin", ignore_case=True))
async def menu_asked(
    message: Message,
    bot: Bot,
    customer: Customer,
    authority: Authority,
    guide: Guide,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """As long as nothing is on sale, the guide to that comes with it."""
    with_guide = await guide.is_going_on(customer.id)
    await reply(message, desk.menu(t, authority.rights(customer.id), with_guide=with_guide))
    if guide.is_needed(customer.id):
        state = await guide.state(customer.id, topup.methods)
        await reply(message, guide_screens.guide(t, state, policy.currency, (await bot.me()).username or ""))


@routes.callback_query(ShowAdminMenu.filter())
async def menu_opened(
    _: object, tap: Tap, customer: Customer, authority: Authority, guide: Guide, t: Translator
) -> None:
    with_guide = await guide.is_going_on(customer.id)
    await tap.show(desk.menu(t, authority.rights(customer.id), with_guide=with_guide))


@routes.callback_query(OpenDesk.filter())
async def section_opened(
    _: object, callback_data: OpenDesk, tap: Tap, customer: Customer, authority: Authority, t: Translator
) -> None:
    await tap.show(desk.section(t, authority.rights(customer.id), callback_data.section))


@routes.callback_query(TypeCommand.filter())
async def command_wanted(_: object, callback_data: TypeCommand, tap: Tap, state: FSMContext, t: Translator) -> None:
    """Its service asks whether this person may, as it does after the typed command."""
    await tap.send(desk.asked(t, callback_data.command))
    await state.set_data({"command": callback_data.command})
    await state.set_state(StaffSteps.command)


@routes.callback_query(StopAsking.filter())
async def asking_stopped(_: object, tap: Tap, t: Translator) -> None:
    await tap.show(desk.stopped(t))


@routes.message(Command("sync", ignore_case=True))
async def sync_asked(message: Message, customer: Customer, catalog: CatalogService, t: Translator) -> None:
    await catalog.request_sync(customer.id)
    await reply(message, screens.sync_asked(t))


@routes.callback_query(StartSync.filter())
async def sync_started(_: object, tap: Tap, customer: Customer, catalog: CatalogService, t: Translator) -> None:
    await catalog.request_sync(customer.id)
    await tap.show(screens.sync_asked(t))


@routes.message(Command("providers", ignore_case=True))
async def providers_asked(message: Message, customer: Customer, admin: Admin, guide: Guide, t: Translator) -> None:
    with_guide = await guide.is_going_on(customer.id)
    await reply(message, providers(t, await admin.providers(customer.id), with_guide=with_guide))


@routes.callback_query(ShowProviders.filter())
async def providers_opened(_: object, tap: Tap, customer: Customer, admin: Admin, guide: Guide, t: Translator) -> None:
    with_guide = await guide.is_going_on(customer.id)
    await tap.show(providers(t, await admin.providers(customer.id), with_guide=with_guide))
