"""Finding messages and buttons in a person's chat, by what the buttons do."""

from __future__ import annotations

from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.crash.town import PATIENCE


async def with_button(person: Person, prefix: str, mark: int) -> Message:
    """The newest message since then with a button of that kind."""

    def look() -> Message | None:
        fresh = [m for m in person.received if m.seq > mark and any(d.startswith(prefix) for d in all_data(m))]
        return max(fresh, key=lambda m: m.seq, default=None)

    return await person.wait_until(look, timeout=PATIENCE)


def data_of(message: Message, prefix: str) -> str:
    return next(data for data in all_data(message) if data.startswith(prefix))


def all_data(message: Message) -> list[str]:
    return [button.data or "" for row in message.buttons for button in row]
