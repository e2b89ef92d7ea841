from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import Result

from tests.program import program as run_program


class Program:
    """`python -m bot ...` in a folder and with settings that a test changes."""

    def __init__(self, folder: Path) -> None:
        self.settings = {"BOT_TOKEN": "42:TEST", "BOT_API_URL": "http://127.0.0.1:9", "DATA_DIR": str(folder)}

    def __call__(self, *arguments: str) -> Result:
        return run_program(*arguments, environ=self.settings)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path / "data")
