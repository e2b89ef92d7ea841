"""What the people who run the shop changed: written beside the change, in its transaction, and never altered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`actor_id` 0: the shop itself. `what` is a word of Fluent `audit-{what}`; `subject` names what was changed."""

    at: datetime
    actor_id: int
    what: str
    subject: str = ""
    before: str = ""
    after: str = ""
    id: int = 0
