"""A short campaign, the same every time, and a shorter one that nobody has seen before.

CRASH_KILLS kills in all; CRASH_SEED (and CRASH_POINT) replay what a failure names. `python -m tests.crash` does more.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator

import pytest

from tests.crash import databases
from tests.crash.campaign import Campaign
from tests.crash.keeper import Nursery

KILLS = int(os.environ.get("CRASH_KILLS", "24"))
FIXED_SEED = 20
POINTS_AT_LEAST = 40

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300 + KILLS * 5)]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as made:
        yield made


@pytest.fixture(scope="module")
def rehearsed(nursery: Nursery) -> Campaign:
    """The points are the same on both databases: one rehearsal finds them."""
    made = Campaign(nursery, say=print)
    asyncio.run(made.rehearse(1))
    return made


async def test_nothing_is_lost_or_done_twice_whenever_the_shop_dies(rehearsed: Campaign) -> None:
    campaign = rehearsed
    assert len(campaign.points) >= POINTS_AT_LEAST
    seed, point = os.environ.get("CRASH_SEED"), os.environ.get("CRASH_POINT")
    if seed is not None:
        await campaign.run(KILLS, int(seed), only=point)
        return
    await campaign.run(KILLS - KILLS // 3, FIXED_SEED)
    drawn = secrets.randbelow(10**9)
    print(f"CRASH_SEED={drawn}")
    tally = await campaign.run(KILLS // 3, drawn)
    assert tally.kills.total() > 0


async def test_the_same_on_postgresql(nursery: Nursery, rehearsed: Campaign, postgres_url: str) -> None:
    campaign = Campaign(nursery, postgres_url, say=print, points=rehearsed.points)
    try:
        await campaign.run(max(4, KILLS // 4), FIXED_SEED)
    finally:
        await databases.drop_template(postgres_url)
