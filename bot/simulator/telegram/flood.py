"""Telegram's limits on sending, as a leaky bucket: over the whole bot and by chat."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _Bucket:
    left: float
    at: float


class FloodLimiter:
    """About 30 messages a second over the bot; in one chat a burst of 20, then one a second."""

    def __init__(self, *, enabled: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.enabled = enabled
        self.bot_rate = 30.0
        self.bot_burst = 30.0
        self.chat_rate = 1.0
        self.chat_burst = 20.0
        self._clock = clock
        self._bot: _Bucket | None = None
        self._chats: dict[int, _Bucket] = {}

    def take(self, chat_id: int) -> int:
        """Count one message; 0 when it may pass, else the seconds to wait."""
        if not self.enabled:
            return 0
        now = self._clock()
        self._bot = self._bot or _Bucket(self.bot_burst, now)
        chat = self._chats.setdefault(chat_id, _Bucket(self.chat_burst, now))
        waits = [
            self._wait(self._bot, self.bot_rate, self.bot_burst, now),
            self._wait(chat, self.chat_rate, self.chat_burst, now),
        ]
        if max(waits) > 0:
            return math.ceil(max(waits))
        self._bot.left -= 1
        chat.left -= 1
        return 0

    @staticmethod
    def _wait(bucket: _Bucket, rate: float, burst: float, now: float) -> float:
        bucket.left = min(burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        return 0.0 if bucket.left >= 1 else (1 - bucket.left) / rate
