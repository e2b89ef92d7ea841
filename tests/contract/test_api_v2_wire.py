"""What goes out: blanks, links, lines, JSON; and what must not: the key, anywhere but in the request."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
import structlog

from bot.core.errors import ProviderError
from bot.core.provider import AddOutcome, Dialect, ErrorKind, OrderRequest, Refusal
from bot.providers.config import ProviderConfig, RequestFormat
from bot.providers.registry import Registry
from tests.contract.panel_playback import Answer, playing, provider_at

VALUES = {
    "link": "https://example.com/watch?v=a&b=<c>&d=%20#e",
    "keywords": "зонт для сада\nدفتر\n傘 ☂️ 👨‍👩‍👧",
    "comments": " one, two ,three \n\n+plus & 100% = fine; \t'\"\\\r\nlast ",
    "username": "@na_me.~-",
}


def strictly_decoded(body: str) -> dict[str, str]:
    """As by a server that knows %XX alone."""
    pairs = (pair.split("=") for pair in body.split("&"))
    return {unquote(name): unquote(value) for name, value in pairs}


async def test_values_arrive_unchanged_on_the_strictest_server() -> None:
    async with playing(Answer('{"order": 1}')) as panel, provider_at(panel.url) as provider:
        await provider.add(OrderRequest("7", "seo", VALUES))
    (body,) = panel.bodies
    assert strictly_decoded(body) == {"key": "TESTKEY", "action": "add", "service": "7", **VALUES}
    assert body.isascii()
    assert not set("+ \n") & set(body)


async def test_a_panel_that_wants_json_gets_json() -> None:
    answer = Answer('{"order": 1}')
    async with playing(answer) as panel, provider_at(panel.url, request_format=RequestFormat.JSON) as provider:
        await provider.add(OrderRequest("7", "seo", VALUES))
    assert json.loads(panel.bodies[0]) == {"key": "TESTKEY", "action": "add", "service": "7", **VALUES}
    assert panel.content_types == ["application/json"]


REPLIES = OrderRequest("3", "comment_replies", {"link": "l", "username": "u", "comments": "a\n\nb\r\nc"})
PACKAGE = OrderRequest("3", "custom_comments_package", {"link": "l", "comments": "a\nb"})


@pytest.mark.parametrize(
    ("request_", "settings", "quantity"),
    [
        (REPLIES, {}, None),
        (REPLIES, {"comments_with_quantity": True}, "3"),
        (REPLIES, {"dialect": Dialect(comments_with_quantity=True)}, "3"),
        (PACKAGE, {"comments_with_quantity": True}, None),
    ],
)
async def test_comments_go_with_their_number_where_wanted(
    request_: OrderRequest, settings: dict[str, Any], quantity: str | None
) -> None:
    async with playing(Answer('{"order": 1}')) as panel, provider_at(panel.url, **settings) as provider:
        await provider.add(request_)
    assert panel.requests[0].get("quantity") == quantity


async def test_that_comments_need_their_number_is_learnt_from_the_first_refusal() -> None:
    learnt: list[Dialect] = []
    order = OrderRequest("3", "Custom Comments", {"link": "https://example.com/test", "comments": "a\nb"})

    def counting(fields: dict[str, str]) -> Answer:
        return Answer('{"order": 1}' if "quantity" in fields else '{"error": "neworder.error.min_quantity"}')

    async with playing(counting) as panel, provider_at(panel.url, on_dialect=learnt.append) as provider:
        first, second = await provider.add(order), await provider.add(order)
    assert (first.outcome, second.outcome) == (AddOutcome.REJECTED, AddOutcome.ACCEPTED)
    assert learnt == [Dialect(comments_with_quantity=True)]
    assert panel.bodies[1].endswith("&comments=a%0Ab&quantity=2")


# The key

CANARY = "sk/Canary+4242é&<x>"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[Any]]:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        yield logs
    assert CANARY not in caplog.text
    assert quote(CANARY, safe="") not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"error": f"Invalid API key {CANARY}"}),
        json.dumps({"error": f"Bad: key={quote(CANARY, safe='')}&action=add"}, ensure_ascii=False),
        json.dumps({"error": "x", "you_sent": {CANARY.upper(): [CANARY.lower()]}}).replace("/", "\\/"),
        f"<html>POST key={CANARY}</html>",
        f"Warning: {CANARY}\n" + '{"order": "x"}',
        json.dumps({"order": 5, "error": f"slow {CANARY}"}),
        '{"error": "' + "".join(f"\\u{ord(char):04x}" for char in CANARY) + '"}',
    ],
)
@pytest.mark.parametrize("status", [200, 403, 500])
async def test_a_panel_that_echoes_the_key_is_masked(body: str, status: int, lines: list[Any]) -> None:
    async with playing(Answer(body, status)) as panel, provider_at(panel.url, key=CANARY) as provider:
        result = await provider.add(OrderRequest("1", "default", {"link": "l"}))
        refusals: list[Refusal] = []
        said: list[str] = []
        for call in (provider.balance, provider.services, lambda: provider.statuses(["1"])):
            try:
                found = await call()
            except ProviderError as error:
                refusals.append(error.refusal)
                said.append(str(error))
            else:
                refusals += [row for row in getattr(found, "rows", {}).values() if isinstance(row, Refusal)]
    assert panel.requests[0]["key"] == CANARY
    assert refusals
    for text in (repr(result), repr(refusals), repr(provider), repr(provider.config), repr(lines), *said):
        lowered = text.casefold()
        assert "canary" not in lowered
        assert "\\u0043\\u0061" not in lowered
    assert result.raw is not None
    assert "***" in result.raw


def test_a_config_does_not_print_its_key() -> None:
    assert CANARY not in repr(ProviderConfig("panel", "https://example.com/", CANARY))


async def test_the_registry_knows_providers_by_name() -> None:
    async with provider_at("http://127.0.0.1:1/", name="one") as one, provider_at("http://127.0.0.1:1/") as panel:
        registry = Registry([one, panel])
        assert (registry.get("one"), registry.get("panel"), registry.get("gone")) == (one, panel, None)
        assert (list(registry), len(registry), "one" in registry) == ([one, panel], 2, True)
        with pytest.raises(ValueError, match="two providers are named one"):
            Registry([one, one])
        await registry.close()


async def test_a_taught_refusal_rejects_from_then_on() -> None:
    request = OrderRequest("1", "default", {"link": "l"})
    async with playing(Answer('{"error": "Nix geht"}')) as panel, provider_at(panel.url) as provider:
        assert (await provider.add(request)).outcome is AddOutcome.UNKNOWN
        provider.learn_refusal("nix geht!", ErrorKind.INVALID_REQUEST)
        assert (await provider.add(request)).outcome is AddOutcome.REJECTED
