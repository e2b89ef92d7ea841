"""Whether a URL is one that a service may be ordered for. It is parsed by a library, and never fetched."""

from __future__ import annotations

import idna
from yarl import URL


def check_url(link: str) -> str | None:
    """The code of what is wrong, or None. Only http and https, with a host that could exist."""
    try:
        url = URL(link)
        host, _port = url.host, url.port
    except ValueError:
        return "link-malformed"
    if url.scheme.lower() not in ("http", "https"):
        return "link-scheme"
    if not host:
        return "link-malformed"
    if url.user is not None or url.password is not None:
        return "link-user"
    return None if _could_exist(host) else "link-host"


def _could_exist(host: str) -> bool:
    """A name of two labels or more, by the rules of IDNA, or an address."""
    if ":" in host or host.replace(".", "").isdigit():
        return True
    if "." not in host.strip("."):
        return False
    try:
        idna.encode(host.rstrip("."), uts46=True)
    except idna.IDNAError:
        # Names with an underscore resolve, and people have them.
        return host.isascii() and all(label and len(label) < 64 for label in host.rstrip(".").split("."))
    return True
