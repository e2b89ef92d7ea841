"""Every recorded answer, played over real HTTP, comes out in its normal form; every request goes out as recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from structlog.testing import capture_logs

from bot.core.clock import SystemClock
from bot.core.errors import ProviderError
from bot.core.provider import ErrorKind, OrderRequest, Refusal
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.calls import Calls, Noun
from bot.providers.circuit import Circuit
from bot.providers.config import ProviderConfig
from tests.contract.normal_form import assert_same, normal
from tests.contract.panel_playback import KEY, Answer, closed_port, playing

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text("utf-8").splitlines()]
_SECOND = 0.01  # of the recorded delays, here


def test_the_corpus_is_whole() -> None:
    assert len(CASES) == len({case["id"] for case in CASES}) == 223


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
async def test_case(case: dict[str, Any]) -> None:
    transport = case.get("transport")
    answer = Answer(
        body=_body(case),
        status=case["http_status"] or 200,
        content_type=case["content_type"],
        headers=case.get("headers", {}),
        delay_s=case.get("delay_ms", 0) / 1000 * _SECOND,
        hang=transport == "timeout_after_send",
    )
    async with playing(answer) as panel:
        url = f"http://127.0.0.1:{closed_port()}/api/v2" if transport == "connect_error" else panel.url
        timeout_s = 0.3 if answer.hang else ProviderConfig("", "", "").timeout_s
        config = ProviderConfig("panel", url, KEY, timeout_s=timeout_s)
        with capture_logs() as logs:
            actual = await _ask(config, case["request"])
    if any(line["event"] == "noise before JSON" for line in logs):
        actual["warning"] = "noise before JSON"

    if "count" in case["expect"]:
        services = actual["services"]
        actual = {"count": len(services), "first_id": services[0]["service"], "last_id": services[-1]["service"]}
    assert_same(actual, case["expect"], case["id"])

    if transport != "connect_error":
        assert len(panel.bodies) == 1
        body = panel.bodies[0]
        assert parse_qsl(body, keep_blank_values=True, strict_parsing=True) == list(case["request"].items())
        assert "+" not in body
        assert body == case.get("wire", body)
        assert panel.content_types == ["application/x-www-form-urlencoded"]


def _body(case: dict[str, Any]) -> str:
    if "gen" not in case:
        return str(case["body"])
    rows = range(1, case["gen"]["repeat"] + 1)
    row = case["body"]
    return (
        "[" + ",".join(row.replace("{i}", str(i)).replace("{c}", str(i % case["gen"]["cat_mod"])) for i in rows) + "]"
    )


async def _ask(config: ProviderConfig, request: dict[str, str]) -> dict[str, Any]:
    if request["action"] == "add":
        fields = {name: value for name, value in request.items() if name not in ("key", "action", "service")}
        provider = ApiV2Provider(config, SystemClock())
        try:
            return normal(await provider.add(OrderRequest(request["service"], "default", fields)))
        finally:
            await provider.close()
    clock = SystemClock()
    calls = Calls(config, clock, Circuit(clock))
    try:
        return await read(calls, request)
    except ProviderError as error:
        return normal(error.refusal)
    finally:
        await calls.close()


async def read(calls: Calls, request: dict[str, str]) -> dict[str, Any]:
    action = request["action"]
    if action == "services":
        return normal((await calls.services())[0])
    if action == "balance":
        return normal(await calls.balance())
    if action == "status":
        if "order" in request:
            return normal(await calls.status(request["order"]))
        return normal((await calls.statuses(request["orders"].split(",")))[0])
    noun: Noun = "cancel" if action.startswith("cancel") else "refill"
    if noun in request:
        return normal(await calls.state(noun, action, request[noun]), noun)
    if f"{noun}s" in request:
        return normal((await calls.states(noun, action, request[f"{noun}s"].split(",")))[0], noun)
    if "order" in request:
        return normal(await calls.ask(noun, request["order"]), noun)
    return normal((await calls.ask_many(noun, request["orders"].split(",")))[0], noun)


def test_a_slow_list_of_services_has_time() -> None:
    slowest_s = max(case.get("delay_ms", 0) for case in CASES) / 1000
    assert ProviderConfig("", "", "").timeout_s > slowest_s


def test_the_comparison_can_fail() -> None:
    with pytest.raises(AssertionError):
        assert_same(normal(Refusal(ErrorKind.AUTH)), {"error_kind": "unlisted"})
    with pytest.raises(AssertionError):
        assert_same({"error_kind": "auth"}, {"balance": "1"})
