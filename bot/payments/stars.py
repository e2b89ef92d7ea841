"""The bot's account of Telegram Stars: refunds, and the book of what came and went."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import StarTransaction as TelegramStarTransaction
from aiogram.types import TransactionPartnerUser

from bot.core.payments import PaymentGatewayError, PaymentRefusedError, StarTransaction

_ALREADY = "CHARGE_ALREADY_REFUNDED"
_AN_INVOICE = "invoice_payment"


class TelegramStars:
    """`bot.core.payment_ports.StarBook`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def refund(self, customer_id: int, charge_id: str) -> None:
        try:
            await self._bot.refund_star_payment(customer_id, charge_id)
        except TelegramBadRequest as error:
            if _ALREADY not in error.message.upper():
                raise PaymentRefusedError(error.message) from error
        except TelegramAPIError as error:
            raise PaymentGatewayError(type(error).__name__) from error

    async def transactions(self, offset: int, limit: int) -> tuple[list[StarTransaction], int]:
        try:
            book = await self._bot.get_star_transactions(offset=offset, limit=limit)
        except TelegramAPIError as error:
            raise PaymentGatewayError(type(error).__name__) from error
        return [_line(row) for row in book.transactions], len(book.transactions)


def _line(row: TelegramStarTransaction) -> StarTransaction:
    """Gifts, withdrawals and the like keep no customer: they are nobody's payment."""
    partner = row.source or row.receiver
    is_payment = isinstance(partner, TransactionPartnerUser) and partner.transaction_type == _AN_INVOICE
    user_id = partner.user.id if is_payment and isinstance(partner, TransactionPartnerUser) else None
    payload = partner.invoice_payload if is_payment and isinstance(partner, TransactionPartnerUser) else None
    return StarTransaction(row.id, row.amount, row.date, row.source is not None, user_id, payload)
