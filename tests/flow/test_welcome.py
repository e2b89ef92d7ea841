"""The first steps and the plain words: /start, terms, languages, the commands that only tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.talk import data_of, press, said_since, say, toast
from tests.flow.world import SAM, open_world

TERMS = {"TERMS_URL": "https://shop.example/terms", "TERMS_VERSION": "2025-01"}


@pytest.mark.parametrize(("language", "hello"), [("en", "Hello, Anna"), ("ru", "Здравствуйте, Anna"), ("de", "Hello")])
async def test_start_greets_in_the_language_of_the_app(tmp_path: Path, language: str, hello: str) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer(language=language)
        await anna.start("friend_42")
        menu = await anna.wait_for(hello)
        assert len([text for text in menu.button_texts if text]) == 7
        await say(anna, "/START", hello)


@pytest.mark.parametrize(
    ("language", "read", "accept", "hello"),
    [("en", "Read the terms", "Accept", "Hello"), ("ru", "Прочитать условия", "Принимаю", "Здравствуйте")],
)
async def test_terms_stand_before_the_first_order(
    tmp_path: Path, language: str, read: str, accept: str, hello: str
) -> None:
    async with open_world(tmp_path, more=TERMS) as world:
        anna = world.customer(language=language)
        await anna.start()
        gate = await anna.wait_for("2025-01")
        assert gate.buttons[0][0].text == read
        assert gate.buttons[0][0].url == "https://shop.example/terms"
        await press(anna, accept, hello)
        await say(anna, "/start", hello)
        assert accept not in (await say(anna, "/terms", "2025-01")).button_texts


async def test_terms_cannot_be_gone_around(tmp_path: Path) -> None:
    async with open_world(tmp_path, more=TERMS) as world:
        anna = world.customer()
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        gate = await press(anna, "Order", "accept")
        await toast(anna, "terms:0123456789abcdef", message=gate)
        assert "The terms have changed" in anna.toasts[-1]
        await press(anna, "Accept", "Hello")
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order", "(?i)send the link")


async def test_new_terms_are_asked_for_anew(tmp_path: Path) -> None:
    async with open_world(tmp_path, more=TERMS) as world:
        anna = world.customer()
        await say(anna, "/start", "accept")
        await press(anna, "Accept", "Hello")
        await world.credit(anna, "10")
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        await say(anna, "https://example.com/1", "How many")
        quote = await say(anna, "1000", "Total")
        await world.stop()
        world.settings = world.settings.model_copy(update={"terms_version": "2026-02"})
        await world.start()
        await toast(anna, data_of(quote, "Confirm"), message=quote)
        await anna.wait_for("2026-02")
        assert await world.available_micros(anna.id) == 10_000_000
        await press(anna, "Accept", "Hello")


async def test_without_terms_there_is_no_gate(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/terms", "no separate terms")
        await toast(anna, "terms:0123456789abcdef")
        await anna.wait_for("Hello")


async def test_a_language_is_chosen_and_stays(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/start")
        await press(anna, "Language", "Choose your language")
        await press(anna, "Русский", "Здравствуйте")
        assert "По-русски" in anna.toasts[-1] or "русск" in anna.toasts[-1].lower()
        await say(anna, "/language", "язык")
        await press(anna, "Меню", "Здравствуйте")
        await press(anna, "Помощь", "/catalog")
        await world.stop()
        await world.start()
        await say(anna, "/help", "Как")
        await toast(anna, "language:xx")
        await anna.wait_for("Hello")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_command_of_the_menu_and_of_the_help_is_answered(tmp_path: Path, language: str) -> None:
    async with open_world(tmp_path, SUPPORT_CONTACT="@shop_help") as world:
        anna = world.customer(language=language)
        unknown = await say(anna, "/nonsense")
        listed = [command["command"] for command in anna.commands]
        assert {"catalog", "orders", "balance", "help"} <= set(listed)
        help_text = (await say(anna, "/help")).text
        named = {word.strip(",.") for word in help_text.split() if word.startswith("/")}
        for command in sorted({f"/{name}" for name in listed} | named | {"/privacy", "/paysupport", "/terms"}):
            answer = await say(anna, command)
            assert answer.text != unknown.text, command
            assert "\u2068" not in answer.text
        for command in ("/support", "/paysupport", "/privacy", "/help", "/topup"):
            assert "@shop_help" in (await say(anna, command)).text
        await press(anna, "Back" if language == "en" else "Назад", "0")


async def test_words_stickers_and_voices_get_a_kind_answer(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "hello there", "start with the /catalog")
        await say(anna, "ы" * 4096, "start with the /catalog")
        for send in (anna.send_sticker, anna.send_voice, anna.send_contact):
            await send()
            await anna.wait_for("only text and buttons")
        await anna.send_photo(b"\xff\xd8", caption="/catalog")
        await anna.wait_for("Choose a category")
        await anna.send_photo(b"\xff\xd8", caption="look")
        await anna.wait_for("only text and buttons")
        await anna.send_document("price.txt", b"1000")
        await anna.wait_for("only text and buttons")


async def test_groups_edits_and_service_messages_stay_unanswered(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        written = await anna.send("/balance")
        await anna.wait_for("Available")
        group = world.telegram.group(-100_5)
        mark = anna.mark()
        for text in ("/start", "/catalog", "/order 1", "@storefront_bot hello"):
            await anna.send_in_group(group, text)
        await anna.edit(written, "/catalog")
        assert not await said_since(anna, mark)
        mark = admin.mark()
        for text in ("/admin", f"/credit {SAM} 10", "/ledger"):
            await admin.send_in_group(group, text)
        assert not await said_since(admin, mark)
        assert not [message for message in group.visible if message.from_bot]


async def test_strange_names_are_greeted_as_text(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        bobby = world.telegram.person(7, first_name="<b>Bobby & {$x}</b>" + "\u202e" + "🤖" * 40)
        hello = await say(bobby, "/start", "Hello, <b>Bobby")
        assert "\u202e" not in hello.text
        nobody = world.telegram.person(8, first_name="\u200b")
        assert (await say(nobody, "/start")).text.startswith("Hello! ")
