"""The program's commands as from a shell, but in this process: to start an interpreter costs more than most of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import structlog
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.logs import QUIET


def program(*arguments: str, environ: Mapping[str, str]) -> Result:
    """`python -m bot ...` with these settings beside the environment's own; a traceback is raised."""
    with _logs_put_back():
        done = CliRunner().invoke(app, arguments, env=environ, prog_name="python -m bot")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@contextmanager
def _logs_put_back() -> Iterator[None]:
    root, hook, old = logging.getLogger(), sys.excepthook, structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers[:], sys.excepthook = handlers, hook
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
        structlog.configure(**old)
