"""All parts of the simulated Telegram that a Bot API method may touch."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.simulator.telegram.background import Background
from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.faults import Faults
from bot.simulator.telegram.flood import FloodLimiter
from bot.simulator.telegram.stars import StarBook
from bot.simulator.telegram.updates import UpdateQueue
from bot.simulator.telegram.webhook import Webhook
from bot.simulator.telegram.world import World

CommandScope = tuple[str, int, int, str]
"""Kind of scope, chat id, user id, language."""


@dataclass
class Profile:
    """What the bot has told Telegram about itself, by scope and language."""

    commands: dict[CommandScope, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def commands_for(self, chat_id: int, language: str) -> list[Json]:
        """The menu that a person sees in their private chat: the narrowest scope wins, then the language."""
        for scope, chat in (("chat", chat_id), ("all_private_chats", 0), ("default", 0)):
            for code in (language, ""):
                found = self.commands.get((scope, chat, 0, code))
                if found:
                    return found
        return []


class Backend:
    def __init__(self, token: str, *, bot_username: str, flood_limits: bool) -> None:
        self.token = token
        self.world = World(int(token.partition(":")[0]), bot_username)
        self.updates = UpdateQueue(self.world.pulse)
        self.background = Background()
        self.webhook = Webhook(self.updates, self.background)
        self.faults = Faults()
        self.flood = FloodLimiter(enabled=flood_limits)
        self.stars = StarBook()
        self.profile = Profile()
        self.callback_lifetime = 30.0
        """Seconds in which answerCallbackQuery is taken."""
        self.checkout_lifetime = 10.0
        """Seconds in which answerPreCheckoutQuery is taken."""

    @staticmethod
    def now() -> float:
        return time.monotonic()
