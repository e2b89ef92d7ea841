"""python -m tests.crash: a campaign of kills. 0: every invariant held after each; 1: one did not.

CRASH_SEED and CRASH_POINT replay what a failure names.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import sys

from tests.crash.campaign import Tally
from tests.crash.jobs import part_of_campaign


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=int(os.environ.get("CRASH_KILLS", "2000")))
    # A shop waits now and then: a few more of them than cores.
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) * 3 // 2)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("CRASH_SEED") or secrets.randbelow(10**9)))
    parser.add_argument("--point", default=os.environ.get("CRASH_POINT"), help="kill at this point alone")
    parser.add_argument("--postgres", metavar="URL", help="a PostgreSQL server that may create databases; else SQLite")
    parser.add_argument("--points", action="store_true", help="name the points and end")
    given = parser.parse_args()
    print(f"CRASH_SEED={given.seed}", flush=True)
    shares = [given.kills // given.jobs + (job < given.kills % given.jobs) for job in range(given.jobs)]
    work = [
        (share, given.seed + 1_000_000 * job, given.point, given.postgres, given.points)
        for job, share in enumerate(shares)
    ]
    with multiprocessing.get_context("spawn").Pool(given.jobs) as pool:
        parts = pool.starmap(part_of_campaign, work)
    whole = Tally()
    for part in parts:
        if isinstance(part, str):
            continue
        whole.add(part)
        whole.seconds = max(whole.seconds, part.seconds)
    print(whole)
    for point, times in sorted(whole.kills.items()):
        print(f"  {times:4} {point}")
    return 1 if any(isinstance(part, str) for part in parts) else 0


if __name__ == "__main__":
    sys.exit(main())
