"""A full disk: the shop takes nothing, says so, loses nothing, and goes on by itself."""

from __future__ import annotations

from pathlib import Path

from bot.app.measure import workers_report
from tests.flow.test_evidence import buy
from tests.flow.world import World, open_world


async def set_disk(world: World, *, full: bool) -> None:
    """SQLite's own bound on the file's pages: beyond it every write fails as on a full disk."""
    async with world.shop._database._writing.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        bound = await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full else 1_000_000_000}")
        assert bound.scalar_one() >= pages


async def test_the_shop_turns_read_only_and_recovers(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris", language="ru")
        await world.admin.start()
        await world.credit(anna, "10.00")
        await set_disk(world, full=True)
        for _ in range(60):  # what room there is inside of the file is used up by and by
            await boris.send("/unknown " + "x" * 4_000)
        await boris.wait_for("can't write anything down", since=0)
        await world.admin.wait_for("The database can't be written")
        assert not workers_report(world.shop._supervisor).ok
        await set_disk(world, full=False)
        await boris.wait_for("I don't know|не знаю", timeout=40)
        await buy(anna)
        await anna.wait_for("Order #1")
        await world.panel.called("add")
        assert world.panel.calls("add") == 1
