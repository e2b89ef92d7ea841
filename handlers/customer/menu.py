"""The menu, the language, the terms, and the commands that answer with plain words."""

from __future__ import annotations

from aiogram import Bot
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.errors import InputError
from bot.core.policy import ShopPolicy
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.customers import Customers
from bot.core.services.guide import Guide
from bot.core.services.referrals import Referrals
from bot.core.services.topup import TopUp
from bot.ui.callbacks import AcceptTerms, ChooseLanguage, ShowHelp, ShowLanguages, ShowMenu
from bot.ui.i18n import Translator, Translators
from bot.ui.screen import Screen
from bot.ui.screens import guide as guide_screens
from bot.ui.screens import menu
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("menu", message_middlewares=[LeaveStep()], callback_middlewares=[LeaveStep()])


@routes.message(CommandStart(ignore_case=True))
async def started(
    message: Message,
    command: CommandObject,
    bot: Bot,
    customer: Customer,
    customers: Customers,
    referrals: Referrals,
    authority: Authority,
    catalog: CatalogService,
    guide: Guide,
    topup: TopUp,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """A payload names who brought them; any other one changes nothing: whoever comes is welcome."""
    await referrals.started(customer, command.args or "")
    if customers.needs_terms(customer):
        await reply(message, menu.terms_to_accept(t, policy))
        return
    await reply(message, _menu(t, customer, authority, catalog))
    if guide.is_needed(customer.id):
        state = await guide.state(customer.id, topup.methods)
        await reply(message, guide_screens.guide(t, state, policy.currency, (await bot.me()).username or ""))


@routes.callback_query(ShowMenu.filter())
async def menu_opened(
    _: object, tap: Tap, customer: Customer, authority: Authority, catalog: CatalogService, t: Translator
) -> None:
    await tap.show(_menu(t, customer, authority, catalog))


@routes.callback_query(AcceptTerms.filter())
async def terms_accepted(
    _: object,
    callback_data: AcceptTerms,
    tap: Tap,
    customer: Customer,
    customers: Customers,
    authority: Authority,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    version = policy.terms_version
    if version is None:
        await tap.show(_menu(t, customer, authority, catalog))
        return
    shown_is_current = callback_data.digest == menu.terms_digest(version)
    try:
        await customers.accept_terms(customer.id, version if shown_is_current else "")
    except InputError:
        await tap.show(menu.terms_to_accept(t, policy), t.plain("terms-changed"))
        return
    await tap.show(_menu(t, customer, authority, catalog), t.plain("terms-accepted"))


@routes.message(Command("language", ignore_case=True))
async def languages_asked(message: Message, translators: Translators, t: Translator) -> None:
    await reply(message, menu.languages(t, translators))


@routes.callback_query(ShowLanguages.filter())
async def languages_opened(_: object, tap: Tap, translators: Translators, t: Translator) -> None:
    await tap.show(menu.languages(t, translators))


@routes.callback_query(ChooseLanguage.filter())
async def language_chosen(
    _: object,
    callback_data: ChooseLanguage,
    tap: Tap,
    customer: Customer,
    customers: Customers,
    translators: Translators,
    authority: Authority,
    catalog: CatalogService,
) -> None:
    chosen = translators.of(callback_data.language)
    await customers.choose_language(customer.id, chosen.locale)
    await tap.show(_menu(chosen, customer, authority, catalog), chosen.plain("language-chosen"))


@routes.callback_query(ShowHelp.filter())
async def help_opened(_: object, tap: Tap, policy: ShopPolicy, t: Translator) -> None:
    await tap.show(menu.help_screen(t, policy))


@routes.message(Command("help", ignore_case=True))
async def help_asked(message: Message, policy: ShopPolicy, t: Translator) -> None:
    await reply(message, menu.help_screen(t, policy))


@routes.message(Command("terms", ignore_case=True))
async def terms_asked(
    message: Message, customer: Customer, customers: Customers, policy: ShopPolicy, t: Translator
) -> None:
    needed = customers.needs_terms(customer)
    await reply(message, menu.terms_to_accept(t, policy) if needed else menu.terms(t, policy))


@routes.message(Command("privacy", ignore_case=True))
async def privacy_asked(message: Message, policy: ShopPolicy, t: Translator) -> None:
    await reply(message, menu.privacy(t, policy))


def _menu(t: Translator, customer: Customer, authority: Authority, catalog: CatalogService) -> Screen:
    is_admin = authority.role_of(customer.id) is not None
    screen = menu.menu(t, customer.first_name, is_admin=is_admin)
    return menu.under_banner(t, screen) if catalog.is_closed else screen
