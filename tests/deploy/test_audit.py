"""The audit step of `make check`: a finding fails it, an advisory database that can't be had skips it with a word."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parents[2] / ".ci" / "audit.py"
KNOWN = {"name": "good", "version": "1.0", "vulns": []}
BAD = {"name": "bad", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": []}]}
AWAY = {"name": "away", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("found", "code", "says"),
    [
        ([KNOWN], 0, "no known vulnerability in 1 dependencies"),
        ([KNOWN, BAD], 1, "bad 2.0: PYSEC-1, fixed in 2.1"),
        ([AWAY, BAD], 1, "PYSEC-1"),
        ([KNOWN, AWAY], 0, "in 1 dependencies, 1 unknown"),
        ([AWAY, AWAY], 0, "SKIPPED"),
        (None, 0, "SKIPPED, the advisory database can't be had: no network"),
    ],
)
def test_what_fails_and_what_skips(found: list[object] | None, code: int, says: str, tmp_path: Path) -> None:
    tool = tmp_path / "tool.py"
    if found is None:
        tool.write_text("import sys\nsys.exit('no network')\n")
    else:
        tool.write_text(f"print({json.dumps({'dependencies': found})!r})\n")
    done = subprocess.run(
        [sys.executable, str(AUDIT), sys.executable, str(tool)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert says in done.stdout


def test_a_tool_that_is_not_there_skips(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(AUDIT), str(tmp_path / "nothing")], capture_output=True, text=True, check=True
    )
    assert "SKIPPED" in done.stdout
