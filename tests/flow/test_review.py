"""Orders of which nobody knows: an admin finds out and decides, each decision once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.core.orders import OrderState
from bot.simulator.panel import Fault
from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.flow.talk import bought, data_of, press, quote_of, said_since, say, toast
from tests.flow.world import World, open_world


@asynccontextmanager
async def unknown_order(
    directory: Path, fault: Fault, text: str | None = None
) -> AsyncIterator[tuple[World, Person, Person, Message]]:
    """(world, customer, admin, the admin's card of order #1)"""
    async with open_world(directory, SUBMIT_TIMEOUT="0.5") as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        world.panel.fail("add", fault, text=text)
        begin = anna.mark()
        await press(anna, "Confirm", "Order #1", message=quote)
        told = await anna.wait_for("(?s)Order #1: Being checked.*1.17 USD are held, not lost", since=begin)
        assert world.panel.name not in told.text
        lead = await admin.wait_for("(?s)Order #1.*decision", since=0)
        await admin.wait_until(lambda: True if "Decide" in lead.button_texts else None)
        card = await press(admin, "Decide", "Look at the provider|Nobody knows", message=lead)
        world.panel.heal()
        yield world, anna, admin, card


async def state_of(world: World, order_id: int = 1) -> OrderState:
    async with world.database.reading() as tx:
        order = await tx.orders.get(order_id)
    assert order is not None
    return order.state


async def test_the_providers_id_is_attached(tmp_path: Path) -> None:
    async with unknown_order(tmp_path, Fault.HANG_AFTER) as (world, anna, admin, card):
        (remote,) = world.panel.book
        await press(admin, "Attach the provider", "Send the provider's id of order #1", message=card)
        await say(admin, "999", "does not know the id 999")
        await say(admin, "<b>", "does not know the id <b>")
        await say(admin, remote, "followed under the provider's id")
        await say(admin, remote, "not sure what to do")
        world.panel.move(remote, status="Partial", remains=500)
        await anna.wait_for("0.585 USD given back", since=0)
        for data in ("a-refuse:1:0:1", "a-resend:1:1"):
            assert "decided already" in await toast(admin, data, message=card)
        await say(admin, "/review", "Nothing to decide")
        assert world.panel.calls("add") == 1
        assert await world.available_micros(anna.id) == 9_415_000


async def test_an_id_that_is_another_orders(tmp_path: Path) -> None:
    async with unknown_order(tmp_path, Fault.HANG_BEFORE) as (world, anna, admin, card):
        assert not world.panel.book
        await bought(world, anna, link="https://example.com/other")
        (other,) = world.panel.book
        await press(admin, "Attach the provider", "Send the provider's id", message=card)
        await say(admin, other, "belongs to order #2 already")
        await press(admin, "Cancel", "Nothing was changed")
        assert await state_of(world) is OrderState.UNKNOWN


async def test_refused_gives_the_money_back_once(tmp_path: Path) -> None:
    async with unknown_order(tmp_path, Fault.HANG_BEFORE) as (world, anna, admin, card):
        await press(admin, "It was refused", "1.17 USD go back to the customer. Are you sure", message=card)
        yes = data_of(card, "Yes, do it")
        await press(admin, "Back", "Nobody knows", message=card)
        await press(admin, "It was refused", "Are you sure", message=card)
        await press(admin, "Yes, do it", "is refused; the customer has the money back", message=card)
        await anna.wait_for("(?s)Order #1: Refused.*1.17 USD given back", since=0)
        assert "decided already" in await toast(admin, yes, message=card)
        assert await world.available_micros(anna.id) == 10_000_000
        assert not world.panel.book


async def test_an_answer_is_remembered_as_a_refusal(tmp_path: Path) -> None:
    words = "Kestrel nine says nope"
    async with unknown_order(tmp_path, Fault.UNLISTED_ERROR_BEFORE, words) as (world, anna, admin, card):
        assert words in card.text
        await press(admin, "remember this answer", f"means a refusal: {words}", message=card)
        await press(admin, "Yes, do it", "is refused", message=card)
        await anna.wait_for("Order #1: Refused", since=0)
        for number in (2, 3):
            await quote_of(anna)
            world.panel.fail("add", Fault.UNLISTED_ERROR_BEFORE, text=words)
            mark = anna.mark()
            await press(anna, "Confirm", f"Order #{number}")
            await anna.wait_for(f"(?s)Order #{number}: Refused.*1.17 USD given back", since=mark)
            await world.stop()
            await world.start()
        assert await world.available_micros(anna.id) == 10_000_000


async def test_it_is_sent_again_once(tmp_path: Path) -> None:
    async with unknown_order(tmp_path, Fault.HANG_BEFORE) as (world, anna, admin, card):
        await press(admin, "Send again", "delivered and paid twice", message=card)
        yes = data_of(card, "Yes, do it")
        await press(admin, "Yes, do it", "is being sent again", message=card)
        await world.panel.called("add", 2)
        assert "decided already" in await toast(admin, yes, message=card)
        (remote,) = world.panel.book
        world.panel.move(remote, status="Completed")
        await anna.wait_for("Order #1: Completed", since=0)
        assert world.panel.calls("add") == 2
        assert await world.available_micros(anna.id) == 8_830_000


async def test_the_list_of_what_is_to_be_decided(tmp_path: Path) -> None:
    async with unknown_order(tmp_path, Fault.RESET_AFTER) as (world, anna, admin, _card):
        listed = await say(admin, "/review", "One order needs a decision")
        opened = await press(admin, "#1", "Nobody knows", message=listed)
        refreshed = await toast(admin, data_of(opened, "Refresh"), message=opened)
        assert refreshed == ""
        await press(admin, "It was refused", "Are you sure", message=opened)
        # The link stays closed for its customer until it is clear.
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        await say(anna, "https://example.com/p/abc123", "How many")
        busy = await say(anna, "100", "order #1 on this link is being checked")
        await press(anna, "Order #1", "We are checking", message=busy)
        mark = anna.mark()
        await toast(anna, "a-refuse:1:0:1")
        assert await state_of(world) is OrderState.UNKNOWN
        assert not await said_since(anna, mark)
