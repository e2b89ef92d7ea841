"""The shop in numbers: words, buttons, and what is written in the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from aiogram.types import InlineKeyboardButton
from babel.dates import format_date, format_timedelta

from bot.core.orders import OrderState
from bot.core.reports import LeagueRow, Period, Stats
from bot.ui.charts import Chart, Tile
from bot.ui.desk_callbacks import ShowLeague, ShowStats
from bot.ui.i18n import Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.orders import state_word
from bot.ui.text import shorten

_ORDER = (
    OrderState.COMPLETED,
    OrderState.IN_PROGRESS,
    OrderState.PROCESSING,
    OrderState.PENDING,
    OrderState.PARTIAL,
    OrderState.CANCELED,
    OrderState.REJECTED,
    OrderState.UNKNOWN,
)


def stats(t: Translator, found: Stats, currency: str) -> Screen:
    """The words under the picture: they say it all without it, too."""
    total = found.total
    lines: list[str] = [t("stats-title", period=t.plain(f"stats-{found.period.value}"))]
    if total.orders:
        lines.append(
            t(
                "stats-money",
                turnover=t.money(_cents(total.turnover_micros), currency),
                refunds=t.money(_cents(total.refunds_micros), currency),
                cost=t.money(_cents(total.cost_micros), currency),
                profit=t.signed(_cents(total.profit_micros), currency),
            )
        )
    lines.append(t("stats-orders", orders=str(total.orders), customers=str(found.new_customers)))
    states = [f"{name} {count}" for name, count in by_word(t, found.states) if count]
    lines.append(t("stats-states", states=" · ".join(states)) if states else t("stats-none"))
    return Screen(
        "\n".join(lines),
        keyboard(
            [_choice(t, period, period is found.period) for period in Period],
            [button(t.plain("button-league"), ShowLeague(period=found.period))],
            back_row(t),
        ),
    )


def chart(t: Translator, found: Stats, currency: str) -> Chart:
    total = found.total
    return Chart(
        title=t.plain(f"stats-{found.period.value}"),
        span=_span(t, found),
        tiles=(
            Tile(t.plain("chart-turnover"), t.money(_cents(total.turnover_micros), currency)),
            Tile(t.plain("chart-profit"), t.money(_cents(total.profit_micros), currency)),
            Tile(t.plain("chart-orders"), str(total.orders)),
            Tile(t.plain("chart-customers"), str(found.new_customers)),
        ),
        turnover=f"{t.plain('chart-turnover')}, {currency}",
        profit=f"{t.plain('chart-profit')}, {currency}",
        bars=[(bar.turnover_micros, bar.profit_micros) for bar in found.bars],
        labels=[_label(t, found, place) for place in range(len(found.bars))],
        states_title=t.plain("chart-states"),
        states=by_word(t, found.states),
        empty=t.plain("chart-none"),
    )


def league(t: Translator, rows: Sequence[LeagueRow], period: Period) -> Screen:
    parts = ["\n".join(_league_lines(t, row)) for row in rows] or [t("league-none")]
    title = t("league-title", period=t.plain(f"stats-{period.value}"))
    buttons: Row = [
        button(_marked(t.plain(f"button-{one.value}"), one is period), ShowLeague(period=one)) for one in Period
    ]
    return Screen(
        "\n\n".join([title, *parts]),
        keyboard(buttons, [button(t.plain("button-stats"), ShowStats(period=period))], back_row(t)),
    )


def by_word(t: Translator, states: Mapping[OrderState, int]) -> list[tuple[str, int]]:
    """Counted by the words that people read, all of them: what is not answered yet is Pending."""
    found: dict[str, int] = {str(state_word(t, state)): 0 for state in _ORDER}
    for state, count in states.items():
        found[str(state_word(t, state))] += count
    return list(found.items())


def _cents(micros: int) -> int:
    """The nearest hundredth: a sum of many orders is read, not booked."""
    return (micros + 5_000) // 10_000 * 10_000


def _league_lines(t: Translator, row: LeagueRow) -> list[str]:
    lines: list[str] = [t("league-provider", provider=shorten(row.provider, 60), orders=str(row.orders))]
    if row.finished:
        completed, partial, canceled = (
            str(round(100 * count / row.finished)) for count in (row.completed, row.partial, row.canceled)
        )
        lines.append(t("league-ended", completed=completed, partial=partial, canceled=canceled))
    else:
        lines.append(t("league-open"))
    if row.median is not None:
        lines.append(t("league-time", time=_duration(t, row.median)))
    if row.rejected or row.unknown:
        lines.append(t("league-trouble", rejected=str(row.rejected), unknown=str(row.unknown)))
    return lines


def _duration(t: Translator, time: timedelta) -> str:
    locale = t.locale.replace("-", "_")
    return str(format_timedelta(max(time, timedelta(seconds=1)), threshold=2, locale=locale))


def _choice(t: Translator, period: Period, chosen: bool) -> InlineKeyboardButton:
    return button(_marked(t.plain(f"button-{period.value}"), chosen), ShowStats(period=period))


def _marked(name: str, chosen: bool) -> str:
    return f"• {name} •" if chosen else name


def _span(t: Translator, found: Stats) -> str:
    last = found.edges[-1] - timedelta(microseconds=1)
    first, end = t.day(found.edges[0]), t.day(last)
    return end if first == end else f"{first} – {end}"


def _label(t: Translator, found: Stats, place: int) -> str:
    """Every bar of a week has its day; of longer rows every few."""
    at: datetime = found.edges[place]
    match found.period:
        case Period.DAY:
            return f"{at:%H}" if at.hour % 3 == 0 else ""
        case Period.WEEK:
            return str(format_date(at, "EEE", locale=t.locale.replace("-", "_")))
        case Period.MONTH:
            return t.day(at) if (len(found.bars) - 1 - place) % 5 == 0 else ""
