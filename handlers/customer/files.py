"""A list that came as a file."""

from __future__ import annotations

import io

from aiogram import Bot
from aiogram.types import Document

from bot.core.answers import MAX_LINES_BYTES
from bot.core.errors import InputError


async def text_of(bot: Bot, document: Document) -> str:
    """UTF-8 or UTF-16 with its mark; an encoding is not guessed, since comments garbled are comments paid for."""
    limit_kb = MAX_LINES_BYTES // 1024
    if (document.file_size or 0) > 2 * MAX_LINES_BYTES:
        raise InputError("file-too-big", limit_kb=limit_kb)
    content = io.BytesIO()
    await bot.download(document, destination=content)
    data = content.getvalue()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("file-not-text") from error
    if "\x00" in text:
        raise InputError("file-not-text")
    return text
