"""Ratios of two ways to do the same work, taken in turns in one run: a machine's speed cancels out."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `goal` bounds `ratio`: from above, or from below where `more_is_better`."""

    what: str
    ratio: float
    goal: float | None
    detail: str
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        met = self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal
        return "met" if met else "NOT MET"


async def seconds_of(work: Work) -> float:
    gc.collect()
    gc.freeze()
    started = perf_counter()
    await work()
    return perf_counter() - started


async def in_turns(times: int, *works: Work) -> list[list[float]]:
    """Seconds of each work, every round in the other order, so that neither always comes first."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(times):
        order = range(len(works)) if turn % 2 == 0 else reversed(range(len(works)))
        for index in order:
            taken[index].append(await seconds_of(works[index]))
    return taken


def ratio_of(mine: list[float], theirs: list[float]) -> float:
    """The median of the ratios turn by turn: what slows the machine for a while slows both of a turn."""
    return median(one / other for one, other in zip(mine, theirs, strict=True))
