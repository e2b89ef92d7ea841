"""A link or a handle as the customer typed it. It is checked, never fetched and never rewritten.

The check itself needs a URL library; the adapters hand it in (`LinkCheck`), so that this floor stays free of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.core.errors import InputError

MAX_LINK = 2_000
_HANDLE = re.compile(r"@[\w.\-]{1,64}")

# Returns why a URL cannot be used ("link-scheme", "link-host", ...), or None where it can.
LinkCheck = Callable[[str], str | None]


def clean_link(typed: str, check: LinkCheck, *, handles: bool) -> str:
    """The link as it will reach the provider: blanks around it dropped, everything else as it was typed."""
    link = typed.strip()
    if not link:
        raise InputError("link-empty")
    if len(link) > MAX_LINK:
        raise InputError("link-too-long", limit=MAX_LINK)
    if any(char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in link):
        raise InputError("link-characters")
    if link.startswith("@"):
        if handles and _HANDLE.fullmatch(link):
            return link
        raise InputError("link-handle" if not handles else "link-characters")
    problem = check(link)
    if problem is not None:
        raise InputError(problem)
    return link
