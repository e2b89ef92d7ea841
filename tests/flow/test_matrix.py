"""Every button and every command x a stranger, another customer, a group, a forward, an edit, staff without the right.

The lists are the dispatcher's own. Nobody changes anything that is not theirs, and nobody reads a word of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.roles import COMMANDS, Role, rights_of
from bot.simulator.telegram.people import Person
from tests.flow.everything import Button, Rows, buttons, changed, commands, forged, written
from tests.flow.talk import bought, quote_of, said_since, say, toast
from tests.flow.test_broadcast import drafted
from tests.flow.test_payments_promo import code_made
from tests.flow.test_payments_stars import topped_up
from tests.flow.test_payments_transfer import transfer_begun
from tests.flow.test_tickets import opened
from tests.flow.world import BORIS, World, open_world

LINK = "https://example.com/only-annas"
MARKS = ("only-annas", "Annabel", "Annas-proof", "Annas-words", "News-to-come")
HELPER = 1004
NUMBERS = (1, 2)
WELL_TYPED = {
    "credit": "1001 5", "debit": "1001 5", "ban": "1001", "unban": "1001", "payments": "1001", "promo_new": "WORD 5",
    "markup": "5", "deny": "word visits", "role": "1001 manager", "cap": "5", "maintenance": "on", "export": "orders",
    "second": "1",
}  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A shop in which Anna has one of everything, each with the number 1 or 2."""
    settings = {"STARS_PER_UNIT": "50", "MANUAL_PAYMENT": "account 12-34", "REFERRAL_PERCENT": "5"}
    async with open_world(tmp_path, POLL_INTERVAL="3600", more=settings) as made:
        anna, admin = made.customer(name="Annabel"), made.admin
        await say(admin, "/start")
        await made.credit(anna, "100")
        await bought(made, anna, link=LINK)
        made.panel.fail("add", "reset_after")
        await bought(made, anna, link=f"{LINK}/2")
        await admin.wait_for("#2.*what can be found out", since=0)
        await anna.wait_for("#1.*Pending", since=0)
        await topped_up(anna)
        await transfer_begun(anna)
        await anna.send("Annas-proof")
        await anna.wait_for("being looked at")
        await opened(anna, "Annas-words")
        await say(anna, f"/mass {LINK}")
        await say(anna, f"1 | {LINK}/3 | 100", "Total|Confirm")
        await quote_of(anna, link=f"{LINK}/4")
        await code_made(made, "SPRING 2.50 5")
        await drafted(admin, "News-to-come")
        await say(admin, f"/credit {anna.id} 10", "Add 10.00 USD")
        await say(admin, "/markup 50", "from 30% to 50%")
        yield made


async def everything_tapped(person: Person, pressed: list[Button], said: str | None) -> None:
    """Under a message of their own; `said`: the answer that each must get."""
    for button in pressed:
        for number in NUMBERS:
            for data in forged(button.kind, number):
                heard = await toast(person, data)
                assert said is None or heard == said, f"{data}: {heard!r}"


def unchanged(before: Rows, after: Rows) -> None:
    assert before == after, "\n".join(changed(before, after))


def nothing_leaked(person: Person) -> None:
    for message in person.received:
        assert not any(mark in message.text for mark in MARKS), f"{person} reads {message.text!r}"
    assert not any(mark in words for mark in MARKS for words in person.toasts)


async def test_no_button_shows_or_changes_what_is_another_customers(world: World) -> None:
    boris = world.customer(BORIS, name="Boris")
    await say(boris, "/start")
    unknown = await toast(boris, "garbage")
    before = await written(world, BORIS)
    everything = buttons(world.shop.dispatcher)
    assert len(everything) > 100
    told = {person.id: len(person.received) for person in (world.customer(), world.admin)}
    await everything_tapped(boris, [button for button in everything if button.is_admins], unknown)
    await everything_tapped(boris, [button for button in everything if not button.is_admins], None)
    await boris.answered()
    unchanged(before, await written(world, BORIS))
    nothing_leaked(boris)
    assert {person.id: len(person.received) for person in (world.customer(), world.admin)} == told


async def test_to_a_stranger_an_admins_command_is_an_unknown_one(world: World) -> None:
    """Typed, edited into a message, or forwarded from an admin."""
    boris, admin = world.customer(BORIS, name="Boris"), world.admin
    unknown = await say(boris, "/nonsense")
    before = await written(world, BORIS)
    names = commands(world.shop.dispatcher, of_admins=True)
    assert set(names) >= set(COMMANDS)
    own = set(commands(world.shop.dispatcher, of_admins=False))
    for name in names:
        for text in (f"/{name} 1001 5 x", f"/{name.upper()}@storefront_bot"):
            answer = await say(boris, text)
            if name not in own:  # /order is a customer's too
                assert (answer.text, answer.button_texts) == (unknown.text, unknown.button_texts), text
    unchanged(before, await written(world, BORIS))
    nothing_leaked(boris)
    # What an admin only passes on, or writes over older words, was not said by the admin.
    everything = await written(world, BORIS)
    for name in names:
        if name in own:
            continue
        trap = await boris.send(f"/{name} 1002 5 x")
        await boris.answered()
        mark = admin.mark()
        await admin.forward(trap)
        assert [message.text for message in await said_since(admin, mark)] == [unknown.text], name
    hello = await admin.send("hello")
    await admin.answered()
    mark = admin.mark()
    for name in names:
        await admin.edit(hello, f"/{name} 1002 5 x")
    assert await said_since(admin, mark) == []
    unchanged(everything, await written(world, BORIS))


async def test_nothing_is_done_in_a_group(world: World) -> None:
    """Not even for an admin, by words or by buttons."""
    admin, anna = world.admin, world.customer()
    before = await written(world)
    dispatcher = world.shop.dispatcher
    group = world.telegram.group(-100_123, "Club")
    said = len(group.visible)
    typed = [*commands(dispatcher, of_admins=True), *commands(dispatcher, of_admins=False)]
    for name in typed:
        await admin.send_in_group(group, f"/{name} 1001 5 x")
        said += 1
    shown = {
        "message_id": 5,
        "date": 1,
        "chat": group.to_api(),
        "text": "a card",
        "from": world.telegram.backend.world.bot,
    }
    for button in buttons(dispatcher):
        for person in (admin, anna):
            body = {"id": f"g{said}", "from": person.user, "chat_instance": "1", "message": shown}
            world.telegram.backend.updates.push(
                "callback_query", {**body, "data": forged(button.kind, 1)[0]}, person.id
            )
    await said_since(admin, admin.mark())
    await said_since(anna, anna.mark())
    assert len(group.visible) == said
    unchanged(before, await written(world))


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.MANAGER])
async def test_staff_can_do_what_their_role_includes_and_no_more(world: World, role: Role) -> None:
    helper, admin = world.telegram.person(HELPER, first_name="Hal", username="hal"), world.admin
    await say(helper, "/start")
    await say(admin, f"/role {HELPER} {role}", f"{role} from now on")
    await helper.answered()
    before = await written(world, HELPER)
    refused = [name for name, right in COMMANDS.items() if right not in rights_of(role)]
    for name in refused:
        typed = f"/{name} {WELL_TYPED.get(name, '')}".strip()
        answer = await say(helper, typed)
        assert "role doesn't include" in answer.text, f"{typed}: {answer.text}"
    unchanged(before, await written(world, HELPER))
    if role is Role.SUPPORT:
        await everything_tapped(helper, [button for button in buttons(world.shop.dispatcher) if button.is_admins], None)
        lines = changed(before, await written(world, HELPER))
        lines = [line for line in lines if not line.startswith(("tickets ", "ticket_messages ", "outbox "))]
        assert not lines, "\n".join(lines)
