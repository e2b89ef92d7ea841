"""A simulated Telegram, and a bot's side of it by plain HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.simulator.telegram import Person, TelegramSimulator
from tests.simulator.telegram_client import BotClient


@pytest.fixture
def telegram() -> TelegramSimulator:
    return TelegramSimulator()


@pytest.fixture
async def bot(telegram: TelegramSimulator) -> AsyncIterator[BotClient]:
    async with telegram.serve() as base, aiohttp.ClientSession() as session:
        yield BotClient(session, base, telegram.token)


@pytest.fixture
async def anna(telegram: TelegramSimulator) -> Person:
    """A person who has pressed Start; that update is already confirmed."""
    person = telegram.person(1001, first_name="Anna", username="anna")
    await person.start()
    telegram.backend.updates.pending.clear()
    return person
