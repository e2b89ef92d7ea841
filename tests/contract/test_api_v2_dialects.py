"""Every action against the five kinds of panels, each as strict as its page; and what is learnt on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from bot.core.errors import ProviderError
from bot.core.order_types import TYPES
from bot.core.provider import (
    AddOutcome,
    Asked,
    Dialect,
    ErrorKind,
    OrderKind,
    OrderRequest,
    OrderStatus,
    Refusal,
    RemoteState,
    RequestStatus,
)
from bot.providers.api_v2 import ApiV2Provider
from bot.simulator.panel import Dialect as Page
from bot.simulator.panel import PanelService, PanelSimulator, demo_catalogue
from tests.contract.panel_playback import KEY, Answer, playing, provider_at

K = ErrorKind
SINGLE_REFILL = {Page.SANDHUSMM, Page.SOSYALMAVI, Page.DIGITALSOLUTIONSTORE, Page.SUNSMMVN}
CANCELS = {Page.SUNSMMVN, Page.SMMSEND}
SERVICES = [
    PanelService("1", "Stickers", "First", Decimal("0.90"), 50, 10_000, refill=True, cancel=True, dripfeed=True),
    PanelService("3", "Subtitles", "Third", Decimal(10), 1, 100, "Subscriptions", cancel=True),
]


@dataclass
class Pair:
    """A panel and the provider that speaks to it."""

    panel: PanelSimulator
    provider: ApiV2Provider
    learnt: list[Dialect] = field(default_factory=list)

    async def ordered(self, count: int = 1) -> list[str]:
        ids = []
        for n in range(len(self.panel.book), len(self.panel.book) + count):
            fields = {"link": f"https://example.com/{n}", "quantity": "100"}
            result = await self.provider.add(OrderRequest("1", "default", fields))
            assert result.order_id is not None
            ids.append(result.order_id)
        return ids

    async def refillable(self, count: int = 1) -> list[str]:
        ids = await self.ordered(count)
        self.panel.move_many(ids, status="Completed", remains=0)
        return ids


@asynccontextmanager
async def pair_of(page: Page, services: list[PanelService] | None = SERVICES) -> AsyncIterator[Pair]:
    panel = PanelSimulator("alpha", KEY, page, catalogue=services)
    learnt: list[Dialect] = []
    async with panel.serve() as url, provider_at(url, on_dialect=learnt.append) as provider:
        yield Pair(panel, provider, learnt)


@pytest.fixture(params=Page, ids=lambda page: page.value)
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    async with pair_of(request.param) as pair:
        yield pair


@pytest.mark.parametrize("page", Page, ids=lambda page: page.value)
async def test_services_and_balance(page: Page) -> None:
    async with pair_of(page, None) as pair:
        found = await pair.provider.services()
        assert {service.service for service in found.services} == {row.service for row in demo_catalogue(page)}
        assert found.skipped == ()
        balance = await pair.provider.balance()
        assert (balance.amount, balance.currency) == (Decimal(1000), "USD")


FIELDS = {
    "keywords": "a\nb",
    "comments": "one\ntwo",
    "usernames": "u\nv",
    "hashtags": "#h",
    "hashtag": "h",
    "username": "u",
    "media": "https://example.com/m",
    "answer_number": "2",
    "groups": "g\nh",
    "country": "Portugal",
    "device": "5",
    "type_of_traffic": "1",
    "google_keyword": "k k",
    "min": "10",
    "max": "20",
    "posts": "2",
    "delay": "30",
    "expiry": "31/12/2099",
    "quantity": "100",
    "link": "https://example.com/?a=1&b=<2>",
}


async def test_every_type_is_ordered(pair: Pair) -> None:
    pair.panel.catalogue.set_services(
        PanelService(str(n), key, "C", Decimal(1), 1, 10_000, _printed(key)) for n, key in enumerate(TYPES, 1)
    )
    for n, (key, order_type) in enumerate(TYPES.items(), 1):
        fields = {field.name: FIELDS[field.name] for field in order_type.fields if field.name in FIELDS}
        fields.pop("referring_url", None)
        result = await pair.provider.add(OrderRequest(str(n), key, fields))
        assert result.outcome is AddOutcome.ACCEPTED, (key, result.error)
        assert result.order_id is not None
        sent = {name: value for name, value in pair.panel.book[result.order_id].fields.items() if name in fields}
        assert sent == fields
    assert not [request for request in pair.panel.requests if request.unexpected]


def _printed(key: str) -> str:
    """The name of a type as the pages print it."""
    name = key.replace("_", " ").title()
    return name.replace("Seo", "SEO").replace("With", "with").replace("From", "from")


async def test_statuses_of_one_and_of_many(pair: Pair) -> None:
    first, second, third = await pair.ordered(3)
    pair.panel.move(first, status="In progress", remains=40, start_count=7)
    batch = await pair.provider.statuses([first])
    row = batch.rows[first]
    assert isinstance(row, OrderStatus)
    assert (row.state, row.remains, row.start_count, row.charge) == (RemoteState.IN_PROGRESS, 40, 7, Decimal("0.09"))
    assert row.currency == (None if pair.panel.dialect is Page.SUNSMMVN else "USD")

    batch = await pair.provider.statuses([first, second, "999", third])
    assert list(batch.rows) == [first, second, "999", third]
    unknown = batch.rows["999"]
    assert isinstance(unknown, Refusal)
    assert unknown.kind is K.ORDER_NOT_FOUND
    assert {row.state for row in batch.rows.values() if isinstance(row, OrderStatus)} == {
        RemoteState.IN_PROGRESS,
        RemoteState.PENDING,
    }
    assert pair.provider.dialect.status_batch is True


async def test_children_of_a_drip_feed_and_a_subscription() -> None:
    async with pair_of(Page.SMMSEND) as pair:
        fields = {"link": "https://example.com/", "quantity": "50", "runs": "3", "interval": "60"}
        drip = (await pair.provider.add(OrderRequest("1", "default", fields))).order_id
        fields = {"username": "u", "min": "1", "max": "2", "posts": "3", "delay": "0", "expiry": "31/12/2099"}
        subscription = (await pair.provider.add(OrderRequest("3", "subscriptions", fields))).order_id
        assert drip is not None
        assert subscription is not None
        child = pair.panel.spawn(drip)
        rows = (await pair.provider.statuses([drip, subscription])).rows
    one, other = rows[drip], rows[subscription]
    assert isinstance(one, OrderStatus)
    assert isinstance(other, OrderStatus)
    assert (one.kind, one.runs, one.child_orders) == (OrderKind.DRIPFEED, 1, (child.id,))
    assert (other.kind, other.expiry, other.state) == (OrderKind.SUBSCRIPTION, "31/12/2099", RemoteState.ACTIVE)


async def test_a_refill_is_asked_once_and_followed(pair: Pair) -> None:
    (order_id,) = await pair.refillable()
    rows = await pair.provider.refill([order_id])
    (refill,) = pair.panel.refills.values()
    assert rows == {order_id: Asked(refill.id)}
    assert len(pair.panel.refills) == 1
    pair.panel.move_refill(refill.id, "Rejected")
    states = await pair.provider.refill_statuses([refill.id])
    assert states == {refill.id: RequestStatus(refill.id, RemoteState.REJECTED, "Rejected")}
    assert pair.provider.dialect.refill_batch is (pair.panel.dialect not in SINGLE_REFILL)

    again = (await pair.provider.refill([order_id, "999"]))["999"]
    assert isinstance(again, Refusal)
    assert again.kind is K.ORDER_NOT_FOUND


async def test_many_refills_are_each_known_by_their_order(pair: Pair) -> None:
    ids = await pair.refillable(3)
    rows = await pair.provider.refill([*ids, "999"])
    assert {order_id: row for order_id, row in rows.items() if order_id in ids} == {
        refill.order_id: Asked(refill.id) for refill in pair.panel.refills.values()
    }
    missing = rows["999"]
    assert isinstance(missing, Refusal)
    assert missing.kind is K.ORDER_NOT_FOUND
    states = await pair.provider.refill_statuses([*pair.panel.refills, "99"])
    assert {type(row) for refill_id, row in states.items() if refill_id != "99"} == {RequestStatus}
    gone = states["99"]
    assert isinstance(gone, Refusal)
    assert gone.kind is K.REFILL_NOT_FOUND


async def test_a_cancel_is_asked_or_known_not_to_be_offered(pair: Pair) -> None:
    first, second = await pair.ordered(2)
    rows = await pair.provider.cancel([first])
    if pair.panel.dialect not in CANCELS:
        assert isinstance(rows[first], Refusal)
        assert pair.provider.dialect.cancel_offered is False
        calls = len(pair.panel.requests)
        refused = (await pair.provider.cancel([second]))[second]
        assert isinstance(refused, Refusal)
        assert refused.kind is K.UNSUPPORTED_ACTION
        assert len(pair.panel.requests) == calls, "remembered"
        return
    asked = rows[first]
    assert isinstance(asked, Asked)
    assert asked.order_kind is (OrderKind.ORDER if pair.panel.dialect is Page.SMMSEND else None)
    again = (await pair.provider.cancel([first, second]))[first]
    assert isinstance(again, Refusal)
    assert again.kind is K.CANCEL_ALREADY_REQUESTED
    assert {cancel.order_id for cancel in pair.panel.cancels.values()} == {first, second}

    ids = list(pair.panel.cancels)
    pair.panel.move_cancel(ids[0], "Completed")
    states = await pair.provider.cancel_statuses(ids)
    if pair.panel.dialect is Page.SMMSEND:
        assert states[ids[0]] == RequestStatus(ids[0], RemoteState.COMPLETED, "Completed")
        assert pair.provider.dialect.cancel_status_action == "cancel"
    else:
        assert {row.kind for row in states.values() if isinstance(row, Refusal)} == {K.UNSUPPORTED_ACTION}
        assert pair.provider.dialect.cancel_status_action == ""
    calls = len(pair.panel.requests)
    await pair.provider.cancel_statuses(ids)
    assert len(pair.panel.requests) - calls == (pair.panel.dialect is Page.SMMSEND)


async def test_what_was_learnt_is_not_asked_again(pair: Pair) -> None:
    ids = await pair.refillable(2)
    await pair.provider.refill(ids)
    await pair.provider.refill_statuses(list(pair.panel.refills))
    await pair.provider.statuses(ids)
    assert pair.learnt[-1] == pair.provider.dialect
    more = await pair.refillable(1)
    async with provider_at(pair.provider.config.url, dialect=pair.provider.dialect) as again:
        calls = len(pair.panel.requests)
        rows = await again.refill(more)
        assert isinstance(rows[more[0]], Asked)
        await again.refill_statuses(list(pair.panel.refills)[:1])
        await again.statuses(more)
        assert len(pair.panel.requests) - calls == 3


# Panels stranger than the five


async def test_a_panel_of_single_questions_is_asked_one_by_one() -> None:
    def single(fields: dict[str, str]) -> Answer:
        if "orders" in fields:
            return Answer('{"error": "Missing order ID"}', 400)
        if fields["order"] == "3":
            return Answer('{"error": "Incorrect order ID"}')
        return Answer('{"status": "Pending"}')

    async with playing(single) as panel, provider_at(panel.url) as provider:
        rows = (await provider.statuses(["1", "2", "3"])).rows
        assert [type(row) for row in rows.values()] == [OrderStatus, OrderStatus, Refusal]
        assert provider.dialect.status_batch is False
        await provider.statuses(["1", "2"])
    assert [fields.get("order") for fields in panel.requests] == [None, "1", "2", "3", "1", "2"]


async def test_a_bare_answer_to_a_batch_is_asked_again_one_by_one() -> None:
    async with playing(Answer('{"status": "Pending", "charge": "1"}')) as panel, provider_at(panel.url) as provider:
        rows = (await provider.statuses(["1", "2"])).rows
        assert all(isinstance(row, OrderStatus) for row in rows.values())
        assert provider.dialect.status_batch is False
    assert len(panel.bodies) == 3


async def test_one_bad_id_that_fails_the_whole_batch_loses_no_other() -> None:
    def strict(fields: dict[str, str]) -> Answer:
        if "3" in fields.get("orders", fields.get("order", "")).split(","):
            return Answer('{"error": "Incorrect order ID"}')
        return Answer('{"status": "Pending"}' if "order" in fields else '{"1": {"status": "Pending"}}')

    async with playing(strict) as panel, provider_at(panel.url) as provider:
        rows = (await provider.statuses(["1", "2", "3"])).rows
        assert [type(row) for row in rows.values()] == [OrderStatus, OrderStatus, Refusal]
        assert provider.dialect.status_batch is None, "it may speak the batch form all the same"


async def test_ids_that_nobody_knows_are_not_found_in_either_form() -> None:
    refusal = Answer('{"error": "Incorrect order ID"}')
    async with playing(refusal) as panel, provider_at(panel.url) as provider:
        rows = (await provider.statuses(["8", "9"])).rows
        assert {row.kind for row in rows.values() if isinstance(row, Refusal)} == {K.ORDER_NOT_FOUND}
        assert len(rows) == 2
        assert provider.dialect == Dialect()


async def test_refills_that_nobody_can_assign_are_not_asked_for_twice() -> None:
    batch, bare = Dialect(refill_batch=True), Answer('{"refill": "1"}')
    async with playing(bare) as panel, provider_at(panel.url, dialect=batch) as provider:
        rows = await provider.refill(["1", "2", "3"])
        assert provider.dialect.refill_batch is False
    assert len(panel.bodies) == 1
    assert {row.stray_ids for row in rows.values() if isinstance(row, Refusal)} == {("1",)}


async def test_a_panel_that_goes_away_amid_a_round_keeps_the_rows_it_gave() -> None:
    answers = [Answer('{"status": "Pending"}'), Answer('{"error": "Too many requests"}', 429)]
    single = Dialect(status_batch=False)
    async with playing(lambda _fields: answers.pop(0)) as panel, provider_at(panel.url, dialect=single) as provider:
        rows = (await provider.statuses(["1", "2", "3"])).rows
    assert isinstance(rows["1"], OrderStatus)
    assert [row.kind for row in rows.values() if isinstance(row, Refusal)] == [K.MISSING_IN_RESPONSE] * 2


async def test_a_failure_of_the_whole_is_raised() -> None:
    async with playing(Answer('{"error": "Invalid API key"}')) as panel, provider_at(panel.url) as provider:
        for ask in (provider.statuses, provider.refill, provider.cancel, provider.refill_statuses):
            with pytest.raises(ProviderError) as error:
                await ask(["1"])
            assert error.value.refusal.kind is K.AUTH
        assert provider.dialect == Dialect()


async def test_lists_have_a_limit() -> None:
    async with playing(Answer("[]")) as panel, provider_at(panel.url) as provider:
        with pytest.raises(ValueError, match="at most 100"):
            await provider.statuses([str(n) for n in range(101)])
        for ask in (provider.refill, provider.cancel, provider.refill_statuses, provider.cancel_statuses):
            assert await ask([]) == {}
        assert (await provider.statuses([])).rows == {}
    assert panel.bodies == []
