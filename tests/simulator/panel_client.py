"""A plain API v2 client for the panel's tests: posts a form as the contract wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx

from bot.simulator.panel import PanelSimulator

KEY = "TESTKEY"


class Client:
    """Calls one panel; ``call`` answers the decoded JSON, ``post`` the raw response."""

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self.http = http
        self.url = url

    async def post(self, action: str, **fields: object) -> httpx.Response:
        form = {"key": KEY, "action": action} | {name: str(value) for name, value in fields.items()}
        body = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in form.items())
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.http.post(self.url, content=body, headers=headers)

    async def call(self, action: str, **fields: object) -> Any:
        response = await self.post(action, **fields)
        assert response.headers["content-type"].startswith("application/json")
        return response.json()

    async def add(self, service: object, **fields: object) -> str:
        """Place an order that must be taken; its id."""
        return str((await self.call("add", service=service, **fields))["order"])

    async def refused(self, action: str, **fields: object) -> str:
        """The error text of a call that must be refused."""
        answer = await self.call(action, **fields)
        assert set(answer) == {"error"}, answer
        return str(answer["error"])


@asynccontextmanager
async def client_of(panel: PanelSimulator) -> AsyncIterator[Client]:
    async with panel.serve() as url, httpx.AsyncClient(trust_env=False) as http:
        yield Client(http, url)
