"""How people talk to the bot in these tests: say or tap something, and look at what came."""

from __future__ import annotations

from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.flow.world import World

LINK = "https://example.com/p/abc123"


async def say(person: Person, text: str, pattern: str = "") -> Message:
    """Send a text; the bot's answer."""
    await person.send(text)
    return await person.wait_for(pattern)


async def press(person: Person, button: str, pattern: str = "", *, message: Message | None = None) -> Message:
    """Tap a button; the message that changed or came."""
    await person.tap(button, message=message)
    shown = await person.wait_for(pattern)
    await person.answered()
    return shown


async def toast(person: Person, data: str, *, message: Message | None = None) -> str:
    """Tap a button by its data, forged or old; the toast that came, empty where there was none."""
    before = person.mark()
    await person.tap(data=data, message=message)
    await person.answered()
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


async def said_since(person: Person, mark: int) -> list[Message]:
    """All that the bot said to this person since; what is handled in silence lies before an answered /help."""
    last = await say(person, "/help")
    return [message for message in person.received if message.seq > mark and message is not last]
