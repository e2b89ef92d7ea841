"""Taps on the catalogue: the whole shop against a bot that does nothing but answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, in_turns, ratio_of
from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person

TOKEN = "42:TEST"  # noqa: S105
AT_ONCE = 50
CATEGORIES, SERVICES = 12, 10
TO_BEGIN = 180.0


async def tap_row(taps: int, turns: int) -> Row:
    """50 customers at once, each with two taps and then the next customer's turn, as nobody may tap without end; both
    bots in processes of their own, one loaded at a time.
    """
    customers = max(AT_ONCE, taps // 2)
    async with contextlib.AsyncExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="storefront-bench-")))
        panel = PanelSimulator("main", "KEY", catalogue=list(_catalogue()))
        panel_url = await stack.enter_async_context(panel.serve())
        shop, echo = TelegramSimulator(token=TOKEN), TelegramSimulator(token=TOKEN)
        shop_base = await stack.enter_async_context(shop.serve())
        echo_base = await stack.enter_async_context(echo.serve())
        settings = _settings(shop_base, panel_url, directory)
        await stack.enter_async_context(_process([sys.executable, "-m", "bot", "run"], settings))
        await stack.enter_async_context(
            _process([sys.executable, "-m", "benchmarks.echo_bot", echo_base, TOKEN], {"PYTHONPATH": str(Path.cwd())})
        )
        await _shelf_is_full(shop.person(4_999))
        shop_people = await _people(shop, customers, "/catalog", "Traffic")
        echo_people = await _people(echo, customers, "/start", "Button")

        async def tap_shop() -> None:
            await _tap_all(shop_people, "Traffic 3", "Back")

        async def tap_echo() -> None:
            await _tap_all(echo_people, "Button 3", "Button 5")

        await in_turns(1, tap_shop, tap_echo)  # caches and connections are warm
        shop.calls.clear()
        shop_s, echo_s = await in_turns(turns, tap_shop, tap_echo)
    count = customers * 2
    return Row(
        f"catalogue taps a second, {AT_ONCE} customers at once / a bare aiogram echo bot",
        ratio_of(echo_s, shop_s),
        0.5,
        f"{count / min(shop_s):.0f} / {count / min(echo_s):.0f} a second",
        more_is_better=True,
    )


def _catalogue() -> Sequence[PanelService]:
    return [
        PanelService(
            service=str(number * 100 + n),
            name=f"Website visits, kind {n} of {number}",
            category=f"Traffic {number}",
            rate=Decimal("0.90") + n,
            min=50,
            max=10_000,
        )
        for number in range(1, CATEGORIES + 1)
        for n in range(SERVICES)
    ]


def _settings(base: str, panel_url: str, directory: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": base,
        "PROVIDERS": json.dumps([{"name": "main", "url": panel_url, "key": "KEY", "currency": "USD"}]),
        "ADMIN_IDS": "9001",
        "PUBLISH": "all",
        "HTTP_PORT": "0",
        "DATA_DIR": str(directory),
        "DATABASE_URL": f"sqlite+aiosqlite:///{directory / 'shop.db'}",
        "LOG_LEVEL": "WARNING",
    }


@contextlib.asynccontextmanager
async def _process(command: Sequence[str], settings: Mapping[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **settings})
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _shelf_is_full(person: Person) -> None:
    """Until the first list has come: a shop that has just begun has nothing to show."""
    async with asyncio.timeout(TO_BEGIN):
        while not any(text.startswith("Traffic") for text in person.buttons):
            await person.send("/catalog")
            await person.answered(timeout=TO_BEGIN)
            await asyncio.sleep(1)


async def _people(telegram: TelegramSimulator, count: int, command: str, button: str) -> list[Person]:
    people = [telegram.person(5_000 + number, first_name=f"Anna {number}") for number in range(count)]

    async def begin(person: Person) -> None:
        await person.send(command)
        await person.wait_for_button(button, timeout=TO_BEGIN)

    await _at_once([begin(person) for person in people])
    return people


async def _tap_all(people: Sequence[Person], *buttons: str) -> None:
    async def taps(person: Person) -> None:
        for button in buttons:
            await _tap(person, button)

    await _at_once([taps(person) for person in people])


async def _at_once(jobs: Sequence[Coroutine[None, None, None]]) -> None:
    waiting = iter(jobs)

    async def work() -> None:
        for job in waiting:
            await job

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def _tap(person: Person, button: str) -> None:
    """A tap is over when its query is answered and the message was edited."""
    message = person.last
    begun = person.mark()
    found = person.find_button(button, message)
    if found is None or found[1].data is None:
        raise AssertionError(f"no button {button!r} among {person.buttons}")
    query = await person.tap(message=message, data=found[1].data)
    await person.wait(
        lambda: True if query.answer is not None and message.seq > begun else None, "the tap was not answered", TO_BEGIN
    )
