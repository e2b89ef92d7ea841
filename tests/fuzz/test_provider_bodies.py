"""Spoilt answers of providers, through the adapter's own reading.

FUZZ_BODIES bodies in all; FUZZ_SEED replays what a failure names.
"""

from __future__ import annotations

import json
import os
import random
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.core.clock import SystemClock
from bot.core.errors import ProviderError
from bot.core.provider import AddOutcome, AddResult, Asked, OrderRequest, OrderStatus, Refusal, RequestStatus
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.circuit import Circuit
from bot.providers.config import ProviderConfig
from bot.providers.reply import LISTED_BY_STATUS
from bot.providers.transport import RawReply, Transport
from tests.fuzz.mutations import as_json, spoilt_text, spoilt_value

BODIES = int(os.environ.get("FUZZ_BODIES", "2000"))
FIXED_SEED = 7
KEY = "canary-key-5f2d9c"
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "contract" / "cases.jsonl").read_text("utf-8").splitlines()
]
TEXTS = tuple(case["body"] for case in CASES if isinstance(case.get("body"), str))
STATUSES = (200, 200, 200, 200, 200, 200, 201, 204, 301, 400, 403, 404, 408, 429, 500, 502, 503)


class ClosedCircuit(Circuit):
    """Never opens: each body is a call of its own."""

    def enter(self) -> bool:
        return True

    def failed(self, *_: object) -> None:
        return


class Spoilt:
    """Answers every call with the next body."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.status = 200
        self.body = ""

    def draw(self) -> None:
        rng = self._rng
        text = rng.choice(TEXTS)
        what = rng.randrange(4)
        if what == 0:
            text = spoilt_text(rng, text, TEXTS)
        elif what < 3:
            try:
                text = as_json(spoilt_value(rng, json.loads(text)))
            except ValueError:
                text = spoilt_text(rng, text)
            if rng.random() < 0.1:
                text = spoilt_text(rng, text)
        elif rng.random() < 0.3:
            text = rng.choice(
                ("[" * 100_000, '{"order":' * 5_000, "9" * 10_000, '"' + "\\u0000" * 100 + '"', "\ufeff{}")
            )
        self.status, self.body = rng.choice(STATUSES), text.replace("TESTKEY", KEY)

    async def post(self, fields: Mapping[str, str], *, fresh: bool, deadline_s: float, cap: int) -> RawReply:
        return RawReply(self.status, {"content-type": "application/json"}, self.body.encode("utf-8", "surrogatepass"))


def seeds() -> list[int]:
    given = os.environ.get("FUZZ_SEED")
    return [int(given)] if given else [FIXED_SEED, secrets.randbelow(10**9)]


@pytest.mark.timeout(120 + BODIES // 50)
async def test_no_body_is_taken_for_what_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    old = structlog.get_config()
    structlog.configure(processors=[_seen], cache_logger_on_first_use=False)
    _lines.clear()
    try:
        for seed in seeds():
            print(f"FUZZ_SEED={seed}")
            rng = random.Random(seed)
            spoilt = Spoilt(rng)
            monkeypatch.setattr(Transport, "post", lambda _, *args, **named: spoilt.post(*args, **named))  # noqa: B023
            clock = SystemClock()
            provider = ApiV2Provider(
                ProviderConfig("p", "http://127.0.0.1:1/api/v2", KEY), clock, circuit=ClosedCircuit(clock)
            )
            for number in range(BODIES // len(seeds())):
                spoilt.draw()
                try:
                    await _ask(provider, rng, spoilt)
                except Exception as error:
                    shown = f"FUZZ_SEED={seed}, body {number}, HTTP {spoilt.status}: {spoilt.body[:2000]!r}"
                    raise AssertionError(f"{type(error).__name__}: {error}\n{shown}") from error
            await provider.close()
    finally:
        structlog.configure(**old)
    assert not [line for line in _lines if KEY in line]


async def _ask(provider: ApiV2Provider, rng: random.Random, spoilt: Spoilt) -> None:
    result = await provider.add(OrderRequest("1", "default", {"link": "https://example.com", "quantity": "100"}))
    _check_add(result, spoilt)
    assert KEY not in repr(result)
    call = rng.choice(("statuses", "services", "balance", "refill", "refill_statuses", "cancel", "cancel_statuses"))
    ids = rng.choice((["1"], ["1", "2", "3"], ["734281"]))
    try:
        answer: Any = await getattr(provider, call)(*(() if call in ("services", "balance") else (ids,)))
    except ProviderError as error:
        answer = error.refusal
    assert KEY not in repr(answer)
    if isinstance(answer, Refusal):
        return
    if call == "services":
        for row in answer.services:
            assert row.rate.is_finite()
            assert row.rate >= 0
        return
    if call == "balance":
        assert answer.amount.is_finite()
        return
    rows = answer.rows if call == "statuses" else answer
    assert set(rows) <= set(ids), f"rows for ids that were not asked for: {sorted(rows)}"
    for row in rows.values():
        assert isinstance(row, OrderStatus | Refusal | Asked | RequestStatus)
        if isinstance(row, OrderStatus):
            assert row.remains is None or isinstance(row.remains, int)


def _check_add(result: AddResult, spoilt: Spoilt) -> None:
    body = spoilt.body
    if result.outcome is AddOutcome.ACCEPTED:
        assert result.order_id
        assert result.order_id.strip("0 ")
        plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), body)
        assert result.order_id in plain, f"accepted with an id that is not in the answer: {result.order_id!r}"
        assert "order" in plain.lower()
        return
    if result.outcome is AddOutcome.REJECTED:
        assert result.error is not None
        if spoilt.status in LISTED_BY_STATUS:
            return
        assert _says_error(body), "rejected by an answer that says nothing of the kind"


def _says_error(body: str) -> bool:
    """Whether there is a JSON value in it that says in words that something was refused."""
    decoder = json.JSONDecoder()
    for found in re.finditer(r'[\[{"]', body):
        try:
            value, _ = decoder.raw_decode(body, found.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str) and len(value) > 3:
            return True
        text = json.dumps(value, ensure_ascii=False).lower()
        if re.search(r'"(error|errors|message|msg|err|error_message|success|status)"\s*:', text):
            return True
    return False


_lines: list[str] = []


def _seen(_logger: Any, _name: str, event: Any) -> Any:
    _lines.append(repr(event))
    raise structlog.DropEvent
