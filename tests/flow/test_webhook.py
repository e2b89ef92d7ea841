"""Updates by webhook: taken with the right secret alone, and committed before they are acknowledged."""

from __future__ import annotations

import socket
from pathlib import Path

from aiohttp import ClientSession

from tests.flow.talk import said_since, say
from tests.flow.world import open_world

SECRET = "a-long-random-word"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_updates_come_by_webhook_with_the_secret(tmp_path: Path) -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    more = {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET, "HTTP_PORT": str(port)}
    async with open_world(tmp_path, more=more) as world:
        anna = world.customer()
        await say(anna, "/start", "Hello")
        user = {"id": anna.id, "is_bot": False, "first_name": "Anna"}
        chat = {"id": anna.id, "type": "private", "first_name": "Anna"}
        message = {"message_id": 900, "date": 1, "chat": chat, "from": user, "text": "/catalog"}
        update = {"update_id": 1, "message": message}
        mark = anna.mark()
        async with ClientSession() as session:
            for headers, body, status in (
                ({}, update, 403),
                ({HEADER: "wrong"}, update, 403),
                ({HEADER: ""}, update, 403),
                ({HEADER: SECRET + "x"}, update, 403),
            ):
                async with session.post(url, json=body, headers=headers) as response:
                    assert response.status == status
            assert not await said_since(anna, mark)
            for _ in range(3):  # repeated by Telegram: handled once
                async with session.post(url, json=update, headers={HEADER: SECRET}) as response:
                    assert response.status == 200
            await anna.wait_for("Choose a category", since=mark)
            assert len(await said_since(anna, mark)) == 2  # the catalogue, and the /help before
        assert not world.telegram.calls_of("getUpdates")
