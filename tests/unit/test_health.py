from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter

from bot import health
from bot.health import HealthReport, HealthServer


class Shop:
    """What the checks look at; a test changes it."""

    def __init__(self) -> None:
        self.worker = HealthReport(ok=True, details={"poller_idle_s": 1})
        self.database_ok = True
        self.database_hangs = False

    def look_at_worker(self) -> HealthReport:
        return self.worker

    async def ask_database(self) -> HealthReport:
        if self.database_hangs:
            await asyncio.Event().wait()
        if not self.database_ok:
            raise ConnectionError("postgresql://shop:canary@db is away")
        return HealthReport(ok=True)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
async def server(shop: Shop, registry: CollectorRegistry) -> AsyncIterator[HealthServer]:
    async def webhook(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    server = HealthServer(
        "127.0.0.1",
        0,
        live={"workers": shop.look_at_worker},
        ready={"database": shop.ask_database},
        routes=[web.post("/telegram", webhook)],
        registry=registry,
    )
    await server.start()
    yield server
    await server.stop()


async def get(server: HealthServer, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{path}") as response,
    ):
        return response.status, await response.text()


async def get_json(server: HealthServer, path: str) -> tuple[int, dict[str, object]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{path}") as response,
    ):
        return response.status, await response.json()


async def test_alive_and_ready(server: HealthServer) -> None:
    assert server.port > 0
    workers = {"ok": True, "poller_idle_s": 1}
    assert await get_json(server, "/healthz") == (200, {"status": "ok", "checks": {"workers": workers}})
    ready = {"status": "ok", "checks": {"workers": workers, "database": {"ok": True}}}
    assert await get_json(server, "/readyz") == (200, ready)


async def test_a_stalled_worker_is_neither_alive_nor_ready(server: HealthServer, shop: Shop) -> None:
    shop.worker = HealthReport(ok=False, details={"poller": "stalled"})
    status, body = await get_json(server, "/healthz")
    assert (status, body["status"]) == (503, "failing")
    assert body["checks"] == {"workers": {"ok": False, "poller": "stalled"}}
    assert (await get(server, "/readyz"))[0] == 503


async def test_a_database_that_is_away_is_no_reason_to_restart(server: HealthServer, shop: Shop) -> None:
    shop.database_ok = False
    assert (await get(server, "/healthz"))[0] == 200
    status, text = await get(server, "/readyz")
    assert status == 503
    assert "ConnectionError" in text
    assert "canary" not in text


async def test_a_check_that_hangs_has_failed(server: HealthServer, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_TIMEOUT", 0.01)
    shop.database_hangs = True
    status, text = await get(server, "/readyz")
    assert status == 503
    assert "TimeoutError" in text


async def test_a_stopping_process_is_alive_and_takes_no_more(server: HealthServer) -> None:
    server.stop_accepting()
    assert (await get(server, "/healthz"))[0] == 200
    status, body = await get_json(server, "/readyz")
    assert status == 503
    assert isinstance(body["checks"], dict)
    assert body["checks"]["stopping"] == {"ok": False}


async def test_metrics_are_those_of_the_registry(server: HealthServer, registry: CollectorRegistry) -> None:
    Counter("orders_accepted", "Orders that a provider took.", registry=registry).inc(3)
    status, text = await get(server, "/metrics")
    assert status == 200
    assert "orders_accepted_total 3.0" in text


async def test_the_callers_route_is_served(server: HealthServer) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{server.port}/telegram", data="update") as response,
    ):
        assert (response.status, await response.text()) == (200, "update")


async def test_a_port_in_use_is_an_error_and_stopping_frees_it(server: HealthServer) -> None:
    other = HealthServer("127.0.0.1", server.port)
    with pytest.raises(OSError, match="in use"):
        await other.start()
    await other.stop()
    await server.stop()
    await server.stop()
    await other.start()
    assert (await get(other, "/healthz"))[0] == 200
    await other.stop()


def test_a_probe_need_not_load_the_bot_framework() -> None:
    code = "import sys, bot.health; sys.exit('aiogram' in sys.modules or 'sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
