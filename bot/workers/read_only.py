"""What people hear while the database can't be written: one kind word each, sent at once, for no row can be made."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.ui.i18n import Translators
from bot.ui.screen import Screen

log = structlog.get_logger(__name__)


class ReadOnlyWord:
    """Said once to each person and to each admin, until the trouble is over."""

    def __init__(self, bot: Bot, translators: Translators, admin_ids: Iterable[int]) -> None:
        self._bot = bot
        self._translators = translators
        self._admin_ids = tuple(admin_ids)
        self._told: set[tuple[int, str]] = set()

    async def say(self, people: Iterable[int]) -> None:
        words = [(person, "shop-read-only") for person in people if person > 0]
        words += [(admin_id, "shop-read-only-admin") for admin_id in self._admin_ids]
        for person, key in words:
            if (person, key) not in self._told:
                self._told.add((person, key))
                await self._send(person, key)

    def over(self) -> None:
        self._told.clear()

    async def _send(self, person: int, key: str) -> None:
        try:
            await self._bot.send_message(person, **Screen(self._translators.of()(key)).as_message())
        except TelegramAPIError as error:
            log.warning("read_only_word_not_sent", customer_id=person, error=str(error))
