"""Every order type, bought in the chat: what is asked, how it may be answered, and what reaches the provider."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core import order_types
from bot.core.order_types import LINK as LINK_FIELD
from bot.core.order_types import QUANTITY, TYPES, USERNAME, Field, FieldKind, OrderType, PricedBy
from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.panel.dialects import Dialect
from bot.simulator.panel.services import TYPE_RULES, TypeRules
from bot.simulator.telegram.people import Person
from tests.flow.talk import LINK, press, say
from tests.flow.world import World, open_world

LINES = ("one & <two>", "вторая строка 😀", "three = 3%")
TYPED = {
    "link": LINK,
    "quantity": "100",
    "username": "anna.shop",
    "hashtag": "#travel & food",
    "media": "https://example.com/p/media?x=1&y=2",
    "answer_number": "2",
    "min": "10",
    "max": "20",
    "posts": "5",
    "country": "United States",
    "google_keyword": "buy shoes, cheap",
    "referring_url": "https://example.com/from",
}
LABELS = {"delay": ("0", "At once"), "device": ("3", "iPhone and iPad"), "type_of_traffic": ("1", "Google search")}


def _service(key: str, number: int) -> PanelService:
    name = next(name for name in TYPE_RULES if name.lower().replace(" ", "_") == key)
    return PanelService(str(number), f"Kind-{number:02}", "All types", Decimal("5"), 1, 1000, name, dripfeed=True)


def test_the_table_and_the_panel_know_the_same_types() -> None:
    assert {name.lower().replace(" ", "_") for name in TYPE_RULES} == set(TYPES)


async def test_every_type_reaches_the_provider_as_the_table_says(tmp_path: Path) -> None:
    services = {key: _service(key, number) for number, key in enumerate(TYPES, start=1)}
    panel = PanelSimulator("main", "TESTKEY", catalogue=services.values())
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "1000")
        for number, (key, order_type) in enumerate(TYPES.items(), start=1):
            expected = await _buy(world, anna, order_type, services[key], number)
            order = list(panel.book.values())[-1]
            assert order.fields == {"action": "add", "service": services[key].service, **expected}, key
            assert not panel.requests[-1].unexpected
            quantity = Decimal(order.quantity)
            assert Decimal(panel.requests[-1].fields.get("quantity", quantity)) == quantity
        spent = sum(order.price for order in panel.book.values()) * Decimal("1.3")
        assert await world.available_micros(anna.id) == 1_000_000_000 - int(spent * 1_000_000)


async def test_a_new_type_is_a_new_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = OrderType(
        "signed_prints",
        (LINK_FIELD, USERNAME, QUANTITY, Field("keywords", FieldKind.LINES, required=False)),
        PricedBy.QUANTITY,
    )
    monkeypatch.setitem(TYPES, added.key, added)
    monkeypatch.setitem(order_types._BY_NAME, "signedprints", added)
    rules = TypeRules(("link", "username", "quantity"), optional=("keywords",))
    monkeypatch.setitem(TYPE_RULES, "Signed prints", rules)
    service = PanelService("1", "Kind-01", "All types", Decimal("5"), 1, 1000, "Signed prints")
    panel = PanelSimulator("main", "TESTKEY", catalogue=[service])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        expected = await _buy(world, anna, added, service, 1)
        (order,) = panel.book.values()
        assert order.fields == {"action": "add", "service": "1", **expected}
        assert "Keywords: 3 lines" in (await say(anna, "/order 1", "Order #1")).text


async def _buy(world: World, anna: Person, order_type: OrderType, service: PanelService, number: int) -> dict[str, str]:
    await say(anna, f"/search {service.name}")
    await press(anna, service.name)
    await press(anna, "Order", "step 1 of")
    answers: dict[str, str] = {}
    for field in order_type.fields:
        if field.only_if and answers.get(field.only_if[0]) != field.only_if[1]:
            continue
        answers[field.name] = await _answer(anna, field, number)
    await anna.wait_for("Total", since=0)
    calls = world.panel.calls("add")
    await press(anna, "Confirm", f"Order #{number}")
    await world.panel.called("add", calls + 1)
    await anna.wait_until(lambda: True if f"Order #{number}" in anna.last.text else None)
    return {name: value for name, value in answers.items() if value}


async def _answer(anna: Person, field: Field, number: int) -> str:
    """By a text, a file, a choice, a day or Skip, as the field has it; what the provider should get."""
    question = anna.last
    match field.kind:
        case FieldKind.LINES:
            if number % 2:
                await say(anna, "\n \n" + "\n".join(LINES) + "\n")
            else:
                await anna.send_document("list.txt", b"\xef\xbb\xbf" + "\r\n".join(LINES).encode() + b"\r\n\r\n")
                await anna.wait_for("")
            return "\n".join(LINES)
        case FieldKind.CHOICE:
            value, label = LABELS[field.name]
            await press(anna, label, message=question)
            return value
        case FieldKind.DATE:
            title = question.button_texts[1]
            await press(anna, "›", message=question)
            assert question.button_texts[1] != title
            await press(anna, "15", message=question)
            this_month = datetime.now(UTC).replace(day=1)
            return (this_month + timedelta(days=32)).strftime("15/%m/%Y")
        case _ if not field.required:
            await press(anna, "Skip", message=question)
            return ""
        case _:
            await say(anna, TYPED[field.name])
            return TYPED[field.name]


async def test_the_other_branches_of_web_traffic(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[_service("web_traffic", 1)])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer(language="ru")
        await world.credit(anna, "100")
        for number, (label, last) in enumerate((("Другой сайт", "https://example.com/from"), ("Напрямую", "")), 1):
            await say(anna, "/search kind")
            await press(anna, "Kind-01")
            await press(anna, "Заказать")
            for typed in (LINK, "100", "US"):
                await say(anna, typed)
            await press(anna, "Все устройства")
            shown = await press(anna, label)
            if last:
                shown = await say(anna, last)
            assert "Итого" in shown.text
            await press(anna, "Подтвердить", f"#{number}")
            await panel.called("add", number)
        first, second = panel.book.values()
        assert first.fields["type_of_traffic"] == "2"
        assert first.fields["referring_url"] == "https://example.com/from"
        assert first.fields["device"] == "5"
        assert second.fields["type_of_traffic"] == "3"
        assert not {"google_keyword", "referring_url"} & set(second.fields)


async def test_lists_that_cannot_be_used(tmp_path: Path) -> None:
    service = PanelService("1", "Greeting cards", "Cards", Decimal("10"), 2, 4, "Custom Comments")
    panel = PanelSimulator("main", "TESTKEY", catalogue=[service])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await say(anna, "/search cards")
        await press(anna, "Greeting cards")
        await press(anna, "Order")
        await say(anna, LINK, "From 2 to 4 lines")
        await say(anna, "only one", "one line. Please send from 2 to 4")
        await say(anna, "\n".join("abcde"), "5 lines. Please send from 2 to 4")
        await say(anna, "x" * 1001 + "\ny", "Line 1 is too long: 1,?000")
        for content, why in (
            (b"\xff\xfe\xfa\x00\xd8", "can't read this file"),
            (b"PK\x03\x04\x00\x00", "can't read this file"),
            (b"\x80\x81\n\x82", "can't read this file"),
            (b"", "list is empty"),
            (b"a\n" * 200_000, "too long: 256 KB"),
            (b"a\n" * 300_000, "too big: 256 KB"),
        ):
            await anna.send_document("list.txt", content)
            await anna.wait_for(why)
        await anna.send_document("list.txt", "α\nβ\nγ".encode("utf-16"))
        quote = await anna.wait_for("Total: 0.039 USD")
        assert "3 lines" in quote.text
        await press(anna, "Confirm", "Order #1")
        await panel.called("add")
        assert next(iter(panel.book.values())).fields["comments"] == "α\nβ\nγ"


async def test_drip_feed_comes_and_goes_on_the_quote(tmp_path: Path) -> None:
    service = PanelService("1", "Website visits", "Traffic", Decimal("0.9"), 50, 10_000, dripfeed=True)
    panel = PanelSimulator("main", "TESTKEY", Dialect.SMMSEND, catalogue=[service])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        card = await say(anna, "/search visits")
        assert "Drip-feed" in (await press(anna, "Website visits", message=card)).text
        await press(anna, "Order")
        await say(anna, LINK)
        await say(anna, "1000", "Total: 1.17 USD")
        await press(anna, "Drip-feed", "step 1 of 2")
        for typed in ("1", "1001", "many"):
            assert "Total" not in (await say(anna, typed)).text
        await press(anna, "Cancel", "Total: 1.17 USD")
        await press(anna, "Drip-feed", "step 1 of 2")
        await say(anna, "3", "step 2 of 2")
        quote = await say(anna, "60", "Total: 3.51 USD")
        assert "Drip-feed: 3 × 1000, every 60 minutes" in quote.text
        plain = await press(anna, "All at once", "Total: 1.17 USD", message=quote)
        assert "every" not in plain.text
        await press(anna, "Drip-feed", "step 1 of 2")
        again = await say(anna, "/cancel", "Total: 1.17 USD")
        await press(anna, "Drip-feed", "step 1 of 2", message=again)
        await say(anna, "2")
        await say(anna, "30", "Total: 2.34 USD")
        await press(anna, "Confirm", "Order #1")
        await panel.called("add")
        (order,) = panel.book.values()
        assert (order.fields["runs"], order.fields["interval"], order.fields["quantity"]) == ("2", "30", "1000")
        assert await world.available_micros(anna.id) == 7_660_000
