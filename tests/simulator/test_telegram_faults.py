"""Faults on demand, and waiting for the bot."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.simulator.telegram import NotSeenError, Person, TelegramSimulator
from bot.simulator.telegram.faults import FaultKind
from tests.simulator.telegram_client import BotClient


@pytest.mark.parametrize(
    ("kind", "code"), [("internal_error", 500), ("forbidden", 403), ("bad_request", 400), ("too_many_requests", 429)]
)
async def test_refusals(bot: BotClient, anna: Person, telegram: TelegramSimulator, kind: FaultKind, code: int) -> None:
    telegram.faults.add("sendMessage", kind, times=2, retry_after=7)
    for _ in range(2):
        body = await bot.call("sendMessage", chat_id=1001, text="x")
        assert body["error_code"] == code
        assert body.get("parameters", {}).get("retry_after") == (7 if code == 429 else None)
    await bot.ok("sendMessage", chat_id=1001, text="through")
    assert [message.text for message in anna.received] == ["through"]
    assert [call.ok for call in telegram.calls_of("sendMessage")] == [False, False, True]


async def test_a_gateways_page(bot: BotClient, anna: Person, telegram: TelegramSimulator) -> None:
    telegram.faults.add("*", "bad_gateway_html")
    async with bot.session.post(bot.url("getMe")) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "effect"), [("reset_before", []), ("reset_after", ["x"])])
async def test_resets(
    bot: BotClient, anna: Person, telegram: TelegramSimulator, kind: FaultKind, effect: list[str]
) -> None:
    telegram.faults.add("sendMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=1001, text="x")
    assert [message.text for message in anna.received] == effect


@pytest.mark.parametrize(("kind", "effect"), [("hang_before", []), ("hang_after", ["x"])])
async def test_hanging(
    bot: BotClient, anna: Person, telegram: TelegramSimulator, kind: FaultKind, effect: list[str]
) -> None:
    telegram.faults.add("sendMessage", kind, chat_id=1001)
    hanging = bot.later("sendMessage", chat_id=1001, text="x")
    await anna.wait_until(lambda: telegram.calls_of("sendMessage") or None)
    assert not hanging.done()
    telegram.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await hanging
    assert [message.text for message in anna.received] == effect


async def test_telegram_away(bot: BotClient, telegram: TelegramSimulator) -> None:
    telegram.faults.down = True
    with pytest.raises(aiohttp.ClientError):
        await bot.call("getMe")
    telegram.faults.down = False
    await bot.ok("getMe")


async def test_waiting_for_a_message(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="Order #1: Pending")
    assert (await anna.wait_for("Pending")).text == "Order #1: Pending"
    await anna.send("next")
    with pytest.raises(NotSeenError, match="Order #1: Pending"):
        await anna.wait_for("Pending", timeout=0)
    waiting = asyncio.get_running_loop().create_task(anna.wait_for(r"#\d: Comp"))
    place = {"chat_id": 1001, "message_id": 2}
    await bot.ok("editMessageText", **place, text="Order #1: Completed")
    assert (await waiting).edited_times == 1


async def test_answered_waits_for_both_confirmation_and_reaction(bot: BotClient, anna: Person) -> None:
    await anna.send("hello")
    (update,) = await bot.updates()
    await bot.ok("sendMessage", chat_id=1001, text="hi")
    with pytest.raises(NotSeenError):
        await anna.answered(timeout=0)
    await bot.updates(offset=update["update_id"] + 1)
    await anna.answered(timeout=0)
    await anna.send("again")
    (update,) = await bot.updates()
    await bot.updates(offset=update["update_id"] + 1)
    with pytest.raises(NotSeenError):
        await anna.answered(timeout=0)
