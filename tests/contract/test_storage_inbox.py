"""Updates are taken in once each and handled in the order of their coming, whatever their numbers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.ports import InboxRow
from storage.engine import Database
from tests.contract.storage_shop import ANNA, BORIS, MINUTE, NOW

BOT, OTHER_BOT = 42, 43
WEEK = timedelta(days=7)


def update(update_id: int, lane: int = ANNA) -> tuple[int, int, str]:
    return update_id, lane, f'{{"update_id": {update_id}, "text": "ж"}}'


async def take(database: Database, *update_ids: int, bot: int = BOT, days: float = 0) -> list[int]:
    async with database.transaction() as tx:
        rows = await tx.inbox.take(bot, [update(number) for number in update_ids], NOW + timedelta(days=days))
    return [row.update_id for row in rows]


async def unfinished(database: Database, bot: int = BOT) -> list[InboxRow]:
    async with database.reading() as tx:
        return await tx.inbox.unfinished(bot)


async def finish(database: Database, days: float = 0) -> None:
    async with database.transaction() as tx:
        await tx.inbox.done([row.seq for row in await tx.inbox.unfinished(BOT)], NOW + timedelta(days=days))


async def test_an_update_comes_back_as_it_was_taken(database: Database) -> None:
    async with database.transaction() as tx:
        first, second = await tx.inbox.take(BOT, [update(900), update(100, BORIS)], NOW)
    assert first == InboxRow(first.seq, 900, ANNA, '{"update_id": 900, "text": "ж"}', 0, NOW)
    assert (second.update_id, second.lane) == (100, BORIS)
    assert second.seq > first.seq, "the order of coming, not of numbers"
    assert await unfinished(database) == [first, second]


async def test_each_once(database: Database) -> None:
    assert await take(database, 1, 2) == [1, 2]
    assert await take(database, 1, 2, 3) == [3]
    assert await take(database, 4, 4) == [4]
    assert await take(database) == []
    assert await take(database, 1, bot=OTHER_BOT) == [1], "numbers are a bot's own"
    assert [row.update_id for row in await unfinished(database)] == [1, 2, 3, 4]
    assert [row.update_id for row in await unfinished(database, OTHER_BOT)] == [1]


async def test_each_once_when_two_take_at_once(database: Database) -> None:
    taken = await asyncio.gather(*(take(database, *range(1, 21)) for _ in range(6)))
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 21))


async def test_numbers_come_again_after_a_week(database: Database) -> None:
    await take(database, 1, 2)
    await finish(database)
    assert await take(database, 1, days=6.9) == []
    assert await take(database, 1, 2, 3, days=7.1) == [1, 2, 3]
    assert [row.update_id for row in await unfinished(database)] == [1, 2, 3]


async def test_what_is_not_finished_is_the_same_update_for_ever(database: Database) -> None:
    await take(database, 1)
    assert await take(database, 1, days=30) == []


async def test_what_is_done_is_not_handled_again(database: Database) -> None:
    await take(database, 1, 2, 3)
    _, second, _ = await unfinished(database)
    async with database.transaction() as tx:
        await tx.inbox.done([second.seq], NOW)
        await tx.inbox.done([], NOW)
    assert [row.update_id for row in await unfinished(database)] == [1, 3]


async def test_failures_are_counted_and_the_hopeless_parked(database: Database) -> None:
    await take(database, 1)
    (row,) = await unfinished(database)
    async with database.transaction() as tx:
        await tx.inbox.failed(row.seq, "ValueError: \x00", park=False)
    (row,) = await unfinished(database)
    assert row.tries == 1
    async with database.transaction() as tx:
        await tx.inbox.failed(row.seq, "ValueError", park=True)
    assert await unfinished(database) == []
    assert await take(database, 1) == [], "it is not forgotten"


async def test_the_oldest_that_waits(database: Database) -> None:
    async with database.reading() as tx:
        assert await tx.inbox.oldest_unfinished() is None
    await take(database, 1)
    await take(database, 2, days=1)
    async with database.reading() as tx:
        assert await tx.inbox.oldest_unfinished() == NOW
    await finish(database)
    async with database.reading() as tx:
        assert await tx.inbox.oldest_unfinished() is None


async def test_only_what_is_finished_is_forgotten(database: Database) -> None:
    await take(database, 1, 2)
    first, _ = await unfinished(database)
    async with database.transaction() as tx:
        await tx.inbox.done([first.seq], NOW)
        assert await tx.inbox.forget(NOW) == 0
        assert await tx.inbox.forget(NOW + MINUTE) == 1
    assert [row.update_id for row in await unfinished(database)] == [2]


async def test_the_order_of_coming_outlives_forgetting(database: Database) -> None:
    await take(database, 1)
    (row,) = await unfinished(database)
    await finish(database)
    async with database.transaction() as tx:
        await tx.inbox.forget(NOW + MINUTE)
        (later,) = await tx.inbox.take(BOT, [update(2)], NOW)
    assert later.seq > row.seq


async def test_many_at_once(database: Database) -> None:
    assert await take(database, *range(1_500)) == list(range(1_500))
    assert await take(database, *range(1_499, 1_502)) == [1_500, 1_501]
