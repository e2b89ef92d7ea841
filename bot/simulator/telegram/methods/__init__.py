"""The Bot API's methods by name. Names are not case-sensitive, as at Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.methods import editing, files, messages, payments, profile, queries, receiving
from bot.simulator.telegram.params import Params

Method = Callable[[Backend, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method
    for part in (receiving, messages, files, editing, queries, profile, payments)
    for name, method in part.METHODS.items()
}
