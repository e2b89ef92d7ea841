"""Roles, caps, the audit, maintenance."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.money import parse_amount
from bot.core.policy import ShopPolicy
from bot.core.roles import Role
from bot.core.services.authority import Authority
from bot.core.services.customers import Customers
from bot.core.services.house import House
from bot.ui.commands import set_own_commands
from bot.ui.i18n import Translator, Translators
from bot.ui.keyboards import page_count
from bot.ui.screen import Screen
from bot.ui.screens import staff as screens
from bot.ui.staff_callbacks import OpenAudit, OpenHouse, OpenRoles, SwitchMaintenance
from handlers.admin.money import OFF
from handlers.customer.orders import order_number
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-staff", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])


@routes.message(Command("role", ignore_case=True))
async def role_asked(
    message: Message,
    command: CommandObject,
    bot: Bot,
    customer: Customer,
    customers: Customers,
    authority: Authority,
    translators: Translators,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    words = (command.args or "").lower().split()
    if not words:
        await reply(message, await _roles(t, authority, customer, policy))
        return
    user_id = order_number(words[0])
    if len(words) != 2 or user_id is None or words[1] not in (*Role, "none"):
        raise UsageError("role")
    role = None if words[1] == "none" else Role(words[1])
    await authority.grant(customer.id, user_id, role)
    person = await customers.get(user_id)
    await reply(message, screens.granted(t, user_id, person.first_name if person else None, role))
    if person is not None:
        try:
            await set_own_commands(bot, translators.for_customer(person), user_id, authority.rights(user_id))
        except TelegramAPIError:
            return  # somebody who blocked the bot has no menu to set


@routes.callback_query(OpenRoles.filter())
async def roles_opened(
    _: object, tap: Tap, customer: Customer, authority: Authority, policy: ShopPolicy, t: Translator
) -> None:
    await tap.show(await _roles(t, authority, customer, policy))


@routes.message(Command("cap", ignore_case=True))
async def cap_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    authority: Authority,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    typed = (command.args or "").strip().lower()
    if len(typed.split()) > 1:
        raise UsageError("cap")
    if typed:
        await authority.set_cap(customer.id, None if typed in OFF else parse_amount(typed))
    words = screens.cap_words(t, await authority.cap(), policy.currency)
    await reply(message, Screen("\n\n".join((words, t("usage-cap")))))


@routes.message(Command("audit", ignore_case=True))
async def audit_asked(message: Message, customer: Customer, house: House, t: Translator) -> None:
    await reply(message, await _audit(t, house, customer, 0))


@routes.callback_query(OpenAudit.filter())
async def audit_opened(
    _: object, callback_data: OpenAudit, tap: Tap, customer: Customer, house: House, t: Translator
) -> None:
    await tap.show(await _audit(t, house, customer, callback_data.page))


@routes.message(Command("maintenance", ignore_case=True))
async def maintenance_asked(
    message: Message, command: CommandObject, customer: Customer, house: House, t: Translator
) -> None:
    typed = (command.args or "").strip().lower()
    if typed not in ("on", "off"):
        raise UsageError("maintenance")
    await house.set_closed(customer.id, closed=typed == "on")
    await reply(message, screens.maintenance(t, closed=house.is_closed))


@routes.callback_query(OpenHouse.filter())
async def house_opened(_: object, tap: Tap, house: House, t: Translator) -> None:
    await tap.show(screens.maintenance(t, closed=house.is_closed))


@routes.callback_query(SwitchMaintenance.filter())
async def maintenance_switched(
    _: object, callback_data: SwitchMaintenance, tap: Tap, customer: Customer, house: House, t: Translator
) -> None:
    await house.set_closed(customer.id, closed=callback_data.on)
    await tap.show(screens.maintenance(t, closed=house.is_closed))


async def _roles(t: Translator, authority: Authority, customer: Customer, policy: ShopPolicy) -> Screen:
    members = await authority.members(customer.id)
    return screens.roles(t, members, screens.cap_words(t, await authority.cap(), policy.currency))


async def _audit(t: Translator, house: House, customer: Customer, page: int) -> Screen:
    lines, total = await house.audit(customer.id, page, screens.AUDIT_PAGE)
    last = page_count(total, screens.AUDIT_PAGE) - 1
    if page > last:  # an old button, or a forged one
        page = last
        lines, total = await house.audit(customer.id, page, screens.AUDIT_PAGE)
    names = await house.names({line.actor_id for line in lines})
    return screens.audit(t, lines, page, total, names)
