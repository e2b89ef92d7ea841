"""Bot API calls as JSON over HTTP."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp

Json = dict[str, Any]


class BotClient:
    def __init__(self, session: aiohttp.ClientSession, base: str, token: str) -> None:
        self.session = session
        self.base = base
        self.token = token

    def url(self, method: str) -> str:
        return f"{self.base}/bot{self.token}/{method}"

    async def call(self, method: str, **params: Any) -> Json:
        """The whole envelope; the HTTP status must agree with it."""
        async with self.session.post(self.url(method), json=params) as answer:
            body: Json = await answer.json()
            assert answer.status == (200 if body["ok"] else body["error_code"])
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        assert set(body) == {"ok", "result"}
        return body["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def upload(self, method: str, field: str, name: str, content: bytes, **params: str) -> Json:
        form = aiohttp.FormData(params)
        form.add_field(field, io.BytesIO(content), filename=name)
        async with self.session.post(self.url(method), data=form) as answer:
            body: Json = await answer.json()
            return body

    def later(self, method: str, **params: Any) -> asyncio.Task[Json]:
        """A call under way, for long polling."""
        return asyncio.get_running_loop().create_task(self.call(method, **params))

    async def updates(self, **params: Any) -> list[Json]:
        found: list[Json] = await self.ok("getUpdates", **params)
        return found


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}
