"""The command menu of Telegram, by language; the admins' own is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.ui.i18n import Translator, Translators

CUSTOMER_COMMANDS = (
    "catalog",
    "search",
    "orders",
    "balance",
    "topup",
    "promo",
    "referral",
    "language",
    "support",
    "help",
    "cancel",
)
ADMIN_COMMANDS = (
    "admin",
    "publish",
    "review",
    "providers",
    "sync",
    "credit",
    "debit",
    "customer",
    "order",
    "markup",
    "second",
    "ledger",
    "payments",
    "promo_new",
    "broadcast",
    "tickets",
)


def customer_commands(t: Translator) -> list[BotCommand]:
    return _commands(t, CUSTOMER_COMMANDS)


def admin_commands(t: Translator) -> list[BotCommand]:
    """The admins' commands first: that is what they open the menu for."""
    return _commands(t, ADMIN_COMMANDS + CUSTOMER_COMMANDS)


async def set_commands(bot: Bot, translators: Translators, admins: Iterable[tuple[int, Translator]]) -> None:
    """One list for each language, the shop's own for all others; `admins` with the language of each.

    Raises what Telegram raises: an admin who has not written to the bot yet has no chat to set a menu for.
    """
    everybody = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(customer_commands(translators.of()), scope=everybody)
    for locale in translators.locales:
        t = translators.of(locale)
        await bot.set_my_commands(customer_commands(t), scope=everybody, language_code=locale[:2])
    for admin_id, t in admins:
        await bot.set_my_commands(admin_commands(t), scope=BotCommandScopeChat(chat_id=admin_id))


def _commands(t: Translator, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=t.plain(f"command-{name}")) for name in names]
