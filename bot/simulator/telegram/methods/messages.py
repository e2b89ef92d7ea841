"""Methods that write into a chat."""

from __future__ import annotations

from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json, bad_request, too_many_requests
from bot.simulator.telegram.keyboards import read_reply_markup
from bot.simulator.telegram.model import Chat, Message
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.texts import read_caption, read_text

CHAT_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)


def spend(backend: Backend, chat: Chat) -> None:
    """Count a message against the limits on sending."""
    wait = backend.flood.take(chat.chat_id)
    if wait:
        raise too_many_requests(wait)


def reply_content(chat: Chat, params: Params) -> Json:
    """The part of a message that says what it answers."""
    reply = params.structure("reply_parameters") or {}
    if reply and "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    message_id = int(reply.get("message_id") or params.integer("reply_to_message_id"))
    if not message_id:
        return {}
    found = chat.messages.get(message_id)
    if found is None or found.deleted:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": found.to_api()}


async def send_message(backend: Backend, params: Params) -> Json:
    text, entities = read_text(params)
    chat = backend.world.open_chat_of(params)
    markup = read_reply_markup(params)
    content = reply_content(chat, params)
    spend(backend, chat)
    message = backend.world.post(
        chat, backend.world.bot, text=text, entities=entities, content=content, reply_markup=markup
    )
    return message.to_api()


def found_message(chat: Chat, message_id: int, what: str) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"message to {what} not found")
    return message


async def forward_message(backend: Backend, params: Params) -> Json:
    chat = backend.world.open_chat_of(params)
    source = found_message(backend.world.chat_of(params, "from_chat_id"), params.integer("message_id"), "forward")
    spend(backend, chat)
    origin = {"type": "user", "sender_user": source.sender, "date": source.date}
    content = {**source.content, "forward_origin": origin}
    message = backend.world.post(
        chat, backend.world.bot, source.kind, text=source.text, entities=source.entities, content=content
    )
    return message.to_api()


async def copy_message(backend: Backend, params: Params) -> Json:
    chat = backend.world.open_chat_of(params)
    source = found_message(backend.world.chat_of(params, "from_chat_id"), params.integer("message_id"), "copy")
    if source.kind in ("invoice", "service"):
        raise bad_request("message can't be copied")
    text, entities = source.text, source.entities
    if "caption" in params and source.kind != "text":
        text, entities = read_caption(params)
    markup = read_reply_markup(params)
    spend(backend, chat)
    message = backend.world.post(
        chat,
        backend.world.bot,
        source.kind,
        text=text,
        entities=entities,
        content=dict(source.content),
        reply_markup=markup,
    )
    return {"message_id": message.message_id}


async def send_chat_action(backend: Backend, params: Params) -> bool:
    chat = backend.world.open_chat_of(params)
    if params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = params.text("action")
    backend.world.pulse.beat()
    return True


async def pin_chat_message(backend: Backend, params: Params) -> bool:
    chat = backend.world.open_chat_of(params)
    message = found_message(chat, params.integer("message_id"), "pin")
    chat.pinned = [*(known for known in chat.pinned if known != message.message_id), message.message_id]
    backend.world.touch(message)
    return True


async def unpin_chat_message(backend: Backend, params: Params) -> bool:
    chat = backend.world.open_chat_of(params)
    message_id = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    backend.world.pulse.beat()
    return True


async def unpin_all_chat_messages(backend: Backend, params: Params) -> bool:
    backend.world.open_chat_of(params).pinned.clear()
    backend.world.pulse.beat()
    return True


async def get_chat(backend: Backend, params: Params) -> Json:
    chat = backend.world.chat_of(params)
    if not chat.started:
        raise bad_request("chat not found")
    body: Json = {
        **chat.to_api(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            [
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ],
            False,
        ),
    }
    if chat.pinned:
        body["pinned_message"] = chat.messages[chat.pinned[-1]].to_api()
    return body


METHODS: dict[str, Any] = {
    "sendMessage": send_message,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "getChat": get_chat,
}
