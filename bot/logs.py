"""Structured logs: one line an event, UTC, secrets masked.

Modules take their logger with `structlog.stdlib.get_logger(__name__)`; what belongs to the work in hand
(`update_id`, `order_id`, `customer_id`) is bound around it with `structlog.contextvars.bound_contextvars`.
Lines of libraries that use `logging` pass through the same processors.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "***"

_SHORTEST_SECRET = 4  # to mask anything shorter would blot out ordinary words
_SECRET_FIELDS = frozenset(
    {"key", "api_key", "apikey", "token", "bot_token", "secret", "secret_token", "password", "authorization"}
)
_names = "|".join(sorted(_SECRET_FIELDS, key=len, reverse=True))
_TOKENS = (
    # A bot's token, alone or in the path of a Bot API call (the colon may be %3A there).
    (re.compile(r"(?<!\d)\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), MASK),
    (re.compile(r"(/bot)\d+(?::|%3[Aa])[A-Za-z0-9_-]+"), rf"\1{MASK}"),
    (re.compile(r"(://[^/\s:@]*:)[^@/\s]+(?=@)"), rf"\1{MASK}"),
)
_FORMS = (
    (re.compile(rf"(?i)(?<![a-z0-9_])({_names})=[^&\s\"',;)]+"), rf"\1={MASK}"),
    (re.compile(rf"(?i)([\"'](?:{_names})[\"']\s*:\s*[\"'])[^\"']+"), rf"\1{MASK}"),
)
QUIET = ("httpx", "httpcore", "aiohttp.access", "aiogram.event", "aiosqlite", "alembic", "asyncio")
"""Libraries of which warnings alone are logged, whatever the level."""


class _Secrets:
    """The values known to be secret, in every spelling in which they may come by."""

    def __init__(self) -> None:
        self._spellings: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def add(self, value: str) -> None:
        if len(value) < _SHORTEST_SECRET:
            return
        self._spellings |= {
            value,
            quote(value),
            quote(value, safe=""),
            json.dumps(value)[1:-1],
            repr(value)[1:-1],
        }
        longest_first = sorted(self._spellings, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def hide(self, text: str) -> str:
        return self._pattern.sub(MASK, text) if self._pattern else text


_secrets = _Secrets()


def register_secret(value: str) -> None:
    """From now on `value` is masked wherever it would be logged. Call it for every secret of the settings."""
    _secrets.add(value)


def mask(text: str) -> str:
    """`text` without registered secrets, bot tokens, passwords in addresses, and `key=` fields of forms."""
    text = _hide_tokens(text)
    for pattern, replacement in _FORMS:
        text = pattern.sub(replacement, text)
    return text


def _hide_tokens(text: str) -> str:
    text = _secrets.hide(text)
    for pattern, replacement in _TOKENS:
        text = pattern.sub(replacement, text)
    return text


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {_masked(name): _masked_field(name, item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item) for item in value]
    return mask(repr(value) if isinstance(value, bytes | BaseException) else str(value))


def _masked_field(name: object, value: Any) -> Any:
    if isinstance(name, str) and name.lower() in _SECRET_FIELDS and value is not None:
        return MASK
    return _masked(value)


def mask_event(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Processor: masks the message, every field, and the traceback, which is text by now."""
    # Fields that begin with _ are structlog's own and never rendered.
    return {name: value if name.startswith("_") else _masked_field(name, value) for name, value in event.items()}


def _mask_line(logger: WrappedLogger, method: str, line: Any) -> str:
    """Last processor: a net under the renderer. `key=` stays: fields of the console look so."""
    return _hide_tokens(str(line))


def configure_logs(
    level: str = "INFO",
    log_format: Literal["console", "json"] = "console",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Sends all logs of the process to `stream` (stderr by default); may be called again."""
    for secret in secrets:
        register_secret(secret)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    out = stream or sys.stderr
    renderer: Processor
    if log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask_event,
            renderer,
            _mask_line,
        ],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Even the last words of the process are masked."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("the program ended by an error", exc_info=(kind, error, trace))
