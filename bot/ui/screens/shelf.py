"""What is on sale, for admins: categories and services with their switches."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.catalog import Category, Service
from bot.core.pricing import MarkupScope
from bot.ui.callbacks import (
    OpenShelf,
    OpenShelfCategory,
    PublishCategory,
    PublishEverything,
    PublishService,
)
from bot.ui.i18n import Translator
from bot.ui.keyboards import BUTTON_COLUMNS, PAGE_SIZE, button, keyboard, page_count, page_row
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import NameCategory, OpenGuide, TypeCommand, TypeMarkup
from bot.ui.text import shorten, width

Shelf = Sequence[tuple[Category, int, int]]  # with the number of services, and of those on sale


def categories(t: Translator, shelf: Shelf, page: int, *, with_guide: bool = False) -> Screen:
    if not shelf:
        return Screen(t("shelf-empty"), keyboard(back_row(t)))
    pages = page_count(len(shelf))
    page = min(page, pages - 1)
    rows = []
    for category, services, on_sale in shelf[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        head, tail = on_sale_mark(services, on_sale), f" · {on_sale}/{services}"
        label = head + shorten(category.name, BUTTON_COLUMNS - width(head) - width(tail)) + tail
        rows.append([button(label, OpenShelfCategory(category_id=category.id))])
    total = sum(services for _, services, _ in shelf)
    shown = sum(on_sale for _, _, on_sale in shelf)
    return Screen(
        t("shelf-title", on=shown, total=total),
        keyboard(
            *rows,
            page_row(t, page, pages, lambda turned: OpenShelf(page=turned)),
            [button(t.plain("button-type-publish"), TypeCommand(command="publish"))],
            [button(t.plain("button-everything-on"), PublishEverything(on=True))] if shown < total else (),
            [button(t.plain("button-everything-off"), PublishEverything(on=False))] if shown else (),
            [button(t.plain("button-guide"), OpenGuide())] if with_guide else (),
            back_row(t),
        ),
    )


def category(t: Translator, category: Category, services: Sequence[Service], page: int) -> Screen:
    pages = page_count(len(services))
    page = min(page, pages - 1)
    on_sale = sum(service.published for service in services)
    rows = []
    for service in services[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        head = f"{on_sale_mark(1, int(service.published))}{service.rate.normalize():f} · "
        label = head + shorten(f"#{service.id} {service.name}", max(12, BUTTON_COLUMNS - width(head)))
        asks = PublishService(category_id=category.id, service_id=service.id, on=not service.published, page=page)
        rows.append([button(label, asks)])
    return Screen(
        t("shelf-category", name=shorten(category.name, 200), on=on_sale, total=len(services)),
        keyboard(
            *rows,
            page_row(t, page, pages, lambda turned: OpenShelfCategory(category_id=category.id, page=turned)),
            [
                button(
                    t.plain("button-whole-category-on"),
                    PublishCategory(category_id=category.id, on=True, page=page),
                )
            ]
            if on_sale < len(services)
            else (),
            [
                button(
                    t.plain("button-whole-category-off"),
                    PublishCategory(category_id=category.id, on=False, page=page),
                )
            ]
            if on_sale
            else (),
            [
                button(t.plain("button-own-name"), NameCategory(category_id=category.id)),
                button(t.plain("button-own-markup"), TypeMarkup(scope=MarkupScope.CATEGORY, subject_id=category.id)),
            ],
            [button(t.plain("button-back"), OpenShelf())],
        ),
    )


def everything(t: Translator, shelf: Shelf, *, on: bool) -> Screen:
    """Asked once more: it reaches every customer."""
    total = sum(services for _, services, _ in shelf)
    key = "shelf-everything-on" if on else "shelf-everything-off"
    return Screen(
        t(key, total=total),
        keyboard(
            [button(t.plain("button-yes-do-it"), PublishEverything(on=on, sure=True))],
            [button(t.plain("button-back"), OpenShelf())],
        ),
    )


def on_sale_mark(services: int, on_sale: int) -> str:
    if on_sale == 0:
        return "⬜ "
    return "✅ " if on_sale == services else "☑️ "
