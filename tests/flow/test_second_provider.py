"""A second provider takes what the first one definitely refuses, at the price that the customer confirmed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from bot.simulator.panel import Dialect, Fault, PanelService, PanelSimulator
from tests.flow.test_evidence import buy
from tests.flow.world import VISITS, World, open_world

DEAR = PanelService(service="9", name="Other visits", category="Elsewhere", rate=Decimal("1.10"), min=50, max=10_000)


@asynccontextmanager
async def two_providers(directory: Path, second: PanelService = DEAR) -> AsyncIterator[World]:
    panels = [
        PanelSimulator("aster", "K1", catalogue=[VISITS]),
        PanelSimulator("birch", "K2", Dialect.SMMSEND, catalogue=[second]),
    ]
    async with open_world(directory, panels=panels) as world:
        await world.admin.start()
        yield world


async def ids(world: World) -> tuple[int, int]:
    offers = world.shop.services.catalog.catalogue.offers.values()
    by_provider = {offer.service.provider: offer.service.id for offer in offers}
    return by_provider["aster"], by_provider["birch"]


async def test_a_definite_refusal_goes_to_the_second_provider(tmp_path: Path) -> None:
    async with two_providers(tmp_path) as world:
        first, second = await ids(world)
        await world.admin.send(f"/second {first} {second}")
        await world.admin.wait_for("Price 1.17 USD · cost there 1.10 USD")
        await world.admin.tap("Confirm")
        await world.admin.wait_for("✅ Orders of")
        anna = world.customer()
        await world.credit(anna, "10.00")
        world.panels["aster"].fail("add", Fault.REFUSE_BEFORE, text="Not enough funds on balance")
        await buy(anna)
        await world.panels["birch"].called("add")
        (order,) = world.panels["birch"].book.values()
        assert (order.service, order.quantity) == ("9", 1000)
        assert not world.panels["aster"].book
        assert await world.available_micros(anna.id) == 8_830_000
        world.panels["birch"].move(order.id, status="Completed", remains=0)
        await anna.wait_for("Order #1: Completed")
        assert "birch" not in str(anna.chat)


@pytest.mark.parametrize("fault", [Fault.HANG_AFTER, Fault.ERROR_500_AFTER])
async def test_what_is_not_definite_stays_where_it_is(tmp_path: Path, fault: Fault) -> None:
    async with two_providers(tmp_path) as world:
        first, second = await ids(world)
        await world.admin.send(f"/second {first} {second}")
        await world.admin.tap("Confirm")
        await world.admin.wait_for("✅ Orders of")
        anna = world.customer()
        await world.credit(anna, "10.00")
        world.panels["aster"].fail("add", fault)
        await buy(anna)
        if fault is Fault.HANG_AFTER:
            await world.panels["aster"].called("add")
            world.panels["aster"].heal()
        await anna.wait_for("Order #1.*Being checked")
        assert not world.panels["birch"].book


async def test_never_below_cost_unless_the_admin_says_so(tmp_path: Path) -> None:
    too_dear = PanelService(service="9", name="Dear visits", category="Elsewhere", rate=Decimal(5), min=50, max=10_000)
    async with two_providers(tmp_path, too_dear) as world:
        first, second = await ids(world)
        await world.admin.send(f"/second {first} {second}")
        await world.admin.wait_for("nothing is sent there")
        await world.admin.tap("Confirm")
        await world.admin.wait_for("✅ Orders of")
        anna = world.customer()
        await world.credit(anna, "10.00")
        world.panels["aster"].fail("add", Fault.REFUSE_BEFORE, times=2, text="Disabled service ID")
        await buy(anna)
        await anna.wait_for("1.17 USD given back")
        await world.admin.send(f"/second {first} {second}")
        await world.admin.tap("Confirm, even at a loss")
        await world.admin.wait_for("at a loss")
        await buy(anna, "https://example.com/other")
        await world.panels["birch"].called("add")
        assert await world.available_micros(anna.id) == 8_830_000


async def test_bad_pairs_and_turning_it_off(tmp_path: Path) -> None:
    async with two_providers(tmp_path) as world:
        first, second = await ids(world)
        for typed, answer in {
            "/second": "/second SERVICE OTHER",
            "/second x y": "/second SERVICE OTHER",
            f"/second {first} {first}": "same provider",
            f"/second {first} 999": "no such service",
            f"/second {first}": "has no second provider",
        }.items():
            await world.admin.send(typed)
            await world.admin.wait_for(answer)
        await world.admin.send(f"/second {first} {second}")
        await world.admin.tap("Confirm")
        await world.admin.tap("Turn off")
        await world.admin.wait_for("have no second provider")
        await world.admin.send(f"/second {first}")
        await world.admin.wait_for("has no second provider")
