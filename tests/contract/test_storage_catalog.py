"""The catalogue follows the providers' lists, and writes only what differs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import event

from bot.core.catalog import Category, Fallback, PriceChange, Service, SyncReport
from bot.core.order_types import RateUnit
from bot.core.ports import CatalogueChange
from bot.core.provider import ServiceRow
from storage.engine import Database
from tests.contract.storage_shop import MINUTE, NOW, service_row


async def merge(
    database: Database, *rows: ServiceRow, provider: str = "panel", publish: bool = True
) -> CatalogueChange:
    async with database.transaction() as tx:
        return await tx.catalog.merge(provider, rows, NOW, publish=publish)


async def services(database: Database) -> dict[str, Service]:
    async with database.reading() as tx:
        return {service.provider_service_id: service for service in await tx.catalog.services()}


async def categories(database: Database) -> list[Category]:
    async with database.reading() as tx:
        return await tx.catalog.categories()


async def version(database: Database) -> int:
    async with database.reading() as tx:
        return await tx.catalog.version()


async def test_a_first_list(database: Database) -> None:
    hostile = "Vi\x00sits <b>&amp; более\ud800 " + "ж" * 5_000
    row = service_row(
        "1",
        name=hostile,
        rate=Decimal("0.000900000000000000000000001"),
        rate_unit=RateUnit.PER_ORDER,
        max=10**40,
        type=None,
        type_raw="Strange",
        refill=True,
        cancel=False,
        dripfeed=None,
        description="line\nline",
    )
    change = await merge(database, row)
    assert (change.new, change.gone, change.back, change.changed, change.total) == (1, 0, 0, (), 1)
    (category,) = await categories(database)
    assert category == Category(category.id, "Traffic", 0, published=True)
    service = (await services(database))["1"]
    assert service == Service(
        id=service.id,
        provider="panel",
        provider_service_id="1",
        category_id=category.id,
        name=hostile.replace("\x00", "").replace("\ud800", "?"),
        type=None,
        type_raw="Strange",
        rate=Decimal("0.000900000000000000000000001"),
        rate_unit=RateUnit.PER_ORDER,
        min=50,
        max=2**63 - 1,
        refill=True,
        cancel=False,
        dripfeed=None,
        position=0,
        published=True,
        gone_at=None,
        description="line\nline",
    )
    async with database.reading() as tx:
        assert await tx.catalog.service(service.id) == service
        assert await tx.catalog.service(999) is None
    assert await merge(database, row) == CatalogueChange(new=0, gone=0, back=0, changed=(), total=1), "nothing differs"


async def test_a_service_that_goes_and_comes_back(database: Database) -> None:
    await merge(database, service_row("1"), service_row("2"))
    before = (await services(database))["2"]
    assert (await merge(database, service_row("1"))).gone == 1
    assert list(await services(database)) == ["1"]
    async with database.reading() as tx:
        gone = await tx.catalog.service(before.id)
    assert gone == replace(before, gone_at=NOW)
    assert (await merge(database, service_row("1"))).gone == 0, "it is gone once"
    change = await merge(database, service_row("1"), service_row("2", rate=Decimal(5)))
    assert (change.back, change.new, change.changed) == (1, 0, ()), "nobody was shown the old price lately"
    assert (await services(database))["2"] == replace(before, rate=Decimal(5))


async def test_changed_prices_are_told(database: Database) -> None:
    await merge(database, service_row("1", rate=Decimal("0.90")), service_row("2"))
    change = await merge(database, service_row("1", rate=Decimal("0.95"), name="Dearer"), service_row("2"))
    service = (await services(database))["1"]
    assert change.changed == (PriceChange(service.id, "Dearer", Decimal("0.90"), Decimal("0.95")),)
    change = await merge(database, service_row("1", rate=Decimal("0.950"), name="Dearer"), service_row("2"))
    assert change.changed == (), "0.95 is 0.950"


async def test_two_rows_of_one_service(database: Database) -> None:
    change = await merge(database, service_row("1", name="first"), service_row("1", name="second"))
    assert (change.new, change.total) == (1, 1)
    assert (await services(database))["1"].name == "first"


async def test_providers_do_not_touch_each_other_s_services(database: Database) -> None:
    await merge(database, service_row("1"), provider="a")
    change = await merge(database, service_row("1"), service_row("2"), provider="b")
    assert (change.new, change.gone) == (2, 0)
    async with database.reading() as tx:
        found = await tx.catalog.services()
    assert [(service.provider, service.provider_service_id) for service in found] == [
        ("a", "1"),
        ("b", "1"),
        ("b", "2"),
    ]


async def test_categories_of_the_same_name_are_one(database: Database) -> None:
    await merge(database, service_row("1", category="Social  Media "), service_row("2", category="Straße"))
    await merge(
        database,
        service_row("1", category="social media"),
        service_row("2", category="STRASSE"),
        service_row("3", category=" "),
        service_row("4", category=""),
        service_row("5", category="Other"),
        provider="b",
    )
    found = [(category.name, category.position) for category in await categories(database)]
    assert found == [("Social Media", 0), ("Straße", 1), ("", 2), ("Other", 3)]


async def test_nothing_is_on_sale_until_it_is_published(database: Database) -> None:
    await merge(database, service_row("1", category="A"), service_row("2", category="B"), publish=False)
    assert not any(service.published for service in (await services(database)).values())
    assert not any(category.published for category in await categories(database))
    first = (await services(database))["1"]
    async with database.transaction() as tx:
        assert await tx.catalog.publish_category(first.category_id, True) == 1
        assert await tx.catalog.publish_category(first.category_id, True) == 0
    await merge(
        database,
        *(service_row("1", category="A"), service_row("3", category="A"), service_row("4", category="B")),
        publish=False,
    )
    found = await services(database)
    assert {service_id: service.published for service_id, service in found.items()} == {
        "1": True,
        "3": True,
        "4": False,
    }


async def test_publication(database: Database) -> None:
    await merge(database, *(service_row(str(number), category=f"C{number % 2}") for number in range(6)), publish=False)
    await merge(database, *(service_row(str(number), category=f"C{number % 2}") for number in range(5)), publish=False)
    async with database.transaction() as tx:
        catalog = tx.catalog
        assert await catalog.publish_all(True) == 5, "the gone one is not counted"
        assert all(category.published for category in await catalog.categories())
        assert await catalog.publish_all(True) == 0
        (one, *_) = await catalog.services()
        assert await catalog.publish_service(one.id, False)
        assert not await catalog.publish_service(one.id, False)
        assert not await catalog.publish_service(999, False)
        assert await catalog.publish_category(one.category_id, False) == 2
        assert await catalog.publish_all(False) == 2
    await merge(database, *(service_row(str(number), category=f"C{number % 2}") for number in range(6)), publish=False)
    assert not any(service.published for service in (await services(database)).values())


async def test_a_sync_leaves_what_an_admin_took_off_sale(database: Database) -> None:
    await merge(database, service_row("1"))
    async with database.transaction() as tx:
        await tx.catalog.publish_service((await tx.catalog.services())[0].id, False)
    await merge(database, service_row("1", name="renamed"))
    found = (await services(database))["1"]
    assert (found.name, found.published) == ("renamed", False)


async def test_the_version_rises_with_what_is_on_sale_alone(database: Database) -> None:
    seen = [await version(database)]

    async def rose() -> bool:
        seen.append(await version(database))
        return seen[-1] > seen[-2]

    await merge(database, service_row("1"))
    assert await rose()
    await merge(database, service_row("1"))
    assert not await rose()
    await merge(database, service_row("1", max=9))
    assert await rose()
    service = (await services(database))["1"]
    async with database.transaction() as tx:
        await tx.catalog.publish_service(service.id, False)
    assert await rose()
    async with database.transaction() as tx:
        await tx.catalog.disable_flag(service.id, "refill")
    assert await rose()
    async with database.transaction() as tx:
        await tx.catalog.disable_flag(service.id, "refill")
        await tx.catalog.record_sync(SyncReport("panel"), NOW)
    assert not await rose()


async def test_what_a_refusal_taught_outlives_the_next_list(database: Database) -> None:
    await merge(database, service_row("1", refill=True, cancel=None), service_row("2", refill=True, cancel=True))
    service = (await services(database))["1"]
    async with database.transaction() as tx:
        await tx.catalog.disable_flag(service.id, "refill")
        await tx.catalog.disable_flag(service.id, "cancel")
        with pytest.raises(ValueError, match="no such flag"):
            await tx.catalog.disable_flag(service.id, "price")
    await merge(database, service_row("1", refill=True, cancel=None, name="renamed"), service_row("2"))
    found = await services(database)
    assert (found["1"].refill, found["1"].cancel) == (False, False)
    assert (found["2"].refill, found["2"].cancel) == (None, None)


async def test_a_second_provider_for_a_service(database: Database) -> None:
    await merge(database, service_row("1"), service_row("2"), service_row("3"))
    first, second, third = (await services(database)).values()
    async with database.transaction() as tx:
        assert await tx.catalog.fallback(first.id) is None
        await tx.catalog.set_fallback(first.id, second.id, below_cost=False)
        assert await tx.catalog.fallback(first.id) == Fallback(second, False)
        await tx.catalog.set_fallback(first.id, third.id, below_cost=True)
        assert await tx.catalog.fallback(first.id) == Fallback(third, True)
        assert await tx.catalog.fallback(second.id) is None
        await tx.catalog.set_fallback(first.id, None, below_cost=False)
        assert await tx.catalog.fallback(first.id) is None


async def test_reports_of_syncs(database: Database) -> None:
    report = SyncReport(
        provider="panel",
        seen=3,
        new=1,
        changed=(PriceChange(1, "Visits", Decimal("0.90"), Decimal("0.950")),),
        skipped_reasons={"rate": 2},
        unknown_types={"Strange": 1},
        first=True,
    )
    failed = SyncReport(provider="b", problem="empty")
    async with database.transaction() as tx:
        await tx.catalog.record_sync(SyncReport(provider="panel"), NOW)
        await tx.catalog.record_sync(report, NOW + MINUTE)
        await tx.catalog.record_sync(failed, NOW)
        assert await tx.catalog.last_syncs() == {"panel": (report, NOW + MINUTE), "b": (failed, NOW)}


async def test_two_replicas_that_sync_at_once(database: Database) -> None:
    there = [service_row(f"there {number}", category=f"C{number}") for number in range(7)]
    await merge(database, *there)
    rows = [*there, *(service_row(str(number), category=f"C{number % 7}") for number in range(300))]
    changes = await asyncio.gather(*(merge(database, *rows) for _ in range(4)))
    assert sorted(change.new for change in changes) == [0, 0, 0, 300]
    assert len(await services(database)) == 307
    assert len(await categories(database)) == 7


async def test_twenty_thousand_rows_take_few_statements(database: Database) -> None:
    rows = [service_row(str(number), category=f"C{number % 200}") for number in range(20_000)]
    statements: list[str] = []

    @event.listens_for(database._writing.sync_engine, "before_cursor_execute")
    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]).split()[0])

    assert (await merge(database, *rows)).new == 20_000
    assert len(statements) < 100
    statements.clear()
    assert await merge(database, *rows) == CatalogueChange(0, 0, 0, (), 20_000)
    assert {word for word in statements if word not in ("SELECT", "BEGIN")} == set(), "unchanged rows are not written"
    statements.clear()
    dearer = [replace(row, rate=row.rate * 2) for row in rows[:10]] + rows[10:]
    assert len((await merge(database, *dearer)).changed) == 10
    assert statements.count("UPDATE") == 2, "the ten, and the version"
    assert len(await services(database)) == 20_000
