"""Where settings come from, and how wrong ones are told."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings.shop import Settings

IN_FILES = (
    "BOT_TOKEN",
    "PROVIDER_KEY",
    "PROVIDERS",
    "CRYPTO_PAY_TOKEN",
    "WEBHOOK_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
    "BACKUP_PASSPHRASE",
)
"""Secrets, which may stand in the file that NAME_FILE points to."""

_NAMES = tuple(name.upper() for name in Settings.model_fields)
_GO_WITH = (
    ("WEBHOOK_URL", "WEBHOOK_SECRET"),
    ("PROVIDER_URL", "PROVIDER_KEY"),
    ("PROVIDER_KEY", "PROVIDER_URL"),
    ("BACKUP_TO", "BACKUP_PASSPHRASE"),
)


class SettingsError(Exception):
    """Settings are wrong or missing. `lines` has one for each: name, what is wrong, an example; no value."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def load_settings(
    environ: Mapping[str, str] | None = None,
    env_file: str | Path | None = ".env",
    *,
    required: Collection[str] = (),
) -> Settings:
    """The settings of `environ` (the process's own by default), then of `env_file`; an empty value is unset.

    `required` are names that the caller can't do without, such as BOT_TOKEN for `run`. All that is wrong is
    told at once, by one SettingsError.
    """
    values: dict[str, str] = {}
    problems: dict[str, str] = {}  # name of the setting -> its line
    in_file = _read_env_file(env_file, problems)
    for layer in (os.environ if environ is None else environ, in_file):
        _gather(layer, values, problems)
    settings: Settings | None = None
    try:
        given: dict[str, Any] = {name.lower(): value for name, value in values.items()}
        settings = Settings(**given)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False, include_context=False):
            name, line = _told(detail)
            problems.setdefault(name, line)
    for name in required:
        if name not in values:
            problems.setdefault(name, _line(name, "is not set"))
    for name, other in _GO_WITH:
        if name in values and other not in values:
            problems.setdefault(other, _line(other, f"is not set, and {name} is of no use without it"))
    if problems or settings is None:
        raise SettingsError(list(problems.values()))
    settings._doubts = tuple(_look_alikes(in_file))
    return settings


def _read_env_file(env_file: str | Path | None, problems: dict[str, str]) -> dict[str, str]:
    if env_file is None or not Path(env_file).exists():
        return {}
    try:
        # No interpolation: a password with ${ in it means what it says.
        found = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems[str(env_file)] = f"{env_file}: cannot be read ({_reason(error)}); example: cp .env.example .env"
        return {}
    return {name: value for name, value in found.items() if value is not None}


def _gather(layer: Mapping[str, str], values: dict[str, str], problems: dict[str, str]) -> None:
    """Adds what this layer says of names that no layer before it has set."""
    for name in _NAMES:
        if name in values or name in problems:
            continue
        value = layer.get(name, "").strip()
        path = layer.get(f"{name}_FILE", "").strip() if name in IN_FILES else ""
        if value and path:
            problems[name] = f"{name}: is set, and {name}_FILE too; example: {name}_FILE={path} alone"
        elif path:
            _read_secret(name, path, values, problems)
        elif value:
            values[name] = value


def _read_secret(name: str, path: str, values: dict[str, str], problems: dict[str, str]) -> None:
    example = f"example: {name}_FILE=/run/secrets/{name.lower()}"
    try:
        value = Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        problems[name] = f"{name}_FILE: cannot be read ({_reason(error)}); {example}"
        return
    if value:
        values[name] = value
    else:
        problems[name] = f"{name}_FILE: names an empty file; {example}"


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__


def _told(detail: ErrorDetails) -> tuple[str, str]:
    message = re.sub(r"items? after validation", "characters", detail["msg"].removeprefix("Value error, "))
    if not detail["loc"]:  # a check of several settings names the one to change
        name, _, what = message.partition(": ")
        return name, _line(name, what)
    name = str(detail["loc"][0]).upper()
    message = message[:1].lower() + message[1:]
    where = "".join(f"{_step(part)}: " for part in detail["loc"][1:] if part != "[key]")
    return name, _line(name, where + message.replace("input should", "should").replace("\n", " "))


def _step(part: int | str) -> str:
    return f"number {part + 1}" if isinstance(part, int) else str(part)[:64]


def _line(name: str, what: str) -> str:
    examples = Settings.model_fields[name.lower()].examples or ["..."]
    return f"{name}: {what}; example: {name}={examples[0]}"


def _look_alikes(names: Collection[str]) -> list[str]:
    known = (*_NAMES, *(f"{name}_FILE" for name in IN_FILES))
    lines = []
    for name in names:
        alike = difflib.get_close_matches(name, known, n=1, cutoff=0.8) if name not in known else []
        if alike:
            lines.append(f"{name}: no such setting in .env; did you mean {alike[0]}?")
    return lines
