"""Words in the customer's language: Fluent messages from `locales/{language}/*.ftl`.

A language is a folder: add one and it is offered. What a language lacks is taken from English and logged once.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from bot.core.customers import Customer
from bot.core.money import to_decimal

LOCALES = Path(__file__).resolve().parents[2] / "locales"
REFERENCE = "en"

# Fluent refuses an argument of more than 2,500 characters, so a long one is put in after the message is made.
_LONG = 2_000
_PLACE = "\ue000{}\ue001"

log = structlog.get_logger(__name__)


class Html(str):
    """Text that is HTML already: it is not escaped again when it becomes part of another message."""

    __slots__ = ()


class Translator:
    """One language. `t("key", fact=...)` is HTML with every fact escaped; `t.plain` is for buttons and toasts."""

    def __init__(self, locale: str, bundle: FluentBundle, reference: FluentBundle) -> None:
        self.locale = locale
        self._bundle = bundle
        self._reference = reference
        self._babel = Locale.parse(locale, sep="-")
        self.amount = lru_cache(maxsize=4_096)(self._amount)  # the same prices, again and again

    def __call__(self, key: str, **facts: str | int | None) -> Html:
        return Html(self._format(key, {name: _escaped(value) for name, value in facts.items()}))

    def plain(self, key: str, **facts: str | int | None) -> str:
        return self._format(key, facts)

    def has(self, key: str) -> bool:
        return self._bundle.has_message(key) or self._reference.has_message(key)

    def money(self, micros: int, currency: str) -> str:
        """`1.17 USD`: two decimals, up to six where needed, without grouping."""
        return f"{self.amount(micros)} {currency}"

    def _amount(self, micros: int) -> str:
        return str(format_decimal(to_decimal(micros), format="0.00####", locale=self._babel))

    def signed(self, micros: int, currency: str) -> str:
        return ("+" if micros > 0 else "−" if micros < 0 else "") + self.money(abs(micros), currency)

    def moment(self, at: datetime) -> str:
        """`20 Nov 2025, 19:06 UTC`"""
        return f"{format_datetime(at, 'd MMM y, HH:mm', locale=self._babel)} UTC"

    def day(self, at: datetime) -> str:
        return str(format_date(at, "d MMM", locale=self._babel))

    def clock_time(self, at: datetime) -> str:
        return f"{format_datetime(at, 'HH:mm', locale=self._babel)} UTC"

    def country(self, code: str) -> str:
        """`🇩🇪 Germany`"""
        flag = "".join(chr(ord("🇦") + ord(letter) - ord("A")) for letter in code)
        return f"{flag} {self._babel.territories.get(code, code)}"

    def month(self, day: date) -> str:
        return str(format_date(day, "LLLL y", locale=self._babel))

    def weekdays(self) -> list[tuple[int, str]]:
        """Python's weekday numbers with their short names, in the order of a week here."""
        names = self._babel.days["stand-alone"]["abbreviated"]
        first = self._babel.first_week_day
        return [(day % 7, str(names[day % 7])) for day in range(first, first + 7)]

    def _format(self, key: str, facts: Mapping[str, Any]) -> str:
        bundle = self._bundle
        if not bundle.has_message(key):
            _report_missing(self.locale, key)
            bundle = self._reference
            if not bundle.has_message(key):
                return key
        pattern = bundle.get_message(key).value
        if pattern is None:
            return key
        long: list[str] = []
        text, problems = bundle.format_pattern(pattern, {name: _argument(value, long) for name, value in facts.items()})
        if problems:
            log.warning("message_malformed", key=key, locale=self.locale, problems=[str(p) for p in problems])
        made = str(text)
        for number, value in enumerate(long):
            made = made.replace(_PLACE.format(number), value)
        return made


class Translators:
    """Every language that has a folder."""

    def __init__(self, default_locale: str = REFERENCE, folder: Path = LOCALES) -> None:
        found = {path.name: _bundle(path) for path in sorted(folder.iterdir()) if any(path.glob("*.ftl"))}
        reference = found[REFERENCE]
        self._translators = {name: Translator(name, bundle, reference) for name, bundle in found.items()}
        self._by_tag = {name.lower(): name for name in found}
        self.default = self._known(default_locale) or REFERENCE

    @property
    def locales(self) -> tuple[str, ...]:
        return tuple(self._translators)

    def of(self, *wishes: str | None) -> Translator:
        """The first language wished for that is there, a regional one (`ru-RU`) by its base; else the shop's own."""
        for wish in wishes:
            known = self._known(wish) if wish else None
            if known:
                return self._translators[known]
        return self._translators[self.default]

    def for_customer(self, customer: Customer) -> Translator:
        return self.of(customer.language, customer.language_code)

    def languages(self) -> Iterable[tuple[str, str]]:
        """Each language's code and its own name."""
        return [(name, t.plain("language-name")) for name, t in self._translators.items()]

    def _known(self, wish: str) -> str | None:
        tag = wish.replace("_", "-").lower()
        return self._by_tag.get(tag) or self._by_tag.get(tag.partition("-")[0])


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name], use_isolating=False)
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(_parsed(path.read_text(encoding="utf-8")))
    return bundle


# Reading Fluent takes half a second for all texts; a bundle only looks at what was read.
_parsed = lru_cache(maxsize=200)(FluentResource)


def _escaped(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and not isinstance(value, Html):
        return html.escape(value, quote=False)
    return value


def _argument(value: str | int | None, long: list[str]) -> Any:
    if value is None:
        return ""
    if isinstance(value, int):
        return fluent_number(value, useGrouping=False)
    if len(value) > _LONG:
        long.append(str(value))
        return _PLACE.format(len(long) - 1)
    return str(value)


@lru_cache(maxsize=1_000)
def _report_missing(locale: str, key: str) -> None:
    log.warning("message_missing", key=key, locale=locale)
