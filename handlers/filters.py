"""What an update is. Async, because a synchronous filter costs a thread each time it is asked."""

from __future__ import annotations

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.core.services.authority import Authority


async def is_text(message: Message) -> bool:
    """Words, not a command."""
    return message.text is not None and not message.text.startswith("/")


async def is_command(message: Message) -> bool:
    return message.text is not None and message.text.startswith("/")


async def is_proof(message: Message) -> bool:
    """What may show that money was sent: words, a picture, a file."""
    return bool(message.photo or message.document) or await is_text(message)


async def is_successful_payment(message: Message) -> bool:
    return message.successful_payment is not None


async def is_document(message: Message) -> bool:
    return message.document is not None


class FromAdmin(Filter):
    """To anybody else, and in a message that was only forwarded, an admin's commands do not exist."""

    async def __call__(self, event: Message | CallbackQuery, authority: Authority) -> bool:
        if event.from_user is None or authority.role_of(event.from_user.id) is None:
            return False
        return isinstance(event, CallbackQuery) or event.forward_origin is None
