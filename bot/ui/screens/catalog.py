"""Categories, their services, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from aiogram.types import InlineKeyboardButton

from bot.core.catalog import Catalogue, Category, OfferedService
from bot.core.order_types import RateUnit
from bot.ui.callbacks import OpenCatalog, OpenCategory, OpenService, ShowMenu, StartOrder
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import BUTTON_COLUMNS, PAGE_SIZE, button, keyboard, page_count, page_row
from bot.ui.screen import Screen
from bot.ui.staff_callbacks import SwitchFavourite
from bot.ui.text import shorten, width

SEARCH_SHOWN = 20
_NAME_LIMIT = 300
_DESCRIPTION_LIMIT = 1_200


def categories(t: Translator, catalogue: Catalogue, page: int = 0, *, away: bool = False) -> Screen:
    """`away`: no provider answers now; said before anybody tries to buy."""
    if not catalogue.categories:
        return Screen(t("catalog-empty"), keyboard([button(t.plain("button-menu"), ShowMenu())]))
    pages = page_count(len(catalogue.categories))
    page = min(page, pages - 1)
    shown = catalogue.categories[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [t("catalog-title"), t("catalog-choose-category")]
    if away:
        lines.append(t("catalog-away"))
    return Screen(
        "\n".join(lines),
        keyboard(
            *([_category_button(category)] for category in shown),
            page_row(t, page, pages, lambda turned: OpenCatalog(page=turned)),
            [button(t.plain("button-back"), ShowMenu())],
        ),
    )


def services(
    t: Translator, category: Category, offers: Sequence[OfferedService], currency: str, page: int = 0
) -> Screen:
    pages = page_count(len(offers))
    page = min(page, pages - 1)
    shown = offers[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    return Screen(
        "\n".join(
            (
                t("category-title", name=shorten(category.name, _NAME_LIMIT)),
                t("category-choose-service"),
            )
        ),
        keyboard(
            *([offer_button(t, offer, currency)] for offer in shown),
            page_row(t, page, pages, lambda turned: OpenCategory(category_id=category.id, page=turned)),
            [button(t.plain("button-back"), OpenCatalog())],
        ),
    )


def found(t: Translator, words: str, offers: Sequence[OfferedService], currency: str) -> Screen:
    """What a search found: the first few, since a button cannot carry the words to a next page."""
    if not offers:
        return Screen(
            t("search-nothing", words=shorten(words, 60)),
            keyboard([button(t.plain("button-catalog"), OpenCatalog())]),
        )
    lines = [t("search-found", words=shorten(words, 60), count=min(len(offers), SEARCH_SHOWN))]
    if len(offers) > SEARCH_SHOWN:
        lines.append(t("search-more", shown=SEARCH_SHOWN))
    return Screen(
        "\n".join(lines),
        keyboard(
            *([offer_button(t, offer, currency)] for offer in offers[:SEARCH_SHOWN]),
            [button(t.plain("button-catalog"), OpenCatalog())],
        ),
    )


def card(
    t: Translator,
    offer: OfferedService,
    catalogue: Catalogue,
    currency: str,
    *,
    is_available: bool = True,
    is_favourite: bool = False,
    delivery: Sequence[Html] = (),
) -> Screen:
    """`delivery` is what the shop's own orders tell of the time that it takes."""
    service = offer.service
    category = catalogue.category(service.category_id)
    lines: list[str] = [t("service-title", name=shorten(service.name, _NAME_LIMIT))]
    number = t("service-number", id=str(service.id))
    if category:
        number = Html(t("service-category", name=shorten(category.name, 100)) + " · " + number)
    lines += [number, "", price_line(t, offer, currency)]
    if service.rate_unit is not RateUnit.PER_ORDER:
        lines.append(t("service-limits", min=service.min, max=service.max))
    lines += [t(key) for key in _promises(offer)]
    lines += delivery
    if service.description.strip():
        lines += ["", t("service-description", text=shorten(service.description, _DESCRIPTION_LIMIT))]
    if not is_available:
        lines += ["", t("service-away")]
    return Screen(
        "\n".join(lines),
        keyboard(
            [button(t.plain("button-order"), StartOrder(service_id=service.id))] if is_available else (),
            [
                button(t.plain("button-back"), _way_back(catalogue, offer)),
                button(
                    t.plain("button-unstar" if is_favourite else "button-star"), SwitchFavourite(service_id=service.id)
                ),
            ],
        ),
    )


def gone(t: Translator) -> Screen:
    """What stood behind a button is no longer sold."""
    return Screen(t("error-service-gone"), keyboard([button(t.plain("button-catalog"), OpenCatalog())]))


def price_line(t: Translator, offer: OfferedService, currency: str) -> Html:
    price = t.money(offer.price_micros, currency)
    if offer.service.rate_unit is RateUnit.PER_ORDER:
        return t("service-price-order", price=price)
    return t("service-price-1000", price=price)


def _promises(offer: OfferedService) -> list[str]:
    service, order_type = offer.service, offer.service.order_type
    keys = []
    if service.refill:
        keys.append("service-refill")
    if service.cancel:
        keys.append("service-cancel")
    if service.dripfeed and order_type and order_type.dripfeed:
        keys.append("service-dripfeed")
    return keys


def _way_back(catalogue: Catalogue, offer: OfferedService) -> OpenCategory | OpenCatalog:
    """The page of the list on which the service stands."""
    beside = catalogue.by_category.get(offer.service.category_id, ())
    for place, other in enumerate(beside):
        if other.service.id == offer.service.id:
            return OpenCategory(category_id=offer.service.category_id, page=place // PAGE_SIZE)
    return OpenCatalog()


def _category_button(category: Category) -> InlineKeyboardButton:
    return button(_fitted(category.name, BUTTON_COLUMNS), OpenCategory(category_id=category.id))


def offer_button(t: Translator, offer: OfferedService, currency: str) -> InlineKeyboardButton:
    """The name gives way, so that the price stays in sight."""
    price = " · " + t.money(offer.price_micros, currency)
    name = _fitted(offer.service.name, max(12, BUTTON_COLUMNS - width(price)))
    return button(name + price, OpenService(service_id=offer.service.id))


@lru_cache(maxsize=8_192)
def _fitted(name: str, columns: int) -> str:
    """Cutting takes longer than the rest of a list, and the names on the shelf are the same for everybody."""
    return shorten(name, columns)
