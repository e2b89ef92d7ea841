"""The simulated Telegram as the chat page reads it: plain JSON, texts with entities, no HTML."""

from __future__ import annotations

from dataclasses import asdict

from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from bot.simulator.telegram.simulator import TelegramSimulator

FILE_KINDS = ("photo", "document", "sticker", "voice")


def state_view(telegram: TelegramSimulator, since: int) -> Json:
    """What changed after change number `since`; everything with 0. `epoch` is new with each start."""
    world = telegram.world
    return {
        "epoch": world.epoch,
        "seq": world.pulse.count,
        "bot": world.bot,
        "people": [_person_view(person, since) for person in telegram.people.values()],
        "calls": len(telegram.calls),
        "down": telegram.faults.down,
    }


def _person_view(person: Person, since: int) -> Json:
    return {
        **person.user,
        "started": person.chat.started,
        "blocked": person.chat.blocked,
        "action": person.chat.action,
        "commands": person.commands,
        "pinned": person.chat.pinned,
        "pending": _open_taps(person),
        "messages": [message_view(message) for message in person.chat.messages.values() if message.seq > since],
        "toasts": [asdict(toast) for toast in person.answers if toast.seq > since],
    }


def _open_taps(person: Person) -> list[Json]:
    """Taps that the bot has not answered and still may: their buttons show that they wait."""
    backend = person.backend
    return [
        {"message_id": query.message.message_id, "data": query.data}
        for query in person.chat.queries
        if query.answer is None and backend.now() - query.made_at < backend.callback_lifetime
    ]


def message_view(message: Message) -> Json:
    body = message.content
    view: Json = {
        "id": message.message_id,
        "from_bot": message.from_bot,
        "kind": message.kind,
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edit_date is not None,
        "deleted": message.deleted,
        "seq": message.seq,
        "rows": [[asdict(button) for button in row] for row in message.buttons],
        "keyboard": _reply_keyboard(message),
    }
    if message.kind in FILE_KINDS:
        described = body["photo"][-1] if message.kind == "photo" else body[message.kind]
        view["file"] = {name: described.get(name) for name in ("file_id", "file_name", "file_size", "emoji")}
    for name in ("invoice", "contact", "successful_payment", "refunded_payment"):
        if name in body:
            view[name] = body[name]
    if "reply_to_message" in body:
        answered = body["reply_to_message"]
        view["reply_to"] = {"id": answered["message_id"], "text": answered.get("text", "")}
    return view


def _reply_keyboard(message: Message) -> Json | None:
    markup = message.reply_markup
    return markup if markup is not None and "inline_keyboard" not in markup else None
