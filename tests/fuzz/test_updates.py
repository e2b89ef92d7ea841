"""Random, forged and broken updates through the real receiver, inbox and dispatcher.

FUZZ_UPDATES updates in all; FUZZ_SEED replays what a failure names.
"""

from __future__ import annotations

import asyncio
import io
import os
import random
import secrets
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import shop as shop_module
from bot.core.orders import OrderState
from bot.logs import configure_logs
from bot.simulator.panel import PanelSimulator
from bot.workers.inbox import Inbox
from tests.flow.world import PRINTS, SAM, TOKEN, VISITS, World, open_world
from tests.fuzz.fake_telegram import FakeTelegram
from tests.fuzz.updates import Updates

UPDATES = int(os.environ.get("FUZZ_UPDATES", "1000"))
FIXED_SEED = 5
KEY = "canary-key-77ab"
BATCH = 200
UNREADABLE = ("ValidationError", "OverflowError")  # of another form, or with a number that no database holds


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeTelegram:
    made = FakeTelegram()
    monkeypatch.setattr(shop_module, "AiohttpSession", lambda **_: made)
    wait = Inbox._wait
    monkeypatch.setattr(Inbox, "_wait", lambda self, seconds: wait(self, seconds / 1000))
    return made


@pytest.mark.timeout(180 + UPDATES // 5)
@pytest.mark.filterwarnings("ignore:Detected unknown update type")
async def test_no_update_stops_the_shop_or_breaks_its_books(tmp_path: Path, fake: FakeTelegram) -> None:
    given = os.environ.get("FUZZ_SEED")
    seeds = [int(given)] if given else [FIXED_SEED, secrets.randbelow(10**9)]
    panel = PanelSimulator("main", KEY, catalogue=[VISITS, PRINTS])
    output = io.StringIO()
    ways = {"STARS_PER_UNIT": "50", "MANUAL_PAYMENT": "account 12-34", "REFERRAL_PERCENT": "5"}
    async with open_world(tmp_path, panels=[panel], more=ways) as world:
        configure_logs("INFO", "json", secrets=[TOKEN, KEY], stream=output)
        await _credit_everybody(world, fake)
        for place, seed in enumerate(seeds):
            print(f"FUZZ_SEED={seed}")
            updates = Updates(random.Random(seed), (place + 1) * 10_000_000)
            left = UPDATES // len(seeds)
            while left > 0:
                fake.push([updates.draw() for _ in range(min(BATCH, left))])
                left -= BATCH
                await _handled(world, fake)
                updates.seen_data = sorted(fake.buttons)
                secret = TOKEN.partition(":")[2]
                assert not [line for line in fake.said if secret in line or KEY in line]
                fake.said.clear()
        problems = await _problems(world, panel)
        crashes = {name: heart.last_error for name, heart in world.shop._supervisor.hearts.items() if heart.crashes}
    assert not problems, "\n".join(problems)
    assert not crashes
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (TOKEN, KEY):
        assert secret not in output.getvalue()
        assert secret.encode() not in files, f"{secret} in the database"


async def _credit_everybody(world: World, fake: FakeTelegram) -> None:
    for number, person in enumerate((1001, 1002, 1003)):
        fake.push([_command(number * 2 + 1, person, "/start")])
        await _handled(world, fake)
        action = await _preview(world, person)
        await world.shop.services.changes.confirm(SAM, action)


async def _preview(world: World, person: int) -> int:
    return (await world.shop.services.adjustments.propose(SAM, person, 10**9, "")).id


def _command(update_id: int, person: int, words: str) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    chat = {"id": person, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": words}}


async def _handled(world: World, fake: FakeTelegram) -> None:
    """Until the bot has asked for more, and nothing in the inbox waits."""
    async with asyncio.timeout(120):
        await fake.all_asked_for.wait()
        while True:
            async with world.database.reading() as tx:
                if await tx.inbox.oldest_unfinished() is None:
                    return
            await asyncio.sleep(0.01)


async def _problems(world: World, panel: PanelSimulator) -> list[str]:
    problems = []
    async with world.database.reading() as tx:
        rows = await tx.connection.execute(
            text("SELECT update_id, last_error, payload FROM inbox WHERE state = 'parked'")
        )
        problems += [
            f"update {row[0]} could be read and not handled: {row[1]}\n  {row[2][:600]}"
            for row in rows
            if not (row[1] or "").startswith(UNREADABLE)
        ]
        orders = await tx.orders.in_state(set(OrderState), limit=1_000_000)
        quotes = {order.quote_id for order in orders}
        known = {order.provider_order_id for order in orders if order.provider_order_id}
        waiting = [order for order in orders if order.state in (OrderState.SUBMITTING, OrderState.UNKNOWN)]
    if len(quotes) != len(orders):
        problems.append("one quote made two orders")
    if len(set(panel.book) - known) > len(waiting):
        problems.append(f"orders at the provider that are none of the shop's: {set(panel.book) - known}")
    return problems
