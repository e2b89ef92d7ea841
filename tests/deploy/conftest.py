"""The program's commands, run as from a shell but in this process."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.logs import QUIET


class Program:
    """`python -m bot ...` with these settings and no others, in this process."""

    def __init__(self, folder: Path) -> None:
        self.settings = {"BOT_TOKEN": "42:TEST", "BOT_API_URL": "http://127.0.0.1:9", "DATA_DIR": str(folder)}

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, env=self.settings, prog_name="python -m bot")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.chdir(tmp_path)
    root, hook, old = logging.getLogger(), sys.excepthook, structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield Program(tmp_path / "data")
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**old)
