"""The catalogue: rows that can be read, rows that can't, pages, and a long list that keeps nobody waiting."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from bot.core.errors import ProviderError
from bot.core.order_types import RateUnit
from bot.core.provider import ErrorKind
from tests.contract.panel_playback import Answer, playing, provider_at

ROW = {"service": 1, "name": "A", "type": "Default", "category": "C", "rate": "0.90", "min": "50", "max": "10000"}


async def services_of(payload: object, **settings: Any) -> Any:
    async with playing(Answer(json.dumps(payload))) as panel, provider_at(panel.url, **settings) as provider:
        return await provider.services()


BROKEN: list[tuple[object, str]] = [
    (None, "not_an_object"),
    ("--- Telegram ---", "not_an_object"),
    ({**ROW, "service": 0}, "no_id"),
    ({**ROW, "service": True}, "no_id"),
    ({**ROW, "name": " "}, "no_name"),
    ({**ROW, "rate": "free"}, "bad_rate"),
    ({**ROW, "rate": True}, "bad_rate"),
    ({**ROW, "rate": "NaN"}, "bad_rate"),
    ({**ROW, "rate": float("inf")}, "bad_rate"),
    ({**ROW, "rate": -1}, "bad_rate"),
    ({**ROW, "rate": "1e400"}, "bad_rate"),
    ({**ROW, "min": None}, "bad_min"),
    ({**ROW, "min": "1.5"}, "bad_min"),
    ({**ROW, "max": "many"}, "bad_max"),
]


@pytest.mark.parametrize(("row", "reason"), BROKEN, ids=[f"{reason}-{n}" for n, (_, reason) in enumerate(BROKEN)])
async def test_a_broken_row_is_counted_and_loses_no_other(row: object, reason: str) -> None:
    found = await services_of([ROW, row, {**ROW, "service": 2}])
    assert [service.service for service in found.services] == ["1", "2"]
    assert [(skipped.index, skipped.reason) for skipped in found.skipped] == [(1, reason)]


async def test_the_price_of_one_is_a_setting_of_the_provider() -> None:
    package = {**ROW, "service": 2, "type": "Package", "min": None, "max": ""}
    found = await services_of([ROW, package], rate_unit=RateUnit.PER_ONE)
    assert [service.rate_unit for service in found.services] == [RateUnit.PER_ONE, RateUnit.PER_ORDER]
    assert (found.services[1].min, found.services[1].max) == (1, 1)
    assert found.services[0].rate == Decimal("0.90")


@pytest.mark.parametrize("payload", [[], {}, {"data": []}, {"services": None}, {"status": "success", "data": "Empty"}])
async def test_an_empty_list_is_one(payload: object) -> None:
    found = await services_of(payload)
    assert (found.services, found.skipped, found.complete) == ((), (), True)


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("text", ErrorKind.UNLISTED),
        (7, ErrorKind.UNEXPECTED_SHAPE),
        ({"foo": "bar"}, ErrorKind.UNEXPECTED_SHAPE),
        ({"message": "Invalid key"}, ErrorKind.AUTH),
        ({"success": False, "data": [ROW]}, ErrorKind.UNLISTED),
    ],
)
async def test_what_is_no_list_is_an_error(payload: object, kind: ErrorKind) -> None:
    with pytest.raises(ProviderError) as error:
        await services_of(payload)
    assert error.value.refusal.kind is kind


async def test_pages_are_followed_to_the_last() -> None:
    def page(fields: dict[str, str]) -> Answer:
        number = int(fields.get("page", "1"))
        rows = [{**ROW, "service": 10 * number + n} for n in range(2)] + [None]
        return Answer(json.dumps({"services": rows, "page": number, "has_more": number < 3}))

    async with playing(page) as panel, provider_at(panel.url) as provider:
        found = await provider.services()
    assert [service.service for service in found.services] == ["10", "11", "20", "21", "30", "31"]
    assert [skipped.index for skipped in found.skipped] == [2, 5, 8]
    assert found.complete
    assert [fields.get("page") for fields in panel.requests] == [None, "2", "3"]


@pytest.mark.parametrize("second", ['{"services": [{"service": 1}]}', "oops"])
async def test_pages_that_cannot_be_followed_leave_the_list_incomplete(second: str) -> None:
    first = json.dumps({"services": [ROW], "page": 1, "has_more": True})

    def page(fields: dict[str, str]) -> Answer:
        return Answer(second if "page" in fields and second == "oops" else first)

    async with playing(page) as panel, provider_at(panel.url) as provider:
        found = await provider.services()
    assert [service.service for service in found.services] == ["1"]
    assert not found.complete
    assert len(panel.bodies) == 2


async def test_a_long_list_keeps_nobody_waiting() -> None:
    rows = [{**ROW, "service": n, "name": f"Service {n} " + "x" * 100} for n in range(1, 20_001)]
    packed = gzip.compress(json.dumps(rows).encode(), 1)
    answer = Answer(packed, headers={"Content-Encoding": "gzip"})
    ticks: list[float] = []

    async def tick() -> None:
        loop = asyncio.get_running_loop()
        while True:
            ticks.append(loop.time())
            await asyncio.sleep(0.005)

    async with playing(answer) as panel, provider_at(panel.url) as provider:
        ticking = asyncio.gather(tick())
        try:
            found = await provider.services()
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
    assert len(found.services) == 20_000
    longest = max(later - earlier for earlier, later in pairwise(ticks))
    assert len(ticks) > 20, f"the loop stood still for {longest:.3f} s"


async def test_a_list_above_its_cap_is_refused() -> None:
    with pytest.raises(ProviderError) as error:
        await services_of([ROW] * 100, services_cap=1000)
    assert error.value.refusal.kind is ErrorKind.UNEXPECTED_SHAPE
