"""How people talk to the bot in these tests: say or tap something, and look at what came."""

from __future__ import annotations

import asyncio
import re

from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from bot.simulator.telegram.watching import PATIENCE
from tests.flow.world import World

LINK = "https://example.com/p/abc123"


async def say(person: Person, text: str, pattern: str = "") -> Message:
    """Send a text; the bot's answer under it."""
    sent = await person.send(text)
    return await answer_to(person, sent, pattern)


async def answer_to(person: Person, sent: Message, pattern: str = "") -> Message:
    """The bot's first message under this one that fits; cards above it may change meanwhile."""

    def look() -> Message | None:
        below = (message for message in person.received if message.message_id > sent.message_id)
        return next((message for message in below if re.search(pattern, message.text)), None)

    return await person.wait(look, f"no answer with {pattern!r} to {sent.text[:50]!r}", PATIENCE)


async def press(person: Person, button: str, pattern: str = "", *, message: Message | None = None) -> Message:
    """Tap a button; the tapped message as it was changed, or a new one under all others."""
    newest, begin = person.messages[-1].message_id, person.mark()
    query = await person.tap(button, message=message)

    def look() -> Message | None:
        changed = [
            seen for seen in person.received if (seen is query.message and seen.seq > begin) or seen.message_id > newest
        ]
        return next((seen for seen in changed if re.search(pattern, seen.text)), None)

    shown = await person.wait(look, f"no {pattern!r} after a tap on {button!r}", PATIENCE)
    await person.answered()
    return shown


async def toast(person: Person, data: str, *, message: Message | None = None) -> str:
    """Tap a button by its data, forged or old; the toast that came, empty where there was none."""
    before = person.mark()
    query = await person.tap(data=data, message=message)
    await person.wait_until(lambda: True if query.answer is not None else None)
    return "".join(answer.text for answer in person.answers if answer.seq > before)


def data_of(message: Message, button: str) -> str:
    """The callback data behind a button."""
    for row in message.buttons:
        for shown in row:
            if button in shown.text and shown.data:
                return shown.data
    raise AssertionError(f"no button {button!r} under:\n{message}")


async def quote_of(
    person: Person, service: str = "Website visits", *, link: str = LINK, quantity: str = "1000"
) -> Message:
    """From /search to the price of a Default service."""
    await say(person, f"/search {service}")
    await press(person, service)
    await press(person, "Order")
    await say(person, link, "How many")
    return await say(person, quantity, "Total")


async def bought(world: World, person: Person, *, link: str = LINK, quantity: str = "1000") -> Message:
    """A Default order that the provider has taken; its card."""
    before = world.panel.calls("add")
    await quote_of(person, link=link, quantity=quantity)
    card = await press(person, "Confirm", "Order #")
    await world.panel.called("add", before + 1)
    return card


async def accepted(world: World, order_id: int) -> None:
    """Until it is written down that the provider took the order."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with world.database.reading() as tx:
                order = await tx.orders.get(order_id)
            if order is not None and order.accepted_at is not None:
                return


async def said_since(person: Person, mark: int) -> list[Message]:
    """All that the bot said to this person since; what is handled in silence lies before an answered /help."""
    last = await say(person, "/help", "/paysupport")
    return [message for message in person.received if message.seq > mark and message is not last]
