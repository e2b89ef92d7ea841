"""The shop in a process of its own, which its parent can kill at a point, and whose clock it moves."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app.shop import Shop
from bot.core.bells import Bell
from bot.logs import configure_logs
from bot.settings import load_settings
from bot.workers import crypto_keeper
from bot.workers.supervisor import Heart
from storage.engine import Database
from tests.crash.points import Points, instrument


@dataclass
class ShiftedClock:
    """The time of day and an offset: what is due later becomes due at once."""

    offset: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


_cashier = Bell()


async def _pause_of_cashier(heart: Heart, seconds: float) -> None:
    await _cashier.wait(seconds)


def run(spec: dict[str, Any]) -> None:
    """`spec`: the socket to report to, the environment, the log file, the clock's offset, what to arm at once."""
    log = os.open(spec["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    random.seed()
    link = socket.socket(socket.AF_UNIX)
    link.connect(spec["socket"])
    link.sendall(f"child {spec['number']} {os.getpid()}\n".encode())
    points = Points(link)
    instrument(points)
    crypto_keeper.pause = _pause_of_cashier  # type: ignore[attr-defined]
    if spec["arm"] is not None:
        points.arm(*spec["arm"])
    asyncio.run(_main(spec, link, points))


async def _main(spec: dict[str, Any], link: socket.socket, points: Points) -> None:
    settings = load_settings(spec["environ"], env_file=None)
    # Set up here and not before the fork: the handler holds this process's output.
    configure_logs("INFO", "json", secrets=settings.secrets(), stream=sys.stderr)
    clock = ShiftedClock(timedelta(seconds=spec["offset"]))
    database = await Database.open(settings.database_url.get_secret_value())
    shop = Shop(settings, database, clock, None)
    await shop.build()
    stop = asyncio.Event()
    rest = b""

    def told() -> None:
        nonlocal rest
        data = link.recv(65_536, socket.MSG_DONTWAIT)
        if not data:
            stop.set()
            asyncio.get_running_loop().remove_reader(link)
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            command, value = json.loads(line)
            if command == "arm":
                points.arm(*value)
            elif command == "tick":
                clock.offset += timedelta(seconds=value)
                ring(shop)
            elif command == "stop":
                stop.set()

    asyncio.get_running_loop().add_reader(link, told)
    await shop.run(stop)
    await database.close()


def ring(shop: Shop) -> None:
    """Every worker looks at once, instead of at its next moment."""
    bells = shop._bells
    for row in (bells.submit, bells.poll, bells.aftercare):
        row.ring()
    for bell in (bells.outbox, bells.refund, bells.broadcast, _cashier):
        bell.ring()
