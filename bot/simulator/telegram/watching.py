"""What a person sees of the bot, and waiting for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.keyboards import Button
from bot.simulator.telegram.model import CallbackQuery, Chat, Message
from bot.simulator.telegram.pulse import Pulse
from bot.simulator.telegram.updates import Update

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds that waiting lasts by default."""


class NotSeenError(AssertionError):
    """What a person waited for did not come; the text shows the whole chat."""


@dataclass(frozen=True)
class Toast:
    """The text that answered a tap: a fleeting line, or a box to close."""

    text: str
    is_alert: bool
    seq: int


@dataclass
class Action:
    """One update that a person caused, until the bot has dealt with it."""

    update: Update | None
    chat: Chat
    seq: int
    query: CallbackQuery | None = None


class Watcher:
    """One account's look at its private chat. The `wait_for` family raises NotSeenError after its timeout."""

    def __init__(self, backend: Backend, person_id: int, **names: str | bool) -> None:
        self.backend = backend
        self.world = backend.world
        self.user: Json = self.world.add_person(person_id, **names)
        self.id = person_id
        self.chat = self.world.chats[person_id]
        self.actions: list[Action] = []

    @property
    def messages(self) -> list[Message]:
        """The private chat from top to bottom, without deleted messages."""
        return self.chat.visible

    @property
    def received(self) -> list[Message]:
        """The bot's messages alone."""
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        if not self.received:
            raise NotSeenError("The bot has written nothing yet.")
        return self.received[-1]

    @property
    def toasts(self) -> list[str]:
        return [toast.text for toast in self.answers]

    @property
    def answers(self) -> list[Toast]:
        """Answers to taps that had a text, in order."""
        given = [
            Toast(query.answer["text"], query.answer["show_alert"], query.seq)
            for query in self.chat.queries
            if query.answer and query.answer["text"]
        ]
        return sorted(given, key=lambda toast: toast.seq)

    @property
    def buttons(self) -> list[str]:
        """The texts of all buttons to be seen, newest message first."""
        return [text for message in reversed(self.messages) for text in message.button_texts]

    @property
    def commands(self) -> list[Json]:
        """The command menu for this person's language."""
        return self.backend.profile.commands_for(self.id, str(self.user.get("language_code", "")))

    def mark(self) -> int:
        """A point in time for `wait_for(..., since=)`."""
        return self.world.pulse.count

    async def wait_for(
        self,
        pattern: str | re.Pattern[str],
        *,
        since: int | None = None,
        timeout: float = PATIENCE,
    ) -> Message:
        """The newest message of the bot that contains the text or matches the expression, and was sent or
        edited after `since` (a `mark()`; by default the last thing this person did)."""
        begin = since if since is not None else (self.actions[-1].seq if self.actions else 0)
        matches = _matcher(pattern)

        def look() -> Message | None:
            fresh = [known for known in self.received if known.seq > begin and matches(known)]
            return max(fresh, key=lambda known: known.seq, default=None)

        return await self.wait(look, f"no message with {pattern!r} since {begin}", timeout)

    async def wait_for_toast(
        self, pattern: str | re.Pattern[str] = "", *, since: int | None = None, timeout: float = PATIENCE
    ) -> Toast:
        begin = since if since is not None else (self.actions[-1].seq if self.actions else 0)
        expression = pattern if isinstance(pattern, re.Pattern) else re.compile(re.escape(pattern))

        def look() -> Toast | None:
            fresh = [toast for toast in self.answers if toast.seq > begin and expression.search(toast.text)]
            return fresh[-1] if fresh else None

        return await self.wait(look, f"no toast with {pattern!r} since {begin}", timeout)

    async def wait_for_button(self, text: str, *, timeout: float = PATIENCE) -> Message:
        """The message that has a button with this text."""

        def look() -> Message | None:
            found = self.find_button(text, None)
            return found[0] if found else None

        return await self.wait(look, f"no button {text!r}", timeout)

    async def wait_until(self, look: Callable[[], T | None], *, timeout: float = PATIENCE) -> T:
        """The first value of `look` that is not None; it is asked after each change of anything."""
        return await self.wait(look, "the awaited state did not come", timeout, self.world.pulse)

    async def answered(self, *, timeout: float = PATIENCE) -> None:
        """Wait until all that this person did is dealt with: each update is confirmed, each tap has its
        answerCallbackQuery, and after each message to the bot it has sent, edited or deleted something in
        that chat. What it does after its first reaction is not waited for; in groups confirmation is enough.
        """
        await self.wait(
            lambda: True if all(self._is_done(action) for action in self.actions) else None,
            "not everything was answered",
            timeout,
            self.world.pulse,
        )

    def _is_done(self, action: Action) -> bool:
        if action.update is None:
            return True
        if not self.backend.updates.is_confirmed(action.update):
            return False
        if action.query is not None:
            return action.query.answer is not None
        if action.update.kind != "message" or action.chat.kind != "private":
            return True
        return any(
            message.seq > action.seq and (message.from_bot or message.deleted)
            for message in action.chat.messages.values()
        )

    async def wait(self, look: Callable[[], T | None], problem: str, timeout: float, pulse: Pulse | None = None) -> T:
        found = await (pulse or self.chat.pulse).until(look, timeout)
        if found is None:
            raise NotSeenError(f"{problem} (waited {timeout:g} s). The chat of {self}:\n{self.chat}")
        return found

    def find_button(self, text: str, message: Message | None) -> tuple[Message, Button] | None:
        places = [message] if message else list(reversed(self.messages))
        wanted = _bare(text)
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for place in places:
                for row in place.buttons:
                    for button in row:
                        if fits(button.text, text) or (wanted and fits(_bare(button.text), wanted)):
                            return place, button
        return None

    def __str__(self) -> str:
        return f"{self.user.get('first_name', '')} ({self.id})"


def _bare(text: str) -> str:
    """A button's words without the signs and emoji around them."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


def _matcher(pattern: str | re.Pattern[str]) -> Callable[[Message], bool]:
    if isinstance(pattern, re.Pattern):
        return lambda message: pattern.search(message.text) is not None
    try:
        expression = re.compile(pattern)
    except re.error:
        return lambda message: pattern in message.text
    return lambda message: pattern in message.text or expression.search(message.text) is not None
