"""Messages on their way: once each, one at a time and in order within a chat, nothing lost."""

from __future__ import annotations

import asyncio

from bot.core.events import Notice, NoticeKind, OutboxRow
from storage.engine import Database
from tests.contract.storage_shop import ANNA, BORIS, MINUTE, NOW, rows_of

LEASE = NOW + MINUTE


def notice(key: str, chat_id: int = ANNA, kind: NoticeKind = NoticeKind.WALLET_CREDITED) -> Notice:
    return Notice(key, chat_id, kind, {"amount_micros": 5, "note": "ж\x00", "nothing": None})


def card(key: str, order_id: int, version: int, chat_id: int = ANNA) -> Notice:
    return Notice(key, chat_id, NoticeKind.ORDER_CARD, {}, order_id, version)


async def add(database: Database, *notices: Notice) -> None:
    async with database.transaction() as tx:
        await tx.outbox.add(notices, NOW)


async def claim(database: Database, limit: int = 100, minutes: int = 0) -> list[OutboxRow]:
    now = NOW + minutes * MINUTE
    async with database.transaction() as tx:
        return await tx.outbox.claim(now, limit, now + MINUTE)


async def keys(database: Database, limit: int = 100, minutes: int = 0) -> list[str]:
    return [row.notice.key for row in await claim(database, limit, minutes)]


async def test_a_notice_comes_back_as_it_was_given(database: Database) -> None:
    given = Notice("a", ANNA, NoticeKind.ORDER_FINISHED, {"a": 1, "b": "ж\x00\ud800", "c": None}, 12, 3)
    await add(database, given)
    (row,) = await claim(database)
    assert row == OutboxRow(row.id, given, 0, NOW)


async def test_a_key_is_told_once(database: Database) -> None:
    await add(database, notice("a"), notice("a", BORIS), notice("b", BORIS))
    await add(database, notice("a"))
    await add(database)
    assert await keys(database) == ["a", "b"]


async def test_one_at_a_time_in_a_chat_and_in_order(database: Database) -> None:
    await add(database, notice("a1"), notice("a2"), notice("b1", BORIS), notice("a3"), notice("b2", BORIS))
    first = await claim(database)
    assert [row.notice.key for row in first] == ["a1", "b1"]
    assert await keys(database) == [], "both are in flight"
    async with database.transaction() as tx:
        await tx.outbox.sent(first[0].id, NOW, 77)
    assert await keys(database) == ["a2"]


async def test_the_limit_holds(database: Database) -> None:
    await add(database, *(notice(str(number), number) for number in range(1, 6)))
    assert await keys(database, limit=2) == ["1", "2"]
    assert await keys(database, limit=2) == ["3", "4"]
    assert await keys(database, limit=2) == ["5"]


async def test_a_lease_runs_out(database: Database) -> None:
    """The process was killed between the claim and the word that it is sent."""
    await add(database, notice("a1"), notice("a2"))
    assert await keys(database) == ["a1"]
    assert await keys(database, minutes=0) == []
    (again,) = await claim(database, minutes=1)
    assert (again.notice.key, again.attempts) == ("a1", 1)


async def test_what_is_still_on_its_way_keeps_its_lease(database: Database) -> None:
    await add(database, notice("a1"), notice("b1", BORIS), notice("c1", 7), notice("d1", 8))
    kept, told, put_off, dead = await claim(database)
    async with database.transaction() as tx:
        await tx.outbox.sent(told.id, NOW)
        await tx.outbox.retry(put_off.id, NOW + 9 * MINUTE, "too many requests")
        await tx.outbox.keep([kept.id, told.id, put_off.id], NOW + 3 * MINUTE)
        await tx.outbox.keep([], NOW + 3 * MINUTE)
    assert await keys(database, minutes=2) == [dead.notice.key]
    assert set(await keys(database, minutes=3)) == {dead.notice.key, kept.notice.key}
    assert put_off.notice.key not in await keys(database, minutes=8)
    assert put_off.notice.key in await keys(database, minutes=9)


async def test_a_row_that_waits_for_its_retry_holds_back_its_chat(database: Database) -> None:
    await add(database, notice("a1"), notice("a2"), notice("b1", BORIS))
    first, _ = await claim(database)
    async with database.transaction() as tx:
        await tx.outbox.retry(first.id, NOW + 3 * MINUTE, "429")
    assert await keys(database, minutes=2) == ["b1"], "its lease has run out; a2 waits behind a1"
    (again, _) = await claim(database, minutes=3)
    assert (again.notice.key, again.attempts) == ("a1", 1)


async def test_a_parked_row_holds_nobody_back(database: Database) -> None:
    await add(database, notice("a1"), notice("a2"), notice("b1", BORIS))
    first, other = await claim(database)
    async with database.transaction() as tx:
        await tx.outbox.park(first.id, "403")
        await tx.outbox.park(other.id, "403")
    assert await keys(database) == ["a2"]
    async with database.transaction() as tx:
        assert await tx.outbox.unpark_chat(ANNA) == 1
        assert await tx.outbox.unpark_chat(ANNA) == 0
        await tx.outbox.sent((await tx.outbox.claim(NOW, 1, LEASE))[0].id, NOW)
    assert await keys(database, minutes=1) == ["a2"], "a1 came first again, and is sent"


async def test_of_several_cards_of_an_order_the_newest_is_sent(database: Database) -> None:
    await add(
        database,
        card("o1:1", 1, 1),
        card("o2:1", 2, 1),
        card("o1:2", 1, 2),
        notice("money"),
        card("o1:3", 1, 3),
        card("o1:3 to another", 1, 3, BORIS),
    )
    sent = []
    while rows := await claim(database):
        sent += [row.notice.key for row in rows]
        async with database.transaction() as tx:
            for row in rows:
                await tx.outbox.sent(row.id, NOW)
    assert sent == ["o2:1", "o1:3 to another", "money", "o1:3"]
    states = await rows_of(database, "SELECT key, state FROM outbox WHERE state <> 'sent' ORDER BY id")
    assert [tuple(row) for row in states] == [("o1:1", "superseded"), ("o1:2", "superseded")]


async def test_a_card_in_flight_keeps_the_next_one_waiting(database: Database) -> None:
    """Or the older could arrive after the newer and undo it."""
    await add(database, card("o1:1", 1, 1))
    (first,) = await claim(database)
    await add(database, card("o1:2", 1, 2))
    assert await keys(database) == []
    async with database.transaction() as tx:
        await tx.outbox.retry(first.id, NOW, "network")
    assert await keys(database) == ["o1:2"], "the older one is needless now"


async def test_when_to_look_again(database: Database) -> None:
    async with database.reading() as tx:
        assert await tx.outbox.next_due() is None
        assert await tx.outbox.oldest_waiting() is None
    await add(database, notice("a1"), notice("a2"))
    async with database.reading() as tx:
        assert await tx.outbox.next_due() == NOW
        assert await tx.outbox.oldest_waiting() == NOW
    (first,) = await claim(database)
    async with database.transaction() as tx:
        assert await tx.outbox.next_due() == LEASE, "not a2's time: it stands behind a1"
        await tx.outbox.retry(first.id, NOW + 5 * MINUTE, "network")
        assert await tx.outbox.next_due() == NOW + 5 * MINUTE
        await tx.outbox.sent(first.id, NOW)
        assert await tx.outbox.next_due() == NOW


async def test_two_notifiers_take_different_chats(database: Database) -> None:
    await add(database, *(notice(f"{chat}:{number}", chat) for number in range(3) for chat in range(1, 21)))
    claimed = await asyncio.gather(*(claim(database, 7) for _ in range(4)))
    chats = [row.notice.chat_id for rows in claimed for row in rows]
    assert len(chats) == len(set(chats))
    assert all(row.notice.key.endswith(":0") for rows in claimed for row in rows)
    assert len(await claim(database)) + len(chats) == 20


async def test_old_rows_are_forgotten(database: Database) -> None:
    await add(database, notice("a"), notice("b", BORIS), card("c1", 1, 1, 3), card("c2", 1, 2, 3))
    first, *_ = await claim(database)
    async with database.transaction() as tx:
        await tx.outbox.sent(first.id, NOW)
        assert await tx.outbox.forget(NOW) == 0
        assert await tx.outbox.forget(NOW + MINUTE) == 2, "the sent one and the superseded card"
    assert await keys(database, minutes=5) == ["b", "c2"]
