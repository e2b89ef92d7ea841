"""Around every handler: private chats alone, who it is and in which language, and words for what went wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from bot.core.errors import InputError, NotAllowedError, NotFoundError, ShopError
from bot.core.policy import ShopPolicy
from bot.core.services.customers import Customers
from bot.ui.i18n import Translator, Translators
from bot.ui.keyboards import keyboard
from bot.ui.screen import Screen
from bot.ui.screens import menu
from bot.ui.screens.admin import usage
from bot.ui.screens.failures import failure, failure_toast
from bot.ui.screens.questions import stop_row
from handlers.replies import Tap, reply
from handlers.states import StaffSteps
from handlers.usage import UsageError

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

log = structlog.get_logger(__name__)


class PrivateChats(BaseMiddleware):
    """Wallets and orders are nobody else's business: what comes from a group, a channel or a bot gets no answer."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        message = event.message if isinstance(event, CallbackQuery) else event
        chat = getattr(message, "chat", None)
        user: User | None = getattr(event, "from_user", None)
        if chat is None or chat.type != ChatType.PRIVATE or user is None or user.is_bot:
            return None
        return await handler(event, data)


class Visitor(BaseMiddleware):
    """Injects `customer`, `t`, and `tap` where a button was tapped."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        customers: Customers = data["customers"]
        translators: Translators = data["translators"]
        user: User = event.from_user  # type: ignore[attr-defined] # PrivateChats lets nobody else through
        customer = await customers.seen(user.id, user.first_name, user.username, user.language_code)
        data["customer"] = customer
        data["t"] = translators.for_customer(customer)
        if not isinstance(event, CallbackQuery):
            return await handler(event, data)
        bot: Bot = data["bot"]
        tap = Tap(event, bot)
        data["tap"] = tap
        try:
            return await handler(event, data)
        finally:
            await tap.say()


class ShopWords(BaseMiddleware):
    """A ShopError becomes its words. What was typed wrongly keeps its step; any other error ends it."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except ShopError as error:
            log.info("refused", code=error.code, customer_id=data["customer"].id)
            await self._tell(event, data, error)
            return None

    async def _tell(self, event: TelegramObject, data: dict[str, Any], error: ShopError) -> None:
        t: Translator = data["t"]
        policy: ShopPolicy = data["policy"]
        terms = isinstance(error, NotAllowedError) and error.code == "terms"
        screen = menu.terms_to_accept(t, policy) if terms else failure(t, error, policy.currency)
        if isinstance(error, UsageError):
            screen = usage(t, error.command, failure(t, error.reason, policy.currency) if error.reason else None)
        if isinstance(event, Message):
            state: FSMContext = data["state"]
            if data.get("raw_state") and not isinstance(error, InputError):
                await state.clear()
            elif screen.keyboard is None and await state.get_state():
                screen = Screen(screen.text, keyboard(stop_row(t)))
            await reply(event, screen)
            return
        tap: Tap = data["tap"]
        # The screen under the button stays; words that need a button of their own come as a message.
        if screen.keyboard is not None:
            await tap.send(screen)
        else:
            await tap.say(failure_toast(t, error, policy.currency), alert=True)


class LeaveStep(BaseMiddleware):
    """Whoever goes somewhere else stops typing: the next text is not taken for an answer."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if data.get("raw_state"):
            state: FSMContext = data["state"]
            await state.clear()
        return await handler(event, data)


class TypedCommand(BaseMiddleware):
    """What an admin types after a button of /admin is that command's words; mistyped ones may be typed again."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if data.get("raw_state") != StaffSteps.command.state or not isinstance(event, Message):
            return await handler(event, data)
        if event.text is None or event.text.startswith("/") or event.forward_origin is not None:
            return await handler(event, data)
        state: FSMContext = data["state"]
        asked = await state.get_data()
        try:
            return await handler(event.model_copy(update={"text": f"/{asked['command']} {event.text}"}), data)
        except (InputError, NotFoundError):
            await state.set_data(asked)
            await state.set_state(StaffSteps.command)
            raise
