"""The panels' control over HTTP, for the demo's page: look at orders, move them, arm faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from aiohttp import web

from bot.simulator.panel.faults import Fault
from bot.simulator.panel.orders import PanelOrder
from bot.simulator.panel.services import plain
from bot.simulator.panel.simulator import PanelSimulator

_WATCH = 0.3
"""Seconds between two looks for changes; orders that move by themselves move then."""
_PING = 50
"""Looks without a change after which a comment keeps the stream open."""


def panel_control_routes(panels: Sequence[PanelSimulator]) -> list[web.RouteDef]:
    """Routes below ``/sim/panel``: orders, faults, events. Closing a panel ends its streams."""
    control = _Control({panel.name: panel for panel in panels})
    return [
        web.get("/sim/panel/orders", control.orders),
        web.post("/sim/panel/orders/{panel}/{id}", control.move),
        web.get("/sim/panel/faults", control.kinds),
        web.post("/sim/panel/faults", control.fail),
        web.delete("/sim/panel/faults", control.heal),
        web.get("/sim/panel/events", control.events),
    ]


class _Control:
    def __init__(self, panels: dict[str, PanelSimulator]) -> None:
        self._panels = panels

    async def orders(self, request: web.Request) -> web.Response:
        """Panels, and orders newest first; ``?limit=`` (200) for each panel."""
        limit = request.query.get("limit", "200")
        if not limit.isdecimal():
            return _bad("limit must be a number")
        self._advance()
        orders = [
            (order.accepted_at, order.number, panel, order)
            for panel in self._panels.values()
            for order in panel.newest(int(limit))
        ]
        orders.sort(key=lambda row: row[:2], reverse=True)
        return web.json_response(
            {
                "panels": [_panel(panel) for panel in self._panels.values()],
                "orders": [_order(panel, order) for _, _, panel, order in orders],
            }
        )

    async def move(self, request: web.Request) -> web.Response:
        panel = self._panels.get(request.match_info["panel"])
        order_id = request.match_info["id"]
        if panel is None or order_id not in panel.book:
            return _bad("no such order", 404)
        body = await _body(request)
        status, remains, start = body.get("status"), body.get("remains"), body.get("start_count")
        if status is not None and not isinstance(status, str):
            return _bad("status must be text")
        if remains is not None and not isinstance(remains, int | str):
            return _bad("remains must be a number or text")
        if start is not None and not isinstance(start, int):
            return _bad("start_count must be a number")
        order = panel.move(order_id, status=status, remains=remains, start_count=start)
        return web.json_response(_order(panel, order))

    async def kinds(self, _request: web.Request) -> web.Response:
        """Every kind of fault with what it does."""
        return web.json_response({"kinds": [{"kind": fault.value, "about": fault.about} for fault in Fault]})

    async def fail(self, request: web.Request) -> web.Response:
        body = await _body(request)
        panel = self._panels.get(str(body.get("panel")))
        if panel is None:
            return _bad("no such panel", 404)
        times, seconds = body.get("times", 1), body.get("seconds")
        text, status = body.get("text"), body.get("status")
        if times is not None and (not isinstance(times, int) or times < 1):
            return _bad("times must be a number from 1, or null for always")
        if seconds is not None and not isinstance(seconds, int | float):
            return _bad("seconds must be a number")
        if status is not None and not isinstance(status, int):
            return _bad("status must be a number")
        try:
            fault = Fault.named(str(body.get("kind")))
        except ValueError as error:
            return _bad(str(error))
        panel.fail(
            str(body.get("action", "add")),
            fault,
            times=times,
            seconds=seconds,
            text=None if text is None else str(text),
            status=status,
        )
        return web.json_response(_panel(panel))

    async def heal(self, request: web.Request) -> web.Response:
        """Heal all panels, or the one named by ``?panel=``."""
        name = request.query.get("panel")
        if name is not None and name not in self._panels:
            return _bad("no such panel", 404)
        for panel in self._panels.values():
            if name in {None, panel.name}:
                panel.heal()
        return web.json_response({"panels": [_panel(panel) for panel in self._panels.values()]})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; each one says that the list has changed."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        seen: list[int] = []
        quiet = 0
        while self._open(request):
            self._advance()
            versions = [panel.version for panel in self._panels.values()]
            quiet = quiet + 1 if versions == seen else 0
            try:
                if versions != seen:
                    await response.write(b"data: changed\n\n")
                elif quiet % _PING == 0:
                    await response.write(b": still here\n\n")
            except ConnectionError:
                break
            seen = versions
            await asyncio.sleep(_WATCH)
        return response

    def _open(self, request: web.Request) -> bool:
        closed = any(panel.closed for panel in self._panels.values())
        return not closed and request.transport is not None and not request.transport.is_closing()

    def _advance(self) -> None:
        for panel in self._panels.values():
            panel.advance()


async def _body(request: web.Request) -> dict[str, object]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text='{"error": "a JSON object is needed"}', content_type="application/json")
    return body


def _bad(text: str, status: int = 400) -> web.Response:
    return web.json_response({"error": text}, status=status)


def _panel(panel: PanelSimulator) -> dict[str, object]:
    return {
        "name": panel.name,
        "dialect": panel.dialect.value,
        "balance": plain(panel.balance),
        "currency": panel.currency,
        "faults": [
            {
                "action": armed.action,
                "kind": armed.fault.value,
                "about": armed.fault.about,
                "times": armed.times,
                "seconds": armed.seconds,
                "hits": armed.hits,
            }
            for armed in panel.armed
        ],
    }


def _order(panel: PanelSimulator, order: PanelOrder) -> dict[str, object]:
    return {
        "panel": panel.name,
        "id": order.id,
        "kind": order.kind,
        "parent_id": order.parent_id,
        "service": order.service,
        "service_name": order.service_name,
        "type": order.type,
        "link": order.link,
        "quantity": order.quantity,
        "status": order.status,
        "start_count": order.start_count,
        "remains": order.remains_text or order.remains,
        "charge": plain(order.charge),
        "created_at": order.accepted_at.isoformat(),
        "fault": order.fault,
        "fields": order.fields,
    }
