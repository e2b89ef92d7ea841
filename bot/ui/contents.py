"""What a person sent, sent on to others exactly as it looks."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.types import Message, MessageEntity

from bot.core.broadcasts import Content


def content_of(message: Message) -> Content | None:
    """None where it is neither a text nor a picture."""
    if message.photo:
        return Content(message.caption or "", _plain(message.caption_entities), message.photo[-1].file_id)
    if message.text:
        return Content(message.text, _plain(message.entities))
    return None


async def send_content(bot: Bot, chat_id: int, content: Content) -> int:
    """The id of the message. Raises what Telegram raises."""
    entities = [MessageEntity.model_validate(entity) for entity in content.entities] or None
    if content.photo_id:
        sent = await bot.send_photo(
            chat_id, content.photo_id, caption=content.text or None, caption_entities=entities, parse_mode=None
        )
    else:
        sent = await bot.send_message(chat_id, content.text, entities=entities, parse_mode=None)
    return sent.message_id


def _plain(entities: list[MessageEntity] | None) -> tuple[dict[str, Any], ...]:
    return tuple(entity.model_dump(mode="json", exclude_none=True) for entity in entities or ())
