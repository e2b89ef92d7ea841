"""Tracebacks as the program prints them: with every local variable, one takes seconds in which nothing else runs."""

from __future__ import annotations

import structlog

_plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], _plain])
