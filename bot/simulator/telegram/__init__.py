"""A Telegram on loopback: the Bot API over HTTP, as strict as the real one, and people to talk to the bot."""

from __future__ import annotations

from bot.simulator.telegram.faults import Fault, Faults
from bot.simulator.telegram.keyboards import Button
from bot.simulator.telegram.model import BotCall, CallbackQuery, Chat, Message
from bot.simulator.telegram.people import PaymentOutcome, Person
from bot.simulator.telegram.simulator import TelegramSimulator
from bot.simulator.telegram.watching import NotSeenError, Toast

__all__ = [
    "BotCall",
    "Button",
    "CallbackQuery",
    "Chat",
    "Fault",
    "Faults",
    "Message",
    "NotSeenError",
    "PaymentOutcome",
    "Person",
    "TelegramSimulator",
    "Toast",
]
