"""The other side of a child: starts it, tells it where to die, hears of its death, and starts the next one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

DOWN_FOR = 200.0  # seconds between two lives, by the shop's clock: longer than any lease


class ChildEndedError(AssertionError):
    """The shop ended by itself: nobody killed it."""


class Nursery:
    """The forking process; one serves any number of worlds, one after another."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError("the nursery did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def fork(self, spec: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(spec) + "\n")
        self._process.stdin.flush()


class Keeper:
    """Keeps one child alive. `on_death` hears the point at which it died; then the next one is started.

    `passed` counts the points that were passed since it was last cleared.
    """

    def __init__(self, nursery: Nursery, environ: dict[str, str], directory: Path) -> None:
        self._nursery = nursery
        self._environ = environ
        self.log = directory / "shop.log"
        self._path = str(directory / "s")
        self.passed: Counter[str] = Counter()
        self.deaths: list[str] = []
        self.offset = 0.0
        self._number = 0
        self._pid = 0
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._here = asyncio.Event()
        self._gone = asyncio.Event()
        self._at_start: tuple[str, int] | None = None
        self._expected = ""
        self._closing = False
        self.failure: ChildEndedError | None = None
        self.changed: Callable[[], object] = lambda: None

    @property
    def is_up(self) -> bool:
        return self._writer is not None

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self._path)
        await self.start()

    async def start(self) -> None:
        self._here.clear()
        self._number += 1
        self._nursery.fork(
            {
                "number": self._number,
                "socket": self._path,
                "environ": self._environ,
                "log": str(self.log),
                "offset": self.offset,
                "arm": self._at_start,
            }
        )
        self._at_start = None
        await asyncio.wait_for(self._here.wait(), 30)

    def arm(self, point: str, nth: int) -> None:
        self.tell("arm", [point, nth])

    def arm_next(self, point: str, nth: int) -> None:
        """The next child is to die there, in its beginning."""
        self._at_start = (point, nth)

    def disarm(self) -> None:
        self.tell("arm", [None, 1])

    def tick(self, seconds: float) -> None:
        """Time goes on, and every worker looks."""
        self.offset += seconds
        self.tell("tick", seconds)

    def kill(self, why: str) -> None:
        """From outside, at whatever it does now."""
        self._expected = why
        os.kill(self._pid, signal.SIGKILL)

    def tell(self, command: str, value: object) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(json.dumps([command, value]).encode() + b"\n")

    async def close(self) -> None:
        """End the last child as SIGTERM would."""
        self._closing = True
        self.tell("stop", None)
        if self._writer is not None:
            await asyncio.wait_for(self._gone.wait(), 20)
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        killed = ""
        try:
            while line := await reader.readline():
                word, _, rest = line.decode().strip().partition(" ")
                if word == "passed":
                    self.passed[rest] += 1
                elif word == "killed":
                    killed = rest
                elif word == "child":
                    self._pid = int(rest.split()[1])
                    self._gone.clear()
                    self._here.set()
        except ConnectionError:  # its death may cut a line
            pass
        writer.close()
        self._writer = None
        killed, self._expected = killed or self._expected, ""
        self._gone.set()
        if self._closing:
            return
        if not killed:
            self.failure = ChildEndedError(f"the shop ended by itself:\n{self.log.read_text()[-4000:]}")
            self.changed()
            return
        self.deaths.append(killed)
        self.offset += DOWN_FOR
        self.changed()
        await self.start()
