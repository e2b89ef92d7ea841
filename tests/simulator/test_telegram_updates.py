"""Receiving updates: long polling, conflicts, webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.simulator.telegram import Person, TelegramSimulator
from tests.simulator.telegram_client import BotClient

USE_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_updates_stay_until_confirmed(bot: BotClient, anna: Person) -> None:
    for text in ("one", "two", "three"):
        await anna.send(text)
    first = await bot.updates(limit=2)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert ids(await bot.updates()) == [ids(first)[0], ids(first)[0] + 1, ids(first)[0] + 2]
    rest = await bot.updates(offset=ids(first)[1] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    assert ids(await bot.updates()) == ids(rest)
    assert await bot.updates(offset=ids(rest)[0] + 1) == []


async def test_negative_offset_forgets_what_is_older(bot: BotClient, anna: Person) -> None:
    for text in ("one", "two", "three"):
        await anna.send(text)
    last = await bot.updates(offset=-1)
    assert [update["message"]["text"] for update in last] == ["three"]
    assert ids(await bot.updates()) == ids(last)


async def test_an_update_looks_like_telegrams(bot: BotClient, anna: Person) -> None:
    await anna.send("/order 12 https://a.example/x?y=1 @somebody 😀")
    (update,) = await bot.updates()
    message = update["message"]
    assert message["from"] == {
        "id": 1001,
        "is_bot": False,
        "first_name": "Anna",
        "username": "anna",
        "language_code": "en",
    }
    assert message["entities"] == [
        {"offset": 0, "length": 6, "type": "bot_command"},
        {"offset": 10, "length": 23, "type": "url"},
        {"offset": 34, "length": 9, "type": "mention"},
    ]


async def test_long_polling_answers_at_once(bot: BotClient, anna: Person) -> None:
    polling = bot.later("getUpdates", timeout=30)
    await bot.call("getMe")
    assert not polling.done()
    await anna.send("news")
    body = await asyncio.wait_for(polling, 5)
    assert body["result"][0]["message"]["text"] == "news"


async def test_the_newest_poller_wins(bot: BotClient, anna: Person) -> None:
    first = bot.later("getUpdates", timeout=30)
    await bot.call("getMe")
    second = bot.later("getUpdates", timeout=30)
    assert await asyncio.wait_for(first, 5) == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
        " is running",
    }
    await anna.send("news")
    assert (await asyncio.wait_for(second, 5))["ok"]


async def test_allowed_updates_are_remembered(bot: BotClient, anna: Person) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await anna.send("not wanted")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    await anna.send("wanted")
    assert len(await bot.updates()) == 1


async def test_other_kinds_of_messages(bot: BotClient, anna: Person, telegram: TelegramSimulator) -> None:
    sent = await anna.send("first")
    await anna.edit(sent, "second")
    await anna.send_sticker()
    await anna.send_voice()
    await anna.send_contact()
    await anna.forward(sent)
    group = telegram.group(-1001, "Friends")
    await anna.send_in_group(group, "/start@storefront_bot")
    await anna.send_in_group(group, "not for the bot")
    updates = await bot.updates()
    assert updates[1]["edited_message"]["text"] == "second"
    assert updates[2]["message"]["sticker"]["emoji"] == "👍"
    assert "voice" in updates[3]["message"]
    assert updates[4]["message"]["contact"]["user_id"] == 1001
    assert updates[5]["message"]["forward_origin"]["sender_user"]["id"] == 1001
    assert updates[6]["message"]["chat"] == {"id": -1001, "type": "supergroup", "title": "Friends"}
    assert len(updates) == 7


class Receiver:
    """A bot's webhook."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.tried: list[str] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.answer: dict[str, Any] | None = None
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        body = await request.json()
        self.tried.append(body["message"]["text"])
        if status == 200:
            self.bodies.append(body)
        return web.json_response(self.answer or {}, status=status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.add_routes([web.post("/hook", made.handle)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_webhook(bot: BotClient, anna: Person, receiver: Receiver) -> None:
    anna.backend.webhook.retry_seconds = 0.01
    receiver.statuses = [500, 302]
    await bot.ok("setWebhook", url=receiver.url, secret_token="s3cret", allowed_updates=["message"])
    assert await bot.refused("getUpdates") == (409, USE_WEBHOOK)
    await anna.send("one")
    await anna.send("two")
    await anna.wait_until(lambda: len(receiver.bodies) == 2 or None)
    assert receiver.tried == ["one", "one", "one", "two"]
    assert set(receiver.secrets) == {"s3cret"}
    await anna.wait_until(lambda: True if not anna.backend.updates.pending else None)
    info = await bot.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 302"
    await bot.ok("deleteWebhook")
    assert (await bot.ok("getWebhookInfo"))["url"] == ""
    assert await bot.updates() == []


async def test_setting_a_webhook_ends_polling(bot: BotClient, anna: Person, receiver: Receiver) -> None:
    polling = bot.later("getUpdates", timeout=30)
    await bot.call("getMe")
    await bot.ok("setWebhook", url=receiver.url)
    assert (await asyncio.wait_for(polling, 5))["error_code"] == 409


async def test_a_call_in_the_webhooks_answer_is_carried_out(bot: BotClient, anna: Person, receiver: Receiver) -> None:
    receiver.answer = {"method": "sendMessage", "chat_id": 1001, "text": "by the way"}
    await bot.ok("setWebhook", url=receiver.url)
    await anna.send("hello")
    await anna.wait_for("by the way")


async def test_webhook_addresses(bot: BotClient) -> None:
    refused = await bot.refused("setWebhook", url="http://shop.example/hook")
    assert refused == (400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    assert (await bot.refused("setWebhook", url="https://a.example", secret_token="bad secret"))[1] == (
        "Bad Request: secret token contains unallowed characters"
    )


async def test_dropping_pending_updates(bot: BotClient, anna: Person) -> None:
    await anna.send("old")
    await bot.ok("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []
