"""A page of some gateway in Telegram's place is Telegram being away, and no fault of what was being done."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class PagesAreAway(BaseRequestMiddleware):
    """aiogram calls an answer that is no JSON a fault of decoding, as it does JSON of a shape that it does not know.

    The first may be tried again without end; the second may not, since the call has had its effect.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        try:
            return await make_request(bot, method)
        except ClientDecodeError as error:
            data: Any = error.data
            if isinstance(data, str | bytes):
                raise TelegramServerError(method, "not an answer of the Bot API") from error
            raise
