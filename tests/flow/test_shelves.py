"""Looking around: categories and services by pages, hard names, search, the card, buttons of another time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.panel.catalogue import big_catalogue
from tests.flow.talk import data_of, press, say
from tests.flow.world import PRINTS, VISITS, open_world

HARD = (
    PanelService("11", "<b>Bold</b> & <script>alert(1)</script>", "<i>Cat</i> & co", Decimal("1.5"), 10, 100),
    PanelService("12", "Very long name " * 40, "A category " * 30, Decimal("0.001"), 1, 10**9),
    PanelService("13", "ترجمة الأوصاف إلى العربية \u202eabc", "ترجمة", Decimal("27"), 1, 10),
    PanelService("14", "👩‍👩‍👧‍👦" * 60, "👍🏽" * 100, Decimal("12345.678"), 1, 10),
    PanelService("15", "{ $name } %s {0}", "{ -brand }", Decimal("0"), 1, 10),
)


async def test_a_hundred_categories_and_twenty_thousand_services(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=big_catalogue(20_000, categories=120))
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        first = await say(anna, "/catalog", "Choose a category")
        assert len(first.button_texts) == 8 + 3 + 1
        assert "1 / 15" in first.button_texts
        await press(anna, "‹", "Choose")
        await anna.wait_until(lambda: True if "15 / 15" in anna.last.button_texts else None)
        await press(anna, "Category 120", "Category 120")
        services = await press(anna, "›")
        assert "2 / 21" in services.button_texts
        name = services.button_texts[0]
        assert len(name) <= 60
        card = await press(anna, name, "Price of 1000")
        back = await press(anna, "Back", "Choose a service", message=card)
        assert name in back.button_texts, "back on the page one came from"
        found = await say(anna, "/search print run 19999")
        assert found.button_texts[0].startswith("Print run 19999")
        assert "more than 20" in (await say(anna, "/search print")).text


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_hard_names_are_shown_as_text(tmp_path: Path, language: str) -> None:
    async with open_world(tmp_path, panels=[PanelSimulator("main", "TESTKEY", catalogue=HARD)]) as world:
        anna = world.customer(language=language)
        listed = await say(anna, "/catalog")
        for category in [row[0].data for row in listed.buttons[:-1]]:
            await anna.tap(data=category, message=listed)
            await anna.answered()
            shown = anna.last
            assert "\u202e" not in shown.text
            service = shown.buttons[0][0]
            assert service.data
            assert len(service.text) <= 120
            await anna.tap(data=service.data, message=shown)
            await anna.answered()
            order = "Order" if language == "en" else "Заказать"
            assert order in anna.last.button_texts, anna.last
        assert not [call for call in world.telegram.calls if call.error_code == 400]
        card = await say(anna, "/search <script>")
        await press(anna, card.button_texts[0], "<b>Bold</b> & <script>")


async def test_search_by_words(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        assert (await say(anna, "/search VISITS web")).button_texts[0].startswith("Website visits")
        assert "One service" in anna.last.text
        await say(anna, "/search", "for example: /search")
        await say(anna, "/search <b>nothing</b> &", "Nothing found for “<b>nothing</b> &”")
        await say(anna, "/search " + "я" * 4000, "Nothing found")
        await say(anna, "/search prints")
        await press(anna, "Sticker prints", "Min 1 · max 500")
        await press(anna, "Back", "Choose a service")
        await press(anna, "Back", "Choose a category")
        await press(anna, "Back", "Hello")


async def test_buttons_of_what_is_gone(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        listed = await say(anna, "/search visits")
        old_service = data_of(listed, "Website visits")
        card = await press(anna, "Website visits")
        old_order = data_of(card, "Order")
        await say(anna, "/catalog")
        await press(anna, "Traffic")
        old_category = data_of(anna.last, "Back").replace("catalog", "category:1", 1)
        await say(admin, "/start")
        world.panel.set_services([PRINTS.row(world.panel.dialect.rules)])
        await say(admin, "/sync")
        await admin.wait_for("gone 1")
        await anna.tap(data=old_service, message=listed)
        await anna.wait_for("not for sale any more")
        await anna.tap(data=old_order)
        await anna.wait_for("Please choose another one")
        await anna.tap(data=old_category)
        await anna.answered()
        assert "Catalog" in anna.last.text
        world.panel.set_services([row.row(world.panel.dialect.rules) for row in (VISITS, PRINTS)])
        await say(admin, "/sync")
        await admin.wait_for("back 1")
        await anna.tap(data=old_service, message=listed)
        await anna.wait_for("Price of 1000")


async def test_a_button_under_a_message_that_cannot_be_edited(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        menu = await say(anna, "/start")
        await anna.tap("Catalog", message=menu, inaccessible=True)
        await anna.wait_for("Choose a category")
        menu.deleted = True
        before = anna.mark()
        await anna.tap(data="catalog:0", message=menu)
        await anna.answered()
        fresh = await anna.wait_for("Choose a category", since=before)
        assert fresh is not menu


async def test_an_empty_shelf_and_pages_that_are_not_there(tmp_path: Path) -> None:
    async with open_world(tmp_path, PUBLISH="ask") as world:
        anna = world.customer()
        await say(anna, "/catalog", "shelves are being filled")
        await say(anna, "/search visits", "Nothing found")
        for data in ("catalog:999999", "category:1:5", "orders:77"):
            await anna.tap(data=data)
            await anna.answered()
        await world.shop.services.shelf.publish_everything(world.admin.id, published=True)
        for data in ("catalog:999999", "category:1:999", "category:2:1000000"):
            await anna.tap(data=data)
            await anna.answered()
            assert "Choose a" in anna.last.text
