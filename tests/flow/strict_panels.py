"""Five panels, each as strict as the public page of one provider, written from those pages alone.

What a page does not print, the panel does not know: another action, one field more or less, a `+` for a blank,
another content type, and it answers "Incorrect request". Nothing here is shared with the simulator of the demo.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import unquote

from aiohttp import web

Form = tuple[str, frozenset[str]]
REFUSED = {"error": "Incorrect request"}
PATIENCE_S = 20
NAMES = ("Visits", "Prints", "Votes", "Posts")


def _form(action: str, *fields: str) -> Form:
    return action, frozenset(fields)


SINGLE = {_form("status", "order"), _form("refill", "order"), _form("refill_status", "refill")}
BATCH = {_form("status", "orders")}
BATCH_REFILL = {_form("refill", "orders"), _form("refill_status", "refills")}
SUBSCRIPTIONS = {
    _form("add", "service", "username", "min", "max", "delay", *some)
    for count in range(4)
    for some in combinations(("posts", "old_posts", "expiry"), count)
}
PLAIN = {_form("services"), _form("balance"), _form("add", "service", "link", "quantity")}


@dataclass(frozen=True)
class Page:
    """`forms`: every request that the page prints, as its action and its other fields; `types` of its services."""

    forms: frozenset[Form]
    flags: tuple[str, ...] = ("refill", "cancel")
    types: tuple[str, ...] = ("Default", "Default")
    currency: bool = True
    batch_refill_is_bare: bool = False
    cancel_says_success: bool = False
    rejected_as_type: bool = False


PAGES = {
    "sandhusmm": Page(frozenset(PLAIN | SINGLE | BATCH)),
    "sosyalmavi": Page(frozenset(PLAIN | SINGLE | BATCH | BATCH_REFILL)),
    "digitalsolutionstore": Page(frozenset(PLAIN | SINGLE | BATCH | BATCH_REFILL)),
    "sunsmmvn": Page(
        frozenset(PLAIN | SINGLE | BATCH | BATCH_REFILL | {_form("cancel", "order")}),
        flags=("refill",),
        currency=False,
        batch_refill_is_bare=True,
        cancel_says_success=True,
    ),
    "smmsend": Page(
        frozenset(
            PLAIN
            | BATCH
            | BATCH_REFILL
            | SUBSCRIPTIONS
            | {_form("add", "service", "link", "quantity", "runs", "interval")}
            | {_form("add", "service", "link", "quantity", "answer_number")}
            | {_form("cancel", "orders"), _form("cancel", "cancels")}
        ),
        flags=("dripfeed", "refill", "cancel"),
        types=("Default", "Default", "Poll", "Subscriptions"),
        rejected_as_type=True,
    ),
}


@dataclass
class StrictPanel:
    """Its services, and the book of what was ordered. `refused` are the requests that the page does not print."""

    name: str
    first_order: int
    key: str = "KEY-of-a-strict-panel"
    orders: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    refills: dict[str, str] = field(default_factory=dict)
    cancels: dict[str, str] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def page(self) -> Page:
        return PAGES[self.name]

    def asked(self, action: str) -> list[dict[str, str]]:
        return [request for request in self.requests if request["action"] == action]

    def move(self, order_id: str, **values: str) -> None:
        self.orders[order_id].update(values)

    async def until(self, fact: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: bool(fact()))

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/api/v2", self._handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        try:
            yield f"http://{host}:{port}/api/v2"
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        pairs = [pair.split("=", 1) for pair in body.split("&")]
        fields = {unquote(name): unquote(value) for name, value in pairs}
        form = (fields.get("action", ""), frozenset(fields) - {"key", "action"})
        is_printed = form in self.page.forms and len(pairs) == len(fields) and "+" not in body
        async with self._changed:
            self.requests.append(fields)
            if fields.get("key") != self.key:
                answer: object = {"error": "Invalid API key"}
            elif not is_printed or request.content_type != "application/x-www-form-urlencoded":
                self.refused.append(fields)
                answer = REFUSED
            else:
                answer = getattr(self, f"_{fields['action']}")(fields)
            self._changed.notify_all()
        return web.json_response(answer)

    def _services(self, _fields: dict[str, str]) -> object:
        flags = dict.fromkeys(self.page.flags, True)
        row = {"category": "Traffic", "rate": "0.90", "min": "50", "max": "10000", **flags}
        return [
            {"service": number, "name": f"{what} by {self.name}", "type": printed, **row}
            for number, (what, printed) in enumerate(zip(NAMES, self.page.types, strict=False), 1)
        ]

    def _balance(self, _fields: dict[str, str]) -> object:
        return {"balance": "100.84292", "currency": "USD"}

    def _add(self, fields: dict[str, str]) -> object:
        order_id = str(self.first_order + len(self.orders))
        begun = {"status": "Pending", "charge": "0.90", "start_count": "0", "remains": fields.get("quantity", "0")}
        self.orders[order_id] = {**begun, **{name: fields[name] for name in fields if name != "key"}}
        return {"order": int(order_id)}

    def _status(self, fields: dict[str, str]) -> object:
        if "order" in fields:
            return self._row(fields["order"])
        return {order_id: self._row(order_id) for order_id in _ids(fields["orders"])}

    def _row(self, order_id: str) -> dict[str, str]:
        order = self.orders.get(order_id)
        if order is None:
            return {"error": "Incorrect order ID"}
        row = {name: order[name] for name in ("charge", "start_count", "status", "remains")}
        return row | ({"currency": "USD"} if self.page.currency else {})

    def _refill(self, fields: dict[str, str]) -> object:
        if "order" in fields:
            return {"refill": str(self._new(self.refills))} if fields["order"] in self.orders else _no("order")
        if self.page.batch_refill_is_bare:
            return {"refill": str(self._new(self.refills))}
        return [
            {"order": int(one), "refill": self._new(self.refills) if one in self.orders else _no("order")}
            for one in _ids(fields["orders"])
        ]

    def _refill_status(self, fields: dict[str, str]) -> object:
        if "refill" in fields:
            state = self.refills.get(fields["refill"])
            return {"status": state} if state else _no("refill")
        return [self._state("refill", one, self.refills) for one in _ids(fields["refills"])]

    def _cancel(self, fields: dict[str, str]) -> object:
        if "cancels" in fields:
            return [self._state("cancel", one, self.cancels) for one in _ids(fields["cancels"])]
        if self.page.cancel_says_success:
            self._new(self.cancels)
            return {"success": "Your order will be cancel asap. Thank you for patience."}
        return [
            {
                "order": int(one),
                "type": "order",
                "cancel": self._new(self.cancels) if one in self.orders else _no("order"),
            }
            for one in _ids(fields["orders"])
        ]

    def _state(self, noun: str, one: str, states: dict[str, str]) -> dict[str, object]:
        state = states.get(one)
        name = "type" if state == "Rejected" and noun == "refill" and self.page.rejected_as_type else "status"
        return {noun: int(one), name: state if state else {"error": f"{noun.capitalize()} not found"}}

    def _new(self, states: dict[str, str]) -> int:
        states[str(len(states) + 1)] = "Pending"
        return len(states)


def _no(noun: str) -> dict[str, str]:
    return {"error": f"Incorrect {noun} ID"}


def _ids(text: str) -> list[str]:
    ids = text.split(",")
    assert len(ids) <= 100
    return ids
