"""Texts of calls and of people: parse modes, explicit entities, limits, and what is found in plain text."""

from __future__ import annotations

import re

from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.formatting import sort_entities, trim, utf16_length
from bot.simulator.telegram.html_reader import parse_html
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.urls import url_error

MAX_TEXT, MAX_CAPTION = 4096, 1024
ENTITY_TYPES = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler "
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji".split()
)
FOUND = (
    (
        "url",
        re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']|\b(?:[a-z0-9-]+\.)+(?:com|org|net|me|io)\b\S*", re.I),
    ),
    ("bot_command", re.compile(r"(?<![\w/<])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@./])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#&/])#\w*[^\W\d]\w*")),
)


def detect_entities(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Links, commands, mentions and hashtags that Telegram marks by itself; nothing inside of `taken`."""
    found: list[Json] = []
    busy = [(entity["offset"], entity["offset"] + entity["length"]) for entity in taken or []]
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            end = offset + utf16_length(match.group())
            if all(end <= start or offset >= stop for start, stop in busy):
                busy.append((offset, end))
                found.append({"offset": offset, "length": end - offset, "type": kind})
    return sort_entities(found)


def read_text(params: Params) -> tuple[str, list[Json]]:
    """The text of a message, parsed and within the limits."""
    source = params.text("text")
    if not source:
        raise bad_request("message text is empty")
    text, entities = _formatted(params, source, "entities")
    if not text:
        raise bad_request("text must be non-empty" if not source.strip() else "message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(params: Params) -> tuple[str, list[Json]]:
    text, entities = _formatted(params, params.text("caption"), "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(params: Params, source: str, entities_name: str) -> tuple[str, list[Json]]:
    mode = params.text("parse_mode").lower()
    if mode in ("", "none"):
        entities = _explicit(params, source, entities_name)
        text = source
    elif mode == "html":
        text, entities = parse_html(source)
    else:
        # Markdown too: this server reads HTML alone.
        raise bad_request("unsupported parse_mode")
    text, entities = trim(text, entities)
    return text, sort_entities(entities + detect_entities(text, entities))


def _explicit(params: Params, text: str, name: str) -> list[Json]:
    given = params.structure(name)
    if not isinstance(given, list):
        return []
    length = utf16_length(text)
    checked = []
    for entity in given:
        if entity.get("type") not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, size = int(entity.get("offset", 0)), int(entity.get("length", 0))
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if offset >= length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
                f" at UTF-16 offset {offset + size}"
            )
        if entity["type"] == "text_link":
            if "url" not in entity:
                raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
            reason = url_error(str(entity["url"]))
            if reason is not None:
                raise bad_request(f"entity URL '{entity['url']}' is invalid: {reason}")
        if entity["type"] not in ("mention", "hashtag", "bot_command", "url"):
            checked.append({key: value for key, value in entity.items() if value is not None})
    return checked
