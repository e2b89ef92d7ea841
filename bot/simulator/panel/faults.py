"""Faults that a panel can be told to show, by name, for the next calls or until healed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

ANY = "*"
"""Armed for every action."""


class Fault(Enum):
    """What goes wrong with a call.

    Names that end in ``_BEFORE`` strike before the panel has taken anything, all others after it has
    answered in its own mind: the order stands in the book. ``about`` says what the client sees.
    """

    _value_: str
    taken: bool
    about: str

    def __new__(cls, value: str, about: str) -> Fault:
        fault = object.__new__(cls)
        fault._value_ = value
        fault.taken = not value.endswith("_before")
        fault.about = about
        return fault

    HANG_BEFORE = "hang_before", "no answer until the client gives up, healing, or `seconds`; nothing taken"
    HANG_AFTER = (
        "hang_after",
        "no answer until the client gives up, healing, or `seconds`; the order is taken",
    )
    DELAY_BEFORE = "delay_before", "waits `seconds`, then takes the call and answers rightly"
    DELAY_AFTER = "delay_after", "takes the call, waits `seconds`, answers rightly"
    CLOSE_BEFORE = "close_before", "the connection closes without a byte; nothing taken"
    CLOSE_AFTER = "close_after", "the connection closes without a byte; the order is taken"
    RESET_BEFORE = "reset_before", "the connection is reset; nothing taken"
    RESET_AFTER = "reset_after", "the connection is reset; the order is taken"
    CLOSE_MID_HEADERS = "close_mid_headers", "the connection closes amid the answer's headers"
    CLOSE_MID_BODY = "close_mid_body", "the connection closes amid the answer's body"
    ERROR_500_BEFORE = "error_500_before", "500 with a JSON error; nothing taken"
    ERROR_500_AFTER = "error_500_after", "500 with a JSON error; the order is taken"
    ERROR_502_BEFORE = "error_502_before", "502 in plain text; nothing taken"
    ERROR_502_AFTER = "error_502_after", "502 in plain text; the order is taken"
    ERROR_503_BEFORE = "error_503_before", "503 with Retry-After; nothing taken"
    ERROR_503_AFTER = "error_503_after", "503 with Retry-After; the order is taken"
    RATE_LIMIT_429_BEFORE = "rate_limit_429_before", "429 with Retry-After: `seconds` or 60; nothing taken"
    RATE_LIMIT_429_AFTER = "rate_limit_429_after", "429 with Retry-After: `seconds` or 60; the order is taken"
    WAF_403_BEFORE = "waf_403_before", "403 with a firewall's challenge page; nothing taken"
    WAF_403_AFTER = "waf_403_after", "403 with a firewall's challenge page; the order is taken"
    REDIRECT_301_BEFORE = "redirect_301_before", "301 to another address of the panel; nothing taken"
    REDIRECT_301_AFTER = "redirect_301_after", "301 to another address of the panel; the order is taken"
    TIMEOUT_408_BEFORE = "timeout_408_before", "408; nothing taken"
    TIMEOUT_408_AFTER = "timeout_408_after", "408; the order is taken"
    CONFLICT_409_BEFORE = "conflict_409_before", "409; nothing taken"
    CONFLICT_409_AFTER = "conflict_409_after", "409; the order is taken"
    TOO_EARLY_425_BEFORE = "too_early_425_before", "425; nothing taken"
    TOO_EARLY_425_AFTER = "too_early_425_after", "425; the order is taken"
    HTML_BEFORE = "html_before", "an HTML page with 200; nothing taken"
    HTML_AFTER = "html_after", "an HTML page with 200; the order is taken"
    EMPTY_BEFORE = "empty_before", "an empty body with 200; nothing taken"
    EMPTY_AFTER = "empty_after", "an empty body with 200; the order is taken"
    REFUSE_BEFORE = "refuse_before", "a well-known refusal (`text`, HTTP `status`); nothing taken"
    REFUSE_AFTER = "refuse_after", "a well-known refusal, and yet the order is taken"
    UNLISTED_ERROR_BEFORE = "unlisted_error_before", "an error text that nobody lists (`text`); nothing taken"
    UNLISTED_ERROR_AFTER = (
        "unlisted_error_after",
        "an error text that nobody lists (`text`); the order is taken",
    )

    CUT_JSON = "cut_json", "half of the right JSON, the length being right for the half"
    PHP_WARNING = "php_warning", "a PHP warning before the right JSON, as text/html"
    DRIP = "drip", "the right answer, a byte every `seconds` (1)"
    HUGE_BODY = "huge_body", "the right answer after `size` blanks (8 MiB)"
    WRONG_CONTENT_TYPE = "wrong_content_type", "the right JSON as text/html"
    GZIP = "gzip", "the right answer, compressed"
    BARE_LIST = "bare_list", "an empty JSON list"
    JSON_NULL = "json_null", "the JSON null"
    DOUBLE_ENCODED = "double_encoded", "the right JSON once more encoded, as a string"

    ID_AND_ERROR = "id_and_error", "add: the order's id and an error together"
    ORDER_ZERO = "order_zero", "add: the order's id is 0"
    ORDER_EMPTY = "order_empty", "add: the order's id is an empty string"
    ORDER_NULL = "order_null", "add: the order's id is null"
    ORDER_MISSING = "order_missing", "add: success is told and no id"
    DOUBLED_ID = "doubled_id", "add: the id of an earlier order, though a new one is taken"

    FRESH_NOT_FOUND = "fresh_not_found", "status: an order younger than `seconds` (5) is not found"
    UNKNOWN_WORD = "unknown_word", "status: a word that nobody knows (`text`)"
    BACKWARDS = "backwards", "status: Pending again, with no start count"
    REMAINS_OVER = "remains_over", "status: remains far above the quantity"
    REMAINS_NEGATIVE = "remains_negative", "status: remains is -40"
    REMAINS_PLUS = "remains_plus", "status: remains is +2"
    REMAINS_WORDS = "remains_words", "status: remains is a word"
    THOUSANDS = "thousands", "status: numbers with thousands commas"
    MISSING_ROW = "missing_row", "status of several: the first row is left out"
    ERROR_ROW = "error_row", "status of several: the first row is an error"
    STRING_ROW = "string_row", "status of several: the first row is a bare string"
    FOREIGN_ROW = "foreign_row", "status of several: a row for an id that was not asked for"
    ROWS_AS_LIST = "rows_as_list", "status of several: a list of rows with their `order`"
    ROW_FOR_ROWS = "row_for_rows", "status of several: the bare first row alone"

    @property
    def kind(self) -> str:
        """The name without its time of striking."""
        return str(self.value).removesuffix("_before").removesuffix("_after")

    @classmethod
    def named(cls, name: str) -> Fault:
        """The fault of that name; a kind without before or after strikes before. Raises ValueError."""
        low = name.strip().lower()
        for fault in cls:
            if fault.value in {low, f"{low}_before"}:
                return fault
        raise ValueError(f"no such fault: {name}")


@dataclass(slots=True)
class ArmedFault:
    """A fault that waits for its calls. ``times`` counts down; None never ends."""

    action: str
    fault: Fault
    times: int | None = 1
    seconds: float | None = None
    text: str | None = None
    status: int | None = None
    size: int | None = None
    hits: int = 0


@dataclass(frozen=True, slots=True)
class FaultHit:
    """A fault that has struck."""

    at: datetime
    action: str
    fault: Fault
    order_id: str | None


@dataclass(slots=True)
class Faults:
    """Armed faults in the order they were armed, and those that struck."""

    armed: list[ArmedFault] = field(default_factory=list)
    hits: list[FaultHit] = field(default_factory=list)

    def pick(self, action: str) -> ArmedFault | None:
        """The fault for this call, if one is armed; it counts as used."""
        for armed in self.armed:
            if armed.action in {action, ANY}:
                armed.hits += 1
                if armed.times is not None:
                    armed.times -= 1
                    if armed.times <= 0:
                        self.armed.remove(armed)
                return armed
        return None
