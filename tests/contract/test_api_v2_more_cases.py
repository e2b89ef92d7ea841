"""Answers beyond the recorded ones, in the same form: wordings and shapes of public panels' code and pages, and spoilt
numbers, ids and transports. One server and one client play them all, one action after the other.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.clock import SystemClock
from bot.core.errors import ProviderError
from bot.providers.calls import Calls
from bot.providers.circuit import Circuit
from bot.providers.config import ProviderConfig
from tests.contract.normal_form import assert_same, normal
from tests.contract.panel_playback import KEY, Answer, playing
from tests.contract.test_api_v2_cases import CASES, read

MORE = [json.loads(line) for line in Path(__file__).with_name("cases_more.jsonl").read_text("utf-8").splitlines()]
ACTIONS = sorted({case["action"] for case in MORE})


def test_no_case_is_there_twice() -> None:
    assert len({case["id"] for case in (*MORE, *CASES)}) == len(MORE) + len(CASES)


@pytest.mark.parametrize("action", ACTIONS)
async def test_action(action: str) -> None:
    clock = SystemClock()
    playback = Answer()
    wrong = []
    async with playing(lambda _fields: playback) as panel:
        config = ProviderConfig("panel", panel.url, KEY)
        calls = Calls(config, clock, Circuit(clock))
        for case in (case for case in MORE if case["action"] == action):
            calls.circuit = Circuit(clock)  # one provider's bad days are not the next one's
            hangs = case.get("transport") == "timeout_after_send"
            calls.config = replace(config, submit_timeout_s=0.3) if hangs else config
            playback = Answer(
                case["body"],
                case["http_status"] or 200,
                case["content_type"],
                case.get("headers", {}),
                hang=hangs,
            )
            try:
                assert_same(await _answered(calls, case["request"]), case["expect"])
            except AssertionError as error:
                wrong.append(f"{case['id']}: {error}")
        await calls.close()
    assert not wrong, "\n".join(wrong)


async def _answered(calls: Calls, request: dict[str, str]) -> dict[str, Any]:
    with capture_logs() as logs:
        try:
            if request["action"] == "add":
                fields = {name: value for name, value in request.items() if name not in ("key", "action")}
                answered = normal(await calls.add(fields))
            else:
                answered = await read(calls, request)
        except ProviderError as error:
            answered = normal(error.refusal)
    if any(line["event"] == "noise before JSON" for line in logs):
        answered["warning"] = "noise before JSON"
    return answered
