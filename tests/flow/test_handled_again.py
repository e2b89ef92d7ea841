"""Killed after the answer and before it was written down: the update is handled again, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select, update

from bot.simulator.panel import Dialect, PanelSimulator
from bot.simulator.telegram.people import Person
from storage.schema import inbox
from tests.flow.world import VISITS, World, open_world


async def handle_again(world: World, person: Person, pattern: str) -> None:
    """What this person sent last."""
    await world.stop()
    async with world.database.transaction() as tx:
        last = select(func.max(inbox.c.seq)).where(inbox.c.lane == person.id).scalar_subquery()
        await tx.connection.execute(update(inbox).where(inbox.c.seq == last).values(state="waiting", finished_at=None))
    begin = person.mark()
    await world.start()
    await person.wait_for(pattern, since=begin)


async def test_an_answer_is_no_answer_to_the_next_question(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", Dialect.SMMSEND, catalogue=[replace(VISITS, dripfeed=True)])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await anna.send("/catalog")
        for button in ("Traffic", "Website visits", "Order"):
            await anna.tap(button)
        await anna.wait_for("(?i)send the link")
        await anna.send("https://example.com/12")
        await anna.wait_for("How many")
        await handle_again(world, anna, "How many")
        await anna.send("1000")
        await anna.wait_for("1.17 USD")
        await anna.tap("Drip-feed")
        await anna.wait_for("step 1 of 2")
        begin = anna.mark()
        await anna.send("2")
        asked = await anna.wait_for("step 2 of 2", since=begin)
        await handle_again(world, anna, "step 2 of 2")
        assert anna.last.text == asked.text
