"""Secrets that would be known again anywhere: nothing of them may be in the output, in the chats or in the database."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.logs import configure_logs
from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from tests.flow import world as world_module
from tests.flow.world import PRINTS, VISITS, World, open_world

TOKEN = "42:CANARY-token-3c9e1f77"
KEY = "CANARY-provider-key-b2d1"
HOOK = "CANARY-hook-secret-90aa"
STRIPS = ("CANARY-token-3c9e1f77", KEY, HOOK)
ADD_FAULTS = ("reset_after", "unlisted_error_after", "id_and_error")


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Everything that is logged, at DEBUG, tracebacks and warnings too."""
    hook = sys.excepthook
    stream = io.StringIO()
    configure_logs("DEBUG", "console", secrets=STRIPS, stream=stream)
    yield stream
    configure_logs()
    sys.excepthook = hook


async def test_no_secret_gets_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: io.StringIO) -> None:
    monkeypatch.setattr(world_module, "TOKEN", TOKEN)
    panel = PanelSimulator("main", KEY, catalogue=[VISITS, PRINTS])
    telegram = TelegramSimulator(token=TOKEN)
    async with open_world(tmp_path, panels=[panel], telegram=telegram, WEBHOOK_SECRET=HOOK) as world:
        anna = world.customer()
        await world.credit(anna, "100.00")
        for number, fault in enumerate(ADD_FAULTS):
            panel.fail("add", fault, text=f"wrong key {KEY} at http://x/?key={quote(KEY)}")
            await _order(world, f"https://example.com/{number}")
            await panel.called("add", number + 1)
        panel.fail("status", "unlisted_error_before", text=f"key {KEY} is wrong", times=2)
        panel.fail("services", "refuse_before", text=KEY)
        await world.admin.send("/sync")
        telegram.faults.add("sendMessage", "internal_error", description=f"bad token {TOKEN}")
        telegram.faults.add("sendMessage", "bad_request", description=f"no {TOKEN}")
        await anna.send("/balance")
        await _handler_that_fails(world, monkeypatch)
        await world.admin.send("/review")
        await world.admin.answered()
        said = "\n".join(str(call.params) for call in telegram.calls)
    assert "Traceback" in output.getvalue(), "a run without a traceback proves little"
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in STRIPS:
        assert secret not in output.getvalue(), f"{secret} in the output"
        assert secret not in said, f"{secret} in a chat"
        assert secret.encode() not in files, f"{secret} in the database"
        assert secret not in str(os.environ)


async def _order(world: World, link: str) -> None:
    services, customer_id = world.shop.services, world.customer().id
    service_id = next(iter(services.catalog.catalogue.offers))
    quote = await services.checkout.quote(customer_id, service_id, {"link": link, "quantity": "100"})
    await services.checkout.confirm(customer_id, quote.id, None)


async def _handler_that_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception whose words and frames hold every secret."""

    async def fail(*_: object) -> None:
        token, key = TOKEN, KEY
        raise RuntimeError(f"{token} {key} {HOOK} https://api.telegram.org/bot{TOKEN}/getMe?key={key}")

    tracking = world.shop.services.tracking
    monkeypatch.setattr(type(tracking), "orders_of", fail)
    anna = world.customer()
    mark = anna.mark()
    await anna.send("/orders")
    await anna.wait_for("Something went wrong", since=mark)
    await anna.answered()
    monkeypatch.undo()
