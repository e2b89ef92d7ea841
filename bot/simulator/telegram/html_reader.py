"""HTML as Telegram reads it: one pass over the source, and its own words for each fault.

Offsets and lengths of entities count UTF-16 code units; offsets in error texts count UTF-8 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.simulator.telegram.errors import BotApiError, Json, bad_request
from bot.simulator.telegram.formatting import sort_entities, utf16_length
from bot.simulator.telegram.urls import checked_url

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
SPACES = " \t\r\n\0\v"
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


def _cant_parse(reason: str) -> BotApiError:
    return bad_request(f"can't parse entities: {reason}")


def _reference(text: str, at: int) -> tuple[str, int] | None:
    """The character that an `&...;` at this place stands for, and where the text goes on."""
    match = REFERENCE.match(text, at)
    if match is None:
        return None
    if match["name"] is not None:
        character = NAMED.get(match["name"])
        return None if character is None else (character, match.end())
    code = int(match["hex"], 16) if match["hex"] is not None else int(match["dec"])
    digits_end = match.end() - text[at : match.end()].endswith(";")
    if code == 0 or code >= 0x10FFFF or digits_end - at >= 10 or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code), match.end()


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    text_from: int


class _HtmlReader:
    """Goes through the source once, as the Bot API server does, and fails with its texts."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "&" and (found := _reference(self.source, self.at)):
                self._emit(found[0])
                self.at = found[1]
            elif character != "<":
                self._emit(character)
                self.at += 1
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _cant_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.out), self.entities

    def _emit(self, character: str) -> None:
        self.out.append(character)
        self.offset += utf16_length(character)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip(self, until: str) -> str:
        """Take characters up to one of `until` or the end."""
        begin = self.at
        while self.at < len(self.source) and self.source[self.at] not in until:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        where = f"at byte offset {self._byte(begin)}"
        self.at += 1
        tag = self._skip(SPACES + ">").lower()
        if not self._peek():
            raise _cant_parse(f"Unclosed start tag {where}")
        if tag not in TAGS:
            raise _cant_parse(f'Unsupported start tag "{tag}" {where}')
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            if not self._peek():
                raise _cant_parse(f'Unclosed start tag "{tag}" {where}')
            argument = self._attribute(tag, where) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _cant_parse(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_Open(tag, argument, self.offset, len(self.out)))

    def _attribute(self, tag: str, where: str) -> str:
        """Read one attribute; the part of it that matters to the tag, or an empty string."""
        name = self._skip(SPACES + "=>").lower()
        if not name:
            raise _cant_parse(f'Empty attribute name in the tag "{tag}" {where}')
        if tag == "blockquote" and name == "expandable" and self._peek() != "=":
            return "expandable"
        self._skip_spaces()
        if self._peek() != "=":
            raise _cant_parse(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}')
        self.at += 1
        self._skip_spaces()
        if not self._peek():
            raise _cant_parse(f'Unclosed start tag "{tag}" {where}')
        value = self._string() if self._peek() in "'\"" else self._token()
        if not self._peek():
            raise _cant_parse(f"Unclosed start tag {where}")
        if tag == "a" and name == "href":
            return value
        if tag == "code" and name == "class" and value.startswith("language-"):
            return value.removeprefix("language-")
        if tag == "span" and name == "class" and value.startswith("tg-"):
            return value.removeprefix("tg-")
        if tag == "tg-emoji" and name == "emoji-id":
            return value
        return "expandable" if tag == "blockquote" and name == "expandable" else ""

    def _string(self) -> str:
        quote = self._peek()
        self.at += 1
        parts: list[str] = []
        while self._peek() and self._peek() != quote:
            found = _reference(self.source, self.at) if self._peek() == "&" else None
            parts.append(found[0] if found else self._peek())
            self.at = found[1] if found else self.at + 1
        self.at += 1
        return "".join(parts)

    def _token(self) -> str:
        begin = self.at
        match = NAME_TOKEN.match(self.source, begin)
        self.at = match.end() if match else begin
        if self._peek() and self._peek() not in SPACES + ">":
            raise _cant_parse(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        where = f"at byte offset {self._byte(self.at)}"
        if not self.open:
            raise _cant_parse(f"Unexpected end tag {where}")
        self.at += 2
        tag = self._skip(SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise _cant_parse(f"Unclosed end tag {where}")
        self.at += 1
        opened = self.open[-1]
        if tag and tag != opened.tag:
            raise _cant_parse(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.open.pop()
        if self.offset > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        entity: Json = {
            "offset": opened.offset,
            "length": self.offset - opened.offset,
            "type": TAGS[opened.tag],
        }
        if opened.tag == "a":
            target = opened.argument or "".join(self.out[opened.text_from :])
            url = checked_url(target)
            if url is None:
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or not 0 < int(opened.argument) < 2**63:
                raise _cant_parse("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "pre" and self._wraps_code(entity):
            entity["language"] = self.entities.pop()["language"]
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _wraps_code(self, entity: Json) -> bool:
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == entity[key] for key in ("offset", "length"))
        return same and last["type"] == "code" and "language" in last


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text without its tags and the entities, outermost first."""
    text, entities = _HtmlReader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sort_entities(entities)
