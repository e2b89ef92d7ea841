"""One shop on five panels written from the providers' pages alone, through the chat; and what it remembers of them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.flow.strict_panels import PAGES, StrictPanel
from tests.flow.talk import press, say
from tests.flow.world import World, open_world

CANCELS = {"sunsmmvn", "smmsend"}
PATIENCE = 30


async def order(person: Person, panel: StrictPanel, what: str) -> tuple[Message, str, str]:
    """The order's card, its number, and the provider's id."""
    before, link = len(panel.orders), f"https://example.com/{what}?a=1&b=%20two"
    await say(person, f"/search {what} by {panel.name}", "One service")
    await press(person, f"{what} by")
    await press(person, "Order")
    await say(person, link, "How many")
    await say(person, "1000", "Total: 1.17 USD")
    card = await press(person, "Confirm", "Order #")
    await panel.until(lambda: len(panel.orders) > before)
    asked = panel.asked("add")[-1]
    assert (asked["link"], asked["quantity"]) == (link, "1000")
    number = re.search(r"Order #(\d+)", card.text)
    assert number is not None
    return card, number[1], list(panel.orders)[-1]


async def shows(person: Person, card: Message, *words: str) -> None:
    await person.wait(lambda: card if all(word in card.text for word in words) else None, f"no {words}", PATIENCE)


async def offers(person: Person, card: Message, button: str, *, is_there: bool) -> None:
    await person.wait(lambda: card if (button in card.button_texts) is is_there else None, button, PATIENCE)


async def whole_life(person: Person, panel: StrictPanel, refill_ends: str) -> None:
    """Ordered, canceled as far as the page goes, delivered, refilled, the refill watched to its end."""
    card, number, remote = await order(person, panel, "Visits")
    panel.move(remote, status="In progress", remains="400", start_count="7")
    await shows(person, card, "In progress", "Remains: 400")
    await press(person, "Cancel", "Cancel: ", message=card)
    if panel.name in CANCELS:
        await panel.until(lambda: panel.cancels)
        await shows(person, card, "Cancel: accepted")
    else:
        await shows(person, card, "Cancel: refused")
        await offers(person, card, "Cancel", is_there=False)
    panel.move(remote, status="Completed", remains="-2")
    await person.wait_for(f"Order #{number}: Completed", since=0)
    await offers(person, card, "Refill", is_there=True)
    await press(person, "Refill", "Refill: ", message=card)
    await panel.until(lambda: panel.refills)
    panel.refills["1"] = refill_ends
    await shows(person, card, "Refill: done" if refill_ends == "Completed" else "Refill: refused")


async def after_the_restart(person: Person, panel: StrictPanel) -> None:
    """Another service of the same provider: nothing is asked for in a form that was refused before."""
    card, number, remote = await order(person, panel, "Prints")
    panel.move(remote, status="In progress", remains="10")
    await shows(person, card, "Remains: 10")
    await offers(person, card, "Cancel", is_there=panel.name in CANCELS)
    if panel.name in CANCELS:
        await press(person, "Cancel", "Cancel: ", message=card)
        await panel.until(lambda: len(panel.cancels) == 2)
        panel.cancels["2"] = "Completed"
        panel.move(remote, status="Canceled", remains="1000")
        await person.wait_for(f"(?s)Order #{number}: Canceled.*1.17 USD given back", since=0)
        return
    panel.move(remote, status="Completed", remains="0")
    await offers(person, card, "Refill", is_there=True)
    await press(person, "Refill", "Refill: ", message=card)
    await panel.until(lambda: len(panel.refills) == 2)
    panel.refills["2"] = "Completed"
    await shows(person, card, "Refill: done")


async def written_down(world: World, panel: StrictPanel) -> None:
    """Until the database holds how this panel is asked about refills."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with world.database.reading() as tx:
                record = await tx.providers.get(panel.name)
            if record is not None and record.dialect.refill_status_batch is not None:
                return


async def test_five_pages_in_one_shop(tmp_path: Path) -> None:
    panels = [StrictPanel(name, 1000 * number) for number, name in enumerate(PAGES, 1)]
    async with open_world(tmp_path, panels=[], others=panels) as world:
        people = [world.customer(2000 + number, name=panel.name) for number, panel in enumerate(panels)]
        for person in people:
            await world.credit(person, "10")
        ends = ("Completed", "Rejected", "Completed", "Completed", "Rejected")
        await asyncio.gather(*map(whole_life, people, panels, ends))
        balances = (await say(world.admin, "/providers", "Balance")).text
        assert balances.count("100.84") == 5, balances
        for panel in panels:
            await written_down(world, panel)
        refused = {panel.name: list(panel.refused) for panel in panels}

        await world.stop()
        await world.start()
        await asyncio.gather(*map(after_the_restart, people, panels))
        assert {panel.name: panel.refused for panel in panels} == refused, "what was learnt is not asked again"
        assert {name: len(asked) for name, asked in refused.items()} == {
            "sandhusmm": 3,  # both forms of a cancel, and refills' states as a batch
            "sosyalmavi": 2,
            "digitalsolutionstore": 2,
            "sunsmmvn": 0,
            "smmsend": 4,  # refills and cancels one by one; cancels' states by an action of its own, in two forms
        }
        left = [await world.available_micros(person.id) for person in people]
        assert left == [10_000_000 - 2 * 1_170_000] * 3 + [10_000_000 - 1_170_000] * 2


async def test_what_the_fifth_page_prints_of_add(tmp_path: Path) -> None:
    """A drip-feed, a poll and a subscription: the fields that the page lists, and no others."""
    panel = StrictPanel("smmsend", 5000)
    async with open_world(tmp_path, panels=[], others=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "100")

        await began(anna, "Visits")
        await say(anna, "https://example.com/a,b", "How many")
        await say(anna, "1000", "Total: 1.17 USD")
        await press(anna, "Drip-feed", "step 1 of 2")
        await say(anna, "3", "step 2 of 2")
        await say(anna, "60", "Total: 3.51 USD")
        visits = {"link": "https://example.com/a,b", "quantity": "1000", "runs": "3", "interval": "60"}
        assert await confirmed(anna, panel) == {"service": "1", **visits}

        await began(anna, "Votes")
        await say(anna, "https://example.com/poll", "How many")
        await say(anna, "100")
        await say(anna, "2", "Total")
        votes = {"link": "https://example.com/poll", "quantity": "100", "answer_number": "2"}
        assert await confirmed(anna, panel) == {"service": "3", **votes}

        await began(anna, "Posts")
        for typed in ("anna.shop", "100", "200", "5"):
            await say(anna, typed)
        await press(anna, "Skip")
        await press(anna, "At once")
        await press(anna, "Skip", "Total: 1.17 USD")
        posts = {"username": "anna.shop", "min": "100", "max": "200", "posts": "5", "delay": "0"}
        assert await confirmed(anna, panel) == {"service": "4", **posts}
        assert panel.refused == []


async def began(anna: Person, what: str) -> None:
    await say(anna, f"/search {what} by smmsend", "One service")
    await press(anna, f"{what} by")
    await press(anna, "Order", "step 1 of")


async def confirmed(anna: Person, panel: StrictPanel) -> dict[str, str]:
    """What the panel was asked for."""
    before = len(panel.orders)
    await press(anna, "Confirm", "Order #")
    await panel.until(lambda: len(panel.orders) > before)
    return {name: value for name, value in panel.asked("add")[-1].items() if name not in ("key", "action")}
