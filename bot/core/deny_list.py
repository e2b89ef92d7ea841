"""What the shop does not sell, and for which sites it takes no orders."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class DenyList:
    """`words` are folded; `hosts` are lower-case names, each with all that lies below it."""

    words: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def denies_name(self, *names: str) -> bool:
        """Whether one of the names holds a denied word, ignoring case."""
        if not self.words:
            return False
        folded = " ".join(names).casefold()
        return any(word in folded for word in self.words)

    def denied_host(self, text: str) -> str | None:
        """The entry that stands against a link among these lines."""
        if not self.hosts:
            return None
        for line in text.split("\n"):
            host = host_of(line)
            for denied in self.hosts:
                if host == denied or host.endswith("." + denied):
                    return denied
        return None


def host_of(link: str) -> str:
    """The name of a link's site in lower case, the same for both spellings of an international name."""
    try:
        host = (urlsplit(link if "//" in link else f"//{link}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()
