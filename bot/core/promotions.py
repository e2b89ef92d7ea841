"""Codes that give money or raise the next top-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.core.errors import InputError

MAX_PERCENT = Decimal(100)
MAX_USES = 1_000_000
MAX_DAYS = 3650


@dataclass(frozen=True, slots=True)
class PromoCode:
    """Either `amount_micros` at once, or `percent` of the next top-up on top of it."""

    id: int
    code: str
    amount_micros: int | None
    percent: Decimal | None
    currency: str
    max_uses: int
    used: int
    created_at: datetime
    expires_at: datetime | None
    created_by: int


@dataclass(frozen=True, slots=True)
class PromoUse:
    """`waiting` for the next top-up, or `applied`."""

    id: int
    promo_id: int
    customer_id: int
    state: str
    percent: Decimal | None


def read_code(typed: str) -> str:
    """Capitals, so that a code can be typed either way."""
    code = typed.strip().upper()
    if not re.fullmatch(r"[A-Z0-9_-]{3,32}", code):
        raise InputError("promo-code-characters")
    return code
