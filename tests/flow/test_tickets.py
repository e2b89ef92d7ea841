"""Support in the chat: a request, the answer to it, and nobody's name."""

from __future__ import annotations

from pathlib import Path

from bot.simulator.telegram.people import Person
from tests.flow.talk import bought, data_of, press, said_since, say, toast
from tests.flow.world import BORIS, World, open_world

PICTURE = b"\xff\xd8\xff\xe0 a picture"
MARIA = 9002


async def test_help_leads_to_support(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        for command in ("/help", "/paysupport"):
            shown = await say(anna, command, "/support")
            await press(anna, "Support", "What is it about", message=shown)


async def opened(person: Person, words: str = "It is broken", topic: str = "Something else") -> None:
    """A request without an order."""
    await say(person, "/support", "What is it about")
    await press(person, topic)
    if "about no order" in "".join(person.last.button_texts):
        await press(person, "about no order", "Write what happened")
    await say(person, words, "has reached us")


async def test_a_request_its_answer_and_its_end(tmp_path: Path) -> None:
    async with open_world(tmp_path, SUPPORT_CONTACT="@helpdesk", ADMIN_IDS=f"9001,{MARIA}") as world:
        anna, admin = world.customer(), world.admin
        maria = world.telegram.person(MARIA, first_name="Maria", username="maria_helps")
        await say(maria, "/start")
        await world.credit(anna, "10")
        await bought(world, anna)
        topics = await say(anna, "/support", "What is it about")
        assert "@helpdesk" in topics.text
        which = await press(anna, "An order", "Which order", message=topics)
        asked = await press(anna, "#1", "order #1", message=which)
        assert "Your next message reaches us" in asked.text
        mark = admin.mark()
        await anna.send_sticker()
        await anna.wait_for("Please send words or a picture")
        await say(anna, "Where <is> it?\nI paid!", "(?s)no. 1 has reached us.*just write on")
        lead = await admin.wait_for("Request no. 1", since=mark)
        assert "Anna (1001)" in lead.text
        assert "order #1" in lead.text
        assert "Where <is> it?\nI paid!" in lead.text
        await maria.wait_for("Request no. 1", since=mark)
        # What follows goes to the same request, pictures too.
        await anna.send_photo(PICTURE, caption="Look")
        await anna.wait_for("Added to your request no. 1")
        shown = await admin.wait_for("Look", since=mark)
        assert shown.kind == "photo"
        await press(admin, "Reply", "(?s)Your answer to Anna.*your name is not shown", message=lead)
        begin = anna.mark()
        await say(admin, "Coming <soon>.\nSorry!", "Sent. Request no. 1 stays open")
        answer = await anna.wait_for("Answer to your request no. 1", since=begin)
        assert "Coming <soon>.\nSorry!" in answer.text
        assert not any(name in answer.text for name in ("Sam", "sam", "9001"))
        await press(anna, "Write on", "added to your request no. 1", message=answer)
        mark = maria.mark()
        await say(anna, "Thanks", "Added to your request")
        told = await maria.wait_for("Thanks", since=mark)
        await press(maria, "Reply", "Your answer", message=told)
        begin = anna.mark()
        await maria.send_photo(PICTURE, caption="Here")
        await maria.wait_for("Sent. Request no. 1")
        picture = await anna.wait_for("Here", since=begin)
        assert picture.kind == "photo"
        assert "Maria" not in picture.text
        card = await press(maria, "Request no. 1", "Answered", message=maria.last)
        for words in ("Where <is> it?", "🖼 Look", "Coming <soon>.", "🖼 Here"):
            assert words in card.text, words
        assert card.text.count("We ·") == 2
        mark = maria.mark()
        await press(maria, "Pictures", "Request no. 1 · ", message=card)
        await maria.wait_until(
            lambda: True if sum(m.seq > mark and m.kind == "photo" for m in maria.received) == 2 else None
        )
        await press(maria, "Order #1", "Customer: Anna", message=card)
        listed = await say(maria, "/tickets", "One open request")
        assert listed.button_texts[0] == "#1 · Anna · An order"
        card = await press(maria, "#1", "Answered", message=listed)
        begin = anna.mark()
        await press(maria, "Close", "Closed", message=card)
        closed = await anna.wait_for("no. 1 is closed", since=begin)
        # Writing on opens it again.
        await press(anna, "Write again", "added to your request", message=closed)
        await say(anna, "One more thing", "Added to your request no. 1")
        listed = await say(admin, "/tickets", "One open request")
        assert listed.button_texts[0] == "● #1 · Anna · An order"
        mine = await say(anna, "/support", "Your request no. 1")
        assert "You · " in mine.text
        assert "Support · " in mine.text
        assert "@helpdesk" in mine.text
        mark = admin.mark()
        await press(anna, "Solved", "no. 1 is closed", message=mine)
        await say(admin, "/tickets", "No open requests")
        await press(admin, "Closed ones", "Closed requests: 1")
        card = await press(admin, "#1", "Closed")
        await press(admin, "Open again", "Waits for an answer", message=card)


async def test_one_open_request_a_customer(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await opened(anna, "First")
        mine = await say(anna, "/support", "Your request no. 1")
        await press(anna, "Solved", "is closed", message=mine)
        await opened(anna, "Second", "A payment")
        # Old buttons: words for a closed one go to the one that is open.
        await toast(anna, "t-write:1")
        await say(anna, "Third", "Added to your request no. 2")
        await toast(anna, "t-topic:other", message=mine)
        await anna.wait_for("Write what happened")
        await say(anna, "Fourth", "no. 2")
        card = await press(admin, "#2", "Waits for an answer", message=await say(admin, "/tickets", "One open"))
        for words in ("Second", "Third", "Fourth"):
            assert words in card.text
        await toast(admin, "a-ticket:1", message=card)
        assert "already: no. 2" in await toast(admin, "a-topen:1", message=card)


async def test_words_instead_of_an_order_are_the_request(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        await say(anna, "/support", "What is it about")
        await press(anna, "Something else", "Which order is it about")
        await say(anna, "Do you sell posters?", "Your request no. 1 has reached us")
        told = await admin.wait_for("Do you sell posters?", since=0)
        assert "Something else" in told.text


async def test_what_is_typed_elsewhere_is_no_message_to_support(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await say(anna, "/support", "What is it about")
        await press(anna, "Something else", "Write what happened")
        await press(anna, "Cancel")
        await say(anna, "Hello?", "not sure what to do")
        await opened(anna)
        await say(anna, "/catalog")
        await say(anna, "Hello again?", "not sure what to do")
        mark = admin.mark()
        card = await press(admin, "#1", "It is broken", message=await say(admin, "/tickets"))
        await press(admin, "Reply", "Your answer", message=card)
        await press(admin, "Cancel")
        begin = anna.mark()
        await say(admin, "not for Anna", "not sure what to do")
        assert not [m for m in await said_since(anna, begin) if "not for Anna" in m.text]
        assert not [m for m in await said_since(admin, mark) if "Hello" in m.text]


async def test_who_only_helps_answers_and_does_nothing_else(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        boris = world.customer(BORIS, name="Boris")
        await say(boris, "/start")
        await say(admin, "/start")
        await say(admin, f"/role {BORIS} support")
        if "Confirm" in admin.last.button_texts:
            await press(admin, "Confirm")
        mark = boris.mark()
        await opened(anna)
        lead = await boris.wait_for("Request no. 1", since=mark)
        await press(boris, "Reply", "Your answer", message=lead)
        await say(boris, "On it", "Sent")
        await anna.wait_for("On it", since=0)
        for command in ("/broadcast", "/stats", "/export orders"):
            refused = await say(boris, command)
            assert not any(word in refused.text for word in ("see it first", "Turnover", "row")), command
        await toast(boris, "b-go:1:all:", message=lead)
        assert not world.telegram.calls_of("sendDocument")
        assert not world.telegram.calls_of("sendPhoto")


async def test_long_lists_have_pages(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/start")
        for number in range(10):
            person = world.telegram.person(2_000 + number, first_name=f"P{number}")
            await opened(person, "x" * 4_000)
        listed = await say(admin, "/tickets", "10 open requests")
        assert len([text for text in listed.button_texts if "#" in text]) == 8
        await press(admin, "›", "10 open requests", message=listed)
        card = await press(admin, "#10", "P9", message=listed)
        assert len(card.text) <= 4_096
        await toast(admin, "a-tickets:0:99", message=listed)
        assert any("#10" in text for text in listed.button_texts)


async def test_somebody_elses_request_is_out_of_reach(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris, admin = world.customer(), world.customer(BORIS, name="Boris"), world.admin
        await say(admin, "/start")
        await world.credit(anna, "10")
        await bought(world, anna)
        await opened(anna, "Secret")
        await say(boris, "/start")
        for data in ("t-write:1", "t-done:1"):
            assert "can't find this request" in await toast(boris, data)
        out_of_date = await toast(boris, "garbage")
        for data in ("a-ticket:1", "a-answer:1", "a-tclose:1", "a-topen:1", "a-tpics:1", "a-tickets:0:0"):
            assert await toast(boris, data) == out_of_date, data
        # Anna's order can't be named in a request of Boris.
        await toast(boris, "t-order:order:1")
        await boris.wait_for("Write what happened")
        await say(boris, "mine!", "can't find this order")
        listed = await say(admin, "/tickets", "One open request")
        assert not any("Boris" in text for text in listed.button_texts)
        assert data_of(listed, "#1") == "a-ticket:1"


async def test_an_answer_waits_for_a_customer_who_is_away(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await opened(anna)
        await anna.block()
        lead = await admin.wait_for("Request no. 1", since=0)
        await press(admin, "Reply", "Your answer", message=lead)
        await say(admin, "Here is the answer", "Sent")
        await _parked(world)
        await world.stop()
        await world.start()
        await anna.unblock()
        begin = anna.mark()
        await anna.start()
        await anna.wait_for("Here is the answer", since=begin)


async def _parked(world: World) -> None:
    await world.telegram.person(1001).wait_until(
        lambda: True if any(call.error and "blocked" in call.error for call in world.telegram.calls) else None
    )
