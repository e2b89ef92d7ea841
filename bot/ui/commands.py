"""The command menu of Telegram, by language; the admins' own is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.core.roles import COMMANDS, Right
from bot.ui.i18n import Translator, Translators

CUSTOMER_COMMANDS = (
    "catalog",
    "search",
    "orders",
    "favourites",
    "mass",
    "balance",
    "topup",
    "promo",
    "referral",
    "language",
    "support",
    "help",
    "mydata",
    "cancel",
)
ADMIN_COMMANDS = tuple(COMMANDS)


def customer_commands(t: Translator) -> list[BotCommand]:
    return _commands(t, CUSTOMER_COMMANDS)


def admin_commands(t: Translator, rights: frozenset[Right]) -> list[BotCommand]:
    """The commands of one's own rights first: that is what one opens the menu for."""
    own = [name for name, right in COMMANDS.items() if right in rights]
    return _commands(t, [*own, *CUSTOMER_COMMANDS])


async def set_commands(
    bot: Bot, translators: Translators, staff: Iterable[tuple[int, Translator, frozenset[Right]]]
) -> None:
    """One list for each language, the shop's own for all others; `staff` with the language and rights of each.

    Raises what Telegram raises: an admin who has not written to the bot yet has no chat to set a menu for.
    """
    everybody = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(customer_commands(translators.of()), scope=everybody)
    for locale in translators.locales:
        t = translators.of(locale)
        await bot.set_my_commands(customer_commands(t), scope=everybody, language_code=locale[:2])
    for user_id, t, rights in staff:
        await set_own_commands(bot, t, user_id, rights)


async def set_own_commands(bot: Bot, t: Translator, user_id: int, rights: frozenset[Right]) -> None:
    """The menu of one person who runs the shop; without any right the customers' one again."""
    scope = BotCommandScopeChat(chat_id=user_id)
    if rights:
        await bot.set_my_commands(admin_commands(t, rights), scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)


def _commands(t: Translator, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=t.plain(f"command-{name}")) for name in names]
