"""The panel's front: HTTP in, the desk behind, armed faults in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from aiohttp import web

from bot.simulator.panel import delivery
from bot.simulator.panel.answers import number_or_text
from bot.simulator.panel.desk import Desk
from bot.simulator.panel.faults import ArmedFault, Fault, FaultHit, Faults
from bot.simulator.panel.intake import INCORRECT_REQUEST
from bot.simulator.panel.requests import PanelRequest, RequestLog, received

API_PATH = "/api/v2"
_CHANGING = {"add", "refill", "cancel"}
_TICK = 0.25
"""Seconds between two looks whether a client that is kept waiting is still there."""


class Front:
    """Serves one desk over HTTP."""

    def __init__(self, desk: Desk, log: RequestLog, advance: Callable[[], bool]) -> None:
        self.faults = Faults()
        self.followed: list[str] = []
        self._desk = desk
        self._log = log
        self._advance = advance
        self._healed = asyncio.Event()

    def routes(self, prefix: str) -> list[web.RouteDef]:
        path = prefix.rstrip("/") + API_PATH
        return [web.route("*", path, self._handle), web.route("*", path + delivery.MOVED, self._moved)]

    def heal(self) -> None:
        self.faults.armed.clear()
        self._healed.set()
        self._healed = asyncio.Event()
        self._log.wake()

    async def _moved(self, request: web.Request) -> web.Response:
        self.followed.append(request.path)
        return delivery.answer({"error": INCORRECT_REQUEST})

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        record = received(request, await request.read(), self._desk.now())
        armed = self.faults.pick(record.action)
        pause = partial(_pause, request, self._healed)
        if armed is not None:
            record.fault = armed.fault.value
        self._log.add(record)
        if armed is None:
            return self._plain(record)
        if armed.fault.taken:
            body = delivery.as_json(self._bent(record, armed))
            self._hit(record, armed)
            if armed.fault is Fault.DELAY_AFTER:
                await pause(armed.seconds)
            return await delivery.deliver(request, armed, body, pause)
        self._hit(record, armed)
        if armed.fault is Fault.DELAY_BEFORE:
            await pause(armed.seconds)
            return self._plain(record)
        return await delivery.deliver(request, armed, b"", pause)

    def _plain(self, record: PanelRequest) -> web.Response:
        self._advance()
        payload = self._desk.answer(record)
        self._log.wake(changed=record.error is None and record.action in _CHANGING)
        return delivery.answer(payload, 405 if record.method != "POST" else 200)

    def _bent(self, record: PanelRequest, armed: ArmedFault) -> object:
        self._advance()
        orders = self._desk.book.orders
        earlier = next(reversed(orders), None)
        if armed.fault is Fault.FRESH_NOT_FOUND:
            self._desk.hide_younger = timedelta(seconds=5 if armed.seconds is None else armed.seconds)
        payload = self._desk.answer(record)
        self._desk.hide_younger = timedelta(0)
        if record.order_id is not None:
            orders[record.order_id].fault = armed.fault.value
        return delivery.bend(armed, payload, None if earlier is None else number_or_text(earlier))

    def _hit(self, record: PanelRequest, armed: ArmedFault) -> None:
        self.faults.hits.append(FaultHit(record.at, record.action, armed.fault, record.order_id))
        self._log.wake()


async def _pause(request: web.Request, healed: asyncio.Event, seconds: float | None) -> None:
    """Wait so many seconds (None: for ever), or until the client leaves or the panel is healed."""
    left = seconds
    while not healed.is_set() and request.transport is not None and not request.transport.is_closing():
        step = _TICK if left is None else min(left, _TICK)
        try:
            await asyncio.wait_for(healed.wait(), step)
        except TimeoutError:
            if left is not None:
                left -= step
                if left <= 0:
                    return
