"""What the chat page reads and does over HTTP, and the page's own files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.simulator.page import page_routes
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.control import ControlApi
from tests.simulator.telegram_client import BotClient, keyboard

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
ANNA = "/sim/telegram/people/1001"


@pytest.fixture
async def page(telegram: TelegramSimulator) -> AsyncIterator[aiohttp.ClientSession]:
    """The page's server, on which the Bot API is mounted too."""
    telegram.person(1001, first_name="Anna")
    app = web.Application()
    app.add_routes([*page_routes(), *telegram.routes(), *ControlApi(telegram).routes()])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await telegram.close()
    await runner.cleanup()


@pytest.fixture
def shop(page: aiohttp.ClientSession, telegram: TelegramSimulator) -> BotClient:
    return BotClient(page, "", telegram.token)


async def state(page: aiohttp.ClientSession, since: int = 0) -> dict[str, Any]:
    async with page.get("/sim/telegram/state", params={"since": since}) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_the_state_tells_what_changed(page: aiohttp.ClientSession, shop: BotClient) -> None:
    before = await state(page)
    (anna,) = before["people"]
    assert (anna["started"], anna["messages"]) == (False, [])
    async with page.post(f"{ANNA}/send", json={"text": "/start"}) as answer:
        assert answer.status == 200
    await shop.ok("sendMessage", chat_id=1001, text="<b>Hi</b>", parse_mode="HTML")
    after = await state(page, before["seq"])
    assert after["epoch"] == before["epoch"]
    assert [message["text"] for message in after["people"][0]["messages"]] == ["/start", "Hi"]
    await shop.ok("editMessageText", chat_id=1001, message_id=2, text="Hello")
    (changed,) = (await state(page, after["seq"]))["people"][0]["messages"]
    assert (changed["id"], changed["text"], changed["edited"]) == (2, "Hello", True)


async def test_taps_and_their_answers(page: aiohttp.ClientSession, shop: BotClient) -> None:
    async with page.post(f"{ANNA}/send", json={"text": "/start"}):
        pass
    markup = keyboard({"text": "Go", "callback_data": "go"}, {"text": "Site", "url": "https://a.example"})
    await shop.ok("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    place = {"message_id": 2, "row": 0, "column": 0}
    async with page.post(f"{ANNA}/tap", json=place) as answer:
        query_id = (await answer.json())["query_id"]
    assert (await state(page))["people"][0]["pending"] == [{"message_id": 2, "data": "go"}]
    await shop.ok("answerCallbackQuery", callback_query_id=query_id, text="Done")
    (anna,) = (await state(page))["people"]
    assert (anna["pending"], [toast["text"] for toast in anna["toasts"]]) == ([], ["Done"])
    for wrong in ({**place, "column": 1}, {**place, "row": 7}):
        async with page.post(f"{ANNA}/tap", json=wrong) as answer:
            assert answer.status == 400


async def test_uploads_and_blocking(page: aiohttp.ClientSession) -> None:
    for name, content in (("list.txt", b"one"), ("photo.png", PNG)):
        form = aiohttp.FormData({"caption": "mine"})
        form.add_field("file", content, filename=name, content_type="text/html")
        async with page.post(f"{ANNA}/upload", data=form) as answer:
            assert answer.status == 200
    messages = (await state(page))["people"][0]["messages"]
    assert [message["kind"] for message in messages] == ["document", "photo"]
    async with page.get(f"/sim/telegram/files/{messages[0]['file']['file_id']}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"
        assert await answer.read() == b"one"
    async with page.post(f"{ANNA}/block", json={"blocked": True}) as answer:
        assert await answer.json() == {"blocked": True}
    async with page.post(f"{ANNA}/send", json={"text": "/start"}):
        pass
    assert not (await state(page))["people"][0]["blocked"]


async def test_more_people(page: aiohttp.ClientSession) -> None:
    async with page.post("/sim/telegram/people", json={"first_name": "Иван", "language_code": "ru"}) as answer:
        person = await answer.json()
    assert (person["id"], person["language_code"]) == (2001, "ru")
    async with page.post("/sim/telegram/people/5/send", json={"text": "x"}) as answer:
        assert answer.status == 404


async def test_a_stream_of_changes(page: aiohttp.ClientSession) -> None:
    async with page.get("/sim/telegram/events") as stream:
        assert stream.content_type == "text/event-stream"
        first = await stream.content.readline()
        assert await stream.content.readline() == b"\n"
        async with page.post(f"{ANNA}/send", json={"text": "x"}):
            pass
        assert await stream.content.readline() > first


async def test_foreign_pages_cannot_post(page: aiohttp.ClientSession) -> None:
    async with page.post(f"{ANNA}/send", data='{"text": "x"}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415


async def test_the_page_needs_nothing_from_elsewhere(page: aiohttp.ClientSession) -> None:
    async with page.get("/") as answer:
        html = await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for name in [part.split('"')[0] for part in html.split('"/page/')[1:]]:
        async with page.get(f"/page/{name}") as answer:
            assert answer.status == 200
            assert "//cdn" not in await answer.text()
    assert "https://" not in html
    async with page.get("/page/__init__.py") as answer:
        assert answer.status == 404
