"""Looking around: categories, services, the card of one, search."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.policy import ShopPolicy
from bot.core.services.catalog import CatalogService
from bot.ui.callbacks import OpenCatalog, OpenCategory, OpenService
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import catalog as screens
from bot.ui.screens import menu
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("catalog", message_middlewares=[LeaveStep()], callback_middlewares=[LeaveStep()])


@routes.callback_query(OpenCatalog.filter())
async def catalog_opened(
    _: object, callback_data: OpenCatalog, tap: Tap, catalog: CatalogService, t: Translator
) -> None:
    await tap.show(_categories(t, catalog, callback_data.page))


@routes.callback_query(OpenCategory.filter())
async def category_opened(
    _: object,
    callback_data: OpenCategory,
    tap: Tap,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    category = catalog.catalogue.category(callback_data.category_id)
    if category is None:
        await tap.show(_categories(t, catalog), t.plain("button-out-of-date"))
        return
    offers = catalog.catalogue.by_category[category.id]
    await tap.show(screens.services(t, category, offers, policy.currency, callback_data.page))


@routes.callback_query(OpenService.filter())
async def service_opened(
    _: object,
    callback_data: OpenService,
    tap: Tap,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    offer = catalog.catalogue.offers.get(callback_data.service_id)
    if offer is None:
        await tap.show(screens.gone(t))
        return
    is_available = catalog.is_available(offer.service.provider)
    await tap.show(screens.card(t, offer, catalog.catalogue, policy.currency, is_available=is_available))


@routes.message(Command("catalog", ignore_case=True))
async def catalog_asked(message: Message, catalog: CatalogService, t: Translator) -> None:
    await reply(message, _categories(t, catalog))


@routes.message(Command("search", ignore_case=True))
async def searched(
    message: Message, command: CommandObject, catalog: CatalogService, policy: ShopPolicy, t: Translator
) -> None:
    words = (command.args or "").split()
    if not words:
        await reply(message, menu.words(t, "usage-search"))
        return
    offers = catalog.catalogue.search(words, limit=screens.SEARCH_SHOWN + 1)
    await reply(message, screens.found(t, " ".join(words), offers, policy.currency))


def _categories(t: Translator, catalog: CatalogService, page: int = 0) -> Screen:
    return screens.categories(t, catalog.catalogue, page, away=not catalog.any_provider_answers)
