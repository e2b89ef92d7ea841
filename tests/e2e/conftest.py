"""The demo as a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
async def demo(free_port: int, tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Started where a real shop's settings stand around: none of them may reach it."""
    (tmp_path / ".env").write_text("BOT_TOKEN=1:REAL\nPUBLISH=ask\n")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        str(free_port),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "BOT_TOKEN": "1:REAL", "WEBHOOK_URL": "https://real.example"},
        stdout=asyncio.subprocess.PIPE,
    )
    yield process
    if process.returncode is None:
        process.terminate()  # and it ends its bot
    await process.communicate()
