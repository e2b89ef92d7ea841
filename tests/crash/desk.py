"""News to everybody, requests to support, and many orders at once."""

from __future__ import annotations

from bot.core.tickets import TicketTopic
from bot.ui.desk_callbacks import ChooseTicketOrder
from tests.crash.looking import data_of, with_button
from tests.crash.town import PATIENCE, Town


async def broadcast(town: Town) -> None:
    admin, number = town.admin, len(town.memory.news) + 1
    words = f"News no. {number} of this town"
    mark = admin.mark()
    await admin.send("/broadcast")
    await admin.wait_for("(?i)text or", since=mark, timeout=PATIENCE)
    mark = admin.mark()
    await admin.send(words)
    whom = await with_button(admin, "b-aim:", mark)
    data = data_of(whom, "b-aim:")
    mark = admin.mark()
    await admin.tap(message=whom, data=data)
    sure = await with_button(admin, "b-go:", mark)
    town.memory.news[words] = {person.id for person in town.customers if not person.chat.blocked}
    begun = data_of(sure, "b-go:")
    for _ in range(town.rng.choice((1, 2))):
        await admin.tap(message=sure, data=begun)


async def support(town: Town) -> None:
    """A request, its answer, its end."""
    person, admin = town.rng.choice(town.customers), town.admin
    words = f"Request no. {len(town.memory.asked) + 1}: where is it?"
    mark = person.mark()
    await person.send("/support")
    shown = await with_button(person, "t-", mark)
    mark = person.mark()
    await person.tap(message=shown, data=ChooseTicketOrder(topic=TicketTopic.OTHER, order_id=0).pack())
    await person.wait_for("(?i)write", since=mark, timeout=PATIENCE)
    mark = admin.mark()
    await person.send(words)
    told = await with_button(admin, "a-answer:", mark)
    ticket_id = int(data_of(told, "a-answer:").partition(":")[2])
    town.memory.asked[words] = (person.id, ticket_id)
    mark = admin.mark()
    await admin.tap(message=told, data=f"a-answer:{ticket_id}")
    await admin.wait_for("(?i)your answer", since=mark, timeout=PATIENCE)
    answer = f"Answer no. {len(town.memory.answered) + 1}: it comes."
    await admin.send(answer)
    town.memory.answered[answer] = person.id
    await person.wait_for(answer, since=0, timeout=PATIENCE)
    await admin.tap(message=told, data=f"a-tclose:{ticket_id}")
    await person.wait_for("(?i)closed", since=mark, timeout=PATIENCE)


async def mass(town: Town) -> None:
    """Three lines, of which one can't be ordered; Confirm is tapped more than once."""
    person = town.rng.choice(town.customers)
    service_id = await town.service_id("1")
    mark = person.mark()
    await person.send("/mass")
    await person.wait_for(r"service \| link", since=mark, timeout=PATIENCE)
    lines = [f"{service_id} | {town.new_link()} | {town.rng.randrange(50, 5_000)}" for _ in range(2)]
    mark = person.mark()
    await person.send("\n".join([*lines, "77 | https://example.com | 100"]))
    preview = await with_button(person, "massyes:", mark)
    data = data_of(preview, "massyes:")
    for _ in range(town.rng.choice((1, 2))):
        await person.tap(message=preview, data=data)
    quotes = await town.mass_quotes(int(data.partition(":")[2]))
    town.memory.confirmed |= quotes
    town.memory.in_one_go |= quotes


DESK = (broadcast, support, mass)
