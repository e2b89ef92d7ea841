"""What is known of a provider before the first call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.order_types import RateUnit
from bot.core.provider import ErrorKind, RemoteState

MEBIBYTE = 1024 * 1024


class RequestFormat(StrEnum):
    FORM = "form"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """One provider. `timeout_s` and `submit_timeout_s` bound a whole call, from the name look-up to the last byte.

    `rate_unit` is what `rate` is the price of, except for types that are priced by the order. `currency` stands in
    where the panel names none. `status_words` and `refusals` go beyond the tables and win over them.
    """

    name: str
    url: str
    key: str = field(repr=False)
    currency: str | None = None
    rate_unit: RateUnit = RateUnit.PER_1000
    request_format: RequestFormat = RequestFormat.FORM
    comments_with_quantity: bool = False
    timeout_s: float = 60.0
    submit_timeout_s: float = 30.0
    status_words: Mapping[str, RemoteState] = field(default_factory=dict)
    refusals: Mapping[str, ErrorKind] = field(default_factory=dict)
    services_cap: int = 64 * MEBIBYTE
    answer_cap: int = MEBIBYTE
