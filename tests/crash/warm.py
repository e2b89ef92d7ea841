"""What every child would load, read or compile anew, and never changes: done once, before the first fork."""

from __future__ import annotations

import asyncio
import functools
import inspect
import io
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import httpx

from bot.logs import configure_logs
from bot.ui import i18n
from bot.workers.inbox import Inbox
from tests.flow.talk import bought
from tests.flow.world import open_world
from tests.statements import share_statements


def warm() -> None:
    i18n._bundle = functools.cache(i18n._bundle)
    context = httpx.create_ssl_context(trust_env=False)
    httpx.create_ssl_context = lambda *_, **__: context
    ssl.create_default_context = functools.cache(ssl.create_default_context)  # type: ignore[assignment]
    share_statements()
    _remember_signatures()
    configure_logs(stream=io.StringIO())
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(_one_life(Path(directory)))
    wait = Inbox._wait
    # For a Telegram that is back at once.
    Inbox._wait = lambda self, seconds: wait(self, seconds / 50)  # type: ignore[method-assign]


def _remember_signatures() -> None:
    """aiogram looks at the signature of every handler and filter when the routers are built."""
    plain = inspect.signature
    kept = functools.lru_cache(10_000)(plain)

    def signature(obj: Callable[..., Any], **options: Any) -> inspect.Signature:
        return kept(obj) if isinstance(obj, FunctionType) and not options else plain(obj, **options)

    inspect.signature = signature


async def _one_life(directory: Path) -> None:
    """A customer's first order to its end."""
    async with open_world(directory) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        (known,) = world.panel.book
        world.panel.move(known, status="Completed", remains=0)
        world.shop._bells.poll("main").ring()
        await anna.wait_for("Completed")
