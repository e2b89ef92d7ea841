"""The customer's money."""

from __future__ import annotations

from aiogram.filters import Command
from aiogram.types import Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.services.wallet import Wallet
from bot.ui.callbacks import ShowBalance
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import wallet as screens
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, reply
from handlers.routes import Routes

routes = Routes("wallet", message_middlewares=[LeaveStep()])


@routes.callback_query(ShowBalance.filter())
async def balance_opened(
    _: object, tap: Tap, customer: Customer, wallet: Wallet, policy: ShopPolicy, t: Translator
) -> None:
    await tap.show(await _balance(t, wallet, customer, policy))


@routes.message(Command("balance", ignore_case=True))
async def balance_asked(
    message: Message, customer: Customer, wallet: Wallet, policy: ShopPolicy, t: Translator
) -> None:
    await reply(message, await _balance(t, wallet, customer, policy))


async def _balance(t: Translator, wallet: Wallet, customer: Customer, policy: ShopPolicy) -> Screen:
    balance, lines = await wallet.statement(customer.id)
    return screens.balance(t, balance, lines, policy.currency)
