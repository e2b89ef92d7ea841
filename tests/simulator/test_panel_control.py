"""The control over HTTP: lists, moves, faults, events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal

import httpx
import pytest
from aiohttp import web

from bot.simulator.panel import Dialect, Fault, PanelService, PanelSimulator, panel_control_routes
from tests.simulator.panel_client import KEY, Client

SERVICE = PanelService("1", "Stickers <small> & large", "Print", Decimal(1), 1, 1000)


@pytest.fixture
def alpha() -> PanelSimulator:
    return PanelSimulator("alpha", KEY, Dialect.SANDHUSMM, catalogue=[SERVICE])


@pytest.fixture
def beta() -> PanelSimulator:
    return PanelSimulator("beta", KEY, Dialect.SMMSEND, catalogue=[SERVICE], currency="EUR")


@asynccontextmanager
async def served(*panels: PanelSimulator) -> AsyncIterator[httpx.AsyncClient]:
    app = web.Application()
    for panel in panels:
        app.add_routes(panel.routes(f"/{panel.name}"))
    app.add_routes(panel_control_routes(panels))
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with httpx.AsyncClient(trust_env=False, base_url=address) as http:
            yield http
    finally:
        for panel in panels:
            panel.close()
        await runner.cleanup()


async def test_orders_of_all_panels_newest_first(alpha: PanelSimulator, beta: PanelSimulator) -> None:
    async with served(alpha, beta) as http:
        first = await Client(http, "/alpha/api/v2").add(1, link="https://example.com/?a=<b>", quantity=10)
        second = await Client(http, "/beta/api/v2").add(1, link="b", quantity=20)
        alpha.fail("add", Fault.HANG_AFTER, times=None, seconds=5)
        told = (await http.get("/sim/panel/orders")).json()
        assert (await http.get("/sim/panel/orders?limit=0")).json()["orders"] == []
        assert (await http.get("/sim/panel/orders?limit=x")).status_code == 400
    assert [panel["name"] for panel in told["panels"]] == ["alpha", "beta"]
    assert told["panels"][1] | {"faults": []} == {
        "name": "beta",
        "dialect": "smmsend",
        "balance": "999.98",
        "currency": "EUR",
        "faults": [],
    }
    (fault,) = told["panels"][0]["faults"]
    assert (fault["action"], fault["kind"], fault["times"], fault["seconds"]) == ("add", "hang_after", None, 5)
    assert [(order["panel"], order["id"]) for order in told["orders"]] == [("beta", second), ("alpha", first)]
    order = told["orders"][1]
    assert datetime.fromisoformat(order.pop("created_at")) == alpha.book[first].accepted_at
    assert order == {
        "panel": "alpha",
        "id": first,
        "kind": "order",
        "parent_id": None,
        "service": "1",
        "service_name": "Stickers <small> & large",
        "type": "Default",
        "link": "https://example.com/?a=<b>",
        "quantity": 10,
        "status": "Pending",
        "start_count": None,
        "remains": 10,
        "charge": "0.01",
        "fault": None,
        "fields": {"action": "add", "service": "1", "link": "https://example.com/?a=<b>", "quantity": "10"},
    }


async def test_move_an_order(alpha: PanelSimulator) -> None:
    async with served(alpha) as http:
        order_id = await Client(http, "/alpha/api/v2").add(1, link="x", quantity=100)
        path = f"/sim/panel/orders/alpha/{order_id}"
        moved = await http.post(path, json={"status": "Partial", "remains": 25, "start_count": 7})
        assert (moved.json()["status"], moved.json()["charge"]) == ("Partial", "0.075")
        for body in (b'{"status": 1}', b'{"remains": []}', b'{"start_count": "x"}', b"[]", b"{"):
            assert (await http.post(path, content=body)).status_code == 400
        assert (await http.post("/sim/panel/orders/alpha/1", json={})).status_code == 404
        assert (await http.post("/sim/panel/orders/gamma/1", json={})).status_code == 404
    order = alpha.book[order_id]
    assert (order.status, order.remains, order.start_count) == ("Partial", 25, 7)


async def test_arm_and_heal(alpha: PanelSimulator, beta: PanelSimulator) -> None:
    async with served(alpha, beta) as http:
        for kind in ("refuse", "hang_before", "hang_after", "delay", "error_500_after"):
            armed = await http.post("/sim/panel/faults", json={"panel": "alpha", "action": "add", "kind": kind})
            assert armed.status_code == 200
        always = {"panel": "beta", "action": "*", "kind": "html_after", "times": None, "text": "t", "status": 200}
        await http.post("/sim/panel/faults", json=always)
        assert [armed.fault for armed in alpha.armed] == [
            Fault.REFUSE_BEFORE,
            Fault.HANG_BEFORE,
            Fault.HANG_AFTER,
            Fault.DELAY_BEFORE,
            Fault.ERROR_500_AFTER,
        ]
        assert (beta.armed[0].action, beta.armed[0].times) == ("*", None)
        assert (await Client(http, "/alpha/api/v2").call("add", service=1))["error"] == "Link is private"
        for body in (
            {"panel": "alpha", "kind": "meteor"},
            {"panel": "alpha", "kind": "delay", "times": 0},
            {"panel": "alpha", "kind": "delay", "seconds": "x"},
            {"panel": "alpha", "kind": "delay", "status": "x"},
        ):
            assert (await http.post("/sim/panel/faults", json=body)).status_code == 400
        assert (await http.post("/sim/panel/faults", json={"panel": "gamma"})).status_code == 404
        kinds = (await http.get("/sim/panel/faults")).json()["kinds"]
        assert {row["kind"] for row in kinds} == {fault.value for fault in Fault}
        assert (await http.delete("/sim/panel/faults?panel=gamma")).status_code == 404
        await http.delete("/sim/panel/faults?panel=alpha")
        assert not alpha.armed
        assert beta.armed
        await http.delete("/sim/panel/faults")
        assert not beta.armed


async def test_events_tell_of_changes_and_end_with_the_panel(alpha: PanelSimulator) -> None:
    async with served(alpha) as http, http.stream("GET", "/sim/panel/events", timeout=30) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        lines = stream.aiter_lines()
        assert await anext(lines) == "data: changed"
        order_id = await Client(http, "/alpha/api/v2").add(1, link="x", quantity=100)
        assert [await anext(lines), await anext(lines)] == ["", "data: changed"]
        await Client(http, "/alpha/api/v2").call("status", order=order_id)
        version = alpha.version
        alpha.move(order_id, status="Completed")
        assert alpha.version == version + 1
        assert [await anext(lines), await anext(lines)] == ["", "data: changed"]
        alpha.close()
        assert [line async for line in lines if line] == []
