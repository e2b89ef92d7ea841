"""Each fault does what its name says, and the book knows what was taken."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest

from bot.simulator.panel import Dialect, Fault, PanelService, PanelSimulator
from tests.simulator.panel_client import KEY, Client, client_of

SERVICE = PanelService("1", "Stickers", "Print", Decimal(1), 1, 100_000, refill=True, cancel=True)
ASK = {"service": 1, "link": "https://example.com/1", "quantity": 100}


@pytest.fixture
def panel() -> PanelSimulator:
    return PanelSimulator("alpha", KEY, Dialect.SANDHUSMM, catalogue=[SERVICE])


@pytest.fixture
async def client(panel: PanelSimulator, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Client]:
    async with client_of(panel) as connected:
        yield connected
    faults = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not faults, "the simulator itself failed"


def taken(fault: Fault) -> int:
    return int(fault.taken)


PAGES = [
    (Fault.ERROR_500_BEFORE, 500, "application/json"),
    (Fault.ERROR_500_AFTER, 500, "application/json"),
    (Fault.ERROR_502_BEFORE, 502, "text/plain"),
    (Fault.ERROR_502_AFTER, 502, "text/plain"),
    (Fault.ERROR_503_BEFORE, 503, "application/json"),
    (Fault.ERROR_503_AFTER, 503, "application/json"),
    (Fault.RATE_LIMIT_429_BEFORE, 429, "application/json"),
    (Fault.RATE_LIMIT_429_AFTER, 429, "application/json"),
    (Fault.WAF_403_BEFORE, 403, "text/html"),
    (Fault.WAF_403_AFTER, 403, "text/html"),
    (Fault.REDIRECT_301_BEFORE, 301, "text/plain"),
    (Fault.REDIRECT_301_AFTER, 301, "text/plain"),
    (Fault.TIMEOUT_408_BEFORE, 408, "application/json"),
    (Fault.TIMEOUT_408_AFTER, 408, "application/json"),
    (Fault.CONFLICT_409_BEFORE, 409, "application/json"),
    (Fault.CONFLICT_409_AFTER, 409, "application/json"),
    (Fault.TOO_EARLY_425_BEFORE, 425, "application/json"),
    (Fault.TOO_EARLY_425_AFTER, 425, "application/json"),
    (Fault.HTML_BEFORE, 200, "text/html"),
    (Fault.HTML_AFTER, 200, "text/html"),
    (Fault.EMPTY_BEFORE, 200, "application/json"),
    (Fault.EMPTY_AFTER, 200, "application/json"),
    (Fault.REFUSE_BEFORE, 200, "application/json"),
    (Fault.REFUSE_AFTER, 200, "application/json"),
    (Fault.UNLISTED_ERROR_BEFORE, 200, "application/json"),
    (Fault.UNLISTED_ERROR_AFTER, 200, "application/json"),
]
BROKEN = [
    (Fault.CLOSE_BEFORE, httpx.RemoteProtocolError),
    (Fault.CLOSE_AFTER, httpx.RemoteProtocolError),
    (Fault.RESET_BEFORE, httpx.ReadError),
    (Fault.RESET_AFTER, httpx.ReadError),
    (Fault.CLOSE_MID_HEADERS, httpx.RemoteProtocolError),
    (Fault.CLOSE_MID_BODY, httpx.RemoteProtocolError),
]
WHOLE = [Fault.PHP_WARNING, Fault.WRONG_CONTENT_TYPE, Fault.HUGE_BODY, Fault.GZIP, Fault.DOUBLE_ENCODED]
ADD_ANSWERS = {
    Fault.ORDER_ZERO: {"order": 0},
    Fault.ORDER_EMPTY: {"order": ""},
    Fault.ORDER_NULL: {"order": None},
    Fault.ORDER_MISSING: {"status": "success"},
    Fault.ID_AND_ERROR: {"order": 734281, "error": "Provider slow"},
    Fault.BARE_LIST: [],
    Fault.JSON_NULL: None,
}


@pytest.mark.parametrize(("fault", "status", "content_type"), PAGES)
async def test_pages(panel: PanelSimulator, client: Client, fault: Fault, status: int, content_type: str) -> None:
    panel.fail("add", fault)
    response = await client.post("add", **ASK)
    assert (response.status_code, response.headers["content-type"].split(";")[0]) == (status, content_type)
    assert ("retry-after" in response.headers) == (status in {429, 503})
    assert b'"order"' not in response.content
    assert len(panel.book) == taken(fault)
    assert [hit.fault for hit in panel.fault_hits] == [fault]
    assert panel.requests[0].order_id == next(iter(panel.book), None)
    await client.add(**ASK)
    assert len(panel.book) == taken(fault) + 1


@pytest.mark.parametrize(("fault", "error"), BROKEN)
async def test_connections_broken_off(
    panel: PanelSimulator, client: Client, fault: Fault, error: type[Exception]
) -> None:
    panel.fail("add", fault)
    with pytest.raises(error):
        await client.post("add", **ASK)
    assert len(panel.book) == taken(fault)
    assert [order.fault for order in panel.book.values()] == [fault.value] * taken(fault)
    await client.add(**ASK)


@pytest.mark.parametrize("fault", [Fault.HANG_BEFORE, Fault.HANG_AFTER])
async def test_hang_until_healed(panel: PanelSimulator, client: Client, fault: Fault) -> None:
    panel.fail("add", fault)
    async with asyncio.TaskGroup() as tasks:
        call = tasks.create_task(expect_broken(client))
        await panel.called("add")
        assert len(panel.book) == taken(fault)
        assert not call.done()
        panel.heal()


async def expect_broken(client: Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await client.post("add", **ASK)


async def test_hang_ends_when_the_client_leaves(panel: PanelSimulator, client: Client) -> None:
    panel.fail("add", Fault.HANG_AFTER)
    client.http.timeout = httpx.Timeout(5, read=0.01)
    with pytest.raises(httpx.ReadTimeout):
        await client.post("add", **ASK)
    await panel.called("add")
    assert len(panel.book) == 1


@pytest.mark.parametrize("fault", [Fault.DELAY_BEFORE, Fault.DELAY_AFTER])
async def test_delay_answers_rightly_in_the_end(panel: PanelSimulator, client: Client, fault: Fault) -> None:
    panel.fail("add", fault, seconds=3600)
    async with asyncio.TaskGroup() as tasks:
        call = tasks.create_task(client.add(**ASK))
        await panel.called("add")
        assert len(panel.book) == taken(fault)
        panel.heal()
    assert list(panel.book) == [call.result()]


async def test_short_delay_ends_by_itself(panel: PanelSimulator, client: Client) -> None:
    panel.fail("add", "delay", seconds=0.001)
    assert await client.add(**ASK) in panel.book


async def test_drip_is_whole_when_healed(panel: PanelSimulator, client: Client) -> None:
    panel.fail("balance", Fault.DRIP, seconds=3600)
    async with asyncio.TaskGroup() as tasks:
        call = tasks.create_task(client.call("balance"))
        await panel.called("balance")
        panel.heal()
    assert call.result() == {"balance": "1000", "currency": "USD"}


@pytest.mark.parametrize("fault", WHOLE)
async def test_whole_answers_in_odd_clothes(panel: PanelSimulator, client: Client, fault: Fault) -> None:
    panel.fail("balance", fault, size=3_000_000)
    response = await client.post("balance")
    start = response.text.index('"{' if fault is Fault.DOUBLE_ENCODED else "{")
    answer = json.loads(response.text[start:])
    assert (json.loads(answer) if isinstance(answer, str) else answer)["balance"] == "1000"
    assert (start > 0) == (fault in {Fault.PHP_WARNING, Fault.HUGE_BODY})
    assert (len(response.content) > 3_000_000) == (fault is Fault.HUGE_BODY)
    html = response.headers["content-type"].startswith("text/html")
    assert html == (fault in {Fault.PHP_WARNING, Fault.WRONG_CONTENT_TYPE})
    assert (response.headers.get("content-encoding") == "gzip") == (fault is Fault.GZIP)


async def test_cut_json(panel: PanelSimulator, client: Client) -> None:
    panel.fail("add", Fault.CUT_JSON)
    response = await client.post("add", **ASK)
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert len(panel.book) == 1


@pytest.mark.parametrize(("fault", "answer"), ADD_ANSWERS.items())
async def test_answers_of_add(panel: PanelSimulator, client: Client, fault: Fault, answer: object) -> None:
    panel.fail("add", fault)
    assert await client.call("add", **ASK) == answer
    assert list(panel.book) == ["734281"]


async def test_doubled_id_is_an_earlier_orders(panel: PanelSimulator, client: Client) -> None:
    first = await client.add(**ASK)
    panel.fail("add", Fault.DOUBLED_ID)
    assert await client.add(**ASK) == first
    assert len(panel.book) == 2


async def test_refusal_may_have_a_text_and_a_status(panel: PanelSimulator, client: Client) -> None:
    panel.fail("add", Fault.REFUSE_BEFORE, text="Low balance", status=400)
    response = await client.post("add", **ASK)
    assert (response.status_code, response.json()) == (400, {"error": "Low balance"})


async def test_redirect_is_noticed_when_followed(panel: PanelSimulator, client: Client) -> None:
    panel.fail("add", Fault.REDIRECT_301_BEFORE)
    response = await client.post("add", **ASK)
    assert not panel.followed
    await client.http.send(response.next_request or pytest.fail("leads nowhere"))
    assert len(panel.followed) == 1


ROWS = {
    Fault.UNKNOWN_WORD: ("status", "Some new word"),
    Fault.BACKWARDS: ("status", "Pending"),
    Fault.REMAINS_OVER: ("remains", "999999999"),
    Fault.REMAINS_NEGATIVE: ("remains", "-40"),
    Fault.REMAINS_PLUS: ("remains", "+2"),
    Fault.REMAINS_WORDS: ("remains", "almost done"),
    Fault.THOUSANDS: ("remains", "1,057"),
}


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize(("fault", "told"), ROWS.items())
async def test_odd_rows(
    panel: PanelSimulator, client: Client, fault: Fault, told: tuple[str, str], batch: bool
) -> None:
    order_id = await client.add(**ASK | {"quantity": 2000})
    panel.move(order_id, status="In progress", start_count=12_345, remains=1057)
    panel.fail("status", fault)
    answer = await client.call("status", **{"orders" if batch else "order": order_id})
    row = answer[order_id] if batch else answer
    assert row[told[0]] == told[1]
    assert panel.book[order_id].status == "In progress"
    again = await client.call("status", order=order_id)
    assert (again["status"], again["remains"]) == ("In progress", "1057")


@pytest.mark.parametrize(
    "fault",
    [
        Fault.MISSING_ROW,
        Fault.ERROR_ROW,
        Fault.STRING_ROW,
        Fault.FOREIGN_ROW,
        Fault.ROWS_AS_LIST,
        Fault.ROW_FOR_ROWS,
    ],
)
async def test_odd_batches(panel: PanelSimulator, client: Client, fault: Fault) -> None:
    first, second = await client.add(**ASK), await client.add(**ASK)
    right = await client.call("status", orders=f"{first},{second}")
    panel.fail("status", fault)
    wrong = await client.call("status", orders=f"{first},{second}")
    row = right[first]
    assert (
        wrong
        == {
            Fault.MISSING_ROW: {second: right[second]},
            Fault.ERROR_ROW: right | {first: {"error": "Incorrect order ID"}},
            Fault.STRING_ROW: right | {first: "Incorrect order ID"},
            Fault.FOREIGN_ROW: right | {"999999999": row},
            Fault.ROWS_AS_LIST: [{"order": first} | row, {"order": second} | right[second]],
            Fault.ROW_FOR_ROWS: row,
        }[fault]
    )


async def test_fresh_order_is_not_found(panel: PanelSimulator, client: Client) -> None:
    order_id = await client.add(**ASK)
    panel.fail("status", Fault.FRESH_NOT_FOUND, seconds=3600)
    assert await client.refused("status", order=order_id) == "Incorrect order ID"
    panel.fail("status", Fault.FRESH_NOT_FOUND, seconds=0)
    assert (await client.call("status", order=order_id))["status"] == "Pending"


async def test_faults_count_down_stay_or_take_turns(panel: PanelSimulator, client: Client) -> None:
    panel.fail("balance", Fault.ERROR_502_BEFORE, times=2)
    panel.fail("*", Fault.ERROR_503_BEFORE, times=None)
    statuses = [(await client.post("balance")).status_code for _ in range(4)]
    assert statuses == [502, 502, 503, 503]
    assert (await client.post("services")).status_code == 503
    panel.heal()
    assert (await client.post("balance")).status_code == 200
    assert [hit.action for hit in panel.fault_hits] == ["balance"] * 4 + ["services"]


async def test_a_listed_error_can_lie(panel: PanelSimulator, client: Client) -> None:
    panel.fail("refill", Fault.ERROR_500_AFTER)
    panel.move(await client.add(**ASK), status="Completed")
    assert (await client.post("refill", order=734281)).status_code == 500
    assert list(panel.refills) == ["1"]


def test_every_fault_is_reached_by_name_and_tested() -> None:
    tested = {row[0] for row in PAGES} | {row[0] for row in BROKEN} | set(WHOLE) | set(ADD_ANSWERS) | set(ROWS)
    rest = {fault.name for fault in set(Fault) - tested}
    assert rest == {
        "HANG_BEFORE", "HANG_AFTER", "DELAY_BEFORE", "DELAY_AFTER", "DRIP", "CUT_JSON", "DOUBLED_ID",
        "FRESH_NOT_FOUND", "MISSING_ROW", "ERROR_ROW", "STRING_ROW", "FOREIGN_ROW", "ROWS_AS_LIST", "ROW_FOR_ROWS",
    }  # fmt: skip
    assert all(Fault.named(fault.value) is fault and fault.about for fault in Fault)
    assert [Fault.named(kind) for kind in ("refuse", "hang_after", "DELAY", "error_500")] == [
        Fault.REFUSE_BEFORE,
        Fault.HANG_AFTER,
        Fault.DELAY_BEFORE,
        Fault.ERROR_500_BEFORE,
    ]
    with pytest.raises(ValueError, match="no such fault"):
        Fault.named("meteor")
