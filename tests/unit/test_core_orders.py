"""States and their moves, the table of order types, and when an order is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.order_types import DELAYS, TYPES, FieldKind, PricedBy, type_named
from bot.core.orders import (
    FINAL,
    FINISHED,
    HOLDING,
    OPEN_REMOTE,
    STATE_OF_REMOTE,
    TRANSITIONS,
    OrderState,
    can_move,
    next_look,
)
from bot.core.provider import RemoteState

NOW = datetime(2026, 3, 1, tzinfo=UTC)
S = OrderState

# The fields of `add` as the providers' pages and public client code name them; [x] may be left out.
TABLE = {
    "Default": ("link quantity", PricedBy.QUANTITY),
    "Package": ("link", PricedBy.ORDER),
    "SEO": ("link quantity keywords", PricedBy.QUANTITY),
    "Custom Comments": ("link comments", PricedBy.LINES),
    "Custom Comments Package": ("link comments", PricedBy.ORDER),
    "Mentions": ("link quantity usernames", PricedBy.QUANTITY),
    "Mentions with Hashtags": ("link quantity usernames hashtags", PricedBy.QUANTITY),
    "Mentions Custom List": ("link usernames", PricedBy.LINES),
    "Mentions Hashtag": ("link quantity hashtag", PricedBy.QUANTITY),
    "Mentions User Followers": ("link quantity username", PricedBy.QUANTITY),
    "Mentions Media Likers": ("link quantity media", PricedBy.QUANTITY),
    "Comment Likes": ("link quantity username", PricedBy.QUANTITY),
    "Poll": ("link quantity answer_number", PricedBy.QUANTITY),
    "Comment Replies": ("link username comments", PricedBy.LINES),
    "Invites from Groups": ("link quantity groups", PricedBy.QUANTITY),
    "Subscriptions": ("username min max posts [old_posts] delay [expiry]", PricedBy.POSTS),
    "Web Traffic": (
        "link quantity country device type_of_traffic google_keyword?1 referring_url?2",
        PricedBy.QUANTITY,
    ),
}
LISTS = {"keywords", "comments", "usernames", "hashtags", "groups"}


@pytest.mark.parametrize("name", TABLE)
def test_a_type_asks_for_the_fields_of_the_table(name: str) -> None:
    fields, priced_by = TABLE[name]
    found = type_named(name)
    assert found is not None
    assert found.priced_by is priced_by
    assert [
        f"{field.name}?{field.only_if[1]}" if field.only_if else field.name if field.required else f"[{field.name}]"
        for field in found.fields
    ] == fields.split()
    assert {field.name for field in found.fields if field.kind is FieldKind.LINES} == LISTS & set(fields.split())
    counted = found.counted_lines
    assert (counted is not None) == (priced_by is PricedBy.LINES)
    for spelling in (name.upper(), name.lower().replace(" ", "_"), name.replace(" ", ""), f" {name} "):
        assert type_named(spelling) is found


def test_the_table_is_whole() -> None:
    assert {type_named(name) for name in TABLE} == set(TYPES.values())
    assert [key for key, one in TYPES.items() if one.dripfeed] == ["default"]
    assert type_named(None) is type_named("") is type_named("  ") is TYPES["default"]
    for unknown in ("Defaults", "Mentions Custom", "0", "comment"):
        assert type_named(unknown) is None


def test_choices_are_those_of_the_pages() -> None:
    def choices(type_: str, name: str) -> tuple[str, ...]:
        field = TYPES[type_].field(name)
        assert field is not None
        return field.choices

    assert choices("web_traffic", "device") == ("1", "2", "3", "4", "5")
    assert choices("web_traffic", "type_of_traffic") == ("1", "2", "3")
    assert choices("subscriptions", "delay") == DELAYS
    assert [int(delay) for delay in DELAYS] == sorted(
        {0, 5, 10, 15, 30, 60, 90, *range(120, 301, 30), *range(360, 601, 60)}
    )


# -- states ----------------------------------------------------------------------------------------------------------


def test_every_state_has_its_place() -> None:
    assert set(TRANSITIONS) == set(OrderState)
    assert set(OrderState) == HOLDING | OPEN_REMOTE | FINAL
    assert not HOLDING & OPEN_REMOTE
    assert not OPEN_REMOTE & FINAL
    assert FINISHED | {S.REJECTED} == FINAL
    assert all(state not in moves for state, moves in TRANSITIONS.items())


def test_money_that_was_given_back_or_captured_never_returns_to_the_hold() -> None:
    for old, new in product(OrderState, OrderState):
        if not can_move(old, new):
            continue
        assert old is not S.REJECTED
        assert not (old in OPEN_REMOTE | FINISHED and new in HOLDING | {S.REJECTED})
        assert not (old in FINISHED and new in OPEN_REMOTE)
        assert not (old is S.CREATED and new not in (S.SUBMITTING, S.REJECTED))
        assert not (old in HOLDING and new in (OPEN_REMOTE | FINISHED) - {S.ACCEPTED})


def test_an_unknown_order_is_decided_and_every_open_one_can_end() -> None:
    assert TRANSITIONS[S.UNKNOWN] == {S.ACCEPTED, S.REJECTED, S.CREATED}
    for state in OPEN_REMOTE:
        assert TRANSITIONS[state] >= FINISHED
    for state in FINISHED:
        assert TRANSITIONS[state] == FINISHED - {state}


def test_every_word_but_the_unknown_one_has_a_state() -> None:
    assert set(STATE_OF_REMOTE) == set(RemoteState) - {RemoteState.UNKNOWN_WORD}
    assert set(STATE_OF_REMOTE.values()) <= OPEN_REMOTE | FINISHED


# -- the next look ---------------------------------------------------------------------------------------------------


def looked(age: timedelta, interval: timedelta = timedelta(minutes=1)) -> timedelta:
    look = next_look(NOW - age, None, NOW, interval)
    assert look is not None
    return look - NOW


def test_young_orders_are_looked_at_soon_and_old_ones_ever_more_rarely() -> None:
    assert looked(timedelta(0)) == timedelta(seconds=1)
    assert looked(timedelta(seconds=20)) == timedelta(seconds=5)
    assert looked(timedelta(minutes=9)) == timedelta(minutes=1)
    assert looked(timedelta(days=1)) == timedelta(minutes=1)
    assert looked(timedelta(days=3)) == timedelta(minutes=10)
    assert looked(timedelta(days=3), timedelta(hours=2)) == timedelta(hours=2)


@given(
    age=st.timedeltas(timedelta(days=-30), timedelta(days=3_000)),
    interval=st.timedeltas(timedelta(seconds=1), timedelta(days=1)),
)
def test_no_open_order_is_forgotten_or_asked_for_without_a_pause(age: timedelta, interval: timedelta) -> None:
    """An age below nothing: the clock was set back."""
    wait = looked(age, interval)
    assert timedelta(seconds=1) <= wait <= max(interval, timedelta(hours=1))
    if age < timedelta(days=2):
        assert wait <= interval


@given(ages=st.tuples(*[st.timedeltas(timedelta(0), timedelta(days=30))] * 2))
def test_an_older_order_is_never_looked_at_sooner(ages: tuple[timedelta, timedelta]) -> None:
    younger, older = sorted(ages)
    assert looked(younger) <= looked(older)


@pytest.mark.parametrize(
    ("since", "wait"),
    [
        (timedelta(0), timedelta(hours=1)),
        (timedelta(hours=23, minutes=59), timedelta(hours=1)),
        (timedelta(days=1), timedelta(days=1)),
        (timedelta(days=6, hours=23), timedelta(days=1)),
        (timedelta(days=7), None),
        (timedelta(days=700), None),
    ],
)
def test_finished_orders_hourly_for_a_day_daily_for_a_week_then_never(since: timedelta, wait: timedelta | None) -> None:
    look = next_look(NOW - timedelta(days=900), NOW - since, NOW, timedelta(seconds=5))
    assert look == (None if wait is None else NOW + wait)
