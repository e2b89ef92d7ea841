"""What Telegram takes for a link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+-]*):(?!\d)")
HOST = re.compile(r"^(?:[\w-]+\.)+[^\W\d_]{2,}\.?$|^\d{1,3}(?:\.\d{1,3}){3}$")


def url_error(url: str) -> str | None:
    """Why a link is refused, in Telegram's words; None for a good one. A host without a dot is no host."""
    url = url.strip()
    scheme = SCHEME.match(url)
    if scheme and scheme[1].lower() in ("tg", "ton", "tonsite"):
        return None
    if scheme and scheme[1].lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    full = _with_scheme(url)
    try:
        host = urlsplit(full).hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if not host:
        return "URL host is empty"
    return None if HOST.match(host) and not re.search(r"\s", full) else "Wrong HTTP URL"


def _with_scheme(url: str) -> str:
    return url if SCHEME.match(url) else f"http://{url}"


def checked_url(url: str) -> str | None:
    """The link as Telegram keeps it (with a scheme), or None when it is no link."""
    return _with_scheme(url.strip()) if url_error(url) is None else None
