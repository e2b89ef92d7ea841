"""Simulated providers in a process of their own, so that they share no event loop with what is measured."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator, Sequence
from decimal import Decimal
from multiprocessing.connection import Connection
from typing import Any

from bot.simulator.panel import PanelService, PanelSimulator
from bot.simulator.panel.catalogue import big_catalogue

KEY = "0123456789abcdef0123456789abcdef"
SERVICE = PanelService(service="1", name="Website visits", category="Traffic", rate=Decimal("0.90"), min=50, max=10_000)


class Panels:
    """The near end: each call is carried out over there before it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.urls: list[str] = connection.recv()

    def _ask(self, what: str, panel: int, *arguments: Any) -> Any:
        self._connection.send((what, panel, arguments))
        return self._connection.recv()

    def load(self, panel: int, count: int) -> list[str]:
        """Enter so many orders in progress; their ids."""
        found: list[str] = self._ask("load", panel, count)
        return found

    def deliver(self, panel: int, ids: Sequence[str], remains: int, *, complete: Sequence[str] = ()) -> None:
        """Some orders go on, and some of them end."""
        self._ask("deliver", panel, ids, remains, complete)

    def calls(self, panel: int) -> int:
        """How often `status` was called so far."""
        count: int = self._ask("calls", panel)
        return count

    def hang(self, panel: int) -> None:
        self._ask("hang", panel)

    def heal(self, panel: int) -> None:
        self._ask("heal", panel)


@contextlib.contextmanager
def panels(count: int, services: int | None = None) -> Iterator[Panels]:
    """So many panels; `services`: each with a generated list of so many."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_run, args=(far, count, services), daemon=True)
    process.start()
    far.close()
    try:
        yield Panels(near)
    finally:
        near.close()
        process.join(10)
        process.kill()


def _run(connection: Connection, count: int, services: int | None) -> None:
    asyncio.run(_serve(connection, count, services))


async def _serve(connection: Connection, count: int, services: int | None) -> None:
    catalogue = [SERVICE] if services is None else list(big_catalogue(services))
    simulators = [
        PanelSimulator(f"panel{number}", KEY, catalogue=catalogue, request_limit=100) for number in range(count)
    ]
    ended = asyncio.Event()

    def answer() -> None:
        try:
            what, panel, arguments = connection.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(connection.fileno())
            ended.set()
        else:
            connection.send(_act(simulators[panel], what, *arguments))

    async with contextlib.AsyncExitStack() as stack:
        connection.send([await stack.enter_async_context(simulator.serve()) for simulator in simulators])
        asyncio.get_running_loop().add_reader(connection.fileno(), answer)
        await ended.wait()


def _act(panel: PanelSimulator, what: str, *arguments: Any) -> Any:
    match what:
        case "load":
            return panel.load_orders(arguments[0], SERVICE.service)
        case "deliver":
            ids, remains, complete = arguments
            panel.move_many(ids, status="In progress", remains=remains)
            panel.move_many(complete, status="Completed", remains=0)
        case "calls":
            return panel.calls("status")
        case "hang":
            panel.fail("status", "hang_before", times=None)
        case "heal":
            panel.heal()
    return None
