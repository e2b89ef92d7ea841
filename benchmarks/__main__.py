"""Prints the table of ratios: `make bench`, or a part of it by name."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from time import perf_counter

import structlog

from benchmarks.measure import Row
from benchmarks.status_rows import cycle_rows, hanging_row
from benchmarks.tap_rows import tap_row


def _count(full: int, scale: float, least: int) -> int:
    return max(least, round(full * scale))


async def _cycle(scale: float, turns: int) -> list[Row]:
    return await cycle_rows(_count(100_000, scale, 300), turns)


async def _hanging(scale: float, turns: int) -> list[Row]:
    return [await hanging_row(_count(10_000, scale, 300), turns)]


async def _taps(scale: float, turns: int) -> list[Row]:
    return [await tap_row(_count(3_000, scale, 100), turns)]


PARTS: dict[str, Callable[[float, int], Coroutine[None, None, list[Row]]]] = {
    "cycle": _cycle,
    "hanging": _hanging,
    "taps": _taps,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which rows; all by default")
    scale_help = "1 is the full size; a smaller one is quick and proves nothing (BENCH_SCALE)"
    parser.add_argument("--scale", type=float, default=float(os.environ.get("BENCH_SCALE", "1")), help=scale_help)
    parser.add_argument("--turns", type=int, default=5, help="repetitions of each pair")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger().setLevel(logging.ERROR)
    gc.set_threshold(50_000, 20, 100)  # as the shop does
    started = perf_counter()
    for name in arguments.parts or PARTS:
        for row in asyncio.run(PARTS[name](arguments.scale, arguments.turns)):
            _print(row)
    sys.stdout.write(f"{perf_counter() - started:.0f} seconds, scale {arguments.scale:g}\n")


def _print(row: Row) -> None:
    goal = "" if row.goal is None else f"goal {'>=' if row.more_is_better else '<='} {row.goal:g}: {row.verdict}"
    sys.stdout.write(f"{row.ratio:6.2f}x  {row.what}\n         {goal}  ({row.detail})\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
