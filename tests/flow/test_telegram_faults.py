"""What Telegram can do to the shop, and what a restart may find."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.core.orders import OrderState
from bot.simulator.panel import Fault
from bot.simulator.telegram import TelegramSimulator
from tests.flow.clock import HeldClock
from tests.flow.talk import accepted, bought, data_of, press, quote_of, said_since, say, toast
from tests.flow.world import TOKEN, World, open_world


async def _health(world: World) -> tuple[int, str]:
    url = f"http://127.0.0.1:{world.shop.health.port}/healthz"
    async with ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def _orders(world: World, customer_id: int = 1001) -> list[OrderState]:
    async with world.database.reading() as tx:
        return [order.state for order in await tx.orders.of_customer(customer_id, limit=100)]


async def test_telegram_away_at_start(tmp_path: Path) -> None:
    telegram = TelegramSimulator(token=TOKEN)
    telegram.faults.down = True
    async with open_world(tmp_path, telegram=telegram) as world:
        anna = world.customer()
        await anna.start()
        status, body = await _health(world)
        assert status == 503
        assert "Telegram does not answer" in body
        telegram.faults.clear()
        await anna.wait_for("Hello")
        assert (await _health(world))[0] == 200


async def test_too_many_requests_are_waited_for(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await anna.start()
        await anna.wait_for("Hello")
        world.telegram.faults.add("sendMessage", "too_many_requests", retry_after=1, chat_id=anna.id)
        await say(anna, "/catalog", "Choose a category")
        await world.credit(anna, "10")
        await bought(world, anna)
        world.telegram.faults.add("sendMessage", "too_many_requests", retry_after=1, chat_id=anna.id)
        world.telegram.faults.add("editMessageText", "too_many_requests", retry_after=1, chat_id=anna.id)
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_for("Order #1: Completed", since=0)


async def test_ids_that_no_database_holds_stop_nobody(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/start", "Hello")
        updates = world.telegram.backend.updates
        sender = {"id": 10**30, "is_bot": False, "first_name": "X"}
        body = {"message_id": 1, "date": 1, "chat": {"id": 10**30, "type": "private"}, "from": sender, "text": "/start"}
        assert updates.push("message", body, anna.id) is not None
        far = updates.push("message", body | {"from": anna.user, "chat": anna.chat.to_api()}, anna.id)
        assert far is not None
        far.update_id = 10**30
        await say(anna, "/balance", "Available")


async def test_a_clock_that_jumps_sends_nothing_beside_itself(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris")
        for person in (anna, boris):
            await world.credit(person, "10")
            await bought(world, person)
        await accepted(world, 2)
        annas, boriss = world.panel.book
        world.telegram.faults.add("sendMessage", "hang_after", chat_id=anna.id)
        world.panel.move(annas, status="Completed")
        clock.pass_by(seconds=2)
        await anna.wait_for("Order #1: Completed", since=0)
        world.panel.move(boriss, status="Completed")
        clock.pass_by(minutes=5)
        await boris.wait_for("Order #2: Completed", since=0)
        assert sum("Order #1: Completed" in message.text for message in anna.received) == 1
        world.telegram.faults.clear()


@pytest.mark.parametrize("kind", ["internal_error", "bad_gateway_html", "reset_after", "bad_request", "forbidden"])
async def test_a_tap_on_confirm_counts_once_whatever_becomes_of_the_answer(tmp_path: Path, kind: str) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        data = data_of(quote, "Confirm")
        for method in ("editMessageText", "answerCallbackQuery"):
            world.telegram.faults.add(method, kind, chat_id=None)  # type: ignore[arg-type]
        await anna.tap(data=data, message=quote)
        await world.panel.called("add")
        await anna.wait_for("Order #1", since=0)
        world.telegram.faults.clear()
        # Whichever message became the card, it is the one that lives on.
        world.panel.move(next(iter(world.panel.book)), status="In progress", remains=400)
        await anna.wait_for("Remains: 400")
        assert "Remains: 400" in anna.last.text
        await toast(anna, data, message=quote)
        assert len(world.panel.book) == 1
        assert await world.available_micros(anna.id) == 8_830_000


async def test_words_that_telegram_cannot_parse_come_plain(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await anna.start()
        await anna.wait_for("Hello")
        fault = "Bad Request: can't parse entities: Unsupported start tag"
        world.telegram.faults.add("sendMessage", "bad_request", description=fault)
        await say(anna, "/help", "How it works")
        world.telegram.faults.add("editMessageText", "bad_request", description="Bad Request: message is not modified")
        calls = len(world.telegram.calls_of("sendMessage"))
        assert await toast(anna, "catalog:0") == ""
        assert len(world.telegram.calls_of("sendMessage")) == calls
        world.telegram.faults.add(
            "answerCallbackQuery", "bad_request", description="Bad Request: query is too old and response timed out"
        )
        await anna.tap(data="catalog:0")
        await anna.wait_for("Choose a category")
        await say(anna, "/balance", "Available")


async def test_a_customer_who_blocks_the_bot_and_comes_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        await anna.block()
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await world.telegram_refused("Order #1")
        await anna.unblock()
        await anna.start()
        await anna.wait_for("Order #1: Completed", since=0)
        await say(anna, "/orders", "one so far")


async def test_two_programs_with_one_token_are_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/start")
        url = f"{world.settings.bot_api_url}/bot{TOKEN}/getUpdates"
        async with ClientSession() as session:
            for _ in range(100):
                async with session.get(url, params={"timeout": "0"}) as response:
                    assert response.status == 200
                if (await _health(world))[0] == 503:
                    break
        status, body = await _health(world)
        assert status == 503
        assert "another program polls" in body
        assert "second_poller" in capsys.readouterr().out
        await say(anna, "/help", "How it works")
        await anna.wait_until(lambda: True)


async def test_the_end_while_an_order_is_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.workers.submitter.LAST_CALLS", 0.5)
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await quote_of(anna)
        world.panel.fail("add", Fault.HANG_AFTER)
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        async with asyncio.timeout(60):
            await world.stop()
        assert await _orders(world) == [OrderState.UNKNOWN]
        world.panel.heal()
        await world.start()
        await anna.wait_for("Order #1: Being checked", since=0)
        await say(anna, "/balance", "Held for orders being placed: 1.17 USD")
        assert world.panel.calls("add") == 1


async def test_a_restart_goes_on_where_the_last_run_ended(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        quote = await quote_of(anna, link="https://example.com/second")
        # Telegram goes away: what is typed, tapped and reported meanwhile is done after the restart, once.
        world.telegram.faults.add("sendMessage", "internal_error", times=10_000, chat_id=anna.id)
        world.telegram.faults.add("editMessageText", "internal_error", times=10_000, chat_id=anna.id)
        await anna.tap("Confirm", message=quote)
        await world.panel.called("add", 2)
        world.panel.move_many(world.panel.book, status="Completed")
        await _until_finished(world, 2)
        await world.stop()
        world.telegram.faults.clear()
        mark = anna.mark()
        await world.start()
        for number in (1, 2):
            await anna.wait_for(f"Order #{number}: Completed", since=mark)
        told = [message.text for message in await said_since(anna, mark) if "Completed" in message.text]
        assert len([text for text in told if "Order #1: " in text]) == 1
        assert len([text for text in told if "Order #2: " in text]) == 1
        assert world.panel.calls("add") == 2


async def _until_finished(world: World, count: int) -> None:
    async with asyncio.timeout(30):
        while (await _orders(world)).count(OrderState.COMPLETED) < count:  # noqa: ASYNC110 - no bell rings here
            await asyncio.sleep(0.05)
