"""Numbers as a picture, made for a phone: large letters, and colours that hold in a light chat and in a dark one."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.core.money import to_decimal

GROUND, PANEL, GRID = "#17212b", "#202d3a", "#33475a"
BRIGHT, SOFT = "#f4f8fb", "#9fb3c4"
TURNOVER, PROFIT, LOSS = "#4da3f5", "#4fd1a1", "#f0707f"
STATE_COLOURS = ("#4fd1a1", "#4da3f5", "#8f86f0", "#5cc9d8", "#f3b95f", "#6f8497", "#f0707f", "#d98ad0")

_WIDTH, _HEIGHT, _DPI = 10.8, 12.6, 100  # 1080 x 1260 pixels
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is written in it, in the reader's language; `bars` are (turnover, profit) in millionths."""

    title: str
    span: str
    tiles: Sequence[Tile]
    turnover: str
    profit: str
    bars: Sequence[tuple[int, int]]
    labels: Sequence[str]  # under the bars; an empty one where there is no room
    states_title: str
    states: Sequence[tuple[str, int]]  # always the same ones in the same order, so that each keeps its colour
    empty: str


def draw(chart: Chart) -> bytes:
    """A PNG. Takes a moment, so it is called in a thread; the library is imported at the first one."""
    with _one_at_a_time:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, facecolor=GROUND)
        figure.text(0.05, 0.955, chart.title, color=BRIGHT, size=34, weight="bold", va="center")
        figure.text(0.95, 0.955, chart.span, color=SOFT, size=22, va="center", ha="right")
        for place, tile in enumerate(chart.tiles[:4]):
            _tile(figure, tile, 0.05 + 0.46 * (place % 2), 0.815 - 0.115 * (place // 2))
        _bars(figure, chart)
        _states(figure, chart)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", facecolor=GROUND)
    return picture.getvalue()


def _tile(figure: Any, tile: Tile, left: float, bottom: float) -> None:
    axes = figure.add_axes((left, bottom, 0.44, 0.1), facecolor=PANEL)
    _bare(axes)
    axes.text(0.05, 0.72, tile.name, color=SOFT, size=20, va="center", transform=axes.transAxes)
    axes.text(0.05, 0.3, tile.value, color=BRIGHT, size=_fitting(tile.value), weight="bold", va="center",
              transform=axes.transAxes)  # fmt: skip


def _bars(figure: Any, chart: Chart) -> None:
    axes = figure.add_axes((0.11, 0.3, 0.84, 0.325), facecolor=GROUND)
    # What becomes pixels may be a float; what is written comes in as text.
    turnover = [float(to_decimal(bar[0])) for bar in chart.bars]
    profit = [float(to_decimal(bar[1])) for bar in chart.bars]
    places = range(len(turnover))
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.bar(places, turnover, width=0.78, color=TURNOVER)
    axes.bar(places, profit, width=0.4, color=[PROFIT if value >= 0 else LOSS for value in profit])
    axes.axhline(0, color=SOFT, linewidth=1.5)
    axes.margins(x=0.02, y=0.08)
    if not any(turnover):
        axes.set_ylim(0, 1)
        axes.text(0.5, 0.5, chart.empty, color=SOFT, size=26, ha="center", va="center", transform=axes.transAxes)
        axes.set_yticks([])
    else:
        axes.yaxis.set_major_locator(_few_ticks())
        axes.yaxis.set_major_formatter(lambda value, _: short_number(Decimal(f"{value:.6g}")))
    axes.set_xticks([place for place in places if chart.labels[place]], [label for label in chart.labels if label])
    axes.tick_params(colors=SOFT, labelsize=19, length=0, pad=8)
    for side in axes.spines.values():
        side.set_visible(False)
    for left, colour, name in ((0.11, TURNOVER, chart.turnover), (0.53, PROFIT, chart.profit)):
        figure.text(left, 0.652, "■", color=colour, size=24, va="center")
        figure.text(left + 0.035, 0.652, name, color=BRIGHT, size=22, va="center")


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4)


def _states(figure: Any, chart: Chart) -> None:
    figure.text(0.05, 0.218, chart.states_title, color=BRIGHT, size=24, weight="bold", va="center")
    total = sum(count for _, count in chart.states)
    axes = figure.add_axes((0.05, 0.158, 0.9, 0.034), facecolor=PANEL)
    _bare(axes)
    axes.set_xlim(0, max(1, total))
    axes.set_ylim(0, 1)
    left = 0
    shown = [(*state, colour) for state, colour in zip(chart.states, STATE_COLOURS, strict=False) if state[1]]
    for place, (name, count, colour) in enumerate(shown):
        axes.barh(0.5, count, left=left, height=1, color=colour)
        left += count
        x, y = (0.05, 0.355, 0.7)[place % 3], 0.118 - 0.04 * (place // 3)
        figure.text(x, y, "■", color=colour, size=22, va="center")
        figure.text(x + 0.032, y, f"{name} {count}", color=BRIGHT, size=19, va="center")


def _bare(axes: Any) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def _fitting(value: str) -> int:
    """Long amounts in smaller letters."""
    return 34 if len(value) <= 13 else 26 if len(value) <= 19 else 20


def short_number(value: Decimal) -> str:
    """`1.5k`, `2M`: what has room beside an axis."""
    for size, sign in ((Decimal(10) ** 9, "G"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")):
        if abs(value) >= size:
            return f"{(value / size).normalize():f}{sign}"
    return f"{value.normalize():f}" if value else "0"
