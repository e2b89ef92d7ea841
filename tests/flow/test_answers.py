"""The questions of an order: what is no link and no number, leaving, and going elsewhere in the middle."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.telegram.people import Person
from tests.flow.talk import LINK, press, quote_of, say, toast
from tests.flow.world import VISITS, World, open_world

FOLLOWERS = PanelService("3", "Channel subscribers", "Followers", Decimal("2"), 10, 1000)

BAD_LINKS = (
    ("javascript:alert(1)", "start with https://", "начинаться с https://"),
    ("ftp://example.com/x", "start with https://", "начинаться с https://"),
    ("example.com/p/1", "start with https://", "начинаться с https://"),
    ("https://", "not a link", "не похоже на ссылку"),
    ("https://localhost/x", "names no site", ""),
    ("https://exa mple.com/x", "blanks", ""),
    ("https://example.com/a b", "blanks", ""),
    ("https://user:secret@example.com/", "password", ""),
    ("https://example.com/" + "a" * 3000, "too long: 2", ""),
    ("hello", "start with https://", "начинаться с https://"),
    ("@anna", "full link", ""),
    ("https://example.com/\u200b", "hidden", ""),
    ("\u202ehttps://example.com/", "hidden", ""),
)
BAD_QUANTITIES = (
    "1_000", "١٢", "-5", "1e9", "0", "49", "10001", "words", "12.5", "1,00", "0x10", "9" * 50, "５０", "+60", "½", "∞",
)  # fmt: skip


async def _asked_for_link(person: Person, service: str = "Website visits") -> None:
    await say(person, f"/search {service}")
    await press(person, service)
    await press(person, "Order" if person.user["language_code"] == "en" else "Заказать")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_what_is_no_link_keeps_the_step(tmp_path: Path, language: str) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer(language=language)
        await _asked_for_link(anna)
        for typed, english, _russian in BAD_LINKS:
            answer = await say(anna, typed)
            assert "error" not in answer.text
            if language == "en":
                assert english in answer.text, (typed, answer.text)
            assert len(answer.text) < 300
        for send in (anna.send_sticker, anna.send_voice):
            await send()
            await anna.wait_for("as text" if language == "en" else "текстом")
        await anna.send_document("link.txt", LINK.encode())
        await anna.wait_for("as text" if language == "en" else "текстом")
        await say(anna, f"  {LINK}\n", "1[, \u00a0]?000")


async def test_what_is_no_quantity_keeps_the_step(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await _asked_for_link(anna)
        await say(anna, LINK, "From 50 to 10,?000")
        for typed in BAD_QUANTITIES:
            answer = await say(anna, typed)
            assert re.search("not a number|from 50 to 10,?000", answer.text), (typed, answer.text)
        await anna.send_sticker()
        await anna.wait_for("as text")
        await say(anna, "1 000", "Quantity: 1,?000")


async def test_good_quantities(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        for typed in ("50", "10000", "10,000", "10'000", "10\u202f000", " 77 ", "007000"):
            await quote_of(anna, quantity=typed)


async def test_a_handle_where_the_service_is_about_an_account(tmp_path: Path) -> None:
    async with open_world(tmp_path, panels=[PanelSimulator("main", "TESTKEY", catalogue=[FOLLOWERS])]) as world:
        anna = world.customer()
        await _asked_for_link(anna, "Channel subscribers")
        assert "@username" in anna.last.text
        await say(anna, "@bad name", "blanks or hidden")
        await say(anna, "@anna_shop", "How many")


async def test_cancel_at_every_step(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/cancel", "nothing to cancel")
        await _asked_for_link(anna)
        await say(anna, "/cancel", "Website visits is stopped")
        await say(anna, LINK, "not sure what to do")
        await _asked_for_link(anna)
        await say(anna, LINK, "How many")
        await say(anna, "/CANCEL", "Website visits is stopped")
        await say(anna, "1000", "not sure what to do")
        await _asked_for_link(anna)
        question = anna.last
        await press(anna, "Cancel", "is stopped", message=question)
        assert "Cancel" not in question.button_texts
        await quote_of(anna)
        await press(anna, "Cancel", "Canceled. Nothing was charged")
        assert world.panel.calls("add") == 0


COMMANDS = (
    "/start",
    "/catalog",
    "/orders",
    "/balance",
    "/help",
    "/order 1",
    "/language",
    "/search x",
    "/topup",
    "/terms",
)


async def test_a_command_in_the_middle_is_no_answer(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        for command in COMMANDS:
            await _asked_for_link(anna)
            await say(anna, LINK, "How many")
            await say(anna, command)
            await say(anna, "1000", "not sure what to do")


async def test_an_unknown_command_in_the_middle_keeps_the_step(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await _asked_for_link(anna)
        await say(anna, "/nonsense", "don't know this command")
        await say(anna, LINK, "How many")


async def test_two_orders_begun_are_one_dialogue(tmp_path: Path) -> None:
    """The last Order that was tapped counts; buttons of the question before are over."""
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await _asked_for_link(anna)
        first = anna.last
        await _asked_for_link(anna, "Sticker prints")
        await say(anna, LINK, "From 1 to 500")
        await say(anna, "10", "Sticker prints")
        assert "This question is over" in await toast(anna, "skip:old_posts", message=first)
        assert "This question is over" in await toast(anna, "answer:delay:0", message=first)
        assert "This question is over" in await toast(anna, "month:expiry:2030:1", message=first)
        await press(anna, "Cancel", message=first)
        assert "is over" in await toast(anna, "answer:link:5", message=first)


async def test_a_step_outlives_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await _asked_for_link(anna)
        await say(anna, LINK, "How many")
        await world.stop()
        await anna.send("1000")
        await world.start()
        await anna.wait_for("Total: 1.17 USD")


async def test_the_service_goes_while_one_types(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await _asked_for_link(anna)
        await _unpublish(world, admin)
        await say(anna, LINK, "not for sale any more")
        await say(anna, LINK, "not sure what to do")


async def _unpublish(world: World, admin: Person) -> None:
    await say(admin, "/publish")
    await press(admin, "Traffic", "On sale: 1 of 1")
    await press(admin, VISITS.name, "On sale: 0 of 1")
