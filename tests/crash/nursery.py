"""A process that has imported the shop and forks it: a start costs what a start costs, without the imports.

`python -m tests.crash.nursery` reads one JSON line a child from its input; it has no threads and no event loop.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback

from tests.crash.child import run
from tests.crash.warm import warm


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead: the parent hears of it by the socket
    warm()
    gc.collect()
    gc.freeze()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        if os.fork():
            continue
        code = 1
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            run(json.loads(line))
            code = 0
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)


if __name__ == "__main__":
    main()
