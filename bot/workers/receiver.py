"""Takes updates from Telegram, by long polling or by webhook, into the inbox; handles them with aiogram.

Telegram forgets an update once a later offset is asked for, or the webhook answered 2xx: both happen only after the
update is committed.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from aiohttp import web
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from bot.core.errors import StorageAwayError
from bot.core.ports import InboxRow
from bot.workers.inbox import Inbox, TelegramAwayError, is_storable
from bot.workers.read_only import ReadOnlyWord
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
NO_LANE = 0
_LONGEST_WAIT = 30.0
_MOST_FRESH = 1_000
_AWAY = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)

Row = tuple[int, int, str]
"""What the inbox takes: update_id, lane, JSON."""


def lane_of(update: Update) -> int:
    """Whose turn it is: the person who acts, else the chat. Below nothing: it waits for none of their others.

    Telegram gives up a payment whose pre-checkout is not answered within ten seconds.
    """
    try:
        event: Any = update.event
    except UpdateTypeLookupError:  # of a kind that is newer than this program
        return NO_LANE
    if update.pre_checkout_query is not None:
        return -int(event.from_user.id)
    person = getattr(event, "from_user", None) or getattr(event, "user", None)
    if person is not None:
        return int(person.id)
    chat = getattr(event, "chat", None)
    return int(chat.id) if chat is not None else NO_LANE


def row_of(update: Update) -> Row:
    lane = lane_of(update)
    return update.update_id, lane if is_storable(lane) else NO_LANE, _payload(update)


def rows_apart(data: Any) -> list[Row]:
    """The rows of an answer to getUpdates of which not every update can be read.

    One that can't is taken in as it is: its handling fails and parks it, instead of holding up those behind it.
    """
    found = data.get("result") if isinstance(data, dict) else None
    rows: list[Row] = []
    for raw in found if isinstance(found, list) else ():
        try:
            rows.append(row_of(Update.model_validate(raw)))
        except ValidationError:
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            if isinstance(update_id, int):
                log.error("update_unreadable", update_id=update_id)
                rows.append((update_id, NO_LANE, json.dumps(raw)))
    return rows


class FreshUpdates:
    """Updates as they were just read, by their JSON: most are handled at once, and need not be read again."""

    def __init__(self) -> None:
        self._updates: dict[str, Update] = {}

    def keep(self, payload: str, update: Update) -> None:
        if len(self._updates) >= _MOST_FRESH:
            self._updates.clear()
        self._updates[payload] = update

    def take(self, payload: str) -> Update | None:
        return self._updates.pop(payload, None)


class UpdateHandler:
    """Feeds a row of the inbox to the dispatcher."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, fresh: FreshUpdates) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._fresh = fresh

    async def __call__(self, row: InboxRow) -> None:
        update = self._fresh.take(row.payload) or Update.model_validate_json(row.payload, context={"bot": self._bot})
        try:
            await self._dispatcher.feed_update(self._bot, update)
        except _AWAY as error:
            raise TelegramAwayError(type(error).__name__) from error


class LongPolling:
    """One getUpdates at a time. A second poller of the same token ends ours with 409: that is said loudly."""

    def __init__(
        self, bot: Bot, inbox: Inbox, fresh: FreshUpdates, allowed_updates: list[str], read_only: ReadOnlyWord
    ) -> None:
        self._bot = bot
        self._fresh = fresh
        self._inbox = inbox
        self._allowed = allowed_updates
        self._read_only = read_only

    async def run(self, heart: Heart) -> None:
        offset: int | None = None  # update ids start anew at random after a quiet week, so none is stored
        wait = 1.0
        while not heart.stopping.is_set():
            heart.beat()
            try:
                # Cut off when the program ends: what Telegram was about to send is asked for again after the start.
                rows = await self._ask(offset)
            except TelegramConflictError:
                heart.trouble = "another program polls with this token"
                log.error("second_poller", hint="stop the other program that runs with this token, or its webhook")
            except TelegramUnauthorizedError:
                heart.trouble = "Telegram does not know this token"
                log.error("token_refused", hint="BOT_TOKEN is not a token that Telegram knows")
            except _AWAY as error:
                heart.trouble = "Telegram does not answer"
                log.warning("telegram_away", error=type(error).__name__, again_in_s=wait)
            else:
                if not rows or await self._take(heart, rows):
                    heart.trouble, wait = None, 1.0
                    offset = rows[-1][0] + 1 if rows else offset
                    continue
            await pause(heart, wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _ask(self, offset: int | None) -> list[Row]:
        try:
            updates = await self._bot.get_updates(
                offset=offset,
                timeout=POLL_SECONDS,
                allowed_updates=self._allowed,
                request_timeout=POLL_SECONDS + 10,
            )
        except ClientDecodeError as error:
            rows = rows_apart(error.data)
            if not rows:
                raise
            return rows
        rows = [row_of(update) for update in updates]
        for (_, _, payload), update in zip(rows, updates, strict=True):
            self._fresh.keep(payload, update)
        return rows

    async def _take(self, heart: Heart, rows: list[Row]) -> bool:
        """False where they could not be committed: Telegram keeps them, and is asked for them again."""
        try:
            await self._inbox.take(rows)
        except StorageAwayError as error:
            heart.trouble = "the database can't be written"
            log.error("shop_read_only", error=str(error), updates=len(rows))
            await self._read_only.say([lane for _, lane, _ in rows])
            return False
        self._read_only.over()
        return True


def _payload(update: Update) -> str:
    try:
        return update.model_dump_json(by_alias=True, exclude_unset=True)
    except PydanticSerializationError:  # half a character: JSON can escape it, UTF-8 can't hold it
        return json.dumps(update.model_dump(mode="python", by_alias=True, exclude_unset=True), default=str)


class Webhook:
    """A route that commits the update before it answers. A wrong secret gets 403, compared in constant time."""

    def __init__(self, inbox: Inbox, secret: str, read_only: ReadOnlyWord) -> None:
        self._inbox = inbox
        self._secret = secret
        self._read_only = read_only

    async def __call__(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=403)
        try:
            rows = rows_apart({"result": [json.loads(await request.read())]})
        except ValueError:
            rows = []
        if not rows:
            log.warning("webhook_body_refused")
            return web.Response(status=400)
        try:
            await self._inbox.take(rows)
        except StorageAwayError as error:
            log.error("shop_read_only", error=str(error), update_id=rows[0][0])
            await self._read_only.say([lane for _, lane, _ in rows])
            return web.Response(status=503)  # Telegram sends it again
        self._read_only.over()
        return web.Response(status=200)
