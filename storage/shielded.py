"""Work that is carried to its end even where its caller is cancelled meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. A cancellation that comes in between is held back until the work is over, then raised.

    So a commit is never left half done, and nobody uses the connection while it still answers.
    """
    running = asyncio.gather(work)
    cancelled: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:  # noqa: S110  # raised below, by result()
            pass
    if cancelled is not None:
        if not running.cancelled():
            running.exception()  # looked at: asyncio need not report it
        raise cancelled
    return running.result()[0]
