"""The parameters of one Bot API call, wherever they stood: query, form, JSON or multipart body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.simulator.telegram.errors import BotApiError, Json, bad_request

TRUE_WORDS = ("true", "yes", "1")


@dataclass(frozen=True)
class Upload:
    """One uploaded file."""

    name: str
    content: bytes
    mime_type: str


class Params:
    """Typed looks at the parameters. Values of forms are strings, values of JSON bodies are anything."""

    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE_WORDS

    def structure(self, name: str) -> Any:
        """A parameter that holds an object or a list, as JSON text or already read; None when absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """A file field: an upload (also by `attach://`), else the file id or link that stands there."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.text(name)
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return value or None


async def read_params(request: web.Request) -> Params:
    """The query's parameters and the body's; the body wins."""
    values: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = json.loads(await request.text())
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("object expected as JSON body")
        values |= body
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif request.content_type == "multipart/form-data":
        await _read_multipart(request, values, uploads)
    return Params(values, uploads)


async def _read_multipart(request: web.Request, values: Json, uploads: dict[str, Upload]) -> None:
    left = MAX_UPLOAD_BYTES
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        left -= len(content)
        if left < 0:
            raise BotApiError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, content, mime_type)


MAX_UPLOAD_BYTES = 50 * 1024 * 1024
