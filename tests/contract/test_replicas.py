"""What several processes agree on in Redis: whoever holds a lease holds it alone, until it gives it back or is gone."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.core.errors import StorageAwayError
from storage.replicas import Replicas
from tests.crash.balancer import free_port


@pytest.fixture
def shop() -> str:
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
async def one(redis_url: str, shop: str) -> AsyncIterator[Replicas]:
    replica = Replicas(redis_url, shop)
    yield replica
    await replica.close()


@pytest.fixture
async def other(redis_url: str, shop: str) -> AsyncIterator[Replicas]:
    replica = Replicas(redis_url, shop)
    yield replica
    await replica.close()


@pytest.fixture
async def lapse(redis_url: str, shop: str) -> AsyncIterator[Redis]:
    """The keys themselves: a lease that ran out is one that is gone."""
    async with Redis.from_url(redis_url) as redis:
        yield redis


async def test_one_holds_what_it_took_until_it_gives_it_back(one: Replicas, other: Replicas) -> None:
    assert await one.take("sync")
    assert not await other.take("sync")
    assert one.holds("sync")
    assert not other.holds("sync")
    await other.give_back("sync")
    assert not await other.take("sync"), "what is another's can't be given back"
    await one.give_back("sync")
    assert await other.take("sync")


async def test_shops_do_not_meet(one: Replicas, redis_url: str) -> None:
    stranger = Replicas(redis_url, f"test-{uuid.uuid4().hex}")
    assert await one.take("sync")
    assert await stranger.take("sync")
    await stranger.close()


async def test_a_lease_runs_out_unless_it_is_renewed(one: Replicas, lapse: Redis, shop: str) -> None:
    await one.take("sync")
    await one.take("poll")
    for name in ("sync", "poll"):
        await lapse.pexpire(f"shop:{shop}:{name}", 5_000)
    await one.renew()
    for name in ("sync", "poll"):
        assert await lapse.pttl(f"shop:{shop}:{name}") > 6_000


async def test_what_has_become_anothers_is_lost_alone(one: Replicas, other: Replicas, lapse: Redis, shop: str) -> None:
    await one.take("sync")
    await one.take("poll")
    await lapse.delete(f"shop:{shop}:sync")
    assert await other.take("sync")
    await one.renew()
    assert not one.holds("sync")
    assert one.holds("poll")
    assert other.holds("sync")


async def test_what_is_free(one: Replicas, other: Replicas) -> None:
    await one.take("lane:1")
    await other.take("lane:2")
    assert await other.free(["lane:1", "lane:2", "lane:3"]) == {"lane:3"}
    assert await other.free([]) == set()


async def test_turns_come_one_after_another(one: Replicas, other: Replicas) -> None:
    inside: list[str] = []

    async def visit(replica: Replicas, name: str) -> None:
        async with replica.turn("lane:1"):
            inside.append(name)
            await asyncio.sleep(0)
            inside.append(name)

    await asyncio.gather(visit(one, "a"), visit(other, "b"), visit(one, "c"))
    assert inside[::2] == inside[1::2]


async def test_the_end_gives_everything_back(one: Replicas, redis_url: str, shop: str) -> None:
    gone = Replicas(redis_url, shop)
    await gone.take("sync")
    await gone.close()
    assert await one.take("sync")


async def test_the_pace_is_of_all_together(one: Replicas, other: Replicas, lapse: Redis, shop: str) -> None:
    assert await one.wait_for_pace(20)
    first = float(await lapse.get(f"shop:{shop}:pace"))
    for _ in range(9):
        assert await one.wait_for_pace(20)
        assert await other.wait_for_pace(20)
    last = float(await lapse.get(f"shop:{shop}:pace"))
    assert last - first >= 18 * 50, "each of them moved on the moment of the next one"


async def test_nobody_knows_where_redis_is_away(shop: str) -> None:
    replica = Replicas(f"redis://127.0.0.1:{free_port()}/0", shop)
    for ask in (replica.take("sync"), replica.give_back("sync"), replica.free(["sync"])):
        with pytest.raises(StorageAwayError):
            await ask
    with pytest.raises(StorageAwayError):
        async with replica.turn("lane:1"):
            raise AssertionError("nobody gave the turn")
    assert not await replica.wait_for_pace(1000)
    await replica.close()
