"""The simulated Telegram as one object: for tests in process, and mounted into the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.simulator.telegram.api import BotApi
from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.faults import Faults
from bot.simulator.telegram.model import BotCall, Chat
from bot.simulator.telegram.params import MAX_UPLOAD_BYTES
from bot.simulator.telegram.people import Person

TEST_TOKEN = "42:TEST"  # noqa: S105
MAX_REQUEST_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024


class TelegramSimulator:
    """A Bot API server for one bot, and the people who use it."""

    def __init__(
        self, token: str = TEST_TOKEN, *, bot_username: str = "storefront_bot", flood_limits: bool = False
    ) -> None:
        self.backend = Backend(token, bot_username=bot_username, flood_limits=flood_limits)
        self.world = self.backend.world
        self.token = token
        self.people: dict[int, Person] = {}
        self._api = BotApi(self.backend)

    @property
    def calls(self) -> list[BotCall]:
        """All calls of the bot in their order, except getUpdates that went well."""
        return self.world.calls

    def calls_of(self, method: str) -> list[BotCall]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def faults(self) -> Faults:
        return self.backend.faults

    def person(
        self,
        person_id: int,
        *,
        first_name: str = "Anna",
        last_name: str = "",
        username: str = "",
        language_code: str = "en",
    ) -> Person:
        """The person with this id; the names count the first time."""
        if person_id not in self.people:
            self.people[person_id] = Person(
                self.backend,
                person_id,
                first_name=first_name,
                last_name=last_name,
                username=username,
                language_code=language_code,
            )
        return self.people[person_id]

    def group(self, chat_id: int, title: str = "A group") -> Chat:
        return self.world.add_group(chat_id, title)

    def routes(self) -> list[web.RouteDef]:
        """The Bot API's routes, to mount on an application of one's own; call `close` when it ends."""
        return self._api.routes()

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Listen; gives the base address for `TelegramAPIServer.from_base`."""
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await self.close()
            await runner.cleanup()

    async def close(self) -> None:
        """End what runs in the background: webhook deliveries, calls that hang."""
        self.faults.clear()
        self.backend.webhook.remove()
        await self.backend.background.close()
