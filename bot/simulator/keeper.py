"""Keeps the demo's bot alive: starts it, starts it again when it dies, ends it with the demo."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

QUICK_DEATH_SECONDS = 5.0
MAX_QUICK_DEATHS = 5
SETTINGS_EXIT_CODE = 2
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONWARNINGS")
REPOSITORY = Path(__file__).resolve().parents[2]


class BotKeeper:
    """The real bot as a process of its own. `changed` is called when its state has changed.

    It inherits almost nothing of the environment and runs in a directory of its own, so that no setting of a
    real shop (a token, a database, a proxy) reaches the demo.
    """

    def __init__(self, settings: Mapping[str, str], directory: Path, changed: Callable[[], object]) -> None:
        self.settings = dict(settings)
        self.directory = directory
        self.changed = changed
        self.state = "starting"
        self.started_at = 0.0
        self.kills = 0
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._killed = False

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.state == "running" else None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in KEPT_VARIABLES or name.startswith("LC_")}
        return {**kept, **self.settings, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}

    async def run(self) -> int:
        """Until `stop`: 0. When the bot can't be kept alive: its exit code."""
        quick_deaths = 0
        while not self._stopping.is_set():
            code = await self._run_once()
            if self._stopping.is_set():
                break
            self._now("restarting")
            if self._killed:
                self._killed = False
                continue
            quick_deaths = quick_deaths + 1 if time.time() - self.started_at < QUICK_DEATH_SECONDS else 0
            if code == SETTINGS_EXIT_CODE or quick_deaths > MAX_QUICK_DEATHS:
                self._now("failed")
                return code or 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), min(0.5 * 2**quick_deaths, 5.0))
        self._now("stopped")
        return 0

    async def _run_once(self) -> int:
        self.started_at = time.time()
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=self.directory,
            env=self._environment(),
            start_new_session=True,
        )
        if self._stopping.is_set():
            process.terminate()
        self._now("running")
        return await process.wait()

    def kill(self) -> bool:
        """`kill -9`: no warning, nothing saved. `run` starts the bot again."""
        if self._process is None or self._process.returncode is not None:
            return False
        self._killed = True
        self.kills += 1
        self._process.kill()
        self._now("restarting")
        return True

    async def stop(self, patience: float = 10.0) -> None:
        """SIGTERM, and SIGKILL for a bot that doesn't end in time."""
        self._stopping.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            process.kill()
            await process.wait()

    def _now(self, state: str) -> None:
        self.state = state
        self.changed()
