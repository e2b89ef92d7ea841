"""answerCallbackQuery."""

from __future__ import annotations

from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import bad_request
from bot.simulator.telegram.params import Params

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_ANSWER = 200


async def answer_callback_query(backend: Backend, params: Params) -> bool:
    query = backend.world.queries.get(params.text("callback_query_id"))
    if query is None or backend.now() - query.made_at > backend.callback_lifetime:
        raise bad_request(TOO_OLD)
    text, url = params.text("text"), params.text("url")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"https://t.me/{backend.world.bot['username']}?", "tg://")):
        raise bad_request("URL_INVALID")
    if query.answer is None:
        query.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url}
        query.seq = backend.world.beat(backend.world.chats[query.person_id])
    return True


METHODS: dict[str, Any] = {"answerCallbackQuery": answer_callback_query}
