"""One message to many: what it says, to whom, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

INACTIVE_AFTER = timedelta(days=30)


class SegmentKind(StrEnum):
    """Nobody who is banned or has blocked the bot is in any of them."""

    ALL = "all"
    BUYERS = "buyers"  # at least one order that a provider took
    INACTIVE = "inactive"  # has not written for INACTIVE_AFTER
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Segment:
    """`language` is a base code (`en`), and only of a LANGUAGE segment."""

    kind: SegmentKind
    language: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """How many people each segment reaches now."""

    everybody: int
    buyers: int
    inactive: int
    languages: Mapping[str, int]  # the largest first


class BroadcastState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"  # by an admin, who may let it go on
    DONE = "done"


class RecipientState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"  # has blocked the bot
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Content:
    """A text, or a picture with a text under it. `entities` are Telegram's own, as JSON objects."""

    text: str
    entities: tuple[Mapping[str, Any], ...] = ()
    photo_id: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`message_id` is the message in the admin's chat that shows how far it is."""

    id: int
    admin_id: int
    content: Content
    state: BroadcastState
    created_at: datetime
    segment: Segment | None = None
    total: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A broadcast and how many of its recipients are in each state."""

    broadcast: Broadcast
    counts: Mapping[RecipientState, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return sum(count for state, count in self.counts.items() if state is not RecipientState.WAITING)

    def count(self, state: RecipientState) -> int:
        return self.counts.get(state, 0)
