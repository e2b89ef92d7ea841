"""What is on sale: nothing is, until an admin says so."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.services.guide import Guide
from bot.core.services.shelf import Shelf
from bot.ui.callbacks import (
    OpenShelf,
    OpenShelfCategory,
    PublishCategory,
    PublishEverything,
    PublishService,
)
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import shelf as screens
from bot.ui.screens import wares
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage

routes = Routes("admin-shelf", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.message(Command("publish", ignore_case=True))
async def shelf_asked(
    message: Message, command: CommandObject, customer: Customer, shelf: Shelf, guide: Guide, t: Translator
) -> None:
    """With words: what is found by them, on sale or not."""
    words = (command.args or "").split()
    if words:
        found = await shelf.search(customer.id, words)
        on = await shelf.propose_found(customer.id, found, on=True)
        off = await shelf.propose_found(customer.id, found, on=False)
        await reply(message, wares.found(t, " ".join(words), found, on, off))
        return
    await reply(message, await _categories(t, shelf, guide, customer, 0))


@routes.callback_query(OpenShelf.filter())
async def shelf_opened(
    _: object, callback_data: OpenShelf, tap: Tap, customer: Customer, shelf: Shelf, guide: Guide, t: Translator
) -> None:
    await tap.show(await _categories(t, shelf, guide, customer, callback_data.page))


@routes.callback_query(OpenShelfCategory.filter())
async def category_opened(
    _: object,
    callback_data: OpenShelfCategory,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    t: Translator,
) -> None:
    await tap.show(await _category(t, shelf, customer, callback_data.category_id, callback_data.page))


@routes.callback_query(PublishCategory.filter())
async def category_switched(
    _: object,
    callback_data: PublishCategory,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    t: Translator,
) -> None:
    count = await shelf.publish_category(customer.id, callback_data.category_id, callback_data.on)
    screen = await _category(t, shelf, customer, callback_data.category_id, callback_data.page)
    await tap.show(screen, t.plain("shelf-changed", count=count))


@routes.callback_query(PublishService.filter())
async def service_switched(
    _: object,
    callback_data: PublishService,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    t: Translator,
) -> None:
    await shelf.publish_service(customer.id, callback_data.service_id, callback_data.on)
    await tap.show(await _category(t, shelf, customer, callback_data.category_id, callback_data.page))


@routes.callback_query(PublishEverything.filter())
async def everything_switched(
    _: object,
    callback_data: PublishEverything,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    guide: Guide,
    t: Translator,
) -> None:
    if not callback_data.sure:
        await tap.show(screens.everything(t, await shelf.publishable(customer.id), on=callback_data.on))
        return
    count = await shelf.publish_everything(customer.id, callback_data.on)
    screen = await _categories(t, shelf, guide, customer, 0)
    await tap.show(screen, t.plain("shelf-changed", count=count))


async def _categories(t: Translator, shelf: Shelf, guide: Guide, customer: Customer, page: int) -> Screen:
    with_guide = await guide.is_going_on(customer.id)
    return screens.categories(t, await shelf.publishable(customer.id), page, with_guide=with_guide)


async def _category(t: Translator, shelf: Shelf, customer: Customer, category_id: int, page: int) -> Screen:
    """Back on the list of categories where the category is not there any more."""
    categories = await shelf.publishable(customer.id)
    found = next((category for category, _, _ in categories if category.id == category_id), None)
    if found is None:
        return screens.categories(t, categories, 0)
    return screens.category(t, found, await shelf.services_of(customer.id, category_id), page)
