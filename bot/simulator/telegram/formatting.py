"""Text with entities: lengths in UTF-16 code units, order, trimming, and back to HTML."""

from __future__ import annotations

import html

from bot.simulator.telegram.errors import Json

# Entities of one place are listed from the outermost to the innermost.
ORDER = ["blockquote", "expandable_blockquote", "bold", "italic", "underline", "strikethrough", "spoiler"]


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sort_entities(entities: list[Json]) -> list[Json]:
    def key(entity: Json) -> tuple[int, int, int]:
        kind = entity["type"]
        return entity["offset"], -entity["length"], ORDER.index(kind) if kind in ORDER else len(ORDER)

    return sorted(entities, key=key)


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops the white space around a message; the entities move with the text."""
    kept = text.rstrip()
    begin = len(kept) - len(kept.lstrip())
    skipped = utf16_length(kept[:begin])
    kept = kept[begin:]
    end = utf16_length(kept)
    moved: list[Json] = []
    for entity in entities:
        start = max(entity["offset"] - skipped, 0)
        stop = min(entity["offset"] + entity["length"] - skipped, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def render_html(text: str, entities: list[Json]) -> str:
    """HTML that a browser shows, and that `parse_html` would take again."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sort_entities(entities):
        start, end = _tags(entity)
        opening.setdefault(entity["offset"], []).append(start)
        closing.setdefault(entity["offset"] + entity["length"], []).insert(0, end)
    parts: list[str] = []
    at = 0
    for character in text:
        parts += closing.get(at, []) + opening.get(at, [])
        parts.append(html.escape(character, quote=False))
        at += utf16_length(character)
    return "".join(parts + closing.get(at, []))


def _tags(entity: Json) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "pre" and entity.get("language"):
        return f'<pre><code class="language-{html.escape(entity["language"])}">', "</code></pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
    names = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler"}
    name = names.get(kind, kind if kind in ("code", "pre", "blockquote") else "")
    return (f"<{name}>", f"</{name}>") if name else ("", "")
