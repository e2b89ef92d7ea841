"""The panel checks the fields of each service type, and prices each type its own way."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.simulator.panel import TYPE_RULES, Dialect, PanelService, PanelSimulator
from tests.simulator.panel_client import KEY, client_of

LINK = "https://example.com/test"
GOOD: dict[str, tuple[dict[str, Any], str]] = {
    "Default": ({"link": LINK, "quantity": 100}, "0.3"),
    "Package": ({"link": LINK}, "3"),
    "SEO": ({"link": LINK, "quantity": 100, "keywords": "test\ntesting"}, "0.3"),
    "Custom Comments": ({"link": LINK, "comments": "good pic\r\ngreat photo\r\n\r\n:)"}, "0.009"),
    "Custom Comments Package": ({"link": LINK, "comments": "good pic\ngreat photo"}, "3"),
    "Mentions": ({"link": LINK, "quantity": 100, "usernames": "test\nexample"}, "0.3"),
    "Mentions with Hashtags": ({"link": LINK, "quantity": 100, "usernames": "a", "hashtags": "#b"}, "0.3"),
    "Mentions Custom List": ({"link": LINK, "usernames": "test\nexample\nfb"}, "0.009"),
    "Mentions Hashtag": ({"link": LINK, "quantity": 100, "hashtag": "test"}, "0.3"),
    "Mentions User Followers": ({"link": LINK, "quantity": 100, "username": "test"}, "0.3"),
    "Mentions Media Likers": ({"link": LINK, "quantity": 100, "media": "http://example.com/p/D"}, "0.3"),
    "Comment Likes": ({"link": LINK, "quantity": 100, "username": "test"}, "0.3"),
    "Poll": ({"link": LINK, "quantity": 100, "answer_number": 7}, "0.3"),
    "Comment Replies": ({"link": LINK, "username": "u", "comments": "a\nb"}, "0.006"),
    "Invites from Groups": ({"link": LINK, "quantity": 100, "groups": "g1\ng2"}, "0.3"),
    "Subscriptions": (
        {"username": "u", "min": 100, "max": 110, "posts": 2, "old_posts": 5, "delay": 30, "expiry": "11/11/2027"},
        "2.31",
    ),
    "Web Traffic": (
        {
            "link": LINK,
            "quantity": 100,
            "country": "US",
            "device": 4,
            "type_of_traffic": 1,
            "google_keyword": "seo tools",
        },
        "0.3",
    ),
}


def panel_of(type_: str = "Default", **options: Any) -> PanelSimulator:
    least = 50 if "quantity" in TYPE_RULES[type_].required else 1
    service = PanelService("1", "Ware", "Shelf", Decimal(3), least, 1000, type_, dripfeed=True)
    return PanelSimulator(
        "alpha",
        KEY,
        Dialect.SMMSEND,
        catalogue=[service],
        now=lambda: datetime(2026, 6, 1, tzinfo=UTC),
        **options,
    )


@pytest.mark.parametrize("type_", TYPE_RULES)
async def test_each_type_is_taken_and_priced(type_: str) -> None:
    panel = panel_of(type_)
    fields, price = GOOD[type_]
    async with client_of(panel) as client:
        order_id = await client.add(1, **fields)
    order = panel.book[order_id]
    assert order.price == Decimal(price) == 1000 - panel.balance
    assert order.fields == {"action": "add", "service": "1"} | {name: str(fields[name]) for name in fields}
    assert panel.requests[0].unexpected == frozenset()


@pytest.mark.parametrize(("type_", "missing"), [(t, name) for t in TYPE_RULES for name in TYPE_RULES[t].required])
async def test_each_required_field_is_missed(type_: str, missing: str) -> None:
    panel = panel_of(type_)
    fields = {name: value for name, value in GOOD[type_][0].items() if name != missing}
    async with client_of(panel) as client:
        assert await client.refused("add", service=1, **fields) == "Incorrect request"
        assert await client.refused("add", service=1, **fields, **{missing: " "}) == "Incorrect request"
    assert not panel.book
    assert panel.balance == 1000


@pytest.mark.parametrize(
    ("type_", "change", "error"),
    [
        ("Default", {"quantity": 49}, "Quantity less than minimal 50"),
        ("Default", {"quantity": 1001}, "Quantity less than maximum 1000"),
        ("Default", {"quantity": "1e2"}, "Incorrect request"),
        ("Default", {"quantity": "100.0"}, "Incorrect request"),
        ("Default", {"quantity": "-100"}, "Incorrect request"),
        ("Default", {"quantity": "١٠٠"}, "Incorrect request"),
        ("Default", {"runs": 2}, "Invalid Interval in minutes"),
        ("Default", {"interval": 2}, "Runs is required"),
        ("Default", {"runs": 0, "interval": 2}, "Runs is required"),
        ("Default", {"runs": 2, "interval": "soon"}, "Invalid Interval in minutes"),
        ("Custom Comments", {"comments": "\n".join("x" * 1001)}, "Quantity less than maximum 1000"),
        ("Custom Comments", {"quantity": 4}, "Incorrect request"),
        ("Poll", {"answer_number": 0}, "Incorrect request"),
        ("Poll", {"answer_number": "first"}, "Incorrect request"),
        ("Subscriptions", {"min": 0}, "Quantity less than minimal 1"),
        ("Subscriptions", {"max": 1001}, "Quantity less than maximum 1000"),
        ("Subscriptions", {"min": 111}, "Incorrect request"),
        ("Subscriptions", {"delay": 7}, "Incorrect request"),
        ("Subscriptions", {"posts": "many"}, "Incorrect request"),
        ("Subscriptions", {"expiry": "2027-11-11"}, "Incorrect request"),
        ("Subscriptions", {"expiry": "31/02/2027"}, "Incorrect request"),
        ("Subscriptions", {"expiry": "31/05/2026"}, "Incorrect request"),
        ("Web Traffic", {"country": "7"}, "Incorrect request"),
        ("Web Traffic", {"device": 6}, "Incorrect request"),
        ("Web Traffic", {"type_of_traffic": 4}, "Incorrect request"),
        ("Web Traffic", {"google_keyword": ""}, "Incorrect request"),
        ("Web Traffic", {"type_of_traffic": 2}, "Incorrect request"),
    ],
)
async def test_values_out_of_order(type_: str, change: dict[str, Any], error: str) -> None:
    panel = panel_of(type_)
    async with client_of(panel) as client:
        assert await client.refused("add", service=1, **GOOD[type_][0] | change) == error
    assert not panel.book


async def test_dripfeed_is_paid_for_all_runs() -> None:
    panel = panel_of()
    async with client_of(panel) as client:
        order_id = await client.add(1, link=LINK, quantity=100, runs=10, interval=60)
        assert panel.balance == 997
        child = panel.spawn(order_id)
        assert await client.call("status", orders=f"{order_id},{child.id}") == {
            order_id: {"status": "In progress", "runs": "1", "orders": [int(child.id)]},
            child.id: {
                "charge": "0.3",
                "start_count": None,
                "status": "Pending",
                "remains": "100",
                "currency": "USD",
            },
        }
        panel.move(order_id, status="Canceled")
    assert panel.balance == Decimal("999.7")


async def test_dripfeed_is_refused_where_the_service_has_none() -> None:
    panel = panel_of()
    panel.catalogue.services["1"].dripfeed = False
    async with client_of(panel) as client:
        error = await client.refused("add", service=1, link=LINK, quantity=100, runs=2, interval=60)
    assert error == "Dripfeed is not supported by this service"


async def test_subscription_gives_back_what_is_unspent() -> None:
    panel = panel_of("Subscriptions")
    async with client_of(panel) as client:
        order_id = await client.add(1, username="u", min=100, max=200, posts=3, delay=0, expiry="01/06/2027")
        assert panel.balance == Decimal("998.2")
        child = panel.spawn(order_id, 150)
        row = (await client.call("status", orders=order_id))[order_id]
        assert row == {"status": "Active", "expiry": "01/06/2027", "posts": "3", "orders": [int(child.id)]}
        panel.move(order_id, status="Completed")
    assert panel.balance == Decimal("999.55")
    assert panel.total() == 1000


async def test_comments_may_need_their_quantity() -> None:
    panel = panel_of("Custom Comments", comments_quantity=True)
    async with client_of(panel) as client:
        error = await client.refused("add", service=1, link=LINK, comments="a\nb")
        assert error == "neworder.error.min_quantity"
        await client.add(1, link=LINK, comments="a\nb", quantity=2)


async def test_fields_of_other_types_are_noticed() -> None:
    panel = panel_of("Package")
    async with client_of(panel) as client:
        await client.add(1, link=LINK, quantity=1)
    assert panel.requests[0].unexpected == {"quantity"}
