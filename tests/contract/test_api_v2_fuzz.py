"""Whatever comes back: nothing breaks, nothing is accepted without an id, and garbage refuses nothing."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.order_types import RateUnit
from bot.core.provider import REJECTING, AddOutcome, ErrorKind, OrderStatus, Refusal, RemoteState
from bot.providers.aftercare import AftercareReader
from bot.providers.numbers import decimal_of, flag_of, id_of, remains_of, whole_of
from bot.providers.payload import UnreadableError, read_payload, text_from
from bot.providers.refusals import RefusalTable, folded
from bot.providers.reply import Reply, whole_refusal
from bot.providers.services import service_list
from bot.providers.state_words import StateWords
from bot.providers.statuses import ShapeError, StatusReader
from bot.providers.verdict import verdict

TABLE = RefusalTable()
WORDS = StateWords()
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ADD_KEYS = [
    "order",
    "order_id",
    "error",
    "errors",
    "status",
    "success",
    "message",
    "msg",
    "data",
    "result",
    "id",
    "code",
]
ROW_KEYS = [
    "1",
    "2",
    "orders",
    "charge",
    "remains",
    "start_count",
    "status",
    "runs",
    "posts",
    "refill",
    "cancel",
    "type",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1", "0", "error", "success", "Not enough funds", "Completed", "1,234", "+2", "1e400", "NaN"])
)
KEYS = st.sampled_from(ADD_KEYS + ROW_KEYS) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503])
BODIES = st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()) | st.text().map(str.encode)


def reply_of(body: bytes, status: int) -> Reply:
    text = text_from(body)
    try:
        return Reply(status, {}, text, read_payload(text).value)
    except UnreadableError as error:
        return Reply(status, {}, text, unreadable=error.kind, cut=error.cut)


def ids_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(ids_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(ids_in(inner) for inner in value))
    found = id_of(value)
    return set() if found is None else {found}


@settings(max_examples=600, deadline=None)
@given(BODIES, STATUSES)
@example(b"[" * 100_000, 200)
@example(b'{"order":' + b"9" * 5000 + b"}", 200)
@example(b'{"a":' * 2000 + b"1" + b"}" * 2000, 200)
@example(b"\xff\xfe{\x00", 200)
def test_an_add_is_accepted_with_an_id_alone_and_rejected_for_a_reason_alone(body: bytes, status: int) -> None:
    reply = reply_of(body, status)
    result = verdict(reply, TABLE, NOW)
    if result.outcome is AddOutcome.ACCEPTED:
        assert result.order_id is not None
        assert result.order_id in ids_in(reply.payload)
    elif result.outcome is AddOutcome.REJECTED:
        assert result.error is not None
        listed = TABLE.kind_of(result.error.raw or "") in REJECTING
        assert listed or status in (401, 403, 404, 405, 413, 415, 422, 429)
        assert status < 500
    assert result.outcome is not AddOutcome.NOT_SENT


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_garbage_refuses_nothing(text: str) -> None:
    letters = "".join(char for char in text if not char.isascii() or not char.isalpha())
    result = verdict(reply_of(json.dumps({"error": letters}).encode(), 200), TABLE, NOW)
    assert result.outcome is AddOutcome.UNKNOWN
    assert folded(folded(text)) == folded(text)


@settings(max_examples=400, deadline=None)
@given(BODIES, STATUSES)
def test_no_answer_breaks_a_reader(body: bytes, status: int) -> None:
    reply = reply_of(body, status)
    whole_refusal(reply, TABLE, NOW)
    statuses = StatusReader(WORDS, TABLE)
    refills = AftercareReader("refill", WORDS, TABLE)
    cancels = AftercareReader("cancel", WORDS, TABLE)
    for read in (
        lambda: statuses.one(reply.payload, "1"),
        lambda: statuses.many(reply.payload, ["1", "2"]),
        lambda: statuses.many(reply.payload, ["1"]),
        lambda: refills.asked_one(reply.payload),
        lambda: refills.asked_many(reply.payload, ["1", "2"]),
        lambda: cancels.asked_many(reply.payload, ["1"]),
        lambda: refills.states_many(reply.payload, ["1", "2"]),
        lambda: cancels.state_one(reply.payload, "1"),
        lambda: service_list(reply.payload, RateUnit.PER_1000),
    ):
        with contextlib.suppress(ShapeError, UnreadableError):
            read()


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["1", "2", "3"]), VALUES, max_size=3))
def test_every_id_that_was_asked_for_has_a_row_and_no_other(answer: dict[str, Any]) -> None:
    payload = read_payload(json.dumps(answer)).value
    try:
        batch = StatusReader(WORDS, TABLE).many(payload, ["1", "2"])
    except ShapeError:
        return
    assert list(batch.rows) == ["1", "2"]
    for order_id, row in batch.rows.items():
        if isinstance(row, OrderStatus):
            assert row.order_id == order_id
        elif order_id not in answer:
            assert isinstance(row, Refusal)
            assert row.kind is ErrorKind.MISSING_IN_RESPONSE


@given(st.text(max_size=30))
def test_a_word_of_no_language_is_not_final(word: str) -> None:
    if not any(char.isalpha() for char in word):
        assert WORDS.state_of(word) is RemoteState.UNKNOWN_WORD


@given(SCALARS)
def test_numbers_are_finite_or_none(value: Any) -> None:
    value = read_payload(json.dumps([value])).value[0]
    for number in (decimal_of(value), whole_of(value), remains_of(value)):
        assert number is None or Decimal(number).is_finite()
    flag_of(value)


NO_NUMBERS: list[object] = [True, None, [], {}, 10**18, Decimal("1e400")]


def test_numbers_as_panels_print_them() -> None:
    printed = {
        "1,234.50": "1234.50",
        "1,057": "1057",
        "12,5": "12.5",
        "0,900": "0.900",
        "1.234,56": "1234.56",
        "1 234": "1234",
        "1.234.567": "1234567",
        "$0.90": "0.90",
        "5 USD": "5",
        "-2": "-2",
        "+2": "2",
        ".5": "0.5",
        "5.": "5",
        "1e-3": "0.001",
    }
    assert {text: str(decimal_of(text)) for text in printed} == {text: str(Decimal(n)) for text, n in printed.items()}
    refused = ["", "abc", "NaN", "Infinity", "-inf", "1e400", "1e18", "--1", "1,23,4", "0x10", "1_000", "١٢", "9" * 65]
    assert [decimal_of(text) for text in refused] == [None] * len(refused)
    assert [decimal_of(value) for value in NO_NUMBERS] == [None] * 6
    assert [remains_of(value) for value in ("+2", "-2", 7, "5.00", "5.5", "some")] == [-2, -2, 7, 5, None, None]
