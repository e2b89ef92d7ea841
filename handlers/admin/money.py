"""Credits and debits, the markup, the ledger's proof: what moves money is shown first and done once."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.money import parse_amount
from bot.core.policy import ShopPolicy
from bot.core.pricing import PriceRule, charge_micros, shown_quantity
from bot.core.services.admin import Admin
from bot.core.services.catalog import CatalogService
from bot.ui.callbacks import ConfirmAction, DropAction, ProveLedger
from bot.ui.i18n import Html, Translator
from bot.ui.screen import Screen
from bot.ui.screens import admin as screens
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("admin-money", filters=[FromAdmin()], message_middlewares=[LeaveStep()])


@routes.message(Command("credit", ignore_case=True))
async def credit_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, await _adjustment(command, customer, admin, policy, t, sign=1))


@routes.message(Command("debit", ignore_case=True))
async def debit_asked(
    message: Message, command: CommandObject, customer: Customer, admin: Admin, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, await _adjustment(command, customer, admin, policy, t, sign=-1))


@routes.message(Command("markup", ignore_case=True))
async def markup_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    admin: Admin,
    catalog: CatalogService,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    percent = _percent(command.args)
    if percent is None:
        await reply(message, screens.usage(t, "markup"))
        return
    action = await admin.set_markup(customer.id, percent)
    await reply(message, screens.markup_preview(t, action, _example(catalog, percent, policy, t)))


@routes.callback_query(ConfirmAction.filter())
async def action_confirmed(
    _: object,
    callback_data: ConfirmAction,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    action = await admin.confirm(customer.id, callback_data.action_id)
    await tap.show(screens.action_done(t, action, policy.currency))


@routes.callback_query(DropAction.filter())
async def action_dropped(
    _: object,
    callback_data: DropAction,
    tap: Tap,
    customer: Customer,
    admin: Admin,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    action = await admin.drop(customer.id, callback_data.action_id)
    await tap.show(screens.action_dropped(t, action, policy.currency))


@routes.message(Command("ledger", ignore_case=True))
async def proof_asked(message: Message, customer: Customer, admin: Admin, t: Translator) -> None:
    await reply(message, screens.ledger(t, await admin.prove_ledger(customer.id)))


@routes.callback_query(ProveLedger.filter())
async def proof_opened(_: object, tap: Tap, customer: Customer, admin: Admin, t: Translator) -> None:
    await tap.show(screens.ledger(t, await admin.prove_ledger(customer.id)))


async def _adjustment(
    command: CommandObject, customer: Customer, admin: Admin, policy: ShopPolicy, t: Translator, *, sign: int
) -> Screen:
    words = (command.args or "").split(maxsplit=2)
    if len(words) < 2:
        return screens.usage(t, command.command.lower())
    amount_micros = parse_amount(words[1]) * sign
    who = await admin.find_customer(customer.id, words[0])
    note = words[2] if len(words) > 2 else ""
    action = await admin.preview_adjustment(customer.id, who.id, amount_micros, note)
    return screens.adjustment_preview(t, action, who, policy.currency)


def _percent(typed: str | None) -> Decimal | None:
    """`30`, `12.5`, `12,5%`."""
    text = (typed or "").strip().removesuffix("%").replace(",", ".").strip()
    if not text or len(text) > 10 or not all(char in "0123456789." for char in text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _example(catalog: CatalogService, percent: Decimal, policy: ShopPolicy, t: Translator) -> Html | None:
    """What the first service that the new markup touches would cost."""
    for offer in catalog.catalogue.offers.values():
        service = offer.service
        rule = catalog.price_rule(service.provider)
        if rule is None or service.provider in policy.provider_markup:
            continue
        after = charge_micros(
            service.rate,
            service.rate_unit,
            shown_quantity(service.rate_unit),
            PriceRule(percent, rule.exchange_rate),
        )
        return screens.markup_example(t, offer, after, policy.currency)
    return None
