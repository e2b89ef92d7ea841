"""The Translator: languages, escaping, money, time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.core.customers import Customer
from bot.ui.i18n import Html, Translators

AT = datetime(2025, 11, 20, 19, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def translators() -> Translators:
    return Translators()


def customer(language: str | None, language_code: str | None) -> Customer:
    return Customer(1, "Ann", None, language_code, language, AT)


@pytest.mark.parametrize(
    ("language", "language_code", "locale"),
    [
        ("ru", "en", "ru"),
        (None, "ru-RU", "ru"),
        (None, "ru_RU", "ru"),
        (None, "RU", "ru"),
        (None, "xx", "en"),
        ("xx", "ru", "ru"),
        (None, None, "en"),
    ],
)
def test_the_choice_wins_then_telegram_then_the_shop(
    translators: Translators, language: str | None, language_code: str | None, locale: str
) -> None:
    assert translators.for_customer(customer(language, language_code)).locale == locale


def test_the_shop_has_a_language_of_its_own() -> None:
    assert Translators("ru").of("xx", None).locale == "ru"
    assert Translators("xx").of(None).locale == "en"


@pytest.mark.parametrize(
    ("micros", "english", "russian"),
    [
        (1_170_000, "1.17 USD", "1,17 USD"),
        (292_500, "0.2925 USD", "0,2925 USD"),
        (10_000_000, "10.00 USD", "10,00 USD"),
        (1, "0.000001 USD", "0,000001 USD"),
        (1_234_567_890_000, "1234567.89 USD", "1234567,89 USD"),
        (0, "0.00 USD", "0,00 USD"),
    ],
)
def test_amounts(translators: Translators, micros: int, english: str, russian: str) -> None:
    assert translators.of("en").money(micros, "USD") == english
    assert translators.of("ru").money(micros, "USD") == russian


def test_signs(translators: Translators) -> None:
    t = translators.of("en")
    assert t.signed(1_000_000, "USD") == "+1.00 USD"
    assert t.signed(-1_000_000, "USD") == "−1.00 USD"


def test_a_moment_names_its_zone(translators: Translators) -> None:
    assert translators.of("en").moment(AT) == "20 Nov 2025, 19:06 UTC"
    assert translators.of("ru").moment(AT) == "20 нояб. 2025, 19:06 UTC"


def test_a_week_begins_where_it_begins(translators: Translators) -> None:
    assert translators.of("ru").weekdays()[0][0] == 0
    assert translators.of("en").weekdays()[0][0] in (0, 6)


def test_numbers_are_digits_alone(translators: Translators) -> None:
    assert "1000000" in translators.of("en").plain("service-limits", min=10, max=1_000_000)
    assert "1000000" in translators.of("ru").plain("service-limits", min=10, max=1_000_000)


def test_facts_are_escaped_once(translators: Translators) -> None:
    t = translators.of("en")
    assert t("quote-service", name="<b>&") == "&lt;b&gt;&amp;"
    assert t("answer", name=t("quote-service", name="<"), value=">") == "&lt;: &gt;"
    assert t("quote-service", name=Html("<i>x</i>")) == "<i>x</i>"
    assert t.plain("quote-service", name="<b>&") == "<b>&"


def test_a_fact_of_any_length_is_said_whole(translators: Translators) -> None:
    link = "https://example.com/?" + "a&" * 2_500
    assert link in translators.of("en").plain("answer", name="Link", value=link)


def test_a_new_folder_is_a_new_language(tmp_path: Path) -> None:
    for name, text in (("en", "language-name = English\nhello = Hello"), ("de", "language-name = Deutsch")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.ftl").write_text(text, encoding="utf-8")
    translators = Translators(folder=tmp_path)
    assert dict(translators.languages()) == {"de": "Deutsch", "en": "English"}
    with structlog.testing.capture_logs() as logs:
        assert translators.of("de").plain("hello") == "Hello"
        assert translators.of("de").plain("hello") == "Hello"
        assert translators.of("de").plain("nowhere") == "nowhere"
    assert [(line["event"], line["key"]) for line in logs] == [
        ("message_missing", "hello"),
        ("message_missing", "nowhere"),
    ]


def test_a_fact_that_was_forgotten_is_logged(translators: Translators) -> None:
    with structlog.testing.capture_logs() as logs:
        translators.of("en").plain("order-charge")
    assert [line["event"] for line in logs] == ["message_malformed"]
