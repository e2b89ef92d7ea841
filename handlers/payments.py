"""What Telegram says of payments in Stars: before one, after one, and when one was given back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message, PreCheckoutQuery, TelegramObject

from bot.core.customers import Customer
from bot.core.errors import ShopError
from bot.core.policy import ShopPolicy
from bot.core.services.stars import Stars
from bot.ui.i18n import Translator
from bot.ui.screens.failures import failure_toast
from handlers.filters import is_successful_payment
from handlers.routes import Routes

routes = Routes("payments")

log = structlog.get_logger(__name__)


@routes.pre_checkout_query()
async def payment_announced(
    query: PreCheckoutQuery, bot: Bot, customer: Customer, stars: Stars, policy: ShopPolicy, t: Translator
) -> None:
    """Telegram waits ten seconds for the answer, and takes nothing without it."""
    refusal: str | None = None
    try:
        await stars.check(customer.id, query.invoice_payload, query.currency, query.total_amount)
    except ShopError as error:
        refusal = failure_toast(t, error, policy.currency)
        log.info("payment_refused", code=error.code, customer_id=customer.id, payload=query.invoice_payload)
    try:
        await bot.answer_pre_checkout_query(query.id, ok=refusal is None, error_message=refusal)
    except TelegramBadRequest as error:
        log.warning("checkout_answer_refused", customer_id=customer.id, problem=error.message)


@routes.message(is_successful_payment)
async def payment_made(message: Message, customer: Customer, stars: Stars) -> None:
    """The wallet's notice is the answer."""
    paid = message.successful_payment
    assert paid is not None  # noqa: S101 - the filter has seen it
    payment = await stars.paid(customer.id, paid.invoice_payload, paid.total_amount, paid.telegram_payment_charge_id)
    log.info("stars_paid", customer_id=customer.id, stars=paid.total_amount, is_new=payment is not None)


class Refunds(BaseMiddleware):
    """Telegram's word that a payment was given back. It may bear the bot's own name, so it is nobody's message."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        refunded = event.refunded_payment if isinstance(event, Message) else None
        if refunded is None:
            return await handler(event, data)
        stars: Stars = data["stars"]
        changed = await stars.taken_back(refunded.telegram_payment_charge_id)
        log.info("stars_given_back", stars=refunded.total_amount, is_new=changed)
        return None
