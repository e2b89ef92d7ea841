"""A customer who writes faster than a person can reads one kind word; nobody else notices."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.flow.talk import data_of, say
from tests.flow.world import open_world


async def test_one_kind_word_and_the_others_notice_nothing(tmp_path: Path) -> None:
    async with open_world(tmp_path, FLOOD_LIMIT="20") as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris")
        for _ in range(60):
            await anna.send("/balance")
        await boris.send("/balance")
        await boris.wait_for("Available")
        await anna.wait_for("One moment, please", since=0)
        await world.shop.inbox.drain(5)
        texts = [message.text for message in anna.received]
        assert sum("Available" in text for text in texts) == 20
        assert sum("One moment, please" in text for text in texts) == 1


async def test_twenty_taps_at_once_are_all_answered(tmp_path: Path) -> None:
    async with open_world(tmp_path, FLOOD_LIMIT="20") as world:
        anna = world.customer()
        await anna.start()
        await anna.answered()
        await asyncio.gather(*(anna.tap("Balance") for _ in range(19)))
        await anna.answered()
        assert not any("One moment" in toast for toast in anna.toasts)


async def test_an_impatient_finger_on_one_button_is_no_flood(tmp_path: Path) -> None:
    async with open_world(tmp_path, FLOOD_LIMIT="20") as world:
        anna = world.customer()
        await anna.start()
        await anna.answered()
        await asyncio.gather(*(anna.tap("Balance") for _ in range(20)))
        await anna.answered()
        for _ in range(15):
            await say(anna, "/balance", "Available")
        assert not any("One moment" in toast for toast in anna.toasts)


async def test_a_button_tapped_without_end_is_a_flood(tmp_path: Path) -> None:
    async with open_world(tmp_path, FLOOD_LIMIT="20") as world:
        anna = world.customer()
        await anna.start()
        await anna.answered()
        data = data_of(anna.last, "Balance")
        for _ in range(60):
            await anna.tap(data=data, message=anna.last)
        await anna.wait_until(lambda: any("One moment" in toast for toast in anna.toasts) or None)


async def test_what_was_written_while_the_shop_was_down_is_answered(tmp_path: Path) -> None:
    async with open_world(tmp_path, FLOOD_LIMIT="20") as world:
        anna = world.customer()
        await anna.start()
        await anna.answered()
        await world.stop()
        for number in range(25):
            await anna.send("/balance")
            world.telegram.backend.updates.pending[-1].body["date"] -= 60 * (25 - number)  # one a minute
        await world.start()
        await anna.wait_until(
            lambda: True if sum("Available" in message.text for message in anna.received) == 25 else None
        )
