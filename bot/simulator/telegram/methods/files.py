"""Photos and documents: sending, editing, looking up."""

from __future__ import annotations

import struct
from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.keyboards import read_reply_markup
from bot.simulator.telegram.methods.messages import reply_content, spend
from bot.simulator.telegram.model import StoredFile
from bot.simulator.telegram.params import Params, Upload
from bot.simulator.telegram.texts import read_caption
from bot.simulator.telegram.world import World

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


def _stored(backend: Backend, given: Upload | str | None, kind: str) -> StoredFile:
    if given is None:
        raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, str):
        known = backend.world.files.get(given)
        if known is not None:
            return known
        if given.startswith(("http://", "https://")):
            # This server never fetches a link of a stranger.
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if not given.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if len(given.content) > MAX_PHOTO_BYTES:
            size = len(given.content)
            raise bad_request(f'file "{given.name}" of size {size} bytes is too big for a photo')
        if not given.content.startswith(IMAGES):
            raise bad_request("IMAGE_PROCESS_FAILED")
    return backend.world.keep_file(given.name, given.content, given.mime_type, f"{kind}s")


def describe(stored: StoredFile, kind: str) -> Json:
    """The part of a message that names its file."""
    size = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.content)}
    if kind == "photo":
        width, height = picture_size(stored.content)
        return {"photo": [{**size, "width": width, "height": height}]}
    return {kind: {**size, "file_name": stored.name, "mime_type": stored.mime_type}}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; a usual size for other formats."""
    if content.startswith(IMAGES[0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return 800, 600


async def _send(backend: Backend, params: Params, kind: str) -> Json:
    chat = backend.world.open_chat_of(params)
    text, entities = read_caption(params)
    markup = read_reply_markup(params)
    content = reply_content(chat, params) | describe(_stored(backend, params.upload(kind), kind), kind)
    spend(backend, chat)
    message = backend.world.post(
        chat, backend.world.bot, kind, text=text, entities=entities, content=content, reply_markup=markup
    )
    return message.to_api()


async def send_photo(backend: Backend, params: Params) -> Json:
    return await _send(backend, params, "photo")


async def send_document(backend: Backend, params: Params) -> Json:
    return await _send(backend, params, "document")


async def send_media_group(backend: Backend, params: Params) -> list[Json]:
    chat = backend.world.open_chat_of(params)
    media = params.structure("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("wrong number of items in the media group: expected 2 to 10")
    read = [_read_item(backend, params, item) for item in media]
    group = backend.world.new_id("G")
    spend(backend, chat)
    sent = []
    for kind, content, text, entities in read:
        message = backend.world.post(
            chat,
            backend.world.bot,
            kind,
            text=text,
            entities=entities,
            content={**content, "media_group_id": group},
        )
        sent.append(message.to_api())
    return sent


def _read_item(backend: Backend, params: Params, item: Any) -> tuple[str, Json, str, list[Json]]:
    if not isinstance(item, dict) or item.get("type") not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: type of the media is not supported")
    kind = item["type"]
    inner = Params({**item, kind: item.get("media")}, params.uploads)
    text, entities = read_caption(inner)
    return kind, describe(_stored(backend, inner.upload(kind), kind), kind), text, entities


def read_media(backend: Backend, params: Params) -> tuple[str, Json, str, list[Json]]:
    """Kind, content, caption and entities of editMessageMedia's new media."""
    return _read_item(backend, params, params.structure("media"))


async def get_file(backend: Backend, params: Params) -> Json:
    stored = find_file(backend.world, params.text("file_id"))
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.file_path,
    }


def find_file(world: World, file_id: str) -> StoredFile:
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    return stored


METHODS: dict[str, Any] = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
