"""python -m tests.planted: plant each bug in a copy of the tree, and see the suite notice. 0: all were caught.

`--quick`: a few of them. `--control`: the same tests with nothing planted, all of which must be green.
Names (or parts of names) choose some.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.planted.bugs import BUGS, Bug

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "storage", "locales", "tests", "pyproject.toml")
PATIENCE = 240
TESTS_FAILED = 1


class PlantingError(Exception):
    """The code has changed, and the bug no longer fits into it."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of them")
    parser.add_argument("--control", action="store_true", help="plant nothing: every test must be green")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("names", nargs="*", help="only those whose name contains one of these")
    given = parser.parse_args()
    bugs = [bug for bug in BUGS if not given.quick or bug.quick]
    bugs = [bug for bug in bugs if not given.names or any(name in bug.name for name in given.names)]
    wanted, caught = ("SURVIVED" if given.control else "caught"), 0
    with ThreadPoolExecutor(given.jobs) as pool:
        for bug, how in zip(bugs, pool.map(partial(_try, control=given.control), bugs), strict=True):
            caught += how == wanted
            shown = "green" if given.control and how == wanted else how
            print(f"{shown:>9}  {bug.name}", flush=True)
    print(f"{'green' if given.control else 'caught'} {caught} of {len(bugs)}")
    return 0 if caught == len(bugs) else 1


def _try(bug: Bug, *, control: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        return _tried_in(Path(name), bug, control=control)


def _tried_in(tree: Path, bug: Bug, *, control: bool) -> str:
    for part in CODE:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tree / part)
    try:
        if not control:
            plant(bug, tree)
    except PlantingError as error:
        return f"no place: {error}"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *bug.tests]
    environ = {**os.environ, **bug.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(
            command, cwd=tree, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "caught"  # what hangs is not green
    last = ended.stdout.rstrip().rpartition("\n")[2]
    if ended.returncode == TESTS_FAILED and (" failed" in last or " error" in last):
        return "caught"
    return "SURVIVED" if ended.returncode == 0 else f"no test ran ({ended.returncode})\n{ended.stdout[-1500:]}"


def plant(bug: Bug, tree: Path) -> None:
    """Change the tree. PlantingError where a patch does not fit in exactly one place."""
    for patch in bug.patches:
        path = tree / patch.file
        text = path.read_text("utf-8")
        if text.count(patch.old) != 1:
            raise PlantingError(f"{patch.file} has {text.count(patch.old)} times {patch.old.strip()[:70]!r}")
        path.write_text(text.replace(patch.old, patch.new), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
