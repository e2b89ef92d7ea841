"""One message to many: looked at first, aimed, carried out at a pace, stopped, resumed after kill -9."""

from __future__ import annotations

import asyncio
import os
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import insert

from bot.core.broadcasts import RecipientState
from bot.core.customers import Customer
from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.model import BotCall
from bot.simulator.telegram.people import Person
from bot.workers.broadcaster import AT_ONCE
from bot.workers.pace import Pace
from storage.engine import Database
from storage.migrate import migrate
from storage.schema import customers
from tests.flow.clock import HeldClock
from tests.flow.process import shop_process
from tests.flow.talk import bought, data_of, press, said_since, say, toast
from tests.flow.world import BORIS, SAM, TOKEN, World, environ, open_world

NEWS = "News: <sale> & more"
PICTURE = b"\xff\xd8\xff\xe0 a picture"


async def crowd(world: World, count: int, first: int = 5_000) -> list[Person]:
    """People who have written to the bot before."""
    people = [world.telegram.person(first + number, first_name=f"P{number}") for number in range(count)]
    for person in people:
        person.chat.started = True
    async with world.database.transaction() as tx:
        for person in people:
            await tx.customers.see(Customer(person.id, "P", None, "en", None, datetime.now(UTC)))
    return people


def got(person: Person, text: str = NEWS) -> int:
    return sum(message.text == text for message in person.received)


async def drafted(admin: Person, text: str = NEWS) -> str:
    """Data of the button that would begin it for everybody."""
    await say(admin, "/broadcast", "see it first")
    whom = await say(admin, text, "Who shall get it")
    asked = await press(admin, "everybody", "can't be taken back", message=whom)
    return data_of(asked, "Confirm")


async def test_a_text_is_seen_first_and_reaches_everybody_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris, admin = world.customer(), world.customer(BORIS, name="Boris"), world.admin
        await say(anna, "/start")
        await say(boris, "/start")
        await say(admin, "/start")
        await boris.block()
        await say(admin, "/broadcast", "Send the text or the picture")
        await admin.send_sticker()
        await admin.wait_for("Please send a text or one picture")
        mark = admin.mark()
        sent = await admin.send(NEWS)
        whom = await admin.wait_for("Who shall get it", since=mark)
        preview = next(m for m in admin.received if m.message_id > sent.message_id)
        assert (preview.text, preview.button_texts) == (NEWS, [])
        assert got(anna) == 0
        assert "everybody · 3" in whom.button_texts
        asked = await press(admin, "everybody", "3 people", message=whom)
        confirm = data_of(asked, "Confirm")
        await press(admin, "Back", "Who shall get it", message=asked)
        await press(admin, "everybody", "3 people", message=whom)
        await press(admin, "Confirm", "Have it", message=whom)
        report = await admin.wait_for("is out", since=mark)
        assert "Have it: 2 of 3" in report.text
        assert "blocked the bot: 1" in report.text
        await admin.wait_until(lambda: True if "no. 1 · sent" in whom.text else None)
        assert "▰▰▰▰▰▰▰▰▰▰ 100%" in whom.text
        assert (got(anna), got(boris)) == (1, 0)
        await toast(admin, confirm, message=whom)
        assert got(anna) == 1
        # Who blocked the bot is in no segment until they are back.
        again = await drafted(admin, "More")
        assert "2 people" in admin.last.text
        await boris.unblock()
        await say(boris, "/start")
        await toast(admin, again)
        await boris.wait_until(lambda: got(boris, "More") or None)


async def test_a_picture_with_its_words(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        await say(admin, "/broadcast", "Send the text")
        mark = admin.mark()
        await admin.send_photo(PICTURE, caption="See #this")
        whom = await admin.wait_for("Who shall get it", since=mark)
        await press(admin, "everybody", "2 people", message=whom)
        await press(admin, "Confirm", "Have it", message=whom)
        shown = await anna.wait_for("See #this", since=0)
        assert shown.kind == "photo"
        sent = next(m for m in admin.messages if m.kind == "photo" and not m.from_bot)
        assert shown.content["photo"] == sent.content["photo"]


async def test_segments_say_how_many_they_are(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, olga, admin = world.customer(), world.customer(1003, name="Olga", language="ru"), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        await say(olga, "/start", "Olga")
        month = datetime.now(UTC) - timedelta(days=40)
        async with world.database.transaction() as tx:
            await tx.customers.see(Customer(BORIS, "Boris", None, "de-AT", None, month))
        boris = world.customer(BORIS, name="Boris", language="de-AT")
        boris.chat.started = True
        await say(admin, "/broadcast", "Send the text")
        whom = await say(admin, "Hi", "Who shall get it")
        assert set(whom.button_texts) == {
            "everybody · 4", "who has bought · 1", "not here for 30 days · 1", "English · 2", "German · 1",
            "Russian · 1", "Cancel",
        }  # fmt: skip
        await press(admin, "Russian", "one person \\(speaks Russian\\)", message=whom)
        await press(admin, "Confirm", "To: speaks Russian", message=whom)
        await olga.wait_until(lambda: got(olga, "Hi") or None)
        for name, text in (("who has bought", "To buyers"), ("not here for 30 days", "To the lost")):
            await say(admin, "/broadcast", "no. \\d")
            whom = await say(admin, text, "Who shall get it")
            await press(admin, name, "one person", message=whom)
            await press(admin, "Confirm", "Have it", message=whom)
        await boris.wait_until(lambda: got(boris, "To the lost") or None)
        await anna.wait_until(lambda: got(anna, "To buyers") or None)
        assert [got(person, "Hi") + got(person, "To buyers") for person in (anna, boris)] == [1, 0]
        await say(admin, "/broadcast")
        whom = await say(admin, "Nobody", "Who shall get it")
        await press(admin, "Cancel", "Nobody has got it", message=whom)
        await press(admin, "Write another one", "Send the text", message=whom)
        mark = admin.mark()
        await press(admin, "Cancel")
        assert "Send the text" not in "".join(m.text for m in await said_since(admin, mark))


async def test_who_writes_again_is_not_inactive(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna, boris, admin = world.customer(), world.customer(BORIS, name="Boris"), world.admin
        await say(anna, "/start")
        await say(boris, "/start")
        for days, inactive in ((20, 0), (20, 1)):
            clock.pass_by(days=days)
            await say(anna, "/help")
            await say(admin, "/broadcast", "see it first")
            whom = await say(admin, "Hi", "Who shall get it")
            assert f"not here for 30 days · {inactive}" in whom.button_texts


async def test_it_is_stopped_and_goes_on(tmp_path: Path) -> None:
    async with open_world(tmp_path, SEND_RATE="20") as world:
        people = await crowd(world, 120)
        admin = world.admin
        await say(admin, "/start")
        await drafted(admin)
        shown = await press(admin, "Confirm", "being sent")
        await people[5].wait_until(lambda: got(people[5]) or None)
        await press(admin, "Stop", "stopped", message=shown)
        await world.stop()
        before = sum(map(got, people))
        assert before < 100
        await world.start()
        await say(admin, "/broadcast", "stopped")
        opened = await press(admin, "Message no. 1", "stopped")
        assert sum(map(got, people)) == before
        await world.stop()
        world.settings = world.settings.model_copy(update={"send_rate": 1000.0})
        await world.start()
        await press(admin, "Go on", "being sent", message=opened)
        await admin.wait_for("is out", since=0)
        assert set(map(got, people)) == {1}


async def test_telegrams_patience_is_respected(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        people = await crowd(world, 10)
        admin = world.admin
        await say(admin, "/start")
        await drafted(admin)
        world.telegram.faults.add("sendMessage", "too_many_requests", retry_after=1, chat_id=people[2].id)
        world.telegram.faults.add("sendMessage", "bad_gateway_html", chat_id=people[4].id)
        world.telegram.faults.add("sendMessage", "bad_request", description="chat not found", chat_id=people[6].id)
        await press(admin, "Confirm", "Have it")
        report = await admin.wait_for("is out", since=0)
        assert "Have it: 10 of 11" in report.text
        assert "Could not be reached: 1" in report.text
        assert [got(person) for person in people] == [1, 1, 1, 1, 1, 1, 0, 1, 1, 1]
        calls = [call for call in world.telegram.calls_of("sendMessage") if call.params.get("text") == NEWS]
        held = next(place for place, call in enumerate(calls) if "too_many_requests" in (call.error or ""))
        assert str(calls[held + 1].params["chat_id"]) == str(people[2].id), "nothing goes out meanwhile"


async def test_notices_go_before_it_and_answers_make_it_wait() -> None:
    pace = Pace(1000)
    order: list[str] = []
    gone = asyncio.Event()

    async def notice() -> None:
        async with pace.urgent():
            order.append("notice begins")
            await gone.wait()
            order.append("notice gone")

    async def bulk() -> None:
        await pace.bulk()
        order.append("bulk")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(notice())
        await asyncio.sleep(0)
        tasks.create_task(bulk())
        for _ in range(20):
            await asyncio.sleep(0)
        assert order == ["notice begins"]
        gone.set()
    assert order == ["notice begins", "notice gone", "bulk"]


async def test_a_calm_moment_saves_up_no_burst() -> None:
    pace = Pace(20)
    gone = 0

    async def bulk() -> None:
        nonlocal gone
        await pace.bulk()
        gone += 1

    async with asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(bulk())
        for _ in range(20):
            await asyncio.sleep(0)
        assert 1 <= gone < 12  # four, and a few more on a machine that is busy otherwise


async def test_to_a_stranger_its_buttons_do_not_exist(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        await say(admin, "/start")
        confirm = await drafted(admin)
        out_of_date = await toast(anna, "garbage")
        for data in (confirm, "b:1", "b-aim:1:all:", "b-stop:1", "b-on:1", "b-no:1", "b-new"):
            assert await toast(anna, data) == out_of_date, data
        assert got(anna) == 0


MANY = int(os.environ.get("BROADCAST_RECIPIENTS", "10000"))
RATE = float(os.environ.get("BROADCAST_RATE", "1000"))  # messages a second
LONG = 60 + 3 * MANY / min(RATE, 100)


class Impatient:
    """Somebody who taps all the time, and how long each answer took."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.waited: list[float] = []

    async def go_on(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            begun = perf_counter()
            await say(self.person, "/help", "/paysupport")
            self.waited.append(perf_counter() - begun)
            with suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), 0.5)


async def welcomed(person: Person) -> None:
    """By a process that has just been started."""
    await person.send("/start")
    await person.wait_for("Hello", since=0, timeout=90)


def busiest_second(sent: list[float]) -> int:
    """The most messages that any second saw."""
    return max(bisect_left(sent, at + 1) - place for place, at in enumerate(sent))


@pytest.mark.timeout(2 * LONG + 120)
async def test_ten_thousand_get_it_once_though_the_shop_is_killed(tmp_path: Path) -> None:
    telegram = TelegramSimulator(token=TOKEN)
    panel = PanelSimulator("main", "TESTKEY")
    people = range(100_001, 100_001 + MANY)
    async with telegram.serve() as base, panel.serve() as url:
        settings = environ(base, tmp_path, [(panel, url)], {"SEND_RATE": str(RATE)})
        database_url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
        await migrate(database_url)
        database = await Database.open(database_url)
        now = datetime.now(UTC)
        known = [{"id": one, "first_name": "P", "created_at": now, "seen_at": now} for one in people]
        async with database.transaction() as tx:
            await tx.connection.execute(insert(customers), known)
        for person_id in people:
            telegram.world.add_person(person_id, first_name="P")
            telegram.world.chats[person_id].started = True
        admin = telegram.person(SAM, first_name="Sam")
        boris = Impatient(telegram.person(BORIS, first_name="Boris"))

        def delivered() -> list[BotCall]:
            return [
                call
                for call in telegram.calls_of("sendMessage")
                if call.ok and call.params.get("text") == NEWS and int(call.params["chat_id"]) in people
            ]

        async with shop_process(settings, tmp_path / "first.log") as process:
            await welcomed(admin)
            await drafted(admin)
            await press(admin, "Confirm", "being sent")
            await admin.wait_until(lambda: True if len(telegram.calls) > MANY // 3 else None, timeout=LONG)
            process.kill()
            await process.wait()
        first = delivered()
        assert MANY // 5 < len(first) < MANY - MANY // 20
        assert len({call.params["chat_id"] for call in first}) == len(first)
        async with shop_process(settings, tmp_path / "second.log"), asyncio.TaskGroup() as tasks:
            done = asyncio.Event()
            await welcomed(boris.person)
            tasks.create_task(boris.go_on(done))
            report = await admin.wait_for("is out", since=0, timeout=LONG)
            done.set()
        assert f"Have it: {MANY + 1} of {MANY + 1}" in report.text
        counts = Counter(int(call.params["chat_id"]) for call in delivered())
        assert set(counts) == set(people)
        repeats = [number for number in counts.values() if number > 1]
        assert len(repeats) <= AT_ONCE
        assert all(number == 2 for number in repeats)
        async with database.reading() as tx:
            assert await tx.broadcasts.counts(1) == {RecipientState.SENT: MANY + 1}
        await database.close()
        sent = [call.at for call in delivered()]
        waited = sorted(boris.waited)
        print(
            f"{MANY} recipients at {RATE:g} a second: {len(repeats)} repeated, busiest second {busiest_second(sent)}; "
            f"{len(waited)} taps meanwhile, median {waited[len(waited) // 2]:.3f} s, slowest {waited[-1]:.3f} s"
        )
