"""The queue of updates, and long polling on it by Telegram's rules."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

from bot.simulator.telegram.errors import Json, conflict
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.pulse import Pulse

# Kinds that a bot receives only when it asks for them by name.
ASKED_FOR = ("chat_member", "message_reaction", "message_reaction_count")
MAX_LIMIT, MAX_POLL_SECONDS = 100, 50


@dataclass(eq=False)
class Update:
    update_id: int
    kind: str
    body: Json
    person_id: int
    delivered: bool = False

    def to_api(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.body}


class UpdateQueue:
    """Holds updates until the bot confirms them; `pulse` moves with each change."""

    def __init__(self, pulse: Pulse, first_id: int | None = None) -> None:
        self.pulse = pulse
        self.pending: list[Update] = []
        self.allowed: list[str] = []
        self.webhook_url = ""
        self.asked_at = 0.0
        """When the bot last called getUpdates (Unix time)."""
        self._next_id = first_id if first_id is not None else random.randrange(10**8, 9 * 10**8)
        self._poller: asyncio.Future[None] | None = None

    def push(self, kind: str, body: Json, person_id: int) -> Update | None:
        """Queue an update; None when the bot doesn't want this kind."""
        if kind not in self.allowed if self.allowed else kind in ASKED_FOR:
            return None
        update = Update(self._next_id, kind, body, person_id)
        self._next_id += 1
        self.pending.append(update)
        self.pulse.beat()
        return update

    def repeat(self, update: Update) -> None:
        """Deliver an update again with its old number, as Telegram does when a confirmation got lost."""
        if update not in self.pending:
            self.pending.insert(0, update)
        self.pulse.beat()

    def confirm(self, update: Update) -> None:
        if update in self.pending:
            self.pending.remove(update)
            self.pulse.beat()

    def is_confirmed(self, update: Update) -> bool:
        return update not in self.pending

    def allow(self, params: Params) -> None:
        """Take over `allowed_updates`; without it the last choice stays."""
        kinds = params.structure("allowed_updates")
        if isinstance(kinds, list):
            self.allowed = [str(kind) for kind in kinds]

    async def get(self, params: Params) -> list[Json]:
        """getUpdates. The newest caller wins; one that was waiting gets 409."""
        if self.webhook_url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.end_polling()
        self.asked_at = time.time()
        self.pulse.beat()
        self.allow(params)
        self._forget(params.integer("offset"))
        limit = params.integer("limit", MAX_LIMIT)
        limit = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        timeout = min(max(params.integer("timeout"), 0), MAX_POLL_SECONDS)
        if not self.pending and timeout:
            await self._wait(timeout)
        batch = self.pending[:limit]
        for update in batch:
            update.delivered = True
        return [update.to_api() for update in batch]

    def _forget(self, offset: int) -> None:
        before = len(self.pending)
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update.update_id >= offset]
        if len(self.pending) != before:
            self.pulse.beat()

    async def _wait(self, timeout: int) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = mine
        try:
            found = await self.pulse.until(lambda: mine.done() or bool(self.pending) or None, timeout)
        finally:
            if self._poller is mine:
                self._poller = None
        if found and mine.done():
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def end_polling(self) -> None:
        """Whoever is waiting in getUpdates gets 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
            self.pulse.beat()
