"""Faults carried out: answers bent, and answers that never arrive whole."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.simulator.panel.faults import ArmedFault, Fault

Pause = Callable[[float | None], Awaitable[None]]
"""Waits so many seconds (None: for ever), or until the client leaves or the panel is healed."""

LISTED_REFUSAL = "Link is private"
UNLISTED_ERROR = "Order rejected by provider: xyz"
CHALLENGE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>'
    '<div id="challenge-error-text">Enable JavaScript and cookies to continue</div></body></html>'
)
MOVED = "/moved"
"""Where redirects lead, below the panel's own address."""

_PHP_WARNING = '<br />\n<b>Warning</b>:  Undefined array key "x" in <b>/www/api.php</b> on line <b>9</b><br />\n'
_ORDER_FAULTS: dict[Fault, dict[str, object]] = {
    Fault.ORDER_ZERO: {"order": 0},
    Fault.ORDER_EMPTY: {"order": ""},
    Fault.ORDER_NULL: {"order": None},
    Fault.ORDER_MISSING: {"status": "success"},
}
_ROW_FAULTS: dict[Fault, dict[str, object]] = {
    Fault.BACKWARDS: {"status": "Pending", "start_count": None},
    Fault.REMAINS_OVER: {"remains": "999999999"},
    Fault.REMAINS_NEGATIVE: {"remains": "-40"},
    Fault.REMAINS_PLUS: {"remains": "+2"},
    Fault.REMAINS_WORDS: {"remains": "almost done"},
}
_STATUSES = {
    "error_500": 500,
    "error_503": 503,
    "timeout_408": 408,
    "conflict_409": 409,
    "too_early_425": 425,
}


def bend(armed: ArmedFault, payload: object, earlier_id: int | str | None) -> object:
    """The right payload made wrong in the armed fault's way; as it is where the fault bends no payload."""
    fault = armed.fault
    if fault is Fault.BARE_LIST:
        return []
    if fault is Fault.JSON_NULL:
        return None
    if not isinstance(payload, dict):
        return payload
    if fault in _ORDER_FAULTS:
        return _ORDER_FAULTS[fault]
    if fault is Fault.ID_AND_ERROR:
        return payload | {"error": armed.text or "Provider slow"}
    if fault is Fault.DOUBLED_ID:
        return payload if earlier_id is None else {"order": earlier_id}
    if payload and all(isinstance(row, dict) for row in payload.values()):
        return _bend_rows(armed, payload)
    return _bend_row(armed, payload)


def _bend_rows(armed: ArmedFault, rows: dict[str, Any]) -> object:
    fault, (first, first_row) = armed.fault, next(iter(rows.items()))
    match fault:
        case Fault.MISSING_ROW:
            return {key: row for key, row in rows.items() if key != first}
        case Fault.ERROR_ROW:
            return rows | {first: {"error": armed.text or "Incorrect order ID"}}
        case Fault.STRING_ROW:
            return rows | {first: armed.text or "Incorrect order ID"}
        case Fault.FOREIGN_ROW:
            return rows | {"999999999": dict(first_row)}
        case Fault.ROWS_AS_LIST:
            return [{"order": key} | row for key, row in rows.items()]
        case Fault.ROW_FOR_ROWS:
            return first_row
    return {key: _bend_row(armed, row) for key, row in rows.items()}


def _bend_row(armed: ArmedFault, row: dict[str, Any]) -> dict[str, Any]:
    if "status" not in row:
        return row
    if armed.fault is Fault.UNKNOWN_WORD:
        return row | {"status": armed.text or "Some new word"}
    if armed.fault is Fault.THOUSANDS:
        return row | {key: _commas(row[key]) for key in ("charge", "start_count", "remains") if row.get(key)}
    return row | {key: value for key, value in _ROW_FAULTS.get(armed.fault, {}).items() if key in row}


def _commas(number: object) -> str:
    whole, dot, rest = str(number).partition(".")
    return (f"{int(whole):,}" if whole.lstrip("-").isdecimal() else whole) + dot + rest


def as_json(payload: object) -> bytes:
    """JSON in UTF-8; bytes count as JSON already."""
    return payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()


def answer(payload: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=as_json(payload), status=status, content_type="application/json", headers=headers)


async def deliver(request: web.Request, armed: ArmedFault, body: bytes, pause: Pause) -> web.StreamResponse:
    """Answer in the armed fault's way; ``body`` is what the answer should have been."""
    fault = armed.fault
    match fault.kind:
        case "hang":
            await pause(armed.seconds)
            return _broken_off(request)
        case "close":
            return _broken_off(request)
        case "reset":
            return _broken_off(request, reset=True)
        case "close_mid_headers":
            return _broken_off(request, b"HTTP/1.1 200 OK\r\nContent-Type: applica")
        case "close_mid_body":
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            return _broken_off(request, head.encode() + body[: len(body) // 2])
        case "drip":
            return await _drip(request, body, armed.seconds or 1.0, pause)
        case "huge_body":
            return answer(b" " * (armed.size or 8 * 1024 * 1024) + body)
        case "gzip":
            response = answer(body)
            response.enable_compression(web.ContentCoding.gzip)
            return response
        case "cut_json":
            return answer(body[: len(body) // 2])
        case "php_warning":
            return _html(_PHP_WARNING + body.decode())
        case "wrong_content_type":
            return _html(body.decode())
        case "double_encoded":
            return answer(body.decode())
        case "refuse":
            return answer({"error": armed.text or LISTED_REFUSAL}, armed.status or 200)
        case "unlisted_error":
            return answer({"error": armed.text or UNLISTED_ERROR}, armed.status or 200)
        case "delay":
            return answer(body)
    return _page(request, armed, body)


def _page(request: web.Request, armed: ArmedFault, body: bytes) -> web.Response:
    wait = {"Retry-After": format(armed.seconds or 60, "g")}
    match armed.fault.kind:
        case "error_502":
            return web.Response(text="Bad gateway", status=502)
        case "rate_limit_429":
            return answer({"error": armed.text or "Too many requests"}, 429, wait)
        case "waf_403":
            return _html(CHALLENGE, 403)
        case "redirect_301":
            return web.Response(text="Moved", status=301, headers={"Location": request.path + MOVED})
        case "html":
            return _html(CHALLENGE)
        case "empty":
            return web.Response(body=b"", content_type="application/json")
        case kind if kind in _STATUSES:
            status = _STATUSES[kind]
            error = {"error": armed.text or "Internal server error"}
            return answer(error, status, wait if status == 503 else None)
    return answer(body)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


def _broken_off(request: web.Request, sent: bytes = b"", *, reset: bool = False) -> web.Response:
    transport = request.transport
    if transport is not None:
        if sent:
            transport.write(sent)
        if reset:
            sock = transport.get_extra_info("socket")
            if sock is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
    return web.Response()


async def _drip(request: web.Request, body: bytes, seconds: float, pause: Pause) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await response.prepare(request)
    # A client that leaves amid the body is what this fault is for.
    with contextlib.suppress(ConnectionError):
        for byte in body:
            await response.write(bytes([byte]))
            await pause(seconds)
        await response.write_eof()
    return response
