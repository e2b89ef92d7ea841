"""The questions of an order, one for each field of its type, and the small calendar."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from aiogram.types import InlineKeyboardMarkup

from bot.core.answers import accepts_handles
from bot.core.catalog import Service
from bot.core.order_types import Field, FieldKind
from bot.ui.callbacks import ChooseAnswer, SkipAnswer, StopTyping, TurnCalendar
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard, paired
from bot.ui.screen import Screen
from bot.ui.text import shorten

_LAST_YEAR = 2_200


def ask(
    t: Translator,
    service: Service,
    field: Field,
    answers: Mapping[str, str],
    today: date,
    category_name: str = "",
    why: str | None = None,
) -> Screen:
    """The question for `field`: what is wanted, an example, the limits; choices and dates as buttons.

    `why` is the code of the error for which it is asked once more.
    """
    lines = [t(f"error-{why}"), ""] if why else []
    lines += [
        t("ask-title", name=shorten(service.name, 60), step=len(answers) + 1, steps=_steps(service, answers)),
        "",
        t(f"ask-{field.name.replace('_', '-')}", example=_example(service, field, answers)),
    ]
    lines += limits(t, service, field, answers)
    if field.name == "link" and accepts_handles(service, category_name):
        lines.append(t("ask-link-handle"))
    if not field.required:
        lines.append(t("ask-optional"))
    return Screen("\n".join(lines), _answers_keyboard(t, field, today.year, today.month, today))


def ask_drip_feed(t: Translator, service: Service, field: Field, runs: str | None) -> Screen:
    """`runs` first, then `interval`, when the quote's Drip-feed button was tapped."""
    lines = [
        t("ask-drip-feed-title", name=shorten(service.name, 60), step=2 if runs else 1),
        "",
        t(f"ask-{field.name}", example=_example(service, field, {})),
    ]
    lines += limits(t, service, field, {})
    return Screen("\n".join(lines), keyboard(stop_row(t)))


def calendar_page(t: Translator, field: Field, year: int, month: int, today: date) -> InlineKeyboardMarkup | None:
    """The keyboard alone: the question above it stays."""
    return _answers_keyboard(t, field, year, month, today)


def limits(t: Translator, service: Service, field: Field, answers: Mapping[str, str]) -> list[Html]:
    low, high = _bounds(service, field, answers)
    if low is None or high is None:
        return []
    key = "ask-limits-lines" if field.kind is FieldKind.LINES else "ask-limits"
    return [t(key, min=low, max=high)]


def choice_label(t: Translator, field: Field, value: str) -> str:
    if field.kind is FieldKind.COUNTRY:
        return t.country(value)
    return t.plain(f"choice-{field.name.replace('_', '-')}", value=int(value) if value.isdecimal() else value)


def stopped(t: Translator, service_name: str | None) -> Html:
    """What /cancel and the Cancel button under a question say."""
    if service_name is None:
        return t("stopped-typing")
    return t("stopped-order", name=shorten(service_name, 100))


def _bounds(service: Service, field: Field, answers: Mapping[str, str]) -> tuple[int | None, int | None]:
    low, high = field.minimum, field.maximum
    if field.limits_by_service:
        low, high = max(low or 0, service.min), min(high or service.max, service.max)
    if field.name == "max" and answers.get("min"):
        low = max(low or 0, int(answers["min"]))
    return low, high


def _example(service: Service, field: Field, answers: Mapping[str, str]) -> int:
    """A number that may be sent here: the usual one, moved into the limits."""
    low, high = _bounds(service, field, answers)
    return max(low or 0, min(field.example, high if high is not None else field.example))


def _steps(service: Service, answers: Mapping[str, str]) -> int:
    order_type = service.order_type
    fields = order_type.fields if order_type else ()
    return sum(field.only_if is None or answers.get(field.only_if[0]) == field.only_if[1] for field in fields)


def _answers_keyboard(t: Translator, field: Field, year: int, month: int, today: date) -> InlineKeyboardMarkup | None:
    rows: list[Row] = []
    offered = field.choices or field.suggestions
    if offered:
        per_row = 2 if field.suggestions else 4 if len(offered) > 8 else 1
        rows += paired(
            (button(choice_label(t, field, value), ChooseAnswer(field=field.name, value=value)) for value in offered),
            per_row,
        )
    if field.kind is FieldKind.DATE:
        rows += _calendar_rows(t, field, year, month, today)
    if not field.required:
        rows.append([button(t.plain("button-skip"), SkipAnswer(field=field.name))])
    return keyboard(*rows, stop_row(t))


def stop_row(t: Translator) -> Row:
    """Leaves whatever is being typed."""
    return [button(t.plain("button-cancel"), StopTyping())]


def _calendar_rows(t: Translator, field: Field, year: int, month: int, today: date) -> list[Row]:
    """Days that are over, and today, are dots, and whole weeks of them fall out: an expiry lies in the future."""
    weekdays = t.weekdays()
    here = TurnCalendar(field=field.name, year=year, month=month)
    rows: list[Row] = [
        [
            button("‹", _turned(field, year, month, -1, today)),
            button(t.month(date(year, month, 1)).capitalize(), here),
            button("›", _turned(field, year, month, 1, today)),
        ],
        [button(name, here) for _, name in weekdays],
    ]
    weeks = calendar.Calendar(firstweekday=weekdays[0][0]).monthdatescalendar(year, month)
    rows += [
        [
            button(str(day.day), ChooseAnswer(field=field.name, value=day.strftime("%d-%m-%Y")))
            if day.month == month and day > today
            else button("·", here)
            for day in week
        ]
        for week in weeks
        if any(day.month == month and day > today for day in week)
    ]
    return rows


def _turned(field: Field, year: int, month: int, step: int, today: date) -> TurnCalendar:
    """The month before or after, between this month and the last year that can be asked for."""
    number = year * 12 + (month - 1) + step
    number = max(number, today.year * 12 + today.month - 1)
    number = min(number, _LAST_YEAR * 12 + 11)
    return TurnCalendar(field=field.name, year=number // 12, month=number % 12 + 1)
