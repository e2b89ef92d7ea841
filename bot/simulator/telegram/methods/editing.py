"""Methods that change or delete what stands in a chat."""

from __future__ import annotations

import time
from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.keyboards import read_reply_markup
from bot.simulator.telegram.methods.files import read_media
from bot.simulator.telegram.methods.messages import spend
from bot.simulator.telegram.model import Chat, Message
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.texts import read_caption, read_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
DELETE_WITHIN = 48 * 3600
MEDIA = ("photo", "document")


def _editable(backend: Backend, params: Params) -> Message:
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = backend.world.open_chat_of(params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    markup = message.reply_markup
    if not message.from_bot or (markup is not None and "inline_keyboard" not in markup):
        raise bad_request("message can't be edited")
    return message


def _change(backend: Backend, message: Message, **new: Any) -> Json:
    """Take over the new values; Telegram refuses an edit that changes nothing."""
    if all(getattr(message, name) == value for name, value in new.items()):
        raise bad_request(NOT_MODIFIED)
    spend(backend, message.chat)
    for name, value in new.items():
        setattr(message, name, value)
    message.edit_date = int(time.time())
    backend.world.touch(message)
    message.remember()
    return message.to_api()


async def edit_message_text(backend: Backend, params: Params) -> Json:
    text, entities = read_text(params)
    message = _editable(backend, params)
    markup = read_reply_markup(params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(backend, message, text=text, entities=entities, reply_markup=markup)


async def edit_message_caption(backend: Backend, params: Params) -> Json:
    text, entities = read_caption(params)
    message = _editable(backend, params)
    markup = read_reply_markup(params)
    if message.kind not in MEDIA:
        raise bad_request("there is no caption in the message to edit")
    return _change(backend, message, text=text, entities=entities, reply_markup=markup)


async def edit_message_media(backend: Backend, params: Params) -> Json:
    message = _editable(backend, params)
    markup = read_reply_markup(params)
    if message.kind not in MEDIA:
        raise bad_request("message can't be edited")
    kind, content, text, entities = read_media(backend, params)
    return _change(backend, message, kind=kind, content=content, text=text, entities=entities, reply_markup=markup)


async def edit_message_reply_markup(backend: Backend, params: Params) -> Json:
    message = _editable(backend, params)
    markup = read_reply_markup(params, invoice=message.kind == "invoice")
    return _change(backend, message, reply_markup=markup)


def _delete(backend: Backend, chat: Chat, message: Message) -> None:
    if time.time() - message.date > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    if message.kind == "service" and chat.kind != "private":
        raise bad_request("message can't be deleted")
    message.deleted = True
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    backend.world.touch(message)


async def delete_message(backend: Backend, params: Params) -> bool:
    chat = backend.world.open_chat_of(params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    _delete(backend, chat, message)
    return True


async def delete_messages(backend: Backend, params: Params) -> bool:
    chat = backend.world.open_chat_of(params)
    ids = params.structure("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    for message_id in ids:
        message = chat.messages.get(int(message_id))
        if message is not None and not message.deleted:
            _delete(backend, chat, message)
    return True


METHODS: dict[str, Any] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
