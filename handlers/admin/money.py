"""Credits and debits, markups, the ledger's proof: what moves money is shown first and done once."""

from __future__ import annotations

from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.money import parse_amount
from bot.core.policy import ShopPolicy
from bot.core.pricing import MarkupScope
from bot.core.services.adjustments import Adjustments
from bot.core.services.admin import Admin
from bot.core.services.changes import Changes
from bot.core.services.markups import Markups, read_percent
from bot.ui.callbacks import ConfirmAction, DropAction, ProveLedger
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import actions
from bot.ui.screens import admin as screens
from handlers.customer.orders import order_number
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-money", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])

OFF = ("off", "none", "-")


@routes.message(Command("credit", ignore_case=True))
async def credit_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    admin: Admin,
    adjustments: Adjustments,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await reply(message, await _adjustment(command, customer, admin, adjustments, policy, t, sign=1))


@routes.message(Command("debit", ignore_case=True))
async def debit_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    admin: Admin,
    adjustments: Adjustments,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    await reply(message, await _adjustment(command, customer, admin, adjustments, policy, t, sign=-1))


@routes.message(Command("markup", ignore_case=True))
async def markup_asked(
    message: Message,
    command: CommandObject,
    customer: Customer,
    markups: Markups,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    words = (command.args or "").split()
    percent = read_percent(words[0]) if words else None
    match words:
        case [typed] if percent is not None and percent >= 0 and not typed.startswith("-"):
            preview = await markups.propose(customer.id, percent)
        case [typed, scope, number] if scope.lower() in set(MarkupScope) and order_number(number) is not None:
            if percent is None and typed.lower() not in OFF:
                raise UsageError("markup")
            subject_id = order_number(number) or 0
            preview = await markups.propose(customer.id, percent, MarkupScope(scope.lower()), subject_id)
        case _:
            raise UsageError("markup")
    await reply(message, actions.markup_preview(t, preview, policy.currency))


@routes.callback_query(ConfirmAction.filter())
async def action_confirmed(
    _: object,
    callback_data: ConfirmAction,
    tap: Tap,
    customer: Customer,
    changes: Changes,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    action = await changes.confirm(customer.id, callback_data.action_id)
    await tap.show(actions.done(t, action, policy.currency))


@routes.callback_query(DropAction.filter())
async def action_dropped(
    _: object,
    callback_data: DropAction,
    tap: Tap,
    customer: Customer,
    changes: Changes,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    action = await changes.drop(customer.id, callback_data.action_id)
    await tap.show(actions.dropped(t, action, policy.currency))


@routes.message(Command("ledger", ignore_case=True))
async def proof_asked(message: Message, customer: Customer, admin: Admin, t: Translator) -> None:
    await reply(message, screens.ledger(t, await admin.prove_ledger(customer.id)))


@routes.callback_query(ProveLedger.filter())
async def proof_opened(_: object, tap: Tap, customer: Customer, admin: Admin, t: Translator) -> None:
    await tap.show(screens.ledger(t, await admin.prove_ledger(customer.id)))


async def _adjustment(
    command: CommandObject,
    customer: Customer,
    admin: Admin,
    adjustments: Adjustments,
    policy: ShopPolicy,
    t: Translator,
    *,
    sign: int,
) -> Screen:
    words = (command.args or "").split(maxsplit=2)
    if len(words) < 2:
        raise UsageError(command.command.lower())
    amount_micros = parse_amount(words[1]) * sign
    who = await admin.find_customer(customer.id, words[0])
    note = words[2] if len(words) > 2 else ""
    action = await adjustments.propose(customer.id, who.id, amount_micros, note)
    return actions.adjustment_preview(t, action, who, policy.currency)
