"""A person who has written to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """`id` is Telegram's. `language` is the customer's own choice; `language_code` what Telegram says."""

    id: int
    first_name: str
    username: str | None
    language_code: str | None
    language: str | None
    created_at: datetime
    banned_at: datetime | None = None
    unreachable_at: datetime | None = None  # the bot was blocked
    terms_version: str | None = None
    terms_accepted_at: datetime | None = None
