"""The Bot API over HTTP: one handler for all methods, one for file downloads."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from aiohttp import web

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import BotApiError, Json, bad_request, forbidden, too_many_requests
from bot.simulator.telegram.faults import Fault
from bot.simulator.telegram.methods import METHODS
from bot.simulator.telegram.model import BotCall
from bot.simulator.telegram.params import Params, read_params

UNLOGGED = "getupdates"
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class BotApi:
    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        backend.webhook.answer = self.carry_out

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self.handle),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.backend.faults.down:
            return reset(request)
        try:
            params = await read_params(request)
            if request.match_info["token"] != self.backend.token:
                raise BotApiError(401, "Unauthorized")
            return await self._answer(request, request.match_info["method"], params)
        except BotApiError as error:
            return _respond(error.envelope(), error.error_code)

    async def _answer(self, request: web.Request, name: str, params: Params) -> web.StreamResponse:
        if name.lower() not in METHODS:
            raise BotApiError(404, "Not Found")
        fault = self.backend.faults.take(name, params.text("chat_id"))
        if fault is not None and not fault.after:
            self._log(name, params, error=f"(fault: {fault.kind})")
            return await self._fail(request, fault)
        result = await self._run(name, params)
        if fault is not None:
            return await self._fail(request, fault)
        return _respond({"ok": True, "result": result}, 200)

    async def _run(self, name: str, params: Params) -> Any:
        try:
            result = await METHODS[name.lower()](self.backend, params)
        except BotApiError as error:
            self._log(name, params, error=error.description, error_code=error.error_code)
            raise
        self._log(name, params, result=result)
        return result

    def _log(
        self,
        name: str,
        params: Params,
        *,
        result: Any = None,
        error: str | None = None,
        error_code: int | None = None,
    ) -> None:
        if name.lower() == UNLOGGED and error is None:
            return
        values = params.values | {field: f"<{upload.name}>" for field, upload in params.uploads.items()}
        world = self.backend.world
        world.calls.append(BotCall(name, values, world.pulse.count + 1, result, error, error_code))
        world.pulse.beat()

    async def carry_out(self, call: Json) -> None:
        """A call that stood in the answer to a webhook; nobody learns of its result."""
        name = str(call.pop("method"))
        if name.lower() in METHODS:
            try:
                await self._run(name, Params(call))
            except BotApiError:
                return

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case "too_many_requests":
                raise too_many_requests(fault.retry_after)
            case "internal_error":
                raise BotApiError(500, fault.description or "Internal Server Error")
            case "bad_gateway_html":
                return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
            case "forbidden":
                raise forbidden(fault.description or "bot was blocked by the user")
            case "bad_request":
                raise bad_request(fault.description or "wrong parameter")
            case "hang_before" | "hang_after":
                await self.backend.faults.hang()
                return reset(request)
            case "reset_before" | "reset_after":
                return reset(request)

    async def download(self, request: web.Request) -> web.StreamResponse:
        if self.backend.faults.down:
            return reset(request)
        if request.match_info["token"] != self.backend.token:
            return _respond(BotApiError(401, "Unauthorized").envelope(), 401)
        for stored in self.backend.world.files.values():
            if stored.file_path == request.match_info["path"]:
                return web.Response(body=stored.content, content_type="application/octet-stream")
        return _respond(BotApiError(404, "Not Found").envelope(), 404)


def _respond(body: Json, status: int) -> web.Response:
    return web.Response(
        text=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        status=status,
        content_type="application/json",
    )


def reset(request: web.Request) -> web.Response:
    """End the connection with a TCP reset, without an answer."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
