"""What people and the provider do in the town. Each deed may be interrupted by a death of the shop at any moment, and
goes on when the shop is back: people wait for an answer, they do not know of processes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderState
from bot.simulator.telegram.people import Person
from tests.crash.looking import all_data, data_of, with_button
from tests.crash.town import PATIENCE, Town

Deed = Callable[[Town], Awaitable[None]]
ADD_FAULTS = (
    "reset_before",
    "reset_after",
    "error_500_after",
    "html_after",
    "cut_json",
    "refuse_before",
    "rate_limit_429_before",
    "id_and_error",
    "order_null",
)


async def arrive(town: Town, payload: str = "") -> Person:
    """A new customer writes, accepts the terms and gets money from the admin."""
    person = town.newcomer()
    await person.start(payload)
    await person.wait_for_button("Accept", timeout=PATIENCE)
    await person.tap("Accept", timeout=PATIENCE)
    town.memory.accepted_terms.add(person.id)
    await credit(town, person)
    return person


async def newcomer(town: Town) -> None:
    await arrive(town)


async def credit(town: Town, person: Person | None = None) -> None:
    person = person or town.rng.choice(town.customers)
    dollars = 1_000 + town.rng.randrange(100)
    mark = town.admin.mark()
    await town.admin.send(f"/credit {person.id} {dollars}.000001")
    preview = await with_button(town.admin, "a-yes:", mark)
    data = data_of(preview, "a-yes:")
    for _ in range(town.rng.choice((1, 1, 2))):
        await town.admin.tap(message=preview, data=data)
    memory = town.memory
    memory.credits[int(data.partition(":")[2])] = person.id
    memory.credited_micros[person.id] = memory.credited_micros.get(person.id, 0) + dollars * 1_000_000 + 1


async def order(town: Town, person: Person | None = None) -> None:
    """All the questions, from the catalogue to Confirm."""
    person = person or town.rng.choice(town.customers)
    service, quantity = town.rng.choice((("1", town.rng.randrange(50, 10_000)), ("2", town.rng.randrange(1, 500))))
    service_id = await town.service_id(service)
    mark = person.mark()
    await person.send("/catalog")
    shown = await with_button(person, "category:", mark)
    mark = person.mark()
    await person.tap(message=shown, data=f"start:{service_id}")
    await person.wait_for("(?i)link", since=mark, timeout=PATIENCE)
    mark = person.mark()
    await person.send(town.new_link())
    await person.wait_for("(?i)how many|quantity", since=mark, timeout=PATIENCE)
    mark = person.mark()
    await person.send(str(quantity))
    await confirm(town, person, mark)


async def order_again(town: Town) -> None:
    """The same answers once more, at one tap; Confirm is tapped up to three times."""
    orders = await town.orders()
    busy = {(o.customer_id, o.link) for o in orders if o.state is OrderState.UNKNOWN}
    free = [o for o in orders if (o.customer_id, o.link) not in busy]
    if not free:
        await order(town)
        return
    again = town.rng.choice(free)
    person = _person(town, again)
    mark = person.mark()
    await person.tap(message=person.last, data=f"again:{again.id}")
    await confirm(town, person, mark)


async def confirm(town: Town, person: Person, mark: int) -> None:
    quote = await with_button(person, "confirm:", mark)
    data = data_of(quote, "confirm:")
    for _ in range(town.rng.choice((1, 1, 2, 3))):
        await person.tap(message=quote, data=data)
    town.memory.confirmed.add(int(data.partition(":")[2]))


async def faulty_add(town: Town) -> None:
    """The provider fails in the middle of an order, before or after it has taken it."""
    town.panel.fail("add", town.rng.choice(ADD_FAULTS))
    await order_again(town)


async def faulty_send(town: Town) -> None:
    """Telegram takes messages and forgets to say so."""
    for method in ("sendMessage", "editMessageText"):
        town.telegram.faults.add(method, "reset_after")
    town.memory.repeats += 2
    await move(town)
    await read(town)


async def move(town: Town) -> None:
    """The provider works on an order: it begins, or ends in one of three ways."""
    orders = [o for o in await town.orders() if o.state in OPEN_REMOTE and o.provider_order_id]
    if not orders:
        await order_again(town)
        orders = await _accepted(town)
    if not orders:
        return
    chosen = town.rng.choice(orders)
    remains = town.rng.randrange(chosen.quantity + 1)
    status = town.rng.choice(("In progress", "Completed", "Partial", "Canceled"))
    assert chosen.provider_order_id is not None
    town.panel.move(
        chosen.provider_order_id,
        status=status,
        remains={"Completed": 0, "Canceled": None}.get(status, remains),
        start_count=town.rng.randrange(100),
    )
    town.keeper.tick(2)


async def finish(town: Town) -> None:
    """An order that is followed to its end, whatever it takes."""
    await move(town)
    for known in list(town.panel.book.values()):
        if not known.final and town.rng.random() < 0.5:
            status = town.rng.choice(("Completed", "Partial", "Canceled"))
            remains = town.rng.randrange(1, known.quantity + 1) if status == "Partial" else None
            town.panel.move(known.id, status=status, remains=remains)
    town.keeper.tick(2)


async def ask_cancel(town: Town) -> None:
    orders = [o for o in await town.orders() if o.state in OPEN_REMOTE and o.provider_order_id]
    asked = {order_id for order_id, kind in town.memory.requests if kind == "cancel"}
    orders = [o for o in orders if o.id not in asked] or [o for o in await _new_order(town) if o.id not in asked]
    if not orders:
        return
    chosen = town.rng.choice(orders)
    await _on_card(town, chosen, "cancel")
    async with asyncio.timeout(PATIENCE):
        await town.panel.until(lambda: any(c.order_id == chosen.provider_order_id for c in town.panel.cancels.values()))
    for known in list(town.panel.cancels.values()):
        if known.order_id == chosen.provider_order_id:
            town.panel.move_cancel(known.id, "Completed")
    town.keeper.tick(5)


async def ask_refill(town: Town) -> None:
    asked = {order_id for order_id, kind in town.memory.requests if kind == "refill"}
    orders = [
        o
        for o in await town.orders()
        if o.state is OrderState.COMPLETED and o.provider_service_id == "1" and o.id not in asked
    ]
    if not orders:
        await finish(town)
        return
    await _on_card(town, town.rng.choice(orders), "refill")
    town.keeper.tick(5)


async def review(town: Town) -> None:
    """The admin decides about orders that nobody knows of, by looking into the provider's own book."""
    unknown = [o for o in await town.orders() if o.state is OrderState.UNKNOWN]
    if not unknown:
        await faulty_add(town)
        return
    taken = {o.provider_order_id for o in await town.orders()}
    admin = town.admin
    for one in unknown:
        strays = [
            known.id
            for known in town.panel.book.values()
            if known.id not in taken and (known.link, known.quantity) == (one.link, one.quantity)
        ]
        mark = admin.mark()
        await admin.send(f"/order {one.id}")
        card = await admin.wait_for(f"#{one.id}", since=mark, timeout=PATIENCE)
        if strays:
            taken.add(strays[0])
            mark = admin.mark()
            await admin.tap(message=card, data=f"a-attach:{one.id}")
            await admin.wait_for(f"#{one.id}", since=mark, timeout=PATIENCE)
            await admin.send(strays[0])
        else:
            await admin.tap(message=card, data=town.wished((f"a-refuse:{one.id}:0:1", f"a-resend:{one.id}:1")))


async def read(town: Town) -> None:
    person = town.rng.choice(town.customers)
    await person.send(town.wished(("/orders", "/balance", "/start", "/help", "hello")))
    await town.admin.send(town.wished(("/ledger", "/review", "/providers")))


async def speak(town: Town) -> None:
    """Somebody who orders nothing changes the language to and fro."""
    olga = town.telegram.person(5001, first_name="Olga", username="olga")
    if not olga.received:
        await olga.start()
        await olga.wait_for("", timeout=PATIENCE)
    language = town.rng.choice(("en", "ru"))
    await olga.tap(message=olga.last, data=f"language:{language}")
    town.memory.languages[olga.id] = language


async def block(town: Town) -> None:
    """A customer blocks the bot while an order ends, and comes back."""
    orders = [o for o in await town.orders() if o.state in OPEN_REMOTE and o.provider_order_id]
    if not orders:
        await move(town)
        return
    chosen = town.rng.choice(orders)
    person = _person(town, chosen)
    await person.block()
    town.panel.move(str(chosen.provider_order_id), status="Completed", remains=0)
    town.keeper.tick(2)
    await town.settle_but_parked(person.id)
    await person.unblock()
    await person.start()


ORDERS = (
    newcomer,
    credit,
    order,
    order_again,
    faulty_add,
    faulty_send,
    move,
    finish,
    ask_cancel,
    ask_refill,
    review,
    read,
    speak,
    block,
)


async def _new_order(town: Town) -> list[Order]:
    await order_again(town)
    return await _accepted(town)


async def _accepted(town: Town) -> list[Order]:
    await town.settle()
    return [o for o in await town.orders() if o.state in OPEN_REMOTE and o.provider_order_id]


async def _on_card(town: Town, chosen: Order, wish: str) -> None:
    person = _person(town, chosen)
    mark = person.mark()
    await person.send(f"/order {chosen.id}")
    card = await person.wait_for(f"Order #{chosen.id} ·", since=mark, timeout=PATIENCE)
    if chosen.state in FINISHED or f"cancel:{chosen.id}" in all_data(card):
        await person.tap(message=card, data=f"{wish}:{chosen.id}")
        town.memory.requests.add((chosen.id, wish))


def _person(town: Town, chosen: Order) -> Person:
    return next(person for person in town.customers if person.id == chosen.customer_id)
