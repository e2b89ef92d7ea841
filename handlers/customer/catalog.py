"""Looking around: categories, services, the card of one, search."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.catalog import OfferedService
from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.catalog import CatalogService
from bot.core.services.delivery import Delivery
from bot.core.services.favourites import Favourites
from bot.ui.callbacks import OpenCatalog, OpenCategory, OpenService
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import catalog as screens
from bot.ui.screens import menu
from bot.ui.screens.own import delivery_lines
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
    customer: Customer,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    category = catalog.catalogue.category(callback_data.category_id)
    if category is None:
        await tap.show(_categories(t, catalog), t.plain("button-out-of-date"))
        return
    offers = catalog.priced_for(catalog.catalogue.by_category[category.id], customer.id)
    screen = screens.services(t, category, offers, policy.currency, callback_data.page)
    await tap.show(menu.under_banner(t, screen) if catalog.is_closed else screen)


@routes.callback_query(OpenService.filter())
async def service_opened(
    _: object,
    callback_data: OpenService,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    favourites: Favourites,
    delivery: Delivery,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    if callback_data.service_id not in catalog.catalogue.offers:
        await tap.show(screens.gone(t))
        return
    offer = catalog.offer(callback_data.service_id, customer.id)
    is_favourite = await favourites.has(customer.id, offer.service.id)
    await tap.show(service_screen(t, offer, catalog, delivery, policy, is_favourite=is_favourite))


@routes.message(Command("catalog", ignore_case=True))
async def catalog_asked(message: Message, catalog: CatalogService, t: Translator) -> None:
    await reply(message, _categories(t, catalog))


@routes.message(Command("search", ignore_case=True))
async def searched(
    message: Message,
    command: CommandObject,
    customer: Customer,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    words = (command.args or "").split()
    if not words:
        await reply(message, menu.words(t, "usage-search"))
        return
    offers = catalog.priced_for(catalog.catalogue.search(words, limit=screens.SEARCH_SHOWN + 1), customer.id)
    await reply(message, screens.found(t, " ".join(words), offers, policy.currency))


def service_screen(
    t: Translator,
    offer: OfferedService,
    catalog: CatalogService,
    delivery: Delivery,
    policy: ShopPolicy,
    *,
    is_favourite: bool,
) -> Screen:
    screen = screens.card(
        t,
        offer,
        catalog.catalogue,
        policy.currency,
        is_available=catalog.is_available(offer.service.provider),
        is_favourite=is_favourite,
        delivery=delivery_lines(t, delivery.of(offer.service.id)),
    )
    return menu.under_banner(t, screen) if catalog.is_closed else screen


def _categories(t: Translator, catalog: CatalogService, page: int = 0) -> Screen:
    screen = screens.categories(t, catalog.catalogue, page, away=not catalog.any_provider_answers)
    return menu.under_banner(t, screen) if catalog.is_closed else screen
