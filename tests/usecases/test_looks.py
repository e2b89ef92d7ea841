"""What the poller remembers of rows, what makes it forget, and that no order is forgotten with it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from structlog.testing import capture_logs

from bot.core.bells import Bells
from bot.core.errors import ProviderError
from bot.core.events import NoticeKind
from bot.core.orders import DueLook, OrderState
from bot.core.provider import ErrorKind, Mark, OrderStatus, Refusal, StatusNews
from bot.core.provider import RemoteState as R
from bot.core.services import look_memory, look_schedule
from bot.core.services import looks as looks_module
from bot.core.services.look_schedule import HOLDS
from bot.core.services.looks import Looks
from bot.workers import poller as poller_module
from bot.workers.poller import Poller
from bot.workers.supervisor import Heart
from storage.unit_of_work import UnitOfWork
from tests.usecases.bench import ANNA, MAIN, Bench, status

MINUTE = timedelta(minutes=1)  # the interval of these shops
TOMORROW = timedelta(days=1)


class Panel:
    """Answers the poller from memory, and writes down when each order was asked for."""

    name = MAIN

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.rows: dict[str, OrderStatus | Refusal] = {}
        self.asked: list[list[str]] = []
        self.looked_at: dict[str, datetime] = {}
        self.trouble: list[Exception] = []

    async def news(self, order_ids: Sequence[str], known: Mapping[Mark, str]) -> StatusNews:
        self.asked.append(list(order_ids))
        if self.trouble:
            raise self.trouble.pop()
        self.looked_at |= dict.fromkeys(order_ids, self.bench.clock.now())
        marks = {order_id: hash(self.rows[order_id]) for order_id in order_ids}
        same = {known[mark] for mark in marks.values() if mark in known}
        return StatusNews({one: self.rows[one] for one in order_ids if one not in same}, same, marks)

    def taken(self) -> list[str]:
        """The ids that were asked for since it was last called."""
        ids = [order_id for some in self.asked for order_id in some]
        self.asked.clear()
        return sorted(ids)

    def poller(self) -> Poller:
        return Poller(self.bench.tracking, self, Bells())


async def opened(bench: Bench, count: int) -> Panel:
    """So many orders in progress, an hour old, and a panel that knows them."""
    await bench.prepare(credit=1_000_000_000)
    panel = Panel(bench)
    for number in range(count):
        order_id = str(501 + number)
        await bench.accepted(order_id, link=f"https://example.com/{number}", quantity="100")
        panel.rows[order_id] = status(order_id, R.IN_PROGRESS, 10)
    bench.clock.advance(hours=1)
    return panel


async def held(bench: Bench, count: int) -> tuple[Panel, Poller]:
    """As `opened`, and a poller that holds the orders."""
    panel = await opened(bench, count)
    poller = panel.poller()
    await poller.round()
    panel.taken()
    for order in await bench.orders_in():
        assert order.next_poll_at is not None
        assert HOLDS[0] * MINUTE <= order.next_poll_at - bench.clock.now() <= HOLDS[-1] * MINUTE
    return panel, poller


async def due(looks: Looks, at: datetime) -> list[DueLook]:
    return [look async for batch in looks.schedule.batches(at, 100) for look in batch]


async def test_a_row_is_known_by_its_mark_once_it_is_written(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    looks = bench.tracking.looks(MAIN)
    found = await due(looks, looks.now() + TOMORROW)
    assert looks.known(found) == {}
    assert await looks.take(found, StatusNews({"501": status("501", R.IN_PROGRESS, 10)}, marks={"501": 7})) == 1
    found = await due(looks, looks.now() + TOMORROW)
    assert looks.known(found) == {7: "501"}
    bench.clock.advance(hours=1)
    assert await looks.take(found, StatusNews({}, same={"501"}, marks={"501": 7})) == 0
    after = await bench.order(order.id)
    assert (after.state, after.remains, after.polled_at) == (OrderState.IN_PROGRESS, 10, bench.clock.now())
    assert after.next_poll_at is not None
    assert after.next_poll_at > bench.clock.now()


async def test_whoever_writes_the_order_makes_its_mark_unknown(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    looks = bench.tracking.looks(MAIN)
    found = await due(looks, looks.now() + TOMORROW)
    await looks.take(found, StatusNews({"501": status("501", R.IN_PROGRESS, 10)}, marks={"501": 7}))
    async with bench.database.transaction() as tx:
        now = await bench.order(order.id)
        assert await tx.orders.save(now, replace(now, remains=99))
    assert looks.known(await due(looks, looks.now() + TOMORROW)) == {}


async def test_answers_that_come_together_are_written_together_and_each_counts(bench: Bench) -> None:
    await bench.prepare()
    ids = ["501", "502", "503", "504"]
    for provider_order_id in ids:
        await bench.accepted(provider_order_id)
    await bench.notices()
    looks = bench.tracking.looks(MAIN)
    found = await due(looks, looks.now() + TOMORROW)
    words = {"501": R.IN_PROGRESS, "502": R.CANCELED, "503": R.COMPLETED, "504": R.COMPLETED}
    took = await asyncio.gather(
        *(looks.take([one], StatusNews({i: status(i, words[i], 5)})) for one in found if (i := one.provider_order_id))
    )
    assert took == [1, 1, 1, 1]
    states = {one.provider_order_id: one.state for one in await bench.orders_in()}
    done = OrderState.COMPLETED
    assert states == {"501": OrderState.IN_PROGRESS, "502": OrderState.CANCELED, "503": done, "504": done}
    told = [row.notice for row in await bench.notices(NoticeKind.ORDER_FINISHED)]
    assert sorted((one.order_id, one.facts["given_back_micros"]) for one in told) == [(2, 1_170_000), (3, 0), (4, 0)]
    assert told[-1].facts["balance_micros"] == (await bench.balance()).available_micros


async def test_an_answer_waits_for_no_other_where_none_is_on_its_way(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks_module, "GATHER", TOMORROW)
    panel = await opened(bench, 2)
    looks = bench.tracking.looks(MAIN)
    first, second = await due(looks, looks.now())
    async with asyncio.timeout(30):
        assert await looks.take([first], StatusNews({"501": panel.rows["501"]})) == 1
        async with asyncio.TaskGroup() as group:
            with looks.asking():
                group.create_task(looks.take([second], StatusNews({"502": panel.rows["502"]})))
                await asyncio.sleep(0)
    assert {one.remains for one in await bench.orders_in()} == {10}


async def test_answers_wait_for_those_that_are_on_their_way_and_not_for_long(bench: Bench) -> None:
    panel = await opened(bench, 2)
    looks = bench.tracking.looks(MAIN)
    first, second = await due(looks, looks.now())
    async with asyncio.timeout(30):
        with looks.asking():
            async with asyncio.TaskGroup() as group:
                group.create_task(looks.take([first], StatusNews({"501": panel.rows["501"]})))
                await asyncio.sleep(0)
                bench.clock.advance(seconds=1)
                group.create_task(looks.take([second], StatusNews({"502": panel.rows["502"]})))
    assert [one.polled_at for one in await bench.orders_in()] == [bench.clock.now()] * 2, "both in one commit"


async def test_so_many_orders_are_read_in_a_commit_and_all_in_the_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks_module, "ORDERS_A_COMMIT", 2)
    panel = await opened(bench, 7)
    looks, commits = bench.tracking.looks(MAIN), counted(bench, monkeypatch)
    found = await due(looks, looks.now())
    answers = [found[:1], found[1:4], found[4:5], found[5:6], found[6:]]
    took = await asyncio.gather(*(looks.take(some, StatusNews(panel.rows)) for some in answers))
    assert took == [1, 3, 1, 1, 1]
    assert [one.remains for one in await bench.orders_in()] == [10] * 7
    assert len(commits) == 4, "the one of three by itself"


def counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows with each transaction."""
    begun: list[None] = []
    begin = bench.database.transaction

    def transaction() -> AbstractAsyncContextManager[UnitOfWork]:
        begun.append(None)
        return begin()

    monkeypatch.setattr(bench.database, "transaction", transaction)
    return begun


async def test_an_answer_that_its_poller_left_behind_is_written_by_nobody(bench: Bench) -> None:
    panel = await opened(bench, 2)
    looks = bench.tracking.looks(MAIN)
    first, second = await due(looks, looks.now())
    with looks.asking(), pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await looks.take([first], StatusNews({"501": status("501", R.IN_PROGRESS, 90)}))
    async with bench.database.transaction() as tx:
        order = await bench.order(first.order_id)
        assert await tx.orders.save(order, replace(order, remains=10))
    await looks.begin()
    assert await looks.take([second], StatusNews({"502": panel.rows["502"]})) == 1
    assert (await bench.order(first.order_id)).remains == 10


async def test_each_order_that_changed_in_a_round_is_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "IDS_A_CALL", 1)
    panel = await opened(bench, 5)
    with capture_logs() as logs:
        assert await panel.poller().round() == 5
    assert [(line["orders"], line["changed"]) for line in logs if line["event"] == "statuses"] == [(5, 5)]


@pytest.mark.parametrize("word", ["wait \ud83d", "wait\x00ing", "ждём \N{ROCKET}"])
async def test_every_admin_hears_of_a_word_that_no_database_takes(bench: Bench, word: str) -> None:
    panel = await opened(bench, 2)
    panel.rows["501"] = replace(status("501", R.UNKNOWN_WORD, 10), raw=word)
    await panel.poller().round()
    assert len(await bench.notices(NoticeKind.ADMIN_UNKNOWN_WORD)) == len(bench.policy.admin_ids)
    assert [one.remains for one in await bench.orders_in()] == [10, 10]


async def test_a_poller_is_alive_while_its_provider_takes_long(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "IDS_A_CALL", 1)
    panel = await opened(bench, 40)
    heart = Heart(bench.clock, asyncio.Event())
    was_stalled = []

    async def news(order_ids: Sequence[str], known: Mapping[Mark, str]) -> StatusNews:
        bench.clock.advance(seconds=10)
        was_stalled.append(heart.stalled)
        return await Panel.news(panel, order_ids, known)

    monkeypatch.setattr(panel, "news", news)
    assert await panel.poller().round(heart) == 40
    assert was_stalled == [False] * 40


async def test_pages_of_due_orders_follow_each_other(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_schedule, "PAGE", 2)
    panel = await opened(bench, 5)
    assert await panel.poller().round() == 5
    assert panel.taken() == ["501", "502", "503", "504", "505"]


# -- held ------------------------------------------------------------------------------------------------------------


async def test_a_held_order_is_looked_at_every_interval_and_written_once_in_many(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    written = set()
    for _ in range(30):
        bench.clock.advance(seconds=59)
        assert await poller.round() == 0
        bench.clock.advance(seconds=1)
        assert await poller.round() == 3
        assert panel.taken() == ["501", "502", "503"]
        for order in await bench.orders_in():
            assert order.next_poll_at is not None
            assert order.next_poll_at > bench.clock.now() + MINUTE, "whoever remembers nothing comes to it by then"
            written.add((order.id, order.next_poll_at))
    assert len(written) < 3 * 30 / HOLDS[0] + 3


async def test_a_held_order_that_changes_is_written_and_told(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    panel.rows["502"] = status("502", R.PARTIAL, 40)
    bench.clock.advance(minutes=1)
    assert await poller.round() == 3
    assert [one.state for one in await bench.orders_in()].count(OrderState.PARTIAL) == 1
    assert [row.notice.order_id for row in await bench.notices(NoticeKind.ORDER_FINISHED)] == [2]
    bench.clock.advance(minutes=1)
    panel.taken()
    await poller.round()
    assert panel.taken() == ["501", "503"]


async def test_an_order_is_not_held_beyond_the_age_at_which_it_is_looked_at_less_often(bench: Bench) -> None:
    panel, poller = await held(bench, 1)
    (order,) = await bench.orders_in()
    assert order.accepted_at is not None
    old_at = order.accepted_at + timedelta(days=2)
    bench.clock.advance(seconds=(old_at - bench.clock.now()).total_seconds() - 150)
    for waits in (MINUTE, MINUTE, MINUTE, 10 * MINUTE, 10 * MINUTE):
        assert (await poller.round(), panel.taken()) == (1, ["501"])
        (order,) = await bench.orders_in()
        assert order.next_poll_at == bench.clock.now() + waits
        bench.clock.advance(seconds=waits.total_seconds())


async def test_a_new_poller_comes_to_what_its_predecessor_held_within_an_interval(bench: Bench) -> None:
    await held(bench, 5)
    bench.restart()
    looks = bench.tracking.looks(MAIN)
    await looks.schedule.begin()
    found = await due(looks, bench.clock.now() + MINUTE)
    assert sorted(look.order_id for look in found) == [1, 2, 3, 4, 5]
    assert looks.known(found) == {}


async def test_a_poller_that_begins_anew_reads_each_order_and_then_keeps_to_its_times(bench: Bench) -> None:
    """What was finished is looked at hourly, and what is old every ten minutes: once more now, and then as before."""
    panel, poller = await held(bench, 2)
    panel.rows["502"] = status("502", R.COMPLETED, 0)
    bench.clock.advance(days=3)
    await poller.round()
    bench.clock.advance(minutes=55)
    await poller.round()
    panel.taken()
    await poller._looks.begin()
    asked = []
    for _ in range(9):
        bench.clock.advance(minutes=1)
        await poller.round()
        asked += panel.taken()
    assert sorted(asked) == ["501", "502"]


async def test_what_is_forgotten_is_read_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    panel, poller = await held(bench, 3)
    monkeypatch.setattr(look_memory, "MOST_REMEMBERED", 3)
    panel.rows["501"] = status("501", R.IN_PROGRESS, 9)
    for _ in range(30):
        bench.clock.advance(minutes=1)
        rounds = 0
        while await poller.round():
            rounds += 1
            assert rounds <= 2, "once more, to be read"
        monkeypatch.setattr(look_memory, "MOST_REMEMBERED", 500)
    assert len(panel.taken()) <= 3 * 30 + 3


async def test_even_one_that_takes_nothing_over_comes_to_all_of_them(bench: Bench) -> None:
    """By the database alone."""
    panel, _ = await held(bench, 5)
    bench.restart()
    poller = panel.poller()
    bench.clock.advance(minutes=HOLDS[-1])
    assert await poller.round() == 5


async def test_what_a_poller_writes_that_is_no_longer_one_delays_nothing(bench: Bench) -> None:
    """It held orders, was away, and holds them once more after another had taken over."""
    panel, poller = await held(bench, 3)
    bench.clock.advance(minutes=HOLDS[-1])
    successor = panel.poller()
    await successor._looks.schedule.begin()
    assert await poller.round() == 3
    panel.taken()
    bench.clock.advance(minutes=1)
    assert await successor.round() == 0
    await successor._looks.schedule.begin()
    bench.clock.advance(minutes=1)
    assert await successor.round() == 3


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_a_look_that_failed_is_repeated_though_somebody_had_locked_the_order(bench: Bench) -> None:
    panel, poller = await held(bench, 2)
    bench.clock.advance(minutes=1)
    panel.trouble = [ProviderError(MAIN, Refusal(ErrorKind.TIMEOUT))]
    async with bench.database.transaction() as tx:
        await tx.orders.lock(1)
        assert await poller.round() == 2
    panel.taken()
    bench.clock.advance(seconds=10)
    assert (await poller.round(), panel.taken()) == (2, ["501", "502"])


async def test_refresh_reaches_a_held_order_at_once_and_once(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    bench.clock.advance(seconds=30)
    await bench.tracking.refresh(ANNA, 2)
    assert (await poller.round(), panel.taken()) == (1, ["502"])
    assert (await poller.round(), panel.taken()) == (0, [])
    bench.clock.advance(seconds=30)
    assert (await poller.round(), panel.taken()) == (2, ["501", "503"])
    bench.clock.advance(seconds=30)
    assert (await poller.round(), panel.taken()) == (1, ["502"])


async def test_a_held_order_that_somebody_wrote_is_read_anew(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    async with bench.database.transaction() as tx:
        _, second, third = await bench.orders_in()
        assert await tx.orders.save(second, replace(second, remains=99))
        assert await tx.orders.save(third, replace(third, next_poll_at=None))
    bench.clock.advance(minutes=1)
    assert (await poller.round(), panel.taken()) == (2, ["501", "502"])
    assert (await bench.order(2)).remains == 10


async def test_batches_are_full_whatever_said_that_they_are_due(bench: Bench) -> None:
    _, poller = await held(bench, 5)
    bench.clock.advance(seconds=30)
    for order_id in (1, 3, 5):
        await bench.tracking.refresh(ANNA, order_id)
    bench.clock.advance(seconds=30)
    sizes = [len(batch) async for batch in poller._looks.schedule.batches(bench.clock.now(), 2)]
    assert sizes == [2, 2, 1]


async def test_a_look_that_breaks_off_forgets_nobody(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    bench.clock.advance(minutes=1)
    panel.trouble = [RuntimeError("a fault of ours")]
    await poller.round()
    panel.taken()
    bench.clock.advance(seconds=10)
    assert (await poller.round(), panel.taken()) == (3, ["501", "502", "503"])


async def test_a_provider_that_fails_is_asked_again_soon_about_held_orders(bench: Bench) -> None:
    panel, poller = await held(bench, 3)
    bench.clock.advance(minutes=1)
    panel.trouble = [ProviderError(MAIN, Refusal(ErrorKind.RATE_LIMITED, retry_after_s=20))]
    await poller.round()
    bench.clock.advance(seconds=19)
    panel.taken()
    assert (await poller.round(), panel.taken()) == (0, [])
    bench.clock.advance(seconds=1)
    assert (await poller.round(), panel.taken()) == (3, ["501", "502", "503"])


async def test_an_order_that_stays_refused_in_the_same_words_reaches_the_admins(bench: Bench) -> None:
    panel, poller = await held(bench, 2)
    panel.rows["501"] = Refusal(ErrorKind.ORDER_NOT_FOUND, "Incorrect order ID")
    for _ in range(12):
        bench.clock.advance(minutes=1)
        assert await poller.round() == 2
    assert [row.notice.order_id for row in await bench.notices(NoticeKind.ADMIN_ORDER_MISSING)] == [1, 1]


@pytest.mark.parametrize("seed", range(3))
async def test_no_order_is_forgotten_whatever_happens(bench: Bench, seed: int) -> None:
    """Restarts, answers that fail, rounds that break off, customers and admins who write: no order waits for long."""
    random = Random(seed)
    panel = await opened(bench, 7)
    poller = panel.poller()
    panel.looked_at = dict.fromkeys(panel.rows, bench.clock.now())
    for _ in range(60):
        match random.randrange(8):
            case 0:
                bench.restart()
                poller = panel.poller()
                await poller._looks.schedule.begin()
            case 1:
                panel.trouble = [RuntimeError("a fault of ours")]
            case 2:
                panel.trouble = [ProviderError(MAIN, Refusal(ErrorKind.TIMEOUT))]
            case 3:
                order = random.choice(await bench.orders_in())
                async with bench.database.transaction() as tx:
                    assert await tx.orders.save(order, replace(order, card_message_id=random.randrange(99)))
            case 4:
                async with bench.database.transaction() as tx:
                    await tx.orders.set_next_poll({random.randint(1, 7): bench.clock.now()}, bench.clock.now())
            case 5:
                changed = random.choice(list(panel.rows))
                panel.rows[changed] = status(changed, R.IN_PROGRESS, random.randrange(100))
        bench.clock.advance(seconds=random.choice([0, 5, 20, 30]))
        await poller.round()
        for order_id, at in panel.looked_at.items():
            assert bench.clock.now() - at <= 3 * MINUTE, order_id
    for order in await bench.orders_in():
        assert order.next_poll_at is not None
        assert order.next_poll_at <= bench.clock.now() + HOLDS[-1] * MINUTE
