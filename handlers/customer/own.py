"""Favourites, and one's own data."""

from __future__ import annotations

import json

from aiogram import Bot
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.catalog import CatalogService
from bot.core.services.delivery import Delivery
from bot.core.services.favourites import Favourites
from bot.core.services.own_data import OwnData
from bot.core.services.wallet import Wallet
from bot.ui.i18n import Translator
from bot.ui.screens import own as screens
from bot.ui.staff_callbacks import ExportData, ForgetData, OpenFavourites, SwitchFavourite
from handlers.customer.catalog import service_screen
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("own", message_middlewares=[LeaveStep()], callback_middlewares=[LeaveStep()])


@routes.message(Command("favourites", "favorites", ignore_case=True))
async def favourites_asked(
    message: Message, customer: Customer, favourites: Favourites, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, screens.favourites(t, await favourites.of(customer.id), policy.currency))


@routes.callback_query(OpenFavourites.filter())
async def favourites_opened(
    _: object,
    callback_data: OpenFavourites,
    tap: Tap,
    customer: Customer,
    favourites: Favourites,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await tap.show(screens.favourites(t, await favourites.of(customer.id), policy.currency, callback_data.page))


@routes.callback_query(SwitchFavourite.filter())
async def favourite_switched(
    _: object,
    callback_data: SwitchFavourite,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    favourites: Favourites,
    delivery: Delivery,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    is_one = await favourites.switch(customer.id, callback_data.service_id)
    offer = catalog.offer(callback_data.service_id, customer.id)
    screen = service_screen(t, offer, catalog, delivery, policy, is_favourite=is_one)
    await tap.show(screen, t.plain("favourite-kept" if is_one else "favourite-dropped"))


@routes.message(Command("mydata", ignore_case=True))
async def data_asked(message: Message, t: Translator) -> None:
    await reply(message, screens.own_data(t))


@routes.callback_query(ExportData.filter())
async def data_exported(_: object, tap: Tap, bot: Bot, customer: Customer, own_data: OwnData, t: Translator) -> None:
    exported = await own_data.export(customer.id)
    text = json.dumps(exported, ensure_ascii=False, indent=2, default=str)
    file = BufferedInputFile(text.encode("utf-8", "replace"), filename="mydata.json")
    await bot.send_document(tap.chat_id, file, caption=t.plain("mydata-file"))


@routes.callback_query(ForgetData.filter())
async def forgetting_tapped(
    _: object,
    callback_data: ForgetData,
    tap: Tap,
    state: FSMContext,
    customer: Customer,
    own_data: OwnData,
    wallet: Wallet,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    if not callback_data.sure:
        balance = await wallet.balance(customer.id)
        left = t.money(balance.available_micros, policy.currency) if balance.available_micros else None
        open_orders = await own_data.has_open_orders(customer.id)
        await tap.show(screens.sure_to_forget(t, balance=left, open_orders=open_orders))
        return
    await state.clear()
    await own_data.forget(customer.id)
    await tap.show(screens.forgotten(t))
