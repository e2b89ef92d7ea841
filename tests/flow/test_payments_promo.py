"""Promo codes and referrals."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.core.clock import SystemClock
from tests.flow.talk import press, say, toast
from tests.flow.test_payments_stars import topped_up
from tests.flow.world import World, open_world


class LateClock(SystemClock):
    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


async def code_made(world: World, words: str) -> None:
    await say(world.admin, f"/promo_new {words}", "Make the code")
    await press(world.admin, "Confirm", "can be used")


async def test_a_code_gives_money_once_to_each(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris, carol = (world.customer(n, name=name) for n, name in ((1, "Anna"), (2, "Boris"), (3, "Carol")))
        preview = await say(world.admin, "/promo_new spring 2.50 2", "Make the code SPRING")
        assert "5.00 USD at most" in preview.text
        await press(world.admin, "Confirm", "can be used")
        await say(world.admin, "/promo_new SPRING 1", "already")
        await say(anna, "/promo Spring", "2.50 USD are yours")
        await say(anna, "/promo SPRING", "used this code already")
        await say(boris, "/promo spring", "2.50 USD are yours")
        await say(carol, "/promo spring", "used up")
        await say(carol, "/promo nothing", "no such code")
        await say(carol, "/promo", "Send your code")
        await say(carol, "/promo <b>", "3 to 32")
        assert await world.available_micros(anna.id) == 2_500_000
        assert "Bonus: SPRING" in (await say(anna, "/balance")).text


async def test_a_percent_of_the_next_top_up(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await code_made(world, "TEN 10% 50 7")
        await code_made(world, "HALF 50%")
        await say(anna, "/promo ten", "next top-up gets 10%")
        await say(anna, "/promo half", "waits for your next top-up")
        await topped_up(anna)
        assert "0.50 USD as a bonus" in anna.last.text
        assert await world.available_micros(anna.id) == 5_500_000
        await topped_up(anna)
        assert await world.available_micros(anna.id) == 10_500_000
        # Given back, the bonus goes too.
        await toast(world.admin, "a-payback:1:1")
        await anna.wait_for("was given back to you", since=0)
        assert await world.available_micros(anna.id) == 5_000_000


async def test_a_code_is_over(tmp_path: Path) -> None:
    clock = LateClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna = world.customer()
        await code_made(world, "WEEK 1 10 7")
        clock.ahead = timedelta(days=8)
        await say(anna, "/promo week", "not valid any more")


async def test_wrong_codes_are_not_made(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        for words, said in (
            ("", "how often"),
            ("ONE", "how often"),
            ("ONE 1 2 3 4", "how often"),
            ("ONE 1 -2", "how often"),
            ("ONE 0", "not an amount"),
            ("ONE 101%", "up to 100"),
            ("ONE 1 0", "Uses go from 1"),
            ("O! 1", "3 to 32"),
        ):
            await say(admin, f"/promo_new {words}", said)
        await say(admin, "/promo_new ONE 1", "Make the code")
        await press(admin, "Cancel", "Nothing was changed")
        await say(world.customer(), "/promo ONE", "no such code")
        await say(world.customer(), "/promo_new ONE 1", "don't know this command")


async def test_a_friend_is_brought(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50", REFERRAL_PERCENT="10") as world:
        anna, boris, carol = (world.customer(n, name=name) for n, name in ((1, "Anna"), (2, "Boris"), (3, "Carol")))
        await anna.start("r1")
        await anna.answered()
        shown = await say(anna, "/referral", "10%")
        assert f"https://t.me/{world.telegram.world.bot['username']}?start=r1" in shown.text
        await boris.start("r1")
        await boris.answered()
        await boris.start("r3")
        await boris.answered()
        await say(carol, "/start")
        await carol.start("r1")
        await carol.answered()
        await topped_up(boris)
        await anna.wait_for("0.50 USD added to your wallet: a friend", since=0)
        await topped_up(carol)
        assert await world.available_micros(anna.id) == 500_000
        await say(anna, "/referral", "Came so far: 1 · earned: 0.50 USD")
        await topped_up(anna)
        assert await world.available_micros(anna.id) == 5_500_000
        await say(world.admin, "/start")
        await toast(world.admin, "a-payback:1:1")
        await boris.wait_for("was given back to you", since=0)
        assert await world.available_micros(anna.id) == 5_000_000


async def test_referrals_are_off_unless_set(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await say(world.customer(), "/referral", "no rewards")
