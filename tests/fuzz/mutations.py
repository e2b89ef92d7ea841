"""How texts and JSON values are spoilt. All of it is drawn from one Random, so that a seed replays it."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

HOSTILE_TEXTS = (
    "",
    " ",
    "0",
    "-5",
    "1e9",
    "1_000",
    "١٢",
    "１００",
    "999999999999999999999999999999",
    "0x10",
    "NaN",
    "1000.5",
    "+7",
    "½",
    "<b>",
    "</b></i>&amp;<script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "https://example.com/" + "a" * 3000,
    "https://user:password@example.com/?q=%00#<>",
    "https://xn--e1afmkfd.example/путь",
    "ftp://example.com/x",
    "//example.com",
    "\u202egnp.exe\u202c",
    "a\u0000b",
    "\ud83d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 20,
    "'; DROP TABLE orders; --",
    "{0.__class__}",
    "%s%n%d",
    "{ $order }",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "x" * 4096,
    "\n" * 500,
    "null",
    "[]",
    '{"a":1}',
    "@",
    "#1",
    "/",
    "//",
    "/ order",
)
HOSTILE_NUMBERS = (0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1.5, -0.0, 1e308)
HOSTILE_VALUES: tuple[Any, ...] = (None, True, False, [], {}, [[]], "", *HOSTILE_NUMBERS, *HOSTILE_TEXTS)


def spoilt_text(rng: random.Random, text: str, others: tuple[str, ...] = HOSTILE_TEXTS) -> str:
    """The text with a few of its characters changed, cut, doubled, or with another text in it."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(text))
        to = min(len(text), at + rng.choice((1, 1, 2, 8, 64)))
        text = rng.choice(
            (
                text[:at] + text[to:],
                text[:at] + chr(rng.choice((0, 34, 44, 48, 58, 91, 92, 93, 123, 125, 0x202E, 0x1F600))) + text[to:],
                text[:at] + text[at:to] * 2 + text[to:],
                text[:at] + rng.choice(others) + text[at:],
                text[:at],
            )
        )
    return text


def spoilt_value(rng: random.Random, value: Any) -> Any:
    """A copy with one to three of its places changed, dropped or added."""
    value = copy.deepcopy(value)
    for _ in range(rng.randint(1, 3)):
        place = _place(rng, value)
        if place is None:
            return rng.choice(HOSTILE_VALUES)
        inside, key = place
        what = rng.randrange(5)
        if what == 0:
            del inside[key]
        elif what == 1 and isinstance(inside, dict):
            inside[rng.choice(("error", "order", "id", "text", "data", "message", "status", "chat"))] = inside[key]
        elif what == 2 and isinstance(inside[key], str):
            inside[key] = spoilt_text(rng, inside[key])
        elif what == 3:
            inside[key] = [inside[key]]
        else:
            inside[key] = copy.deepcopy(rng.choice(HOSTILE_VALUES))
    return value


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=True)


def _place(rng: random.Random, value: Any) -> tuple[Any, Any] | None:
    """A random place in it: the container and the key."""
    places: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        inside = waiting.pop()
        keys = inside.keys() if isinstance(inside, dict) else range(len(inside)) if isinstance(inside, list) else ()
        for key in keys:
            places.append((inside, key))
            waiting.append(inside[key])
    return rng.choice(places) if places else None
