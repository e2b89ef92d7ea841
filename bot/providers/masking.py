"""The key of a provider, taken out of everything that is handed up or logged."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
_SHORT = 8


class Mask:
    """Hides one key in texts, in the spellings of URLs, JSON and HTML, in either case."""

    def __init__(self, key: str) -> None:
        spellings = {key, quote(key, safe=""), quote_plus(key), html.escape(key), key.replace("/", "\\/")}
        choices = [re.escape(spelling) for spelling in spellings if spelling]
        choices.append("".join(rf"(?:{re.escape(char)}|\\u{ord(char):04x}|%{ord(char) & 0xFF:02x})" for char in key))
        pattern = "|".join(sorted(choices, key=len, reverse=True))
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
