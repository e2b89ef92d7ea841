"""A Telegram without a network: hands out prepared updates, takes every message, keeps the words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.types import InlineKeyboardMarkup


class FakeTelegram(BaseSession):
    """`waiting` is what the bot has not confirmed yet; an answer goes through aiogram's own reading."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.buttons: set[str] = set()
        self._more = asyncio.Event()
        self._messages = 0
        self.all_asked_for = asyncio.Event()

    def push(self, updates: list[dict[str, Any]]) -> None:
        self.all_asked_for.clear()
        self.waiting += updates
        self._more.set()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, GetUpdates):
            result: Any = await self._updates(method.offset)
        else:
            self.said.append(repr(method))
            self._see_buttons(getattr(method, "reply_markup", None))
            result = self._answer(method)
        content = json.dumps({"ok": True, "result": result})
        return self.check_response(bot, method, 200, content).result

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        if offset is not None:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        while not self.waiting:
            self.all_asked_for.set()
            self._more.clear()
            await self._more.wait()
        return self.waiting[:100]

    def _see_buttons(self, markup: object) -> None:
        if isinstance(markup, InlineKeyboardMarkup):
            self.buttons.update(button.callback_data or "" for row in markup.inline_keyboard for button in row)

    def _answer(self, method: TelegramMethod[Any]) -> Any:
        name = method.__api_method__
        if name == "getMe":
            return {"id": 42, "is_bot": True, "first_name": "Shop", "username": "storefront_bot"}
        if name in (
            "sendMessage",
            "sendDocument",
            "sendPhoto",
            "sendInvoice",
            "editMessageText",
            "editMessageReplyMarkup",
        ):
            self._messages += 1
            chat = {"id": getattr(method, "chat_id", None) or 1, "type": "private"}
            return {"message_id": self._messages, "date": 1, "chat": chat, "text": "x"}
        if name == "getFile":
            return {"file_id": "f", "file_unique_id": "f", "file_path": "documents/f"}
        return True

    async def close(self) -> None:
        return

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b"https://example.com/a\nhttps://example.com/b"
