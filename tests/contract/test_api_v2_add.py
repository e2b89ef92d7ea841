"""`add` under every fault of the way: what was never sent, what is certain, and what nobody can know."""

from __future__ import annotations

import asyncio
import gzip
from itertools import repeat

import pytest

from bot.core.provider import AddOutcome, AddResult, ErrorKind, OrderRequest, Retry
from bot.providers.api_v2 import ApiV2Provider
from tests.contract.panel_playback import Answer, closed_port, playing, provider_at
from tests.contract.raw_server import Handler, RawServer, raw_server, reset, response, saying

O, K = AddOutcome, ErrorKind  # noqa: E741
REQUEST = OrderRequest("1", "default", {"link": "https://example.com/p/1", "quantity": "100"})
FINE = response(b'{"order": 23501}')


async def add_to(url: str, submit_timeout_s: float = 5) -> AddResult:
    async with provider_at(url, submit_timeout_s=submit_timeout_s) as provider:
        return await provider.add(REQUEST)


async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def reset_at_once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reset(writer)


async def drip_for_ever(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    for byte in repeat(b" "):
        writer.write(byte)
        await writer.drain()
        await asyncio.sleep(0.01)


async def drip_headers(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for byte in repeat(b"x"):
        writer.write(byte)
        await writer.drain()
        await asyncio.sleep(0.01)


async def pour(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in repeat(None):
        writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        await writer.drain()


def test_only_a_request_that_never_left_or_was_put_off_may_be_sent_again() -> None:
    assert {outcome for outcome in O if AddResult(outcome).may_be_sent_again} == {O.NOT_SENT}


# Never sent


async def test_a_refused_connection_was_not_sent() -> None:
    result = await add_to(f"http://127.0.0.1:{closed_port()}/")
    assert result.outcome is O.NOT_SENT
    assert result.error is not None
    assert (result.error.kind, result.error.retry) == (K.CONNECTION, Retry.LATER)


async def test_a_name_that_nobody_knows_was_not_sent() -> None:
    assert (await add_to("http://panel.invalid/api/v2")).outcome is O.NOT_SENT


async def test_a_handshake_that_fails_was_not_sent() -> None:
    async with raw_server(saying(b"this is not TLS\r\n\r\n"), read=False) as server:
        assert (await add_to(server.url.replace("http", "https"))).outcome is O.NOT_SENT


async def test_a_handshake_that_hangs_was_not_sent() -> None:
    async with raw_server(hang, read=False) as server:
        result = await add_to(server.url.replace("http", "https"), 0.3)
    assert result.outcome is O.NOT_SENT
    assert result.error is not None
    assert result.error.kind is K.TIMEOUT


async def test_what_cannot_be_written_down_was_not_sent() -> None:
    async with raw_server(saying(FINE)) as server, provider_at(server.url) as provider:
        result = await provider.add(OrderRequest("1", "default", {"link": "\ud800"}))
        assert result.outcome is O.NOT_SENT
        assert server.connections == 0


# Sent, and nobody knows

UNKNOWABLE: dict[str, Handler] = {
    "hangs": hang,
    "closes": saying(),
    "resets": reset_at_once,
    "drips its body": drip_for_ever,
    "drips its headers": drip_headers,
    "pours without end": pour,
    "speaks no HTTP": saying(b"220 mail.example.com ESMTP\r\n"),
    "closes amid the headers": saying(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "closes amid the body": saying(FINE[:-4]),
    "closes after a whole answer that was to be longer": saying(
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"order": 23501}'
    ),
    "closes before the last chunk": saying(
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"order": 23501}\r\n'
    ),
    "packs it in a way not asked for": saying(response(b'{"order": 23501}', "200 OK", "Content-Encoding: br")),
    "packs it badly": saying(response(b'{"order": 23501}', "200 OK", "Content-Encoding: gzip")),
    "cuts what it packed": saying(
        response(gzip.compress(b'{"order": 23501}')[:-9], "200 OK", "Content-Encoding: gzip")
    ),
    "sends a bomb": saying(response(gzip.compress(b" " * (1 << 25)), "200 OK", "Content-Encoding: gzip")),
    "switches protocols": saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
}


@pytest.mark.parametrize("how", UNKNOWABLE)
async def test_a_fault_after_sending_is_unknown(how: str) -> None:
    async with raw_server(UNKNOWABLE[how]) as server:
        result = await add_to(server.url, 0.5)
        assert len(server.requests) == 1, "sent once, never again"
    assert result.outcome is O.UNKNOWN
    assert result.order_id is None
    assert result.error is not None
    assert result.error.retry is Retry.RECONCILE
    assert not result.may_be_sent_again


async def test_a_reset_before_the_request_was_read_is_unknown() -> None:
    async def reset_later(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        reset(writer)

    async with raw_server(reset_later, read=False) as server:
        assert (await add_to(server.url)).outcome is O.UNKNOWN


async def test_a_request_that_left_in_part_is_unknown() -> None:
    async def read_nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await gone.wait()

    gone = asyncio.Event()
    long = OrderRequest("1", "custom_comments", {"link": "l", "comments": "x" * (16 << 20)})
    async with raw_server(read_nothing, read=False) as server:
        async with provider_at(server.url, submit_timeout_s=2) as provider:
            result = await provider.add(long)
        gone.set()
    assert result.outcome is O.UNKNOWN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with playing(Answer('{"order": 1}')) as elsewhere:
        headers = {"Location": elsewhere.url}
        async with playing(Answer("moved", status, "text/html", headers)) as panel:
            result = await add_to(panel.url)
        assert (result.outcome, len(panel.bodies), elsewhere.bodies) == (O.UNKNOWN, 1, [])


# Answered

ANSWERS: list[tuple[int, str, AddOutcome, ErrorKind | None]] = [
    (200, '{"order": 5}', O.ACCEPTED, None),
    (201, '{"order": "ord_5"}', O.ACCEPTED, None),
    (200, '{"order": 5, "message": "Order placed successfully"}', O.ACCEPTED, None),
    (200, '{"status": "success", "data": {"order": 5}}', O.ACCEPTED, None),
    (200, '{"status": "success", "order": "5", "error": ""}', O.ACCEPTED, None),
    (200, '<b>Warning</b>: x in <b>/api.php</b> on line 9<br />\n{"order": 5}', O.ACCEPTED, None),
    (200, '{"order": 5, "message": "Insufficient balance"}', O.UNKNOWN, K.CONTRADICTORY),
    (200, '{"order": 5, "status": "error"}', O.UNKNOWN, K.CONTRADICTORY),
    (200, '{"data": {"order": 5}, "error": "Not enough funds"}', O.UNKNOWN, K.CONTRADICTORY),
    (422, '{"error": "Order placed, but not enough funds for refill"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (200, '{"order": null, "orders": [], "error": "Not enough funds"}', O.REJECTED, K.INSUFFICIENT_FUNDS),
    (200, '{"order": "0", "error": "Not enough funds"}', O.REJECTED, K.INSUFFICIENT_FUNDS),
    (200, '{"order": false, "error": "Not enough funds"}', O.REJECTED, K.INSUFFICIENT_FUNDS),
    (200, '{"order": true}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": null}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": "0"}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": -1}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": NaN}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": 1.5}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": "success"}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, "", O.UNKNOWN, K.INVALID_JSON),
    (200, "OK", O.UNKNOWN, K.INVALID_JSON),
    (200, "null", O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (200, '{"order": 23', O.UNKNOWN, K.INVALID_JSON),
    (200, '[{"order": 1}, {"order": 2}', O.UNKNOWN, K.INVALID_JSON),
    (200, '<html><body>{"order": 5}</body></html>', O.UNKNOWN, K.HTML_PAGE),
    (200, '<!DOCTYPE html><script>\n{"order": 5}', O.UNKNOWN, K.HTML_PAGE),
    (200, "[" * 100_000, O.UNKNOWN, K.INVALID_JSON),
    (200, '{"error": "Not enough funds on balance"}', O.REJECTED, K.INSUFFICIENT_FUNDS),
    (200, '{"error": {"code": 7, "message": "Invalid API key"}}', O.REJECTED, K.AUTH),
    (200, '{"success": false, "message": "Invalid link"}', O.REJECTED, K.INVALID_LINK),
    (
        422,
        '{"message": "The given data was invalid.", "errors": {"link": ["Invalid link"]}}',
        O.REJECTED,
        K.INVALID_LINK,
    ),
    (200, '{"error": true, "message": "Insufficient balance"}', O.REJECTED, K.INSUFFICIENT_FUNDS),
    (200, '"Invalid API key"', O.REJECTED, K.AUTH),
    (200, '{"error": "Incorrect order ID"}', O.UNKNOWN, K.ORDER_NOT_FOUND),
    (200, '{"error": "Order ID is missing"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (200, '{"error": "Missing order"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (200, '{"error": "Order not provided"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (200, '{"error": "Missing order link"}', O.REJECTED, K.MISSING_PARAMETER),
    (200, '{"error": "Required fields: key, action, order"}', O.REJECTED, K.MISSING_PARAMETER),
    (200, '{"error": "Try again"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (200, '{"error": "No luck today"}', O.UNKNOWN, K.UNLISTED),
    (200, '{"status": "success", "message": "Invalid link"}', O.UNKNOWN, K.UNEXPECTED_SHAPE),
    (400, '{"error": "Bad link"}', O.REJECTED, K.INVALID_LINK),
    (400, '{"error": "No luck today"}', O.UNKNOWN, K.UNLISTED),
    (400, "", O.UNKNOWN, K.HTTP_ERROR),
    (409, '{"error": "You have active order with this link"}', O.REJECTED, K.DUPLICATE_ACTIVE_ORDER),
    (408, '{"error": "Request Timeout"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (408, "", O.UNKNOWN, K.HTTP_ERROR),
    (409, '{"error": "Conflict"}', O.UNKNOWN, K.UNLISTED),
    (425, "", O.UNKNOWN, K.HTTP_ERROR),
    (401, "", O.REJECTED, K.AUTH),
    (403, "<html>Just a moment...</html>", O.REJECTED, K.BLOCKED_BY_WAF),
    (403, '{"error": "Nope"}', O.REJECTED, K.AUTH),
    (404, "Not Found", O.REJECTED, K.HTTP_ERROR),
    (405, '{"error": "Method Not Allowed"}', O.REJECTED, K.HTTP_ERROR),
    (413, "", O.REJECTED, K.HTTP_ERROR),
    (415, "", O.REJECTED, K.HTTP_ERROR),
    (422, '{"error": "No luck today"}', O.REJECTED, K.INVALID_REQUEST),
    (422, '{"error": "Order placed at provider but local save failed"}', O.UNKNOWN, K.AMBIGUOUS_ERROR),
    (429, "", O.REJECTED, K.RATE_LIMITED),
    (429, '{"order": 5}', O.ACCEPTED, None),
    (500, '{"error": "Not enough funds on balance"}', O.UNKNOWN, K.INSUFFICIENT_FUNDS),
    (500, "", O.UNKNOWN, K.HTTP_ERROR),
    (502, "Bad gateway", O.UNKNOWN, K.HTTP_ERROR),
    (503, '{"error": "Under maintenance"}', O.UNKNOWN, K.MAINTENANCE),
    (504, "<html>504</html>", O.UNKNOWN, K.HTTP_ERROR),
]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, '{"order": "#5", "error": "Not enough funds"}'),
        (200, '{"order": 5.0, "error": "Not enough funds"}'),
        (200, '{"order": [5], "error": "Not enough funds"}'),
        (200, '{"orders": [5], "error": "Not enough funds"}'),
        (429, '{"order": "deadbeef", "error": "Too many requests"}'),
        (200, '{"result": {"order": 5}, "data": {"error": "Not enough funds"}}'),
    ],
)
async def test_a_refusal_beside_an_id_that_cannot_be_read_is_no_verdict(status: int, body: str) -> None:
    async with playing(Answer(body, status)) as panel:
        result = await add_to(panel.url)
    assert (result.outcome, result.candidate_id) == (O.UNKNOWN, None)
    assert result.error is not None
    assert result.error.kind is K.CONTRADICTORY


@pytest.mark.parametrize(("status", "body", "outcome", "kind"), ANSWERS, ids=lambda value: str(value)[:60])
async def test_an_answer_has_one_verdict(status: int, body: str, outcome: AddOutcome, kind: ErrorKind | None) -> None:
    async with playing(Answer(body, status)) as panel:
        result = await add_to(panel.url)
    assert (result.outcome, result.error.kind if result.error else None) == (outcome, kind)
    assert (result.order_id is not None) == (outcome is O.ACCEPTED)
    if outcome is O.UNKNOWN:
        assert result.error is not None
        assert result.error.retry is Retry.RECONCILE
    if kind is K.CONTRADICTORY:
        assert result.candidate_id == "5"


@pytest.mark.parametrize("early", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"])
async def test_an_interim_answer_is_waited_past(early: bytes) -> None:
    async with raw_server(saying(early, FINE)) as server:
        assert (await add_to(server.url)).order_id == "23501"


async def test_a_packed_answer_is_read() -> None:
    packed = gzip.compress(b'{"order": 23501}')
    async with raw_server(saying(response(packed, "200 OK", "Content-Encoding: gzip"))) as server:
        assert (await add_to(server.url)).order_id == "23501"


async def test_each_add_has_a_connection_of_its_own() -> None:
    async def keep_alive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(FINE)
        await reader.read(1)

    async with raw_server(keep_alive) as server, provider_at(server.url) as provider:
        for _ in range(3):
            assert (await provider.add(REQUEST)).outcome is O.ACCEPTED
        assert (server.connections, len(server.requests)) == (3, 3)


async def test_the_deadline_is_one_for_all() -> None:
    slow = saying(*(FINE[i : i + 1] for i in range(len(FINE))), pause_s=0.02)  # each byte in time, all of them not
    async with raw_server(slow) as server:
        result = await add_to(server.url, 0.5)
    assert result.outcome is O.UNKNOWN
    assert result.error is not None
    assert result.error.kind is K.TIMEOUT


async def test_cancellation_goes_through() -> None:
    async def cancelled(provider: ApiV2Provider, server: RawServer) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(provider.add(REQUEST), 0.2)
        assert len(server.requests) == 1

    async with raw_server(hang) as server, provider_at(server.url) as provider:
        await cancelled(provider, server)
        assert provider.circuit.last_error is None


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    async with playing(Answer('{"order": 5}')) as panel:
        assert (await add_to(panel.url)).outcome is O.ACCEPTED
