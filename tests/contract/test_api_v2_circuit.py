"""The circuit breaker, with the clock held in hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.core.errors import ProviderError
from bot.core.provider import AddOutcome, ErrorKind, OrderRequest
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.circuit import Circuit, CircuitState
from bot.providers.config import ProviderConfig
from tests.contract.panel_playback import KEY, Answer, closed_port, playing

REQUEST = OrderRequest("1", "default", {"link": "l"})
FINE = Answer('{"balance": "1", "order": 5}')


class HeldClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def panel_at(url: str, clock: HeldClock) -> ApiV2Provider:
    circuit = Circuit(clock, threshold=3, first_pause_s=10, longest_pause_s=25)
    return ApiV2Provider(ProviderConfig("panel", url, KEY, timeout_s=5), clock, circuit=circuit)


async def fails(provider: ApiV2Provider) -> ErrorKind:
    with pytest.raises(ProviderError) as error:
        await provider.balance()
    return error.value.refusal.kind


async def test_it_opens_after_failures_in_a_row_and_probes_with_growing_pauses() -> None:
    clock = HeldClock()
    provider = panel_at(f"http://127.0.0.1:{closed_port()}/", clock)
    for _ in range(3):
        assert provider.circuit.state is CircuitState.CLOSED
        assert await fails(provider) is ErrorKind.CONNECTION
    for pause in (10, 20, 25, 25):
        assert str(provider.circuit.state) == "open"
        assert provider.circuit.away
        assert provider.circuit.retry_at == clock.now() + timedelta(seconds=pause)
        assert provider.circuit.last_error == "connection"
        assert await fails(provider) is ErrorKind.CIRCUIT_OPEN
        clock.pass_by(pause)
        assert str(provider.circuit.state) == "half_open"
        assert await fails(provider) is ErrorKind.CONNECTION, "the probe goes out"
    await provider.close()


async def test_while_open_an_add_was_not_sent() -> None:
    clock = HeldClock()
    async with playing(FINE) as panel:
        provider = panel_at(panel.url, clock)
        for _ in range(3):
            provider.circuit.failed("timeout")
        result = await provider.add(REQUEST)
        assert result.outcome is AddOutcome.NOT_SENT
        assert result.error is not None
        assert (result.error.kind, result.error.retry_after_s) == (ErrorKind.CIRCUIT_OPEN, 10)
        assert panel.bodies == []
        clock.pass_by(10)
        assert (await provider.add(REQUEST)).outcome is AddOutcome.ACCEPTED
        assert (provider.circuit.state, provider.circuit.last_error) == (CircuitState.CLOSED, None)
        assert provider.circuit.retry_at is None
        await provider.close()


async def test_one_probe_at_a_time() -> None:
    clock = HeldClock()
    circuit = Circuit(clock, threshold=1, first_pause_s=10)
    circuit.failed("timeout")
    clock.pass_by(10)
    assert [circuit.enter(), circuit.enter()] == [True, False]
    circuit.abandoned()
    assert circuit.enter()
    circuit.succeeded()
    assert [circuit.enter(), circuit.enter()] == [True, True]


async def test_answers_between_failures_keep_it_closed() -> None:
    clock = HeldClock()
    circuit = Circuit(clock, threshold=2)
    for _ in range(5):
        circuit.failed("timeout")
        circuit.succeeded()
    assert circuit.state is CircuitState.CLOSED


async def test_a_clock_set_back_does_not_lengthen_the_pause() -> None:
    clock = HeldClock()
    circuit = Circuit(clock, threshold=1, first_pause_s=10)
    circuit.failed("timeout")
    clock.pass_by(-86_400)
    assert circuit.retry_after_s() == 10
    clock.pass_by(10)
    assert circuit.state is CircuitState.HALF_OPEN


NOW = HeldClock().now()


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"Retry-After": "60"}, 60),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90),
        ({"Retry-After": "soon"}, 2),
        ({"Retry-After": "999999999"}, 900),
        ({"Retry-After": "-5"}, 2),
        ({"X-RateLimit-Reset": str(round(NOW.timestamp()) + 30)}, 30),
        ({"X-RateLimit-Reset": str((round(NOW.timestamp()) + 30) * 1000)}, 30),
        ({"X-RateLimit-Reset": "40"}, 40),
        ({}, 2),
    ],
)
async def test_a_panel_that_asks_to_wait_is_left_alone(headers: dict[str, str], wait_s: int) -> None:
    clock = HeldClock()
    answers = [Answer('{"error": "Too many requests"}', 429, headers=headers), FINE]
    async with playing(lambda _fields: answers.pop(0)) as panel:
        provider = panel_at(panel.url, clock)
        assert await fails(provider) is ErrorKind.RATE_LIMITED
        assert provider.circuit.retry_at == NOW + timedelta(seconds=wait_s)
        clock.pass_by(wait_s - 1)
        assert await fails(provider) is ErrorKind.CIRCUIT_OPEN
        assert (await provider.add(REQUEST)).outcome is AddOutcome.NOT_SENT
        assert len(panel.bodies) == 1
        assert not provider.circuit.away
        clock.pass_by(1)
        assert (await provider.balance()).amount == 1
        assert provider.circuit.state is CircuitState.CLOSED
        await provider.close()


ACTIONS: dict[str, Callable[[ApiV2Provider], Awaitable[object]]] = {
    "services": lambda provider: provider.services(),
    "balance": lambda provider: provider.balance(),
    "add": lambda provider: provider.add(REQUEST),
    "status": lambda provider: provider.statuses(["1"]),
    "news": lambda provider: provider.news(["1"], {}),
    "refill": lambda provider: provider.refill(["1"]),
    "refill_status": lambda provider: provider.refill_statuses(["1"]),
    "cancel": lambda provider: provider.cancel(["1"]),
    "cancel_status": lambda provider: provider.cancel_statuses(["1"]),
}


@pytest.mark.parametrize("told", ACTIONS)
async def test_what_one_action_is_told_holds_for_every_other(told: str) -> None:
    clock = HeldClock()
    async with playing(Answer('{"error": "Too many requests"}', 429, headers={"Retry-After": "7"})) as panel:
        provider = panel_at(panel.url, clock)
        for action in (told, *ACTIONS):
            with suppress(ProviderError):
                await ACTIONS[action](provider)
        assert len(panel.bodies) == 1
        clock.pass_by(7)
        with suppress(ProviderError):
            await ACTIONS[told](provider)
        assert len(panel.bodies) == 2
        await provider.close()


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (Answer("<html>Just a moment...</html>", 403, "text/html"), True),
        (Answer("Bad gateway", 502, "text/plain"), True),
        (Answer('{"error": "Internal server error"}', 500), False),
        (Answer('{"error": "Invalid API key"}', 401), False),
        (Answer("{}"), False),
    ],
)
async def test_a_gateway_in_place_of_the_panel_counts_as_away(answer: Answer, counts: bool) -> None:
    clock = HeldClock()
    async with playing(answer) as panel:
        provider = panel_at(panel.url, clock)
        for _ in range(3):
            await fails(provider)
        assert (provider.circuit.state is CircuitState.OPEN) == counts
        await provider.close()
