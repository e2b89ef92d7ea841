"""What arrived at a panel, byte for byte, and waiting for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from aiohttp import web

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class PanelRequest:
    """One request. ``fields`` are decoded, with the key; ``unexpected`` are those the action has no use for.

    ``connection`` is the client's port: two requests with the same port shared a connection.
    """

    at: datetime
    method: str
    action: str
    fields: dict[str, str]
    raw_body: bytes
    headers: dict[str, str]
    content_type: str
    connection: int | None
    unexpected: frozenset[str] = frozenset()
    order_id: str | None = None
    """The order that an ``add`` put into the book, even if its answer failed."""
    error: str | None = None
    fault: str | None = None


def decoded(raw: bytes) -> dict[str, str]:
    """Decode a form as strict servers do: %XX alone, a plus sign stays one; the last of doubles counts."""
    fields = {}
    for pair in raw.decode("utf-8", "replace").split("&"):
        name, equals, value = pair.partition("=")
        if name or equals:
            fields[unquote(name)] = unquote(value)
    return fields


def received(request: web.Request, raw: bytes, at: datetime) -> PanelRequest:
    fields = decoded(raw) if request.content_type == FORM else {}
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return PanelRequest(
        at=at,
        method=request.method,
        action=fields.get("action", ""),
        fields=fields,
        raw_body=raw,
        headers=dict(request.headers),
        content_type=request.content_type,
        connection=peer[1] if peer else None,
    )


@dataclass(slots=True)
class RequestLog:
    """Requests in order of arrival. With a ``limit`` the oldest are dropped; the counts go on."""

    limit: int | None = None
    requests: list[PanelRequest] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    version: int = 0
    """Grows whenever the book, the money or the armed faults have changed."""
    _waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = field(default_factory=list)

    def add(self, request: PanelRequest) -> None:
        self.requests.append(request)
        self.counts[request.action] += 1
        if self.limit is not None and len(self.requests) > 2 * self.limit:
            del self.requests[: -self.limit]
        self.wake(changed=False)

    def wake(self, *, changed: bool = True) -> None:
        """Let those go on whose condition has come true. ``changed``: what a watcher sees is different now."""
        self.version += changed
        still = []
        for condition, future in self._waiting:
            if future.done():
                continue
            if condition():
                future.set_result(None)
            else:
                still.append((condition, future))
        self._waiting = still

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return once the condition is true; it is asked anew whenever something happens at the panel."""
        if condition():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((condition, future))
        await future
