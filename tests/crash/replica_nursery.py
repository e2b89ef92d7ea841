"""A process that has imported the shop and forks `python -m bot run`, as often as it is asked.

`python -m tests.crash.replica_nursery` reads one JSON line a replica (environment, log) and writes `began PID` and
`ended PID CODE`. Its other side is `Nursery`.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.flow.process import ROOT

PRELOADED = ("bot.app.start", "bot.app.shop", "asyncpg", "redis.asyncio", "sqlalchemy.dialects.postgresql.asyncpg")


class Nursery:
    """The forking process's other side."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._began: asyncio.Queue[int] = asyncio.Queue()
        self._ends: dict[int, asyncio.Future[int]] = {}

    async def start(self, environ: Mapping[str, str], log: Path) -> int:
        """The replica's process id. One start at a time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"environ": dict(environ), "log": str(log)}).encode() + b"\n")
        pid = await self._began.get()
        self._end(pid)  # from now on it is killed at the end, if it still runs
        return pid

    async def ended(self, pid: int) -> int:
        """Its exit code, below nothing for a signal."""
        return await asyncio.shield(self._end(pid))

    def send_signal(self, pid: int, number: int) -> None:
        """Never to a process that is over: its id may be another's by now."""
        if not self._end(pid).done():
            os.kill(pid, number)

    async def listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            word, *numbers = line.split()
            if word == b"began":
                self._began.put_nowait(int(numbers[0]))
            elif word == b"ended":
                self._end(int(numbers[0])).set_result(int(numbers[1]))

    async def close(self) -> None:
        for pid in self._ends:
            self.send_signal(pid, signal.SIGKILL)
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    def _end(self, pid: int) -> asyncio.Future[int]:
        return self._ends.setdefault(pid, asyncio.get_running_loop().create_future())


@asynccontextmanager
async def open_nursery() -> AsyncIterator[Nursery]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.replica_nursery",
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    nursery = Nursery(process)
    listening = asyncio.get_running_loop().create_task(nursery.listen())
    try:
        yield nursery
    finally:
        await nursery.close()
        await listening


def main() -> None:
    for name in PRELOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, lambda *_: _tell_of_the_dead())
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be_a_replica(json.loads(line))
        os.write(1, f"began {pid}\n".encode())


def _tell_of_the_dead() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        os.write(1, f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())


def _be_a_replica(spec: dict[str, Any]) -> None:
    code: Any = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(str(spec["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.close(0)
        os.environ.clear()
        os.environ.update(spec["environ"])
        from bot.__main__ import app

        app(["run"])
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
