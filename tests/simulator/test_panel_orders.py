"""The panel takes orders, tells their state and keeps its money right."""

from __future__ import annotations

import asyncio
import signal
import sys
from decimal import Decimal

import httpx
import pytest

from bot.simulator.panel import Dialect, PanelService, PanelSimulator, big_catalogue
from tests.simulator.panel_client import KEY, Client, client_of

VISITS = PanelService("1", "Visits", "Web", Decimal("0.90"), 50, 10_000, refill=True, cancel=True)


def panel_of(*services: PanelService, dialect: Dialect = Dialect.SANDHUSMM, **options: object) -> PanelSimulator:
    return PanelSimulator("alpha", KEY, dialect, catalogue=services or [VISITS], **options)  # type: ignore[arg-type]


async def test_order_is_taken_paid_and_told() -> None:
    panel = panel_of(balance=Decimal("100.84292"))
    async with client_of(panel) as client:
        order_id = await client.add(1, link="https://example.com/p/1?a=1&b=<2> + ы", quantity=1000)
        assert await client.call("balance") == {"balance": "99.94292", "currency": "USD"}
        assert await client.call("status", order=order_id) == {
            "charge": "0.9",
            "start_count": None,
            "status": "Pending",
            "remains": "1000",
            "currency": "USD",
        }
    order = panel.book[order_id]
    assert order.link == "https://example.com/p/1?a=1&b=<2> + ы"
    assert order.fields == {"action": "add", "service": "1", "link": order.link, "quantity": "1000"}


async def test_batch_status_has_a_row_or_an_error_for_each_id() -> None:
    panel = panel_of()
    async with client_of(panel) as client:
        first = await client.add(1, link="https://example.com/1", quantity=100)
        panel.move(first, status="In progress", start_count=234, remains=10)
        rows = await client.call("status", orders=f"{first},5")
    assert rows == {
        first: {
            "charge": "0.09",
            "start_count": "234",
            "status": "In progress",
            "remains": "10",
            "currency": "USD",
        },
        "5": {"error": "Incorrect order ID"},
    }


async def test_a_hundred_ids_at_most() -> None:
    panel = panel_of()
    async with client_of(panel) as client:
        ids = panel.load_orders(101, 1)
        assert len(await client.call("status", orders=",".join(ids[:100]))) == 100
        assert await client.refused("status", orders=",".join(ids)) == "Incorrect request"


async def test_partial_and_canceled_give_back_once() -> None:
    panel = panel_of(balance=Decimal(10))
    async with client_of(panel) as client:
        partial = await client.add(1, link="https://example.com/1", quantity=1000)
        canceled = await client.add(1, link="https://example.com/2", quantity=1000)
        total = panel.total()
        panel.move(partial, status="Partial", remains=250)
        panel.move(partial, status="Partial", remains=250)
        panel.move(canceled, status="Completed")
        panel.move(canceled, status="Canceled")
        assert (await client.call("status", order=partial))["charge"] == "0.675"
        assert (await client.call("status", order=canceled))["charge"] == "0"
        assert (await client.call("balance"))["balance"] == "9.325"
    assert panel.total() == total == Decimal(10)


async def test_going_back_from_partial_charges_nothing_again() -> None:
    panel = panel_of(balance=Decimal(10))
    async with client_of(panel) as client:
        order_id = await client.add(1, link="https://example.com/1", quantity=1000)
    panel.move(order_id, status="Partial", remains=500)
    panel.move(order_id, status="In progress")
    panel.move(order_id, status="Completed")
    assert panel.balance == Decimal("9.55")


async def test_funds_end() -> None:
    panel = panel_of(balance=Decimal("0.08"))
    async with client_of(panel) as client:
        assert await client.refused("add", service=1, link="https://e.com", quantity=100) == (
            "Not enough funds on balance"
        )
        panel.balance = Decimal("0.09")
        await client.add(1, link="https://e.com", quantity=100)
    assert panel.balance == 0
    assert len(panel.book) == 1


async def test_only_a_form_post_with_the_key_is_heard() -> None:
    panel = panel_of()
    async with panel.serve() as url, httpx.AsyncClient(trust_env=False) as http:
        got = await http.get(url, params={"key": KEY, "action": "balance"})
        json_body = await http.post(url, json={"key": KEY, "action": "balance"})
        in_query = await http.post(f"{url}?key={KEY}&action=balance")
        wrong_key = await http.post(url, data={"key": "no", "action": "add"})
    assert (got.status_code, got.json()) == (405, {"error": "Method Not Allowed"})
    assert json_body.json() == in_query.json() == {"error": "Incorrect request"}
    assert wrong_key.json() == {"error": "Invalid API key"}


async def test_a_plus_sign_is_no_blank() -> None:
    panel = panel_of()
    async with panel.serve() as url, httpx.AsyncClient(trust_env=False) as http:
        form = {
            "key": KEY,
            "action": "add",
            "service": "1",
            "link": "https://example.com/a b",
            "quantity": "50",
        }
        await http.post(url, data=form)
    order = next(iter(panel.book.values()))
    assert order.link == "https://example.com/a+b"
    assert b"a+b" in panel.requests[0].raw_body


async def test_duplicates_are_refused_while_active_where_switched_on() -> None:
    panel = panel_of(unique_links=True)
    async with client_of(panel) as client:
        ask = {"service": 1, "link": "https://example.com/1", "quantity": 50}
        first = str((await client.call("add", **ask))["order"])
        assert (await client.refused("add", **ask)).startswith("You have active order with this link.")
        panel.move(first, status="Completed")
        await client.call("add", **ask)
    assert len(panel.book) == 2


async def test_services_follow_rates_and_raw_rows() -> None:
    panel = panel_of()
    async with client_of(panel) as client:
        panel.set_rate(1, Decimal("1.234"))
        assert (await client.call("services"))[0]["rate"] == "1.234"
        rows = [
            {"service": 7, "name": "A", "rate": "1", "min": "1", "max": "5"},
            {"service": 8},
            "broken",
            None,
        ]
        panel.set_services(rows)
        assert await client.call("services") == rows
        await client.add(7, link="x", quantity=5)
        assert await client.refused("add", service=8, link="x", quantity=5) == "Incorrect service ID"
        assert await client.refused("add", service=1, link="x", quantity=50) == "Incorrect service ID"


async def test_disabled_service() -> None:
    panel = panel_of()
    panel.catalogue.services["1"].enabled = False
    async with client_of(panel) as client:
        assert await client.refused("add", service=1, link="x", quantity=50) == "Disabled service ID"


async def test_ids_may_be_words() -> None:
    panel = panel_of(order_id="ord_{:x}".format)
    async with client_of(panel) as client:
        answer = await client.call("add", service=1, link="x", quantity=50)
        assert answer == {"order": "ord_b3449"}
        assert "ord_b3449" in await client.call("status", orders="ord_b3449")


async def test_twenty_thousand_services_and_a_large_book() -> None:
    panel = panel_of(*big_catalogue(20_000))
    ids = panel.load_orders(100_000, 5, quantity=100)
    panel.move_many(ids[:50_000], status="Completed", remains=0)
    async with client_of(panel) as client:
        assert len(await client.call("services")) == 20_000
        rows = await client.call("status", orders=",".join(ids[49_950:50_050]))
    assert [row["status"] for row in rows.values()] == ["Completed"] * 50 + ["In progress"] * 50
    assert panel.balance == 1000


@pytest.mark.parametrize("dialect", Dialect)
async def test_id_lists_with_holes_are_refused(dialect: Dialect) -> None:
    async with client_of(panel_of(dialect=dialect)) as client:
        assert await client.refused("status", orders="") == "Incorrect request"
        assert await client.refused("status", orders="1,,2") == "Incorrect request"
        assert await client.refused("status", orders="1", order="1") == "Incorrect request"


async def test_refunds_only_grow_and_words_are_printed_as_they_stand() -> None:
    panel = panel_of(balance=Decimal(10))
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=1000)
        panel.move(order_id, status="Partial", remains="1,000")
        assert panel.balance == 10
        panel.move(order_id, status="Partial", remains=250)
        assert panel.balance == 10
        panel.move(order_id, remains="a few")
        assert (await client.call("status", order=order_id))["remains"] == "a few"
        panel.move(order_id, remains="-7")
        assert panel.book[order_id].remains == -7
        panel.move(order_id, remains=3)
        assert (await client.call("status", order=order_id))["remains"] == "3"


async def test_old_requests_are_dropped_at_a_limit_and_still_counted() -> None:
    panel = panel_of(request_limit=2)
    async with client_of(panel) as client:
        for _ in range(5):
            await client.call("balance")
    assert panel.calls("balance") == 5
    assert len(panel.requests) < 5


async def test_waiting_for_a_condition() -> None:
    panel = panel_of()
    async with client_of(panel) as client, asyncio.TaskGroup() as tasks:
        seen = tasks.create_task(panel.until(lambda: any(order.final for order in panel.book.values())))
        gone = tasks.create_task(panel.called("services", 2))
        order_id = await client.add(1, link="x", quantity=100)
        gone.cancel()
        assert not seen.done()
        panel.move(order_id, status="Completed")
        await seen


async def test_another_currency_and_a_whole_new_catalogue() -> None:
    panel = panel_of(currency="EUR")
    panel.set_services([{"service": "svc_1", "name": "A", "rate": "0.5", "min": 1, "max": 9, "type": "Meteor"}])
    async with client_of(panel) as client:
        assert (await client.call("balance"))["currency"] == "EUR"
        assert await client.refused("add", service="svc_1", link="x", quantity=1) == "Incorrect service ID"
        row = {"service": "svc_2", "name": "B", "rate": "0.5", "min": 1, "max": 9}
        panel.set_services([row])
        panel.set_rate("svc_2", Decimal("0.75"))
        assert await client.call("services") == [row | {"rate": "0.75"}]
        panel.set_services({"error": "closed"})
        assert await client.call("services") == {"error": "closed"}
        panel.catalogue.set_services([VISITS])
        assert [row["service"] for row in await client.call("services")] == [1]


async def test_a_panel_comes_back_on_its_port() -> None:
    panel = panel_of()
    async with panel.serve() as url:
        port = int(url.split(":")[2].split("/")[0])
    async with panel.serve(port=port) as again, httpx.AsyncClient(trust_env=False) as http:
        assert again == url
        assert (await http.post(again, data={"key": KEY, "action": "balance"})).json()["balance"] == "1000"


async def test_a_panel_by_itself() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator.panel", "--key", KEY, "--dialect", "smmsend", "--services", "3",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().split()[0]
        async with httpx.AsyncClient(trust_env=False) as http:
            client = Client(http, url)
            assert len(await client.call("services")) == 3
            order_id = await client.add(1, link="x", quantity=10)
            control = url.replace("/api/v2", "/sim/panel/orders")
            assert (await http.get(control)).json()["orders"][0]["id"] == order_id
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
