"""Answers to the questions of an order: cleaned as little as possible, refused with their limits."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import MAX_LINE, MAX_LINES_BYTES, accepts_handles, check_answer, parse_count
from bot.core.catalog import Service
from bot.core.errors import InputError
from bot.core.order_types import DELAYS, INTERVAL, RUNS, TYPES, Field, FieldKind, RateUnit
from bot.links import check_url

NOW = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)


def service(name: str = "Website visits", type_: str = "default", low: int = 50, high: int = 10_000) -> Service:
    return Service(
        1, "main", "1", 1, name, type_, type_, Decimal(1), RateUnit.PER_1000, low, high, None, None, None, 0, True
    )


def field_of(type_: str, name: str) -> Field:
    field = TYPES[type_].field(name)
    assert field is not None
    return field


def answer(type_: str, name: str, typed: str, answers: dict[str, str] | None = None, **limits: Any) -> str:
    return check_answer(
        service(type_=type_, **limits), field_of(type_, name), typed, answers or {}, link_check=check_url, now=NOW
    )


def code_of(type_: str, name: str, typed: str, answers: dict[str, str] | None = None, **limits: Any) -> str:
    with pytest.raises(InputError) as caught:
        answer(type_, name, typed, answers, **limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1000", 1000),
        (" 1000 ", 1000),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000", 1000),
        ("1'000'000", 1_000_000),
        ("12,345,678", 12_345_678),
        ("0", 0),
        ("007", 7),
        ("1" + "0" * 12, 10**12),
    ],
)
def test_counts(typed: str, count: int) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "1_000",
        "١٢",
        "१२",
        "１２",
        "²",
        "-5",
        "+5",
        "1e9",
        "1.000",
        "1.5",
        "1,00",
        "1,0000",
        "10,00,000",
        "1,000 000",
        ",100",
        "0x10",
        "1\x00",
        "\u200e5",
        "½",
        "ten",
        "1" * 14,
        "5k",
        "1\n2",
        "∞",
        "NaN",
    ],
)
def test_what_is_no_count_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_count(typed)
    assert caught.value.code == "not-a-number"


@given(st.text(max_size=20))
def test_a_count_has_no_digits_but_those_typed(typed: str) -> None:
    try:
        count = parse_count(typed)
    except InputError:
        return
    assert count == int("".join(char for char in typed if char in "0123456789"))
    assert 0 <= count < 10**13


def test_a_quantity_lies_within_the_services_limits() -> None:
    assert [answer("default", "quantity", typed) for typed in ("50", "10,000", "0050")] == ["50", "10000", "50"]
    for typed in ("49", "10001", "0"):
        with pytest.raises(InputError) as caught:
            answer("default", "quantity", typed)
        assert caught.value.code == "number-out-of-range"
        assert (caught.value.facts["min"], caught.value.facts["max"]) == (50, 10_000)
    assert code_of("default", "quantity", "0", low=0) == "number-out-of-range"


def test_lists_keep_their_lines_as_they_are() -> None:
    typed = " first, second \r\n\r\n<b>third</b>\ttab\rfourth\n\n=1+1\n   \n"
    assert answer("custom_comments", "comments", typed, low=1) == " first, second \n<b>third</b>\ttab\nfourth\n=1+1"


def test_lists_are_counted_where_they_are_paid_by_the_line() -> None:
    assert code_of("custom_comments", "comments", "one\ntwo", low=3) == "list-out-of-range"
    assert code_of("custom_comments", "comments", "one\ntwo\nthree", low=1, high=2) == "list-out-of-range"
    assert answer("custom_comments_package", "comments", "one\ntwo", low=50) == "one\ntwo"


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00"])
def test_a_line_hides_no_second_line(separator: str) -> None:
    """Other programs end a line here: a hundred comments would be paid for as one."""
    assert code_of("custom_comments", "comments", f"one{separator}two", low=1) == "list-line-characters"


def test_long_lists_are_refused_by_size_and_not_by_accident() -> None:
    line = "x" * 99 + "\n"
    whole = line * (MAX_LINES_BYTES // 100)
    assert len(answer("custom_comments", "comments", whole, low=1, high=10**6).split("\n")) == MAX_LINES_BYTES // 100
    assert code_of("custom_comments", "comments", "x" * (MAX_LINES_BYTES + 1)) == "list-too-long"
    assert code_of("custom_comments", "comments", "é" * (MAX_LINES_BYTES // 2 + 1)) == "list-too-long"
    assert code_of("custom_comments", "comments", "x" * (MAX_LINE + 1), low=1) == "list-line-too-long"
    assert code_of("custom_comments", "comments", " \n\r\n ") == "list-empty"


@pytest.mark.parametrize("kind", list(FieldKind))
@given(typed=st.lists(st.sampled_from("1a@ \n\ud800\udfff\u2028\u200b\x00") | st.characters(), max_size=9).map("".join))
def test_no_text_breaks_a_check(kind: FieldKind, typed: str) -> None:
    """Halves of a surrogate pair, too: JSON can carry them."""
    field = Field("x", kind, choices=("1",), limits_by_service=True)
    try:
        cleaned = check_answer(service(low=1), field, typed, {}, link_check=check_url, now=NOW)
    except InputError:
        return
    assert cleaned.strip()
    cleaned.encode()


def test_a_subscriptions_limits_hold_together() -> None:
    assert answer("subscriptions", "max", "100", {"min": "100"}) == "100"
    assert code_of("subscriptions", "max", "99", {"min": "100"}) == "number-out-of-range"
    assert code_of("subscriptions", "min", "49") == "number-out-of-range"
    assert answer("subscriptions", "posts", "0") == "0"
    assert code_of("subscriptions", "posts", "1001") == "number-out-of-range"
    assert code_of("subscriptions", "posts", "") == "not-a-number"
    assert answer("subscriptions", "old_posts", "  ") == ""
    assert [answer("subscriptions", "delay", delay) for delay in DELAYS] == list(DELAYS)
    for delay in ("1", "20", "601", "", "-5", "05"):
        assert code_of("subscriptions", "delay", delay) == "not-a-choice"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("31/12/2027", "31/12/2027"), ("2.3.2026", "02/03/2026"), (" 9/11/2027 ", "09/11/2027"), ("", "")],
)
def test_expiry_goes_out_day_first(typed: str, sent: str) -> None:
    assert answer("subscriptions", "expiry", typed) == sent


@pytest.mark.parametrize(
    "typed", ["2027-12-31", "31/13/2027", "30/02/2027", "0/1/2027", "31/12/27", "١/١/٢٠٢٧", "soon"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert code_of("subscriptions", "expiry", typed) == "not-a-date"


@pytest.mark.parametrize("typed", ["01/03/2026", "28/02/2026", "31/12/1999"])
def test_a_day_that_is_over_is_refused(typed: str) -> None:
    assert code_of("subscriptions", "expiry", typed) == "date-in-the-past"


def test_usernames_are_one_word_without_hidden_characters() -> None:
    assert answer("subscriptions", "username", " @anna.b ") == "@anna.b"
    assert code_of("subscriptions", "username", "anna b") == "username-characters"
    assert code_of("subscriptions", "username", " ") == "text-empty"
    assert code_of("subscriptions", "username", "a" * 201) == "text-too-long"
    for hidden in ("an\u200bna", "\u202eanna", "an\x00na", "anna\ud800"):
        assert code_of("subscriptions", "username", hidden) in ("username-characters", "text-characters")


def test_drip_feed_has_its_limits() -> None:
    for field, good, bad in ((RUNS, ("2", "1000"), ("1", "1001", "0")), (INTERVAL, ("1", "10080"), ("0", "10081"))):
        for typed in good:
            assert check_answer(service(), field, typed, {}, link_check=check_url, now=NOW) == typed
        for typed in bad:
            with pytest.raises(InputError):
                check_answer(service(), field, typed, {}, link_check=check_url, now=NOW)


@pytest.mark.parametrize("name", ["Channel members", "Profile FOLLOWERS", "Подписчики", "Username report"])
def test_a_handle_is_taken_where_the_services_words_are_about_an_account(name: str) -> None:
    assert accepts_handles(service(name))
    assert accepts_handles(service("Fast"), name)
    field = field_of("default", "link")
    assert check_answer(service(name), field, "@anna", {}, link_check=check_url, now=NOW, handles=True) == "@anna"


def test_a_handle_is_refused_elsewhere() -> None:
    assert not accepts_handles(service("Website visits"), "Traffic")
    assert code_of("default", "link", "@anna") == "link-handle"
    media = field_of("mentions_media_likers", "media")
    with pytest.raises(InputError):
        check_answer(service("Followers"), media, "@anna", {}, link_check=check_url, now=NOW, handles=True)
