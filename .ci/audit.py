"""python .ci/audit.py: known vulnerabilities of the locked dependencies, as a step of `make check`.

1: there is one. 0: there is none, or nobody could be asked: that is said, and no fault of the change that is checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.txt"
AUDIT = ("pip-audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "5")
PATIENCE = 90.0


def main(command: list[str]) -> int:
    """`command`: what runs instead of pip-audit; it prints pip-audit's JSON."""
    tool = command or [str(Path(sys.executable).with_name(AUDIT[0])), *AUDIT[1:], "-r", str(LOCK)]
    try:
        done = subprocess.run([*tool, "-f", "json"], check=False, capture_output=True, text=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return _skipped(f"{type(error).__name__} of {tool[0]}")
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, LookupError, TypeError):
        return _skipped((done.stderr.strip().splitlines() or ["no answer"])[-1])
    bad = [one for one in found if one.get("vulns")]
    for one in bad:
        for known in one["vulns"]:
            fixed = ", ".join(known.get("fix_versions", ())) or "no version yet"
            print(f"audit: {one['name']} {one['version']}: {known['id']}, fixed in {fixed}")
    if bad:
        return 1
    unknown = sum("skip_reason" in one for one in found)
    if unknown == len(found):
        return _skipped("the advisory database knew none of the dependencies")
    print(
        f"audit: no known vulnerability in {len(found) - unknown} dependencies" + f", {unknown} unknown" * bool(unknown)
    )
    return 0


def _skipped(why: str) -> int:
    print(f"audit: SKIPPED, the advisory database can't be had: {why[:300]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
