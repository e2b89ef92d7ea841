"""Names that strangers wrote, made fit for a screen: one line, no tricks with direction, cut between characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

NAMELESS = "—"

_JOINER = "\u200d"
_KEPT_FORMATS = {_JOINER, "\u200c"}  # emoji families; joins of Persian and Indic letters
_MARKS = {"Mn", "Me", "Mc"}
_CLUSTER_LIMIT = 12  # code points; more is a pile of accents
_TAG = re.compile(r"<(/?)([a-zA-Z-]+)[^<>]*>")


def utf16_length(text: str) -> int:
    """Telegram counts in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def one_line(text: str) -> str:
    """Blanks made single; control, direction and invisible characters dropped; right-to-left text kept to itself."""
    joined = " ".join(text.split())
    shown = "".join(char for char in joined if _is_shown(char))
    return _isolated(" ".join(shown.split())) or NAMELESS


def paragraphs(text: str, units: int) -> str:
    """What somebody wrote, with its lines: each as `one_line`, at most so many UTF-16 units in all, with `…`."""
    lines = [one_line(line) if line.strip() else "" for line in text.strip().splitlines()]
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    if utf16_length(kept) <= units:
        return kept
    cut = kept[: units - 1]
    while utf16_length(cut) > units - 1:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def shorten(text: str, columns: int) -> str:
    """`one_line`, at most so many columns wide (wide characters take two); cut at a blank if one is near, with `…`."""
    line = one_line(text)
    if width(line) <= columns and utf16_length(line) <= 2 * columns:
        return line
    kept: list[str] = []
    used = 0
    units = 0
    for cluster in clusters(line.strip("\u2068\u2069")):
        used += width(cluster)
        units += utf16_length(cluster)
        if used > columns - 1 or units > 2 * columns:
            break
        kept.append(cluster)
    cut = "".join(kept)
    blank = cut.rfind(" ")
    if blank >= len(cut) * 2 // 3:
        cut = cut[:blank]
    return _isolated(cut.rstrip(" ,.;:-–—·|/([{") + "…")


def clusters(text: str) -> Iterator[str]:
    """What a reader sees as one character, nearly enough: a base with its marks, joined emoji, a flag."""
    cluster = ""
    for char in text:
        if cluster and _continues(cluster, char):
            if len(cluster) < _CLUSTER_LIMIT:
                cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def width(text: str) -> int:
    return sum(_width(char) for char in text)


def cut_html(text: str, units: int) -> str:
    """HTML of at most so many UTF-16 units: cut at the end of a line where one is near, open tags closed."""
    if utf16_length(text) <= units:
        return text
    room = units - 100  # for the tags to be closed
    cut = text[:room]
    while utf16_length(cut) > room:
        cut = cut[: len(cut) - max(1, (utf16_length(cut) - room) // 2)]
    line_end = cut.rfind("\n")
    if line_end > len(cut) // 2:
        cut = cut[:line_end]
    cut = re.sub(r"<[^<>]*$|&[#\w]{0,10}$", "", cut) + "…"
    open_tags: list[str] = []
    for closing, name in _TAG.findall(cut):
        if not closing:
            open_tags.append(name)
        elif open_tags and open_tags[-1] == name:
            open_tags.pop()
    return cut + "".join(f"</{name}>" for name in reversed(open_tags))


def without_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _is_shown(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return char in _KEPT_FORMATS or "\U000e0020" <= char <= "\U000e007f"  # the last: flags of regions
    return category not in ("Cc", "Cs", "Co", "Cn")


def _continues(cluster: str, char: str) -> bool:
    if unicodedata.category(char) in _MARKS or char in _KEPT_FORMATS or cluster[-1] == _JOINER:
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    return len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(char)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _isolated(text: str) -> str:
    """Inside first-strong isolates where it is right-to-left, so that a price beside it stays in its place."""
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return f"\u2068{text}\u2069"
    return text
