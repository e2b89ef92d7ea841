"""Many kills, spread over all points: which ones, when, and what people do meanwhile is drawn from one seed.

A rehearsal without any kill finds the points that each deed passes. Then each round draws a point and a deed that
passes it, lets the shop die there, waits for the next one to come to rest, and proves the town.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from tests.crash import databases
from tests.crash.deeds import arrive, order_again
from tests.crash.keeper import Nursery
from tests.crash.proof import Proof
from tests.crash.repertoire import DEEDS
from tests.crash.town import PATIENCE, Town, open_town

START = "(start)"
IDLE = "outside:idle"
TAKEN_ADD = "outside:add taken, not answered"
TAKEN_SEND = "outside:sendMessage taken, not answered"
TAKEN_EDIT = "outside:editMessageText taken, not answered"
OUTSIDE = {
    IDLE: ("read",),
    TAKEN_ADD: ("order", "order_again"),
    TAKEN_SEND: ("credit", "finish", "read"),
    TAKEN_EDIT: ("move", "finish"),
}
BEGUN = {"receiver:getUpdates:before", "provider:services:after", "recovery._forget:after_commit"}
ROUNDS_A_TOWN = 30
REHEARSALS = 2

Map = dict[str, dict[str, int]]


class CampaignError(AssertionError):
    """An invariant is broken; the text says how to see it again."""


@dataclass(frozen=True)
class Kill:
    """Die the `nth` time that `point` is passed while `deed` is done, or in the shop's own start."""

    point: str
    nth: int
    deed: str


@dataclass
class Tally:
    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    orders: int = 0
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        self.kills += other.kills
        self.missed += other.missed
        self.orders += other.orders

    def __str__(self) -> str:
        total = self.kills.total()
        rate = total / self.seconds if self.seconds else 0
        return (
            f"{total} kills at {len(self.kills)} points, {self.orders} orders, {self.seconds:.0f} s"
            f" ({rate:.1f} kills a second), {self.missed} points not reached in their round"
        )


class Campaign:
    """`server`: a PostgreSQL server's URL; None: SQLite. `points`: of a rehearsal that was held before."""

    def __init__(
        self,
        nursery: Nursery,
        server: str | None = None,
        say: Callable[[str], None] = lambda _: None,
        points: Map | None = None,
    ) -> None:
        self._nursery = nursery
        self._server = server
        self._say = say
        self.points: Map = points or {}
        self._done: Counter[tuple[str, str]] = Counter()
        self._reached: Counter[tuple[str, str]] = Counter()

    async def rehearse(self, times: int = REHEARSALS) -> None:
        """Fill `points`: where each deed passes, and how often at most."""
        found: Map = {}

        def note(deed: str, passed: Counter[str]) -> None:
            for point, count in passed.items():
                deeds = found.setdefault(point, {})
                deeds[deed] = max(count, deeds.get(deed, 0))
                self._reached[point, deed] += 1
            passed.clear()

        for seed in range(times):
            async with self._town(seed) as (town, _):
                await town.settle()
                note(START, town.keeper.passed)
                await _settle_in(town)
                town.keeper.passed.clear()
                for name, deed in DEEDS.items():
                    await deed(town)
                    await town.settle()
                    note(name, town.keeper.passed)
                town.keeper.kill(IDLE)
                await _started(town, 0)
                await town.settle()
                note(START, town.keeper.passed)
        self.points = {point: dict(sorted(found[point].items())) for point in sorted(found)}
        self._done.update({(point, deed): times for point, deeds in found.items() for deed in deeds})

    def plan(self, kills: int, seed: int) -> list[Kill]:
        """Every point as often as every other, in a random order."""
        rng = random.Random(seed)
        drawn: list[Kill] = []
        while len(drawn) < kills:
            names = [*self.points, *OUTSIDE]
            rng.shuffle(names)
            for point in names:
                deeds = self.points.get(point) or dict.fromkeys(OUTSIDE.get(point, ()), 1)
                deed = rng.choices(sorted(deeds), [self._luck(point, deed) for deed in sorted(deeds)])[0]
                drawn.append(Kill(point, rng.randint(1, min(2, deeds[deed])), deed))
        return drawn[:kills]

    def _luck(self, point: str, deed: str) -> float:
        """How often this deed has passed this point, of the times that it was done for it."""
        return (1 + self._reached[point, deed]) / (1 + self._done[point, deed])

    def _deeds(self, kill: Kill) -> list[str]:
        """The deed that was drawn, and others that pass the point: where this town has nothing for the first to do."""
        others = [deed for deed in self.points.get(kill.point, OUTSIDE.get(kill.point, ())) if deed != kill.deed]
        others.sort(key=lambda deed: self._luck(kill.point, deed), reverse=True)
        return [kill.deed, *others[:2]]

    def _note(self, point: str, deed: str, *, reached: bool) -> bool:
        self._done[point, deed] += 1
        self._reached[point, deed] += reached
        return reached

    async def run(self, kills: int, seed: int, *, only: str | None = None) -> Tally:
        """So many rounds, in towns of ROUNDS_A_TOWN; `only` kills at one point alone."""
        started = perf_counter()
        plan = self.plan(kills, seed)
        if only is not None:
            deeds = self.points.get(only) or dict.fromkeys(OUTSIDE[only], 1)
            plan = [Kill(only, 1, deed) for deed in list(deeds) * kills][:kills]
        tally = Tally()
        for first in range(0, len(plan), ROUNDS_A_TOWN):
            town_seed = seed + first
            tally.add(await self._rounds(plan[first : first + ROUNDS_A_TOWN], town_seed, seed))
            tally.seconds = perf_counter() - started
            self._say(str(tally))
        return tally

    async def _rounds(self, plan: list[Kill], town_seed: int, seed: int) -> Tally:
        tally = Tally()
        async with self._town(town_seed) as (town, directory):
            kill: Kill | None = None
            done: list[str] = []
            try:
                proof = Proof(town)
                await _settle_in(town)
                await town.settle()
                await proof.holds()
                for kill in plan:
                    before = len(town.keeper.deaths)
                    for deed in self._deeds(kill):
                        await _round(town, replace(kill, deed=deed, nth=kill.nth if deed == kill.deed else 1))
                        await town.settle()
                        await proof.holds()
                        if self._note(kill.point, deed, reached=kill.point in town.keeper.deaths[before:]):
                            break
                    died = town.keeper.deaths[before:]
                    tally.kills.update(died)
                    tally.missed += kill.point not in died
                    done.append(f"{kill.deed}: {kill.point} ({kill.nth}){'' if kill.point in died else ' not reached'}")
                tally.orders = len(await town.orders())
            except (AssertionError, TimeoutError, LookupError) as error:
                kept = Path(tempfile.mkdtemp(prefix="crash-"))
                shutil.copytree(directory, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("s"))
                where = f"CRASH_SEED={seed}" + (f" CRASH_POINT='{kill.point}'" if kill else "")
                story = "\n  ".join(done[-8:])
                raise CampaignError(
                    f"{where}\n{kill}\nrounds before it:\n  {story}\ndatabase and log: {kept}\n"
                    f"{type(error).__name__}: {error}"
                ) from error
        return tally

    @asynccontextmanager
    async def _town(self, seed: int) -> AsyncIterator[tuple[Town, Path]]:
        with databases.folder("crash-") as name:
            directory = Path(name)
            async with (
                databases.fresh(self._server, directory) as url,
                open_town(self._nursery, directory, url, seed) as town,
            ):
                yield town, directory


async def _settle_in(town: Town) -> None:
    for _ in range(2):
        await arrive(town)
    for _ in range(2):
        await order_again(town)
        await town.settle()


async def _round(town: Town, kill: Kill) -> None:
    keeper, panel, telegram = town.keeper, town.panel, town.telegram
    deaths = len(keeper.deaths)
    town.sought = kill.point
    if kill.deed == START:
        keeper.arm_next(kill.point, kill.nth)
        await DEEDS[town.rng.choice(("read", "order_again", "finish"))](town)
        keeper.kill(IDLE)
        await _started(town, deaths)
    elif kill.point == IDLE:
        await DEEDS[town.rng.choice(sorted(DEEDS))](town)
        keeper.kill(IDLE)
        await _dead(town, deaths)
    elif kill.point == TAKEN_ADD:
        known = len(panel.book)
        panel.fail("add", "hang_after")
        await DEEDS[kill.deed](town)
        async with asyncio.timeout(PATIENCE):
            await panel.until(lambda: len(panel.book) > known)
        keeper.kill(kill.point)
        await _dead(town, deaths)
        panel.heal()
    elif kill.point in OUTSIDE:
        telegram.faults.add(kill.point.split(":")[1].split()[0], "hang_after")
        town.memory.repeats += 1
        deed = asyncio.ensure_future(DEEDS[kill.deed](town))  # noqa: TID251 - a person beside the killer
        await telegram.world.pulse.until(lambda: True if not telegram.faults.waiting else None, 2)
        struck = not telegram.faults.waiting
        if struck:
            keeper.kill(kill.point)
            await _dead(town, deaths)
        telegram.faults.clear()
        await deed
    else:
        keeper.arm(kill.point, kill.nth)
        await DEEDS[kill.deed](town)
        await town.settle()
    keeper.disarm()


async def _started(town: Town, deaths: int) -> None:
    """Until it has died by the first kill and by the second, or the first one's heir has begun all its work."""
    keeper = town.keeper
    await _dead(town, deaths)
    keeper.passed.clear()
    async with asyncio.timeout(PATIENCE):
        while len(keeper.deaths) < deaths + 2 and not keeper.passed.keys() >= BEGUN:
            await town.moment()


async def _dead(town: Town, deaths: int) -> None:
    """Until it has died so often."""
    pulse = town.telegram.world.pulse
    await pulse.until(lambda: True if len(town.keeper.deaths) > deaths else None, 3)
