"""How an admin's command is written: the answer to words after it that can't be used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import CommandObject
from aiogram.types import TelegramObject

from bot.core.errors import InputError, NotFoundError, ShopError

# Words that were understood, and that a rule of the shop forbids: how to write them helps nobody.
_RULES = frozenset(
    {
        "debit-too-much",
        "cap-reached",
        "cap-percent",
        "owner-by-settings",
        "ban-staff",
        "promo-taken",
        "deny-too-many",
        "second-same-provider",
        "second-other-type",
        "second-no-currency",
    }
)


class UsageError(InputError):
    """`reason` says which of the words, where that is known."""

    def __init__(self, command: str, reason: ShopError | None = None) -> None:
        super().__init__(reason.code if reason else None, **(reason.facts if reason else {}))
        self.command = command.replace("_", "-")
        self.reason = reason


class Usage(BaseMiddleware):
    """Around commands: whatever is wrong with the words, the answer shows how they are written."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        try:
            return await handler(event, data)
        except UsageError:
            raise
        except (InputError, NotFoundError) as error:
            command: CommandObject | None = data.get("command")
            if command is None or error.code in _RULES:
                raise
            raise UsageError(command.command.lower(), error) from error
