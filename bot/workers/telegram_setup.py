"""Tells Telegram who we are: the command menus, and how updates are handed over. Waits for a Telegram that is away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound, TelegramUnauthorizedError

from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

_LONGEST_WAIT = 30.0

SetCommands = Callable[[Bot], Awaitable[None]]


class TelegramSetup:
    """`webhook_url` None: long polling, and a webhook that was set before is taken away."""

    def __init__(
        self,
        bot: Bot,
        set_commands: SetCommands,
        allowed_updates: list[str],
        webhook_url: str | None,
        webhook_secret: str | None,
    ) -> None:
        self._bot = bot
        self._set_commands = set_commands
        self._allowed = allowed_updates
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret

    async def run(self, heart: Heart) -> None:
        """Until Telegram has heard it all, or the program ends."""
        wait = 1.0
        while not heart.stopping.is_set():
            heart.beat()
            try:
                await self._tell()
            except TelegramUnauthorizedError:
                heart.trouble = "Telegram does not know this token"
                log.error("token_refused", hint="BOT_TOKEN is not a token that Telegram knows")
            except TelegramAPIError as error:
                heart.trouble = "Telegram does not answer"
                log.warning("telegram_away", error=type(error).__name__, again_in_s=wait)
            else:
                heart.trouble = None
                return
            await pause(heart, wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _tell(self) -> None:
        me = await self._bot.get_me()
        if self._webhook_url is None:
            await self._leave_webhook()
        else:
            await self._bot.set_webhook(
                self._webhook_url, secret_token=self._webhook_secret, allowed_updates=self._allowed
            )
        log.info("telegram_ready", username=me.username, by="polling" if self._webhook_url is None else "webhook")
        try:
            await self._set_commands(self._bot)
        except TelegramAPIError as error:
            # A menu that could not be set is no reason to take no orders.
            log.warning("commands_not_set", error=str(error))

    async def _leave_webhook(self) -> None:
        try:
            await self._bot.delete_webhook()
        except (TelegramBadRequest, TelegramNotFound) as error:
            # Where one is set all the same, polling is answered by 409, and that is said loudly.
            log.warning("webhook_not_left", error=str(error))
