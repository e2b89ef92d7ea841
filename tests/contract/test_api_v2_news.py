"""Rows that read as they did are not read again, however a panel prints them; nothing else is taken for such a row."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.errors import ProviderError
from bot.core.provider import ErrorKind, Mark, OrderStatus
from bot.providers.marks import pieces_of, rows_of
from bot.providers.payload import DECODER
from bot.providers.transport import RawReply
from tests.contract.panel_playback import KEY, Answer, playing, provider_at

Row = dict[str, Any]
Print = Callable[[object], str]
STYLES: dict[str, Print] = {
    "PHP": lambda rows: json.dumps(rows, separators=(",", ":")).replace("/", "\\/"),
    "Python": json.dumps,
    "pretty": lambda rows: json.dumps(rows, indent=4),
    "tabs": lambda rows: json.dumps(rows, indent="\t").replace("\n", "\r\n"),
    "letters as they are": lambda rows: json.dumps(rows, ensure_ascii=False),
    "a byte order mark": lambda rows: "\ufeff\n" + json.dumps(rows) + "\n",
}


def row(remains: str, status: str = "In progress", **more: object) -> Row:
    return {"charge": "0.90", "start_count": "7", "status": status, "remains": remains, "currency": "USD", **more}


RUNNING, GONE_ON = row("900"), row("850")
CHILDREN = row("5", runs="2", orders=["71", "72"])


@pytest.mark.parametrize("style", STYLES)
async def test_a_row_that_reads_as_it_did_is_not_read(style: str) -> None:
    answers = [{"1": RUNNING, "2": CHILDREN, "3": RUNNING}, {"1": RUNNING, "2": CHILDREN, "3": GONE_ON}]
    async with (
        playing(lambda _: Answer(STYLES[style](answers.pop(0)))) as panel,
        provider_at(panel.url) as provider,
    ):
        first = await provider.news(["1", "2", "3"], {})
        assert (set(first.rows), first.same, set(first.marks)) == ({"1", "2", "3"}, frozenset(), {"1", "2", "3"})
        second = await provider.news(["1", "2", "3"], known(first.marks))
    assert second.same == {"1", "2"}
    assert remains(second.rows) == {"3": 850}
    assert set(second.marks) == {"3"}
    assert second.marks["3"] != first.marks["3"]


@pytest.mark.parametrize("style", STYLES)
async def test_nothing_is_read_where_nothing_changed(style: str) -> None:
    answer = Answer(STYLES[style]({"1": RUNNING, "2": CHILDREN}))
    async with playing(answer) as panel, provider_at(panel.url) as provider:
        first = await provider.news(["1", "2"], {})
        second = await provider.news(["2", "1"], known(first.marks))
    assert (second.rows, second.same) == ({}, {"1", "2"})


OLD = json.dumps(RUNNING)
ODD = {
    "the same id twice, the old row first": f'{{"1": {OLD}, "1": {json.dumps(GONE_ON)}, "2": {OLD}}}',
    "the same id twice, the old row last": f'{{"1": {json.dumps(GONE_ON)}, "1": {OLD}, "2": {OLD}}}',
    "a row that nobody asked for": f'{{"1": {OLD}, "2": {json.dumps(GONE_ON)}, "9": {OLD}}}',
    "a row within a row": json.dumps({"1": RUNNING, "2": row("5", orders={"a": {"b": 1}, "c": 2})}),
    "a text that looks like an end": json.dumps({"1": RUNNING, "2": row("5", note='x}, "1": {"status": "Canceled')}),
    "a text instead of a row": f'{{"1": {OLD}, "2": "Incorrect order ID"}}',
    "nothing instead of a row": f'{{"1": {OLD}, "2": null}}',
    "one row is missing": f'{{"1": {OLD}}}',
    "an error within a row": f'{{"1": {OLD}, "2": {{"error": "Incorrect order ID"}}}}',
    "rows in a list": json.dumps([{"order": "1", **RUNNING}, {"order": "2", **GONE_ON}]),
    "rows in data": f'{{"data": {{"1": {OLD}, "2": {json.dumps(GONE_ON)}}}}}',
    "a warning before it": f'<br />\nWarning: x\n{{"1": {OLD}, "2": {json.dumps(GONE_ON)}}}',
    "ids with blanks": f'{{" 1": {OLD}, "2 ": {json.dumps(GONE_ON)}}}',
    "printed in two ways": f'{{"1": {OLD},"2": {json.dumps(GONE_ON)}}}',
    "the key in a row": json.dumps({"1": RUNNING, "2": row("5", status=f"In progress {KEY}")}),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
async def test_an_odd_answer_tells_what_it_tells_whoever_remembers_nothing(body: str) -> None:
    bodies = [json.dumps({"1": RUNNING, "2": RUNNING}), body, body]
    async with playing(lambda _: Answer(bodies.pop(0))) as panel, provider_at(panel.url) as provider:
        first = await provider.news(["1", "2"], {})
        all_rows = (await provider.statuses(["1", "2"])).rows
        news = await provider.news(["1", "2"], known(first.marks))
    assert news.rows.keys() | news.same == {"1", "2"}
    assert not news.rows.keys() & news.same
    assert dict(news.rows) == {order_id: all_rows[order_id] for order_id in news.rows}
    assert {order_id: all_rows[order_id] for order_id in news.same} == {
        order_id: first.rows[order_id] for order_id in news.same
    }
    assert KEY not in repr(news)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer('{"error": "Incorrect request"}'), ErrorKind.INVALID_REQUEST),
        (Answer(json.dumps({"1": RUNNING, "2": RUNNING})[:-9]), ErrorKind.INVALID_JSON),
        (Answer("{}}"), ErrorKind.INVALID_JSON),
        (Answer(""), ErrorKind.INVALID_JSON),
        (Answer(json.dumps({"1": RUNNING, "2": RUNNING}), 404), ErrorKind.HTTP_ERROR),
    ],
)
async def test_a_refusal_of_the_whole_is_no_row(answer: Answer, kind: ErrorKind) -> None:
    answers = [Answer(json.dumps({"1": RUNNING, "2": RUNNING}))]
    async with playing(lambda _: answers[-1]) as panel, provider_at(panel.url) as provider:
        first = await provider.news(["1", "2"], {})
        answers.append(answer)
        with pytest.raises(ProviderError) as error:
            await provider.statuses(["1", "2"])
        assert error.value.refusal.kind is kind
        with pytest.raises(ProviderError) as again:
            await provider.news(["1", "2"], known(first.marks))
    assert again.value.refusal.kind is kind


TEXTS = st.text(max_size=12) | st.sampled_from(['}, "', '}},{"', '"}', "\\", '\\"}, "1": {', "\u2028", "\x00"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False).map(str) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
ROWS = st.dictionaries(
    st.sampled_from(["1", "2", "3", "4"]) | TEXTS, st.dictionaries(TEXTS, VALUES, max_size=5), min_size=1, max_size=5
)


@given(ROWS, st.sampled_from(sorted(STYLES)), st.data())
@example({"1": {}, "2": {}}, "PHP", None)
def test_pieces_that_are_all_rows_are_the_whole_answer(rows: dict[str, Row], style: str, data: Any) -> None:
    printed = STYLES[style](rows)
    whole = DECODER.decode(printed.strip("\ufeff\r\n"))
    pieces = pieces_of(RawReply(200, {}, printed.encode()))
    assert pieces is not None
    read = rows_of(pieces, whole)
    if read is None:
        assert any(isinstance(value, dict) for one in rows.values() for value in within(one)), "flat rows always are"
        return
    assert {order_id: one.row for order_id, one in read.items()} == whole
    # Those that were read once need not be read again: the others are the rest of the answer.
    kept = data.draw(st.sets(st.sampled_from(sorted(read)))) if data is not None else set()
    marks = {read[order_id].mark for order_id in kept}
    others = rows_of([piece for piece in pieces if hash(piece) not in marks], whole)
    assert others is not None
    assert others.keys() == read.keys() - kept


def within(value: object) -> list[object]:
    """The value's parts, at any depth; a text with a brace counts as an object: it may look like the end of a row."""
    if isinstance(value, str):
        return [{}] if "}" in value else []
    if isinstance(value, dict):
        return [part for item in value.items() for part in (*item, *within(item[0]), *within(item[1]))]
    if isinstance(value, list):
        return [part for item in value for part in (item, *within(item))]
    return []


def known(marks: Any) -> dict[Mark, str]:
    return {mark: order_id for order_id, mark in marks.items()}


def remains(rows: Any) -> dict[str, int | None]:
    return {order_id: found.remains for order_id, found in rows.items() if isinstance(found, OrderStatus)}
