"""Everything that the simulated Telegram remembers, in memory."""

from __future__ import annotations

import itertools
import secrets
from typing import TypeVar

from bot.simulator.telegram.errors import Json, bad_request, forbidden
from bot.simulator.telegram.model import BotCall, CallbackQuery, Chat, Message, StoredFile
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.pulse import Pulse

T = TypeVar("T")


class World:
    """Chats, people, messages, files and the bot's calls; each change moves `pulse`."""

    def __init__(self, bot_id: int, bot_username: str) -> None:
        self.pulse = Pulse()
        self.epoch = secrets.token_hex(8)
        self.bot: Json = {
            "id": bot_id,
            "is_bot": True,
            "first_name": bot_username.removesuffix("_bot").replace("_", " ").title(),
            "username": bot_username,
        }
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.calls: list[BotCall] = []
        self._ids = itertools.count(1)

    def new_id(self, kind: str) -> str:
        return f"{kind}{next(self._ids)}{secrets.token_hex(4)}"

    def add_person(self, person_id: int, **names: str | bool) -> Json:
        if person_id not in self.people:
            person = {
                "id": person_id,
                "is_bot": False,
                **{name: value for name, value in names.items() if value},
            }
            self.people[person_id] = person
            shown: Json = {name: person[name] for name in ("first_name", "last_name", "username") if name in person}
            self.chats[person_id] = Chat(person_id, "private", shown)
            self.pulse.beat()
        return self.people[person_id]

    def add_group(self, chat_id: int, title: str) -> Chat:
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, "supergroup", {"title": title}, started=True)
            self.pulse.beat()
        return self.chats[chat_id]

    def chat_of(self, params: Params, name: str = "chat_id") -> Chat:
        """The chat that a call names, whether or not the bot may write there."""
        given = params.text(name)
        if not given:
            raise bad_request(f"{name} is empty")
        if given.startswith("@"):
            for chat in self.chats.values():
                if chat.names.get("username", "").lower() == given[1:].lower() and chat.kind != "private":
                    return chat
        elif given.lstrip("-").isdigit() and int(given) in self.chats:
            return self.chats[int(given)]
        raise bad_request("chat not found")

    def open_chat_of(self, params: Params) -> Chat:
        """The chat that a call writes to; Telegram's refusal where the bot may not."""
        chat = self.chat_of(params)
        if chat.blocked:
            if chat.kind == "private":
                raise forbidden("bot was blocked by the user")
            raise forbidden("bot was kicked from the supergroup chat")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def post(
        self,
        chat: Chat,
        sender: Json,
        kind: str = "text",
        *,
        text: str = "",
        entities: list[Json] | None = None,
        content: Json | None = None,
        reply_markup: Json | None = None,
        payload: Json | None = None,
    ) -> Message:
        message = Message(
            chat=chat,
            message_id=chat.next_message_id(),
            sender=sender,
            kind=kind,
            seq=self.pulse.count + 1,
            text=text,
            entities=entities or [],
            content=content or {},
            reply_markup=reply_markup,
            payload=payload or {},
        )
        chat.messages[message.message_id] = message
        chat.action = None
        self.beat(chat)
        return message

    def touch(self, message: Message) -> None:
        """A message has changed: it takes the number of the change."""
        message.seq = self.pulse.count + 1
        self.beat(message.chat)

    def beat(self, chat: Chat) -> int:
        """Something about this chat has changed: wakes those who look at it, and those who look at everything."""
        seq = self.pulse.beat()
        chat.pulse.beat()
        return seq

    def keep_file(self, name: str, content: bytes, mime_type: str, folder: str) -> StoredFile:
        file_id = self.new_id("F")
        suffix = name.rsplit(".", 1)[-1] if "." in name else "bin"
        stored = StoredFile(file_id, name, content, mime_type, f"{folder}/file_{len(self.files)}.{suffix}")
        self.files[file_id] = stored
        return stored
