"""The demo as a newcomer runs it: one command, one address, Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from tests.e2e.conftest import REPOSITORY

ANNA = "/sim/telegram/people/1001"


class Visitor:
    """The page's way of looking: it asks anew after each event."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def get(self, path: str) -> dict[str, Any]:
        async with self.session.get(path) as answer:
            body: dict[str, Any] = await answer.json()
            return body

    async def until(self, path: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with self.session.get("/sim/telegram/events") as stream:
            async for line in stream.content:
                if line.startswith(b"data:") and wanted(body := await self.get(path)):
                    return body
        raise AssertionError("the stream ended")

    async def say(self, text: str) -> None:
        async with self.session.post(f"{ANNA}/send", json={"text": text}) as answer:
            assert answer.status == 200

    async def bot_writes(self, since: int) -> str:
        """The bot's next message to Anna."""

        def texts(state: dict[str, Any]) -> list[str]:
            return [message["text"] for message in state["people"][0]["messages"] if message["from_bot"]]

        return texts(await self.until(f"/sim/telegram/state?since={since}", lambda state: bool(texts(state))))[0]


async def test_demo(demo: asyncio.subprocess.Process, free_port: int) -> None:
    assert demo.stdout is not None
    address = f"http://127.0.0.1:{free_port}"
    async with asyncio.timeout(150):
        assert await demo.stdout.readline() == f"Open {address} in a browser. Ctrl-C ends the demo.\n".encode()
        async with aiohttp.ClientSession(address) as session:
            visitor = Visitor(session)
            async with session.get("/") as answer:
                assert "Storefront demo" in await answer.text()
            await visitor.say("/start")
            assert "Anna" in await visitor.bot_writes(0)
            first = await visitor.get("/sim/bot")

            async with session.post("/sim/bot/kill", json={}) as answer:
                assert await answer.json() == {"killed": True}
            seen = (await visitor.get("/sim/telegram/state"))["seq"]
            await visitor.say("/help")
            assert await visitor.bot_writes(seen)
            second = await visitor.until("/sim/bot", lambda bot: bot["state"] == "running")
            assert (first["kills"], second["kills"]) == (0, 1)

    demo.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await demo.wait() == 0
    for pid in (first["pid"], second["pid"]):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_taken_port_is_said(free_port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--port",
            str(free_port),
            cwd=REPOSITORY,
            stderr=asyncio.subprocess.PIPE,
        )
        _, words = await process.communicate()
    assert process.returncode == 1
    assert f"Port {free_port} is taken" in words.decode()
