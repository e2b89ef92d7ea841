"""People who use the bot: what they do, and what they see."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.formatting import utf16_length
from bot.simulator.telegram.keyboards import Button
from bot.simulator.telegram.methods.files import describe
from bot.simulator.telegram.model import CallbackQuery, Chat, Message
from bot.simulator.telegram.stars import Checkout
from bot.simulator.telegram.texts import MAX_TEXT, detect_entities
from bot.simulator.telegram.updates import Update

T = TypeVar("T")
PATIENCE = 15.0
"""Seconds that waiting lasts by default."""


class NotSeenError(AssertionError):
    """What a person waited for did not come; the text shows the whole chat."""


@dataclass(frozen=True)
class Toast:
    """The text that answered a tap: a fleeting line, or a box to close."""

    text: str
    is_alert: bool
    seq: int


@dataclass(frozen=True)
class PaymentOutcome:
    """`ok` with the charge's id, else what the person read (empty when the bot did not answer in time)."""

    ok: bool
    charge_id: str = ""
    error_message: str = ""


@dataclass
class Action:
    """One update that a person caused, until the bot has dealt with it."""

    update: Update | None
    chat: Chat
    seq: int
    query: CallbackQuery | None = None


class Person:
    """One account. Each action ends when Telegram has it; the `wait_for` family waits for the bot."""

    def __init__(self, backend: Backend, person_id: int, **names: str | bool) -> None:
        self.backend = backend
        self.world = backend.world
        self.user: Json = self.world.add_person(person_id, **names)
        self.id = person_id
        self.chat = self.world.chats[person_id]
        self.actions: list[Action] = []

    # What a person sees

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
            for query in self.world.queries.values()
            if query.person_id == self.id and query.answer and query.answer["text"]
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

    # What a person does

    async def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        if not 1 <= utf16_length(text) <= MAX_TEXT:
            raise ValueError("Telegram's apps send 1 to 4096 characters in one message")
        content = {"reply_to_message": reply_to.to_api()} if reply_to else {}
        return self._write("text", text=text, content=content)

    async def start(self, payload: str = "") -> Message:
        return await self.send(f"/start {payload}".strip())

    async def send_document(
        self, name: str, content: bytes, *, caption: str = "", mime_type: str = "text/plain"
    ) -> Message:
        stored = self.world.keep_file(name, content, mime_type, "documents")
        return self._write("document", text=caption, content=describe(stored, "document"))

    async def send_photo(self, content: bytes, *, caption: str = "") -> Message:
        stored = self.world.keep_file("photo.jpg", content, "image/jpeg", "photos")
        return self._write("photo", text=caption, content=describe(stored, "photo"))

    async def send_sticker(self, emoji: str = "👍") -> Message:
        stored = self.world.keep_file("sticker.webp", b"RIFF", "image/webp", "stickers")
        sticker = {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self._write("sticker", content={"sticker": sticker})

    async def send_voice(self, seconds: int = 3) -> Message:
        stored = self.world.keep_file("voice.ogg", b"OggS", "audio/ogg", "voice")
        voice = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "duration": seconds}
        return self._write("voice", content={"voice": voice})

    async def send_contact(self, phone_number: str = "+15550100") -> Message:
        contact = {
            "phone_number": phone_number,
            "first_name": self.user.get("first_name", ""),
            "user_id": self.id,
        }
        return self._write("contact", content={"contact": contact})

    async def forward(self, message: Message) -> Message:
        """Forward a message of any chat to the bot."""
        origin = {"type": "user", "sender_user": message.sender, "date": message.date}
        content = {**message.content, "forward_origin": origin}
        return self._write(message.kind, text=message.text, content=content)

    async def edit(self, message: Message, text: str) -> Message:
        """Change a message of one's own."""
        message.text, message.entities = text, detect_entities(text)
        message.edit_date = int(time.time())
        self.world.touch(message)
        message.remember()
        self._push("edited_message", message.to_api(), message.chat)
        return message

    async def send_in_group(self, group: Chat, text: str) -> Message:
        """Write in a group. In privacy mode the bot hears commands and its own name alone."""
        heard = text.startswith("/") or f"@{self.world.bot['username']}".lower() in text.lower()
        return self._write("text", text=text, chat=group, heard=heard)

    async def block(self) -> None:
        self._membership("kicked", was="member")

    async def unblock(self) -> None:
        self._membership("member", was="kicked")

    async def tap(
        self,
        text: str = "",
        *,
        message: Message | None = None,
        data: str | None = None,
        inaccessible: bool = False,
        timeout: float = PATIENCE,
    ) -> CallbackQuery:
        """Tap the newest visible button with this text: equal to it (signs and emoji at its ends apart),
        else beginning with it, else containing it; waits for one to appear.

        `message` looks there alone; with `data` the button need not exist. With `inaccessible` the update
        bears an InaccessibleMessage, as for old messages.
        """
        if data is not None:
            target = message or self.last
        else:
            found = await self.world.pulse.until(lambda: self._find(text, message), timeout)
            if found is None:
                listed = "\n".join(f"  [{button}]" for button in self.buttons) or "  (none)"
                raise NotSeenError(f"No button {text!r}. Buttons to be seen:\n{listed}\nThe chat:\n{self.chat}")
            target, button = found
            if button.data is None:
                raise ValueError(f"The button {button.text!r} is no callback button: {button}")
            data = button.data
        return self._tap(target, data, inaccessible=inaccessible)

    async def pay(self, message: Message | None = None) -> PaymentOutcome:
        """Pay an invoice (the newest by default): the bot is asked first and has ten seconds."""
        invoices = [known for known in self.messages if known.kind == "invoice"]
        target = message or (invoices[-1] if invoices else None)
        if target is None:
            raise NotSeenError(f"No invoice to pay. The chat:\n{self.chat}")
        return await self._pay(target.payload)

    async def pay_link(self, link: str) -> PaymentOutcome:
        """Pay the invoice behind a link of createInvoiceLink."""
        return await self._pay(self.backend.stars.invoices[link.rsplit("$", 1)[-1]])

    # Waiting for the bot

    async def wait_for(
        self,
        pattern: str | re.Pattern[str],
        *,
        since: int | None = None,
        timeout: float = PATIENCE,
    ) -> Message:
        """The newest message of the bot that contains the text or matches the expression, and was sent or edited
        after `since` (a `mark()`; by default the last thing this person did)."""
        begin = since if since is not None else (self.actions[-1].seq if self.actions else 0)
        matches = _matcher(pattern)

        def look() -> Message | None:
            fresh = [known for known in self.received if known.seq > begin and matches(known)]
            return max(fresh, key=lambda known: known.seq, default=None)

        return await self._wait(look, f"no message with {pattern!r} since {begin}", timeout)

    async def wait_for_toast(
        self, pattern: str | re.Pattern[str] = "", *, since: int | None = None, timeout: float = PATIENCE
    ) -> Toast:
        begin = since if since is not None else (self.actions[-1].seq if self.actions else 0)
        expression = pattern if isinstance(pattern, re.Pattern) else re.compile(re.escape(pattern))

        def look() -> Toast | None:
            fresh = [toast for toast in self.answers if toast.seq > begin and expression.search(toast.text)]
            return fresh[-1] if fresh else None

        return await self._wait(look, f"no toast with {pattern!r} since {begin}", timeout)

    async def wait_for_button(self, text: str, *, timeout: float = PATIENCE) -> Message:
        """The message that has a button with this text."""

        def look() -> Message | None:
            found = self._find(text, None)
            return found[0] if found else None

        return await self._wait(look, f"no button {text!r}", timeout)

    async def wait_until(self, look: Callable[[], T | None], *, timeout: float = PATIENCE) -> T:
        """The first value of `look` that is not None; it is asked after each change."""
        return await self._wait(look, "the awaited state did not come", timeout)

    async def answered(self, *, timeout: float = PATIENCE) -> None:
        """Wait until all that this person did is dealt with: each update is confirmed, each tap has its
        answerCallbackQuery, and after each message to the bot it has sent, edited or deleted something in
        that chat. What the bot does after its first reaction is not waited for; groups only need the confirmation.
        """
        await self._wait(
            lambda: True if all(self._is_done(action) for action in self.actions) else None,
            "not everything was answered",
            timeout,
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

    async def _wait(self, look: Callable[[], T | None], problem: str, timeout: float) -> T:
        found = await self.world.pulse.until(look, timeout)
        if found is None:
            raise NotSeenError(f"{problem} (waited {timeout:g} s). The chat of {self}:\n{self.chat}")
        return found

    # Inside

    def _find(self, text: str, message: Message | None) -> tuple[Message, Button] | None:
        places = [message] if message else list(reversed(self.messages))
        wanted = _bare(text)
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for place in places:
                for row in place.buttons:
                    for button in row:
                        if fits(button.text, text) or (wanted and fits(_bare(button.text), wanted)):
                            return place, button
        return None

    def _push(self, kind: str, body: Json, chat: Chat, query: CallbackQuery | None = None) -> Update | None:
        seq = self.world.pulse.count
        update = self.backend.updates.push(kind, body, self.id)
        self.actions.append(Action(update, chat, seq, query))
        return update

    def _write(
        self, kind: str, *, text: str = "", content: Json | None = None, chat: Chat | None = None, heard: bool = True
    ) -> Message:
        chat = chat or self.chat
        if chat.blocked:
            raise ValueError(f"{self} has blocked the bot and can't write to it")
        chat.started = True
        message = self.world.post(chat, self.user, kind, text=text, entities=detect_entities(text), content=content)
        if heard:
            self._push("message", message.to_api(), chat)
        return message

    def _tap(self, message: Message, data: str, *, inaccessible: bool) -> CallbackQuery:
        query_id = self.world.new_id("Q")
        query = CallbackQuery(query_id, self.id, message, data, self.backend.now())
        self.world.queries[query_id] = query
        shown = message.to_api()
        if inaccessible or message.deleted:
            shown = {"chat": message.chat.to_api(), "message_id": message.message_id, "date": 0}
        body = {
            "id": query_id,
            "from": self.user,
            "message": shown,
            "chat_instance": str(message.chat.chat_id * 7919),
            "data": data,
        }
        self._push("callback_query", body, message.chat, query)
        return query

    async def _pay(self, invoice: Json) -> PaymentOutcome:
        checkout = Checkout(
            self.world.new_id("P"), self.id, self.backend.now(), asyncio.get_running_loop().create_future()
        )
        self.backend.stars.checkouts[checkout.query_id] = checkout
        body = {
            "id": checkout.query_id,
            "from": self.user,
            "currency": "XTR",
            "total_amount": invoice["amount"],
            "invoice_payload": invoice["payload"],
        }
        self._push("pre_checkout_query", body, self.chat)
        try:
            answer = await asyncio.wait_for(checkout.answer, self.backend.checkout_lifetime)
        except TimeoutError:
            return PaymentOutcome(ok=False)
        finally:
            checkout.closed = True
        if not answer["ok"]:
            return PaymentOutcome(ok=False, error_message=answer["error_message"])
        payment = self.backend.stars.pay(self.user, invoice["amount"], invoice["payload"])
        paid = {
            "currency": "XTR",
            "total_amount": payment.amount,
            "invoice_payload": payment.payload,
            "telegram_payment_charge_id": payment.charge_id,
            "provider_payment_charge_id": payment.charge_id[::-1],
        }
        self._write("service", content={"successful_payment": paid})
        return PaymentOutcome(ok=True, charge_id=payment.charge_id)

    def _membership(self, status: str, *, was: str) -> None:
        self.chat.blocked = status == "kicked"
        bot = self.world.bot
        until = {"until_date": 0}
        body = {
            "chat": self.chat.to_api(),
            "from": self.user,
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": was, **(until if was == "kicked" else {})},
            "new_chat_member": {"user": bot, "status": status, **(until if status == "kicked" else {})},
        }
        self.world.pulse.beat()
        self._push("my_chat_member", body, self.chat)

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
