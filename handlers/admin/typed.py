"""What an admin types after a button: an amount, a note, a message, a name, a percent."""

from __future__ import annotations

from typing import Any

from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.errors import InputError
from bot.core.money import parse_amount
from bot.core.policy import ShopPolicy
from bot.core.pricing import MarkupScope
from bot.core.services.adjustments import Adjustments
from bot.core.services.markups import Markups, read_percent
from bot.core.services.people import People
from bot.core.services.shelf import Shelf
from bot.ui.callbacks import OpenCustomer
from bot.ui.i18n import Translator
from bot.ui.keyboards import button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens import actions, wares
from handlers.admin.money import OFF
from handlers.filters import FromAdmin, is_text
from handlers.replies import reply
from handlers.routes import Routes
from handlers.states import StaffSteps

typing = Routes("admin-staff-typing", filters=[FromAdmin()])


async def ask_for(state: FSMContext, what: str, **facts: int | str | bool) -> None:
    """The next text is this; `facts` say of whom or what."""
    await state.set_data({"what": what, **facts})
    await state.set_state(StaffSteps.typing)


@typing.message(StateFilter(StaffSteps.typing), is_text)
async def words_typed(
    message: Message,
    state: FSMContext,
    customer: Customer,
    adjustments: Adjustments,
    markups: Markups,
    people: People,
    shelf: Shelf,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """What can't be used keeps the step: it may have been mistyped."""
    data, typed = await state.get_data(), (message.text or "").strip()
    if data["what"] in ("adjustment", "refund"):
        screen = await _money(data, typed, customer, adjustments, policy, t)
    elif data["what"] in ("note", "message"):
        screen = await _words(data, typed, customer, people, t)
    elif data["what"] == "markup":
        screen = await _markup(data, typed, customer, markups, policy, t)
    else:
        screen = await _shelf(data, typed, customer, shelf, policy, t)
    await reply(message, screen)
    await state.clear()


async def _money(
    data: dict[str, Any], typed: str, customer: Customer, adjustments: Adjustments, policy: ShopPolicy, t: Translator
) -> Screen:
    if data["what"] == "refund":
        action = await adjustments.propose_refund(customer.id, data["order_id"], parse_amount(typed))
        return actions.refund_preview(t, action, policy.currency)
    amount, _, note = typed.partition(" ")
    micros = parse_amount(amount) * (1 if data["credit"] else -1)
    action = await adjustments.propose(customer.id, data["customer_id"], micros, note.strip())
    return actions.adjustment_preview(t, action, None, policy.currency)


async def _words(data: dict[str, Any], typed: str, customer: Customer, people: People, t: Translator) -> Screen:
    if data["what"] == "message":
        return actions.message_preview(t, await people.propose_message(customer.id, data["customer_id"], typed))
    await people.add_note(customer.id, data["customer_id"], typed)
    asks = OpenCustomer(customer_id=data["customer_id"])
    return Screen(t("note-kept"), keyboard([button(t.plain("button-customer"), asks)]))


async def _markup(
    data: dict[str, Any], typed: str, customer: Customer, markups: Markups, policy: ShopPolicy, t: Translator
) -> Screen:
    percent = read_percent(typed)
    if percent is None and typed.lower() not in OFF:
        raise InputError("percent")
    preview = await markups.propose(customer.id, percent, MarkupScope(data["scope"]), data["subject_id"])
    return actions.markup_preview(t, preview, policy.currency)


async def _shelf(
    data: dict[str, Any], typed: str, customer: Customer, shelf: Shelf, policy: ShopPolicy, t: Translator
) -> Screen:
    what, words = data["what"], "" if typed in OFF else typed
    if what == "denied":
        return wares.deny_list(t, await shelf.deny(customer.id, data["kind"], typed, on=True))
    if what == "category":
        await shelf.name_category(customer.id, data["category_id"], words)
        return wares.renamed(t, data["category_id"])
    if what == "description":
        await shelf.name_service(customer.id, data["service_id"], description=words)
    else:
        await shelf.name_service(customer.id, data["service_id"], name=words)
    return wares.service(t, await shelf.card(customer.id, data["service_id"]), policy.currency)
