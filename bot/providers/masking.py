"""The key of a provider, taken out of everything that is handed up or logged."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import quote

MASK = "***"
_SHORT = 8


def _spellings(char: str) -> list[str]:
    """One character as it stands in texts, URLs, JSON and HTML, the longest spelling first."""
    spelt = {"\\/" if char == "/" else char, "+" if char == " " else char, char}
    for case in {char, char.lower(), char.upper()}:
        spelt |= {html.escape(case), quote(case, safe=""), json.dumps(case)[1:-1]}
        spelt |= {f"\\u{ord(one):04x}" for one in case}
    return sorted(spelt, key=len, reverse=True)


class Mask:
    """Hides one key in texts, in whichever spelling and in either case."""

    def __init__(self, key: str) -> None:
        pattern = "".join(f"(?:{'|'.join(map(re.escape, _spellings(char)))})" for char in key)
        if len(key) < _SHORT:  # a short key may stand in longer words by chance
            pattern = rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])"
        self._pattern = re.compile(pattern, re.IGNORECASE) if key else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(MASK, text) if self._pattern else text

    def within(self, value: Any) -> Any:
        """The same for every text of a decoded payload."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.within(item) for item in value]
        if isinstance(value, dict):
            return {self(key): self.within(item) for key, item in value.items()}
        return value
