"""One service of the shelf, words and markups of one's own, and what is never sold."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.catalog import CatalogService
from bot.core.services.shelf import Shelf
from bot.ui.i18n import Translator
from bot.ui.screens import people as people_screens
from bot.ui.screens import wares as screens
from bot.ui.staff_callbacks import (
    AllowAgain,
    DescribeService,
    NameCategory,
    NameService,
    OpenDenyList,
    OpenShelfService,
    SwitchService,
    TypeDenied,
    TypeMarkup,
)
from handlers.admin.typed import ask_for
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-wares", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.callback_query(OpenShelfService.filter())
async def service_opened(
    _: object,
    callback_data: OpenShelfService,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.show(screens.service(t, await shelf.card(customer.id, callback_data.service_id), policy.currency))


@routes.callback_query(SwitchService.filter())
async def service_switched(
    _: object,
    callback_data: SwitchService,
    tap: Tap,
    customer: Customer,
    shelf: Shelf,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await shelf.publish_service(customer.id, callback_data.service_id, callback_data.on)
    await tap.show(screens.service(t, await shelf.card(customer.id, callback_data.service_id), policy.currency))


@routes.callback_query(NameService.filter())
async def service_name_wanted(
    _: object, callback_data: NameService, tap: Tap, state: FSMContext, t: Translator
) -> None:
    await tap.send(people_screens.asked(t, "ask-own-name"))
    await ask_for(state, "name", service_id=callback_data.service_id)


@routes.callback_query(DescribeService.filter())
async def description_wanted(
    _: object, callback_data: DescribeService, tap: Tap, state: FSMContext, t: Translator
) -> None:
    await tap.send(people_screens.asked(t, "ask-own-description"))
    await ask_for(state, "description", service_id=callback_data.service_id)


@routes.callback_query(NameCategory.filter())
async def category_name_wanted(
    _: object, callback_data: NameCategory, tap: Tap, state: FSMContext, t: Translator
) -> None:
    await tap.send(people_screens.asked(t, "ask-own-name"))
    await ask_for(state, "category", category_id=callback_data.category_id)


@routes.callback_query(TypeMarkup.filter())
async def markup_wanted(_: object, callback_data: TypeMarkup, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(people_screens.asked(t, "ask-markup"))
    await ask_for(state, "markup", scope=callback_data.scope.value, subject_id=callback_data.subject_id)


@routes.message(Command("deny", ignore_case=True))
async def deny_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    catalog: CatalogService,
    shelf: Shelf,
    t: Translator,
) -> None:
    words = (command.args or "").split(maxsplit=1)
    if not words:
        shelf.require(customer.id)
        await reply(message, screens.deny_list(t, catalog.deny_list))
        return
    kind = words[0].lower()
    if len(words) != 2 or kind not in ("word", "host"):
        raise UsageError("deny")
    await reply(message, screens.deny_list(t, await shelf.deny(customer.id, kind, words[1], on=True)))


@routes.callback_query(OpenDenyList.filter())
async def deny_list_opened(
    _: object, tap: Tap, customer: Customer, catalog: CatalogService, shelf: Shelf, t: Translator
) -> None:
    shelf.require(customer.id)
    await tap.show(screens.deny_list(t, catalog.deny_list))


@routes.callback_query(TypeDenied.filter())
async def denied_wanted(_: object, callback_data: TypeDenied, tap: Tap, state: FSMContext, t: Translator) -> None:
    await tap.send(people_screens.asked(t, f"ask-deny-{callback_data.kind}"))
    await ask_for(state, "denied", kind=callback_data.kind)


@routes.callback_query(AllowAgain.filter())
async def entry_allowed(
    _: object,
    callback_data: AllowAgain,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    shelf: Shelf,
    t: Translator,
) -> None:
    shelf.require(customer.id)
    denied = catalog.deny_list
    for entry in denied.words if callback_data.kind == "word" else denied.hosts:
        if screens.digest(entry) == callback_data.digest:
            denied = await shelf.deny(customer.id, callback_data.kind, entry, on=False)
            break
    await tap.show(screens.deny_list(t, denied))
