"""The planted bugs still fit the code; `python -m tests.planted` shows that each is caught."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.planted.__main__ import ROOT, plant
from tests.planted.bugs import BUGS, Bug


def test_there_are_enough() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 15


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_a_bug_has_its_place(bug: Bug, tmp_path: Path) -> None:
    for file in {patch.file for patch in bug.patches}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    plant(bug, tmp_path)
    for test in bug.tests:
        if test.startswith("tests/"):
            assert (ROOT / test.partition("::")[0]).is_file()
