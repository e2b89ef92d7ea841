"""The wrapping of an answer: where its error text stands, and what lies inside `data`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.providers.numbers import flag_of, text_of

_MESSAGES = ("message", "msg", "detail", "details", "description", "reason", "error_description", "title", "info")
_ERRORS = ("error", "errors", "error_message", "errorMessage", "error_msg", "errorMsg", "err", "Error", "ERROR")
_FAILED = frozenset({"error", "fail", "failed", "failure", "false", "err", "ko", "nok"})
_SUCCEEDED = frozenset({"success", "ok", "true", "successful"})
_NO_ERROR = frozenset({"", "0", "null", "none", "false", "no"})
_WRAPPERS = ("data", "result", "response", "results")
_STATE_FIELDS = frozenset({"charge", "start_count", "remains", "runs", "posts"})
_DEEPEST = 4


def says_success(answer: Mapping[str, Any]) -> bool:
    """The wrapping says that all is well: {"status": "success"}, {"success": true} or {"ok": true}."""
    return any(
        value is True or (isinstance(value, str) and value.strip().casefold() in _SUCCEEDED)
        for value in (answer.get("status"), answer.get("success"), answer.get("ok"))
    )


def says_failure(answer: Mapping[str, Any]) -> bool:
    """{"status": "error"}, {"status": false}, {"success": false}, {"ok": false}: the wrapping of a refusal."""
    status = answer.get("status")
    if status is False or (isinstance(status, str) and status.strip().casefold() in _FAILED):
        return True
    return any(flag_of(answer.get(name)) is False for name in ("success", "ok"))


def error_text(answer: object, depth: int = 0, *, states: bool = False) -> str | None:
    """The error that an answer states, or None. An error that is null, false, 0 or "" is none.

    `states`: beside a charge or remains, "status" is the state of an order, and "Error" a word for one.
    """
    if depth > _DEEPEST or not isinstance(answer, dict):
        return None
    for name in _ERRORS:
        if text := _text_within(answer.get(name)):
            if text.casefold() in ("true", "1", *_FAILED):
                return message_of(answer) or text
            return text
    if says_failure(answer) and not (states and _STATE_FIELDS & answer.keys()):
        data = answer.get("data")
        return message_of(answer) or message_of(data) or _plain_text(data) or str(answer.get("status", "false"))
    for name in _WRAPPERS:
        if text := error_text(answer.get(name), depth + 1, states=states):
            return text
    return None


def message_of(answer: object) -> str | None:
    """The text that goes with an answer, which is an error only where nothing else is in it."""
    if not isinstance(answer, dict):
        return None
    return next((text for name in _MESSAGES if (text := _text_within(answer.get(name)))), None)


def inner(answer: object) -> Any:
    """What lies inside {"data": ...} and its like; the answer itself where it is not wrapped."""
    for _ in range(_DEEPEST):
        if not isinstance(answer, dict):
            break
        wrapped = next((answer[name] for name in _WRAPPERS if isinstance(answer.get(name), dict | list)), None)
        if wrapped is None:
            break
        answer = wrapped
    return answer


def layers(answer: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The answer, and all that is wrapped in it."""
    if isinstance(answer, dict) and depth <= _DEEPEST:
        yield answer
        for name in _WRAPPERS:
            yield from layers(answer.get(name), depth + 1)


def _plain_text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _text_within(value: object, depth: int = 0) -> str | None:
    """The first text within an error's value, which may be a list or an object of messages."""
    if depth > _DEEPEST or value is None or value is False:
        return None
    if value is True:
        return "true"
    if isinstance(value, dict):
        named = [value[name] for name in (*_MESSAGES, "text", "error", "errors", "code") if name in value]
        value = named or list(value.values())
    if isinstance(value, list):
        return next((text for item in value if (text := _text_within(item, depth + 1))), None)
    text = text_of(value)
    return None if text.casefold() in _NO_ERROR else text
