"""Shapes of answers beyond the recorded ones, read over real HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.core.errors import ProviderError
from bot.core.provider import Asked, Dialect, ErrorKind, OrderStatus, Refusal, RemoteState, RequestStatus, Retry
from bot.providers.refusals import folded
from bot.providers.state_words import StateWords
from tests.contract.panel_playback import Answer, playing, provider_at

K, S = ErrorKind, RemoteState
SINGLE = Dialect(status_batch=False, refill_batch=False, cancel_batch=False, refill_status_batch=False)
BATCH = Dialect(status_batch=True, refill_batch=True, cancel_batch=True, refill_status_batch=True)


async def status_of(body: Any, dialect: Dialect = SINGLE, **settings: Any) -> OrderStatus | Refusal:
    text = body if isinstance(body, str) else json.dumps(body)
    async with playing(Answer(text)) as panel, provider_at(panel.url, dialect=dialect, **settings) as provider:
        return (await provider.statuses(["1"])).rows["1"]


WORDS = {
    S.CANCELED: "Canceled|Cancelled|canscelled|CANCELLED|Refunded|Fail|Error|Iptal|Отменён",
    S.COMPLETED: "Completed|complete|Success|COMPLETED|Завершён|Tamamlandı|Hoàn thành|مكتمل",
    S.IN_PROGRESS: "In progress|inprogress|In Progress|in_progress|inProgress|В работе",
    S.PARTIAL: "Partial|Partially Completed|PARTIAL|partially_completed|Частично|Parcial",
    S.PENDING: "Pending|Awaiting|queued|В ожидании|Beklemede",
    S.PROCESSING: "Processing|processing order|В обработке",
    S.UNKNOWN_WORD: "2|Almost completed|Not completed|Cancel requested|Done?no|✓|-|Canceling|Completed 50%|OK",
}
SAID = [(word, state) for state, words in WORDS.items() for word in words.split("|")]


@pytest.mark.parametrize(("word", "state"), SAID, ids=[word for word, _ in SAID])
async def test_a_word_has_a_state_or_is_never_final(word: str, state: RemoteState) -> None:
    row = await status_of({"status": word, "charge": "1", "remains": "0"})
    assert isinstance(row, OrderStatus)
    assert (row.state, row.raw) == (state, word)


async def test_a_provider_has_words_of_its_own() -> None:
    row = await status_of({"status": 2, "charge": "1"}, status_words={"2": S.COMPLETED, "Done": S.PARTIAL})
    assert isinstance(row, OrderStatus)
    assert row.state is S.COMPLETED
    assert StateWords({"Done": S.PARTIAL}).state_of("DONE") is S.PARTIAL
    assert folded("IN_PROGRESS") == folded("inProgress") == "in progress"


@pytest.mark.parametrize(
    "answer",
    [
        [{"order": 1, "status": "Pending"}],
        {"data": {"status": "Pending"}},
        {"status": "success", "data": {"order": {"status": "Pending"}}},
        {"result": [{"status": "Pending"}]},
        {"1": {"status": "Pending"}},
        {" 1": {"status": "Pending", "error": None}},
        "\ufeff" + '{"status": "Pending"}',
        "Notice: x\n" + '{"status": "Pending"}',
    ],
    ids=str,
)
async def test_one_row_in_whatever_wrapping(answer: Any) -> None:
    row = await status_of(answer)
    assert isinstance(row, OrderStatus)
    assert row.state is S.PENDING


@pytest.mark.parametrize(
    "answer",
    [
        {"orders": {"1": {"status": "Pending"}}},
        {"data": [{"id": "1", "status": "Pending"}, {"note": "no id"}]},
        {"status": "Pending"},
        {"1": {"status": "Pending"}, "1 ": {"status": "Completed"}},
    ],
    ids=str,
)
async def test_a_batch_in_whatever_wrapping(answer: Any) -> None:
    row = await status_of(answer, BATCH)
    assert isinstance(row, OrderStatus)
    assert row.state is S.PENDING


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"1": "Incorrect order ID"}, K.ORDER_NOT_FOUND),
        ({"1": {"status": "error", "message": "Order not found"}}, K.ORDER_NOT_FOUND),
        ({"1": None}, K.UNEXPECTED_SHAPE),
        ([], K.MISSING_IN_RESPONSE),
        ({}, K.MISSING_IN_RESPONSE),
        ({"2": {"status": "Completed"}}, K.MISSING_IN_RESPONSE),
        ({"status": "success"}, K.UNEXPECTED_SHAPE),
        (7, K.UNEXPECTED_SHAPE),
        ({"foo": "bar"}, K.UNEXPECTED_SHAPE),
    ],
    ids=str,
)
async def test_a_batch_without_its_row(answer: Any, kind: ErrorKind) -> None:
    row = await status_of(answer, BATCH)
    assert isinstance(row, Refusal)
    assert row.kind is kind


@pytest.mark.parametrize(
    "answer", [{"status": "fail"}, {"status": True}, {"status": None}, {"charge": "1"}, [], [1, 2]]
)
async def test_what_is_no_row_ends_no_order(answer: Any) -> None:
    row = await status_of(answer)
    assert isinstance(row, Refusal)


async def test_numbers_of_a_row_are_believed_only_where_they_are_numbers() -> None:
    text = '{"status": "Partial", "charge": NaN, "start_count": true, "remains": 1e400}'
    row = await status_of(text, currency="EUR")
    assert isinstance(row, OrderStatus)
    assert (row.charge, row.start_count, row.remains, row.currency) == (None, None, None, "EUR")
    over = await status_of({"status": "Completed", "remains": "+2", "orders": "5, 6", "runs": 2})
    assert isinstance(over, OrderStatus)
    assert (over.remains, over.child_orders) == (-2, ("5", "6"))


@pytest.mark.parametrize("answer", ["[]", "{}", '{"balance": true}', '{"balance": NaN}', '{"balance": "1e400"}', "[1]"])
async def test_a_balance_is_a_number(answer: str) -> None:
    async with playing(Answer(answer)) as panel, provider_at(panel.url) as provider:
        with pytest.raises(ProviderError) as error:
            await provider.balance()
    assert error.value.refusal.kind is K.UNEXPECTED_SHAPE


async def test_a_balance_in_the_providers_own_currency() -> None:
    answer = Answer('{"data": {"balance": "1.234,50"}}')
    async with playing(answer) as panel, provider_at(panel.url, currency="TRY") as provider:
        balance = await provider.balance()
    assert (balance.amount, balance.currency) == (Decimal("1234.50"), "TRY")


ASKED: list[tuple[Any, Asked | ErrorKind]] = [
    ({"refill": 5}, Asked("5")),
    ({"refill": {"id": 5}}, Asked("5")),
    ({"refill": True}, Asked()),
    ({"success": True}, Asked()),
    ([{"order": 1, "refill": 5, "type": "dripfeed"}], Asked("5", order_kind=None)),
    ({"refill": "Refill is not available"}, K.REFILL_NOT_ALLOWED),
    ({"order": 1, "error": "Refill not found"}, K.REFILL_NOT_FOUND),
    ({"message": "Refill is disabled for this service"}, K.REFILL_NOT_ALLOWED),
    ({"refill": 0}, K.UNEXPECTED_SHAPE),
    ({"refill": None}, K.UNEXPECTED_SHAPE),
    (None, K.UNEXPECTED_SHAPE),
]


@pytest.mark.parametrize(("answer", "expected"), ASKED, ids=lambda value: str(value)[:50])
async def test_a_refill_is_taken_or_refused(answer: Any, expected: Asked | ErrorKind) -> None:
    async with playing(Answer(json.dumps(answer))) as panel, provider_at(panel.url, dialect=SINGLE) as provider:
        row = (await provider.refill(["1"]))["1"]
    assert isinstance(row, Asked if isinstance(expected, Asked) else Refusal)
    if isinstance(row, Refusal):
        assert row.kind is expected
    elif isinstance(expected, Asked):
        assert row.id == expected.id


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        ({"1": {"refill": 5}}, Asked("5")),
        ({"refilled": [1]}, Asked()),
        (
            {"1": "Order not eligible for refill"},
            Refusal(K.REFILL_NOT_ALLOWED, "Order not eligible for refill", Retry.NEVER),
        ),
        ([{"order": 1, "refill": None}], Refusal(K.MISSING_IN_RESPONSE, retry=Retry.LATER)),
    ],
    ids=str,
)
async def test_refills_of_a_batch(answer: Any, row: Asked | Refusal) -> None:
    async with playing(Answer(json.dumps(answer))) as panel, provider_at(panel.url, dialect=BATCH) as provider:
        assert (await provider.refill(["1"]))["1"] == row


@pytest.mark.parametrize("dialect", [SINGLE, BATCH])
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"status": "Completed"}, S.COMPLETED),
        ([{"refill": 7, "type": "Rejected"}], S.REJECTED),
        ([{"refill": 7, "status": {"error": "Refill not found"}}], None),
        ([{"refill": 7, "status": None}], None),
    ],
    ids=str,
)
async def test_the_state_of_a_refill(answer: Any, state: RemoteState | None, dialect: Dialect) -> None:
    async with playing(Answer(json.dumps(answer))) as panel, provider_at(panel.url, dialect=dialect) as provider:
        row = (await provider.refill_statuses(["7"]))["7"]
    assert (row.state if isinstance(row, RequestStatus) else None) is state


@pytest.mark.parametrize(
    ("status", "headers", "kind", "retry"),
    [
        (302, {"Location": "/"}, K.HTTP_ERROR, Retry.NEVER),
        (404, {}, K.HTTP_ERROR, Retry.NEVER),
        (408, {}, K.HTTP_ERROR, Retry.LATER),
        (503, {}, K.HTTP_ERROR, Retry.LATER),
        (200, {}, K.INVALID_JSON, Retry.NEVER),
    ],
)
async def test_a_failing_read_says_whether_to_ask_again(
    status: int, headers: dict[str, str], kind: ErrorKind, retry: Retry
) -> None:
    answer = Answer("nothing here", status, "text/plain", headers)
    async with playing(answer) as panel, provider_at(panel.url) as provider:
        with pytest.raises(ProviderError) as error:
            await provider.balance()
    assert (error.value.refusal.kind, error.value.refusal.retry) == (kind, retry)
    assert len(panel.bodies) == 1


async def test_a_moment_to_come_back_is_told() -> None:
    headers = {"Retry-After": "Wed, 01 Jan 2031 00:00:00 GMT"}
    async with playing(Answer("", 429, headers=headers)) as panel, provider_at(panel.url) as provider:
        with pytest.raises(ProviderError) as error:
            await provider.balance()
    assert error.value.refusal.retry_at == datetime(2031, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        b'Warning: x\n{"balance": "5',
        b"Warning: x\n[1, 2",
        b'"{\\"balance\\": "',
        b"{'balance': 5}",
        b"Warning: {a}\n{b}\n" * 60,
        b"[1 2]",
        b"[1] trailing",
    ],
)
async def test_a_cut_or_broken_body_is_no_answer(body: bytes) -> None:
    async with playing(Answer(body)) as panel, provider_at(panel.url) as provider:
        with pytest.raises(ProviderError) as error:
            await provider.balance()
    assert error.value.refusal.kind is K.INVALID_JSON


async def test_utf_16_is_read() -> None:
    async with playing(Answer('{"balance": 5}'.encode("utf-16"))) as panel, provider_at(panel.url) as provider:
        assert (await provider.balance()).amount == 5
