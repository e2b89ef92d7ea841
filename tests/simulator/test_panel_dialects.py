"""Each dialect answers as its provider's page prints, and refuses what the page does not document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.simulator.panel import TYPE_RULES, Dialect, PanelService, PanelSimulator, demo_catalogue
from tests.simulator.panel_client import KEY, Client, client_of

SERVICES = [
    PanelService("1", "Stickers", "First", Decimal("0.90"), 50, 10_000, refill=True, cancel=True, dripfeed=True),
    PanelService("2", "Cards", "Second", Decimal(8), 1, 1500, "Custom Comments"),
    PanelService("3", "Subtitles", "Third", Decimal(10), 1, 100, "Subscriptions", cancel=True),
]
SINGLE_REFILL = [Dialect.SANDHUSMM, Dialect.SOSYALMAVI, Dialect.DIGITALSOLUTIONSTORE, Dialect.SUNSMMVN]
BATCH_REFILL = [Dialect.SOSYALMAVI, Dialect.DIGITALSOLUTIONSTORE, Dialect.SMMSEND]


def panel_of(dialect: Dialect) -> PanelSimulator:
    return PanelSimulator("alpha", KEY, dialect, catalogue=SERVICES)


async def completed(panel: PanelSimulator, client: Client, count: int = 1) -> list[str]:
    ids = [await client.add(1, link=f"https://example.com/{n}", quantity=100) for n in range(count)]
    panel.move_many(ids, status="Completed", remains=0)
    return ids


@pytest.mark.parametrize(
    ("dialect", "fields"),
    [
        (Dialect.SANDHUSMM, "service name type category rate min max refill cancel"),
        (Dialect.SOSYALMAVI, "service name type category rate min max refill cancel"),
        (Dialect.DIGITALSOLUTIONSTORE, "service name type category rate min max refill cancel"),
        (Dialect.SUNSMMVN, "service name type category rate min max refill"),
        (Dialect.SMMSEND, "service name type rate min max dripfeed refill cancel category"),
    ],
)
async def test_services_print_the_pages_fields(dialect: Dialect, fields: str) -> None:
    async with client_of(panel_of(dialect)) as client:
        rows = await client.call("services")
    assert [list(row) for row in rows] == [fields.split()] * 3
    assert {type(row["service"]) for row in rows} == {int}
    printed = {key: rows[0][key] for key in ("rate", "min", "max", "refill")}
    assert printed == {"rate": "0.9", "min": "50", "max": "10000", "refill": True}


@pytest.mark.parametrize("dialect", Dialect)
async def test_status_prints_the_currency_where_the_page_does(dialect: Dialect) -> None:
    panel = panel_of(dialect)
    async with client_of(panel) as client:
        (order_id,) = await completed(panel, client)
        panel.move(order_id, remains=-2, start_count=168)
        row = (await client.call("status", orders=order_id))[order_id]
    assert row.pop("currency", None) == (None if dialect is Dialect.SUNSMMVN else "USD")
    assert row == {"charge": "0.09", "start_count": "168", "status": "Completed", "remains": "-2"}


@pytest.mark.parametrize("dialect", Dialect)
async def test_single_status_where_the_page_has_it(dialect: Dialect) -> None:
    panel = panel_of(dialect)
    async with client_of(panel) as client:
        (order_id,) = await completed(panel, client)
        if dialect is Dialect.SMMSEND:
            assert await client.refused("status", order=order_id) == "Incorrect request"
        else:
            assert (await client.call("status", order=order_id))["status"] == "Completed"
            assert await client.refused("status", order=1) == "Incorrect order ID"


@pytest.mark.parametrize("dialect", SINGLE_REFILL)
async def test_single_refill(dialect: Dialect) -> None:
    panel = panel_of(dialect)
    async with client_of(panel) as client:
        (order_id,) = await completed(panel, client)
        assert await client.call("refill", order=order_id) == {"refill": "1"}
        assert await client.call("refill_status", refill=1) == {"status": "Pending"}
        assert await client.refused("refill", order=order_id) == "Order not eligible for refill."
        panel.move_refill(1, "Completed")
        assert await client.call("refill_status", refill=1) == {"status": "Completed"}
        assert await client.call("refill", order=order_id) == {"refill": "2"}
        assert await client.refused("refill", order=5) == "Incorrect order ID"
        not_found = "Incorrect refill ID" if dialect is Dialect.SUNSMMVN else "Refill not found"
        assert await client.refused("refill_status", refill=3) == not_found


@pytest.mark.parametrize("dialect", BATCH_REFILL)
async def test_batch_refill(dialect: Dialect) -> None:
    panel = panel_of(dialect)
    async with client_of(panel) as client:
        first, second = await completed(panel, client, 2)
        assert await client.call("refill", orders=f"{first},{second},3") == [
            {"order": int(first), "refill": 1},
            {"order": int(second), "refill": 2},
            {"order": 3, "refill": {"error": "Incorrect order ID"}},
        ]
        panel.move_refill(1, "Completed")
        panel.move_refill(2, "Rejected")
        rejected = "type" if dialect is Dialect.SMMSEND else "status"
        assert await client.call("refill_status", refills="1,2,3") == [
            {"refill": 1, "status": "Completed"},
            {"refill": 2, rejected: "Rejected"},
            {"refill": 3, "status": {"error": "Refill not found"}},
        ]


async def test_batch_refill_of_sunsmmvn_names_no_order() -> None:
    panel = panel_of(Dialect.SUNSMMVN)
    async with client_of(panel) as client:
        ids = await completed(panel, client, 3)
        assert await client.call("refill", orders=",".join(ids)) == {"refill": "1"}
        assert [refill.order_id for refill in panel.refills.values()] == ids
        assert await client.refused("refill", orders="5") == "Incorrect order ID"
        panel.move_refill(2, "Rejected")
        assert await client.call("refill_status", refills="1,2,9") == [
            {"refill": 1, "status": "Pending"},
            {"refill": 2, "status": "Rejected"},
            {"refill": 9, "status": {"error": "Incorrect refill ID"}},
        ]


async def test_single_cancel_of_sunsmmvn_tells_no_id() -> None:
    panel = panel_of(Dialect.SUNSMMVN)
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=100)
        assert await client.call("cancel", order=order_id) == {
            "success": "Your order will be cancel asap. Thank you for patience."
        }
        assert await client.refused("cancel", order=order_id) == "Cancellation request was sent earlier"
        assert await client.refused("cancel", order=5) == "Incorrect order ID"
        assert await client.refused("cancel", orders=order_id) == "Incorrect request"


async def test_batch_cancel_of_smmsend_names_the_kind() -> None:
    panel = panel_of(Dialect.SMMSEND)
    async with client_of(panel) as client:
        plain = await client.add(1, link="a", quantity=100)
        drip = await client.add(1, link="b", quantity=100, runs=3, interval=10)
        subscription = await client.add(3, username="u", min=5, max=10, posts=4, delay=0)
        no_cancel = await client.add(2, link="c", comments="one\ntwo")
        assert await client.call("cancel", orders=f"{plain},{drip},{subscription},{no_cancel},5") == [
            {"order": int(plain), "type": "order", "cancel": 100},
            {"order": int(drip), "type": "dripfeed", "cancel": 101},
            {"order": int(subscription), "type": "subscription", "cancel": 102},
            {"order": int(no_cancel), "type": "order", "cancel": {"error": "Cannot cancel"}},
            {"order": 5, "type": "order", "cancel": {"error": "Incorrect order ID"}},
        ]
        (again,) = await client.call("cancel", orders=plain)
        assert again["cancel"] == {"error": "Cancellation request was sent earlier"}
        panel.move(plain, status="In progress", remains=40)
        panel.move(drip, status="Completed")
        for cancel_id in (100, 101, 102):
            panel.move_cancel(cancel_id, "Completed")
        assert await client.call("cancel", cancels="100,101,102,3") == [
            {"cancel": 100, "status": "Completed"},
            {"cancel": 101, "status": "Rejected"},
            {"cancel": 102, "status": "Completed"},
            {"cancel": 3, "status": {"error": "Cancel not found"}},
        ]
    assert (panel.book[plain].status, panel.book[plain].charge) == ("Partial", Decimal("0.054"))
    assert (panel.book[subscription].status, panel.book[subscription].charge) == ("Canceled", Decimal(0))
    assert panel.total() == 1000


@pytest.mark.parametrize(
    ("dialect", "action", "field", "error"),
    [
        (Dialect.SANDHUSMM, "refill", "orders", "Incorrect request"),
        (Dialect.SANDHUSMM, "refill_status", "refills", "Incorrect request"),
        (Dialect.SANDHUSMM, "cancel", "order", "Incorrect action"),
        (Dialect.SOSYALMAVI, "cancel", "orders", "Incorrect action"),
        (Dialect.DIGITALSOLUTIONSTORE, "cancel", "orders", "Incorrect action"),
        (Dialect.SUNSMMVN, "cancel", "cancels", "Incorrect request"),
        (Dialect.SMMSEND, "refill", "order", "Incorrect request"),
        (Dialect.SMMSEND, "refill_status", "refill", "Incorrect request"),
        (Dialect.SMMSEND, "cancel", "order", "Incorrect request"),
        (Dialect.SMMSEND, "cancel_status", "cancels", "Incorrect action"),
        (Dialect.SMMSEND, "status", "nothing", "Incorrect request"),
        (Dialect.SUNSMMVN, "orders", "order", "Incorrect action"),
        (Dialect.SUNSMMVN, "", "order", "Incorrect request"),
    ],
)
async def test_what_the_page_does_not_document(dialect: Dialect, action: str, field: str, error: str) -> None:
    panel = panel_of(dialect)
    async with client_of(panel) as client:
        (order_id,) = await completed(panel, client)
        assert await client.refused(action, **{field: order_id}) == error
    assert not panel.refills
    assert not panel.cancels


@pytest.mark.parametrize("dialect", Dialect)
def test_demo_catalogue_has_every_type(dialect: Dialect) -> None:
    services = demo_catalogue(dialect)
    assert {service.type for service in services} == set(TYPE_RULES)
    assert len({service.service for service in services}) == len(services) >= 60
    assert len({service.category for service in services}) == 8
    assert all(0 < service.min <= service.max and service.rate > 0 for service in services)
    assert any(service.dripfeed for service in services) == (dialect is Dialect.SMMSEND)
