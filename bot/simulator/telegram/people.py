"""People who use the bot, and what they do."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.formatting import utf16_length
from bot.simulator.telegram.methods.files import describe
from bot.simulator.telegram.model import CallbackQuery, Chat, Message
from bot.simulator.telegram.stars import Checkout
from bot.simulator.telegram.texts import MAX_TEXT, detect_entities
from bot.simulator.telegram.updates import Update
from bot.simulator.telegram.watching import PATIENCE, Action, NotSeenError, Watcher


@dataclass(frozen=True)
class PaymentOutcome:
    """`ok` with the charge's id, else what the person read (empty when the bot did not answer in time)."""

    ok: bool
    charge_id: str = ""
    error_message: str = ""


class Person(Watcher):
    """One account. Each action ends when Telegram has it; the `wait_for` family waits for the bot."""

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
            found = await self.chat.pulse.until(lambda: self.find_button(text, message), timeout)
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

    def _push(self, kind: str, body: Json, chat: Chat, query: CallbackQuery | None = None) -> Update | None:
        seq = self.world.pulse.count
        update = self.backend.updates.push(kind, body, self.id)
        self.actions.append(Action(update, chat, seq, query))
        return update

    def _write(
        self,
        kind: str,
        *,
        text: str = "",
        content: Json | None = None,
        chat: Chat | None = None,
        heard: bool = True,
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
        self.chat.queries.append(query)
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
