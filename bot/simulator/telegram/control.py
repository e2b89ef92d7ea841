"""The control API of the chat page under `/sim/telegram/`: what people do, and a stream of changes.

It is no part of Telegram. Bodies are JSON objects (uploads: multipart); a refusal is `{"error": text}`, 400.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import BodyPartReader, web

from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.methods.files import IMAGES
from bot.simulator.telegram.people import Person
from bot.simulator.telegram.simulator import TelegramSimulator
from bot.simulator.telegram.views import state_view

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
FIRST_ADDED_ID = 2001


class ControlApi:
    def __init__(self, telegram: TelegramSimulator) -> None:
        self.telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        person = "/sim/telegram/people/{person:-?[0-9]+}"
        return [
            web.get("/sim/telegram/state", self.state),
            web.get("/sim/telegram/events", self.events),
            web.get("/sim/telegram/files/{file_id}", self.file),
            web.post("/sim/telegram/people", self.add_person),
            web.post(f"{person}/send", self._act(self.send)),
            web.post(f"{person}/tap", self._act(self.tap)),
            web.post(f"{person}/pay", self._act(self.pay)),
            web.post(f"{person}/block", self._act(self.block)),
            web.post(f"{person}/upload", self.upload),
            web.post("/sim/telegram/down", self.down),
        ]

    async def state(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        return web.json_response(state_view(self.telegram, int(since) if since.isdigit() else 0))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the number of the newest change, as soon as there is a new one."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        pulse = self.telegram.world.pulse
        seen = -1
        try:
            while True:
                seen = await pulse.after(seen)
                await response.write(f'data: {{"seq": {seen}}}\n\n'.encode())
        except ConnectionError:
            return response

    async def file(self, request: web.Request) -> web.Response:
        stored = self.telegram.world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        is_image = stored.content.startswith(IMAGES)
        headers = {"X-Content-Type-Options": "nosniff"}
        if not is_image:
            headers["Content-Disposition"] = "attachment"
        content_type = "image/png" if is_image else "application/octet-stream"
        return web.Response(body=stored.content, content_type=content_type, headers=headers)

    async def add_person(self, request: web.Request) -> web.Response:
        body = await _object(request)
        person_id = max([FIRST_ADDED_ID - 1, *self.telegram.people]) + 1
        person = self.telegram.person(
            person_id,
            first_name=str(body.get("first_name") or "Customer"),
            language_code=str(body.get("language_code") or "en"),
        )
        return web.json_response(person.user)

    def _person(self, request: web.Request) -> Person:
        person = self.telegram.people.get(int(request.match_info["person"]))
        if person is None:
            raise web.HTTPNotFound
        return person

    def _act(self, act: Callable[[Person, Json], Awaitable[Json]]) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            person, body = self._person(request), await _object(request)
            try:
                return web.json_response(await act(person, body))
            except (ValueError, LookupError, AssertionError) as error:
                return web.json_response({"error": str(error)}, status=400)

        return handler

    async def send(self, person: Person, body: Json) -> Json:
        if person.chat.blocked:
            await person.unblock()
        message = await person.send(str(body.get("text", "")).strip())
        return {"message_id": message.message_id}

    async def tap(self, person: Person, body: Json) -> Json:
        message = person.chat.messages[int(body["message_id"])]
        button = message.buttons[int(body["row"])][int(body["column"])]
        if button.data is None:
            raise ValueError("that button is no callback button")
        query = await person.tap(message=message, data=button.data)
        return {"query_id": query.query_id}

    async def pay(self, person: Person, body: Json) -> Json:
        outcome = await person.pay(person.chat.messages[int(body["message_id"])])
        return {"ok": outcome.ok, "error_message": outcome.error_message}

    async def block(self, person: Person, body: Json) -> Json:
        if body.get("blocked") != person.chat.blocked:
            await (person.block() if body.get("blocked") else person.unblock())
        return {"blocked": person.chat.blocked}

    async def upload(self, request: web.Request) -> web.Response:
        person = self._person(request)
        caption, name, mime_type, content = "", "file.bin", "application/octet-stream", b""
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "caption":
                caption = await part.text()
            elif part.name == "file":
                name, mime_type = part.filename or name, part.headers.get("Content-Type", mime_type)
                content = bytes(await part.read(decode=True))
        if not content:
            return web.json_response({"error": "the file is empty"}, status=400)
        if content.startswith(IMAGES):
            message = await person.send_photo(content, caption=caption)
        else:
            message = await person.send_document(name, content, caption=caption, mime_type=mime_type)
        return web.json_response({"message_id": message.message_id})

    async def down(self, request: web.Request) -> web.Response:
        """Telegram away, or back: `{"down": true}`."""
        self.telegram.faults.down = bool((await _object(request)).get("down"))
        self.telegram.world.pulse.beat()
        return web.json_response({"down": self.telegram.faults.down})


async def _object(request: web.Request) -> Json:
    """The JSON body. Another content type is refused, so that no foreign page can post here unasked."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body
