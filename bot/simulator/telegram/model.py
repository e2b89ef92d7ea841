"""Chats, people and messages of the simulated Telegram."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.formatting import render_html
from bot.simulator.telegram.keyboards import Button, buttons_of
from bot.simulator.telegram.pulse import Pulse


@dataclass
class StoredFile:
    """A file that somebody uploaded; `file_path` is what the download address ends with."""

    file_id: str
    name: str
    content: bytes
    mime_type: str
    file_path: str

    @property
    def unique_id(self) -> str:
        return f"u{self.file_id}"


@dataclass(frozen=True)
class Version:
    """What a message showed before an edit, or shows now."""

    text: str
    html: str
    buttons: list[list[Button]]
    seq: int


@dataclass(eq=False)
class Message:
    """A message as both sides see it. `seq` is the number of the last change in the whole simulator."""

    chat: Chat
    message_id: int
    sender: Json
    kind: str
    seq: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    content: Json = field(default_factory=dict)
    reply_markup: Json | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    deleted: bool = False
    history: list[Version] = field(default_factory=list)
    payload: Json = field(default_factory=dict)
    """What stays hidden from the chat: an invoice's payload and price."""

    def __post_init__(self) -> None:
        self.remember()

    def remember(self) -> None:
        """Add the present look to the history."""
        self.history.append(Version(self.text, self.html, self.buttons, self.seq))

    @property
    def from_bot(self) -> bool:
        return bool(self.sender.get("is_bot"))

    @property
    def html(self) -> str:
        return render_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        return buttons_of(self.reply_markup)

    @property
    def edited_times(self) -> int:
        return len(self.history) - 1

    @property
    def button_texts(self) -> list[str]:
        return [button.text for row in self.buttons for button in row]

    def to_api(self) -> Json:
        """The Bot API's Message object."""
        body: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.to_api(),
            "date": self.date,
        }
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        body |= self.content
        if self.kind == "text":
            body["text"] = self.text
            body |= {"entities": self.entities} if self.entities else {}
        elif self.text:
            body["caption"] = self.text
            body |= {"caption_entities": self.entities} if self.entities else {}
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            body["reply_markup"] = self.reply_markup
        return body

    def __str__(self) -> str:
        who = "bot" if self.from_bot else self.sender.get("first_name", "?")
        kind = "" if self.kind == "text" else f" [{self.kind}]"
        edited = f" (edited {self.edited_times}x)" if self.edited_times else ""
        gone = " (deleted)" if self.deleted else ""
        lines = [f"#{self.message_id} {who}{kind}{edited}{gone}: {self.text}"]
        lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in self.buttons]
        return "\n".join(lines)


@dataclass(eq=False)
class Chat:
    """A private chat (its id is the person's) or a group (a negative id). `pulse` moves with its changes."""

    chat_id: int
    kind: str
    names: Json
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    started: bool = False
    blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    action: str | None = None
    queries: list[CallbackQuery] = field(default_factory=list)
    """In a private chat: all taps of this person."""
    pulse: Pulse = field(default_factory=Pulse)

    def to_api(self) -> Json:
        return {"id": self.chat_id, "type": self.kind, **self.names}

    @property
    def visible(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]

    def next_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def __str__(self) -> str:
        return "\n".join(str(message) for message in self.visible) or "(an empty chat)"


@dataclass(eq=False)
class CallbackQuery:
    """One tap on a button, until the bot answers it."""

    query_id: str
    person_id: int
    message: Message
    data: str
    made_at: float
    answer: Json | None = None
    seq: int = 0


@dataclass
class BotCall:
    """One call that the bot made: for assertions of tests and for the demo's log."""

    method: str
    params: Json
    seq: int
    result: Any = None
    error: str | None = None
    error_code: int | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def ok(self) -> bool:
        return self.error is None
