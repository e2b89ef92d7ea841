"""python .ci/tests.py: all tests with their coverage, in two halves side by side; a step of `make check`.

Most tests wait for something to happen, and tests/flow is half of them. 1: a half failed, or too little is covered.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOW = ("tests/flow",)
REST = ("tests", "--ignore=tests/flow")
MEASURED = ("--cov=bot/core", "--cov=bot/providers", "--cov=storage", "--cov-report=", "--durations=10")
LEAST_COVERED = 95
# `coverage combine` takes the files that are called as its own, and a dot and more.
DATA = "coverage"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="coverage-") as name, tempfile.TemporaryFile("w+") as said:
        directory = Path(name)
        flow = subprocess.Popen(_pytest(*FLOW), cwd=ROOT, env=_env(directory, "flow"), stdout=said, stderr=said)
        rest = subprocess.run(_pytest(*REST), cwd=ROOT, env=_env(directory, "rest"), check=False).returncode
        failed = flow.wait() != 0 or rest != 0
        said.seek(0)
        sys.stdout.writelines(said)
        sys.stdout.flush()
        coverage = [sys.executable, "-m", "coverage"]
        env = os.environ | {"COVERAGE_FILE": str(directory / DATA)}
        subprocess.run([*coverage, "combine", "--quiet", name], cwd=ROOT, env=env, check=True)
        report = [*coverage, "report", "--skip-covered", f"--fail-under={LEAST_COVERED}"]
        covered = subprocess.run(report, cwd=ROOT, env=env, check=False).returncode == 0
    return 0 if covered and not failed else 1


def _pytest(*paths: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *paths, *MEASURED]


def _env(directory: Path, half: str) -> dict[str, str]:
    return os.environ | {"COVERAGE_FILE": str(directory / f"{DATA}.{half}")}


if __name__ == "__main__":
    sys.exit(main())
