"""The least that aiogram can do for a tap: one handler that edits the message and answers the query."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=f"Button {n}", callback_data=f"b:{n}")] for n in range(8)]
)


async def start(message: Message) -> None:
    await message.answer("Here it begins.", reply_markup=KEYBOARD)


async def tapped(query: CallbackQuery, bot: Bot) -> None:
    message = query.message
    if message is None:
        return
    await asyncio.gather(
        bot.edit_message_text(
            f"You tapped {query.data}.", chat_id=message.chat.id, message_id=message.message_id, reply_markup=KEYBOARD
        ),
        bot.answer_callback_query(query.id),
    )


async def run(base: str, token: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(base), limit=200)
    dispatcher = Dispatcher()
    dispatcher.message.register(start)
    dispatcher.callback_query.register(tapped)
    await dispatcher.start_polling(Bot(token, session=session), handle_signals=False)


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:3]))
