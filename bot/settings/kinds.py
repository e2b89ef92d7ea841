"""Kinds of values. A message says what is wrong and never repeats the value, which may be a secret."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
"""A deadline; fractions are allowed."""

Interval = Annotated[int, Field(ge=1, le=31_536_000)]
"""Whole seconds between two rounds."""

Percent = Annotated[Decimal, Field(ge=0, le=100_000)]
"""Never negative: nothing is sold below what it costs."""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(value: str, schemes: tuple[str, ...], wanted: str) -> SplitResult:
    if re.search(r"[\s\\\x00-\x1f\x7f]", value):
        raise ValueError("has a blank, a backslash or a control character in it")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a valid address") from None
    if parts.scheme not in schemes:
        raise ValueError(f"should begin with {wanted}")
    return parts


def _public_url(value: str) -> str:
    parts = _split(value, ("https", "http"), "https://")
    if not parts.hostname:
        raise ValueError("has no host name")
    if parts.username is not None or parts.password is not None:
        raise ValueError("should bear no user name or password")
    if parts.fragment:
        raise ValueError("should have no #fragment")
    return value


def _safe_url(value: str) -> str:
    parts = urlsplit(_public_url(value))
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise ValueError("should begin with https:// (http:// is for this machine alone: 127.0.0.1, ::1, localhost)")
    return value


def _base_url(value: str) -> str:
    if urlsplit(_safe_url(value)).query:
        raise ValueError("should have no ?query")
    return value.rstrip("/")


PublicUrl = Annotated[str, AfterValidator(_public_url)]
"""Shown to customers; the shop never opens it."""

SafeUrl = Annotated[str, AfterValidator(_safe_url)]
"""A secret travels to it, so https outside of this machine."""

BaseUrl = Annotated[str, AfterValidator(_base_url)]
"""A safe address to which paths are added; without a slash at its end."""


def _secret(check: Callable[[str], str]) -> AfterValidator:
    def checked(value: SecretStr) -> SecretStr:
        return SecretStr(check(value.get_secret_value()))

    return AfterValidator(checked)


def _bot_token(value: str) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value, re.ASCII):
        raise ValueError("is not a bot's token; @BotFather gives one: digits, a colon, letters and digits")
    return value


def _webhook_secret(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("should be 1 to 256 of the letters A-Z a-z, digits, _ and - (Telegram takes no others)")
    return value


def _database_url(value: str) -> str:
    parts = _split(value, ("sqlite+aiosqlite", "postgresql+asyncpg"), "sqlite+aiosqlite:/// or postgresql+asyncpg://")
    if parts.scheme == "postgresql+asyncpg":
        if not parts.path.strip("/"):
            raise ValueError("has no database's name at its end")
    elif parts.netloc or not parts.path.strip("/") or ":memory:" in value:
        raise ValueError("should name a file after three slashes (four for an absolute path)")
    return value


def _redis_url(value: str) -> str:
    _split(value, ("redis", "rediss", "unix"), "redis:// or rediss://")
    return value


BotToken = Annotated[SecretStr, _secret(_bot_token)]
WebhookSecret = Annotated[SecretStr, _secret(_webhook_secret)]
DatabaseUrl = Annotated[SecretStr, _secret(_database_url)]
RedisUrl = Annotated[SecretStr, _secret(_redis_url)]


def _currency(value: str) -> str:
    code = value.upper()
    if code not in list_currencies():
        raise ValueError("is not a currency's code of three letters (ISO 4217)")
    return code


def _remote_currency(value: str) -> str:
    code = value.upper()
    if not re.fullmatch(r"[A-Z]{3,5}", code):
        raise ValueError("is not a currency's code")
    return code


def _low_balance(value: str) -> str:
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?d?", value, re.ASCII):
        raise ValueError("should be an amount in the provider's currency, or days of sales with a d: 20 or 3d")
    return value


LowBalanceLine = Annotated[str, AfterValidator(_low_balance)]
"""`20`: an amount in the provider's currency; `3d`: what three days of sales cost there; `0`: never."""

Currency = Annotated[str, AfterValidator(_currency)]
"""ISO 4217, known to Babel: the shop's prices are written in it."""

RemoteCurrency = Annotated[str, AfterValidator(_remote_currency)]
"""A provider's word for its currency; some are not in ISO 4217 (USDT)."""


def parse_json(value: Any) -> Any:
    """JSON text to values, numbers with a point to Decimal; what is no text passes unchanged."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})") from None


Rate = Annotated[Decimal, Field(gt=0)]
ExchangeRates = Annotated[dict[RemoteCurrency, Rate], BeforeValidator(parse_json)]
"""Provider's currency -> how much of the shop's currency one unit of it is."""


def _ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    if not all(re.fullmatch(r"[1-9]\d{0,18}", word, re.ASCII) for word in words):
        raise ValueError("should be Telegram ids (whole numbers above 0) by comma; @userinfobot tells yours")
    return tuple(dict.fromkeys(int(word) for word in words))


TelegramIds = Annotated[tuple[Annotated[int, Field(gt=0)], ...], BeforeValidator(_ids)]


def _matching(pattern: str, otherwise: str) -> AfterValidator:
    def checked(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    return AfterValidator(checked)


ShortName = Annotated[str, _matching(r"[a-z0-9_-]{1,32}", "should be 1 to 32 of a-z, 0-9, _ and -")]
LocaleCode = Annotated[
    str, _matching(r"[a-z]{2,3}([_-][A-Za-z]{2,4})?", "should be a language's code, such as en or pt_BR")
]
HostName = Annotated[str, _matching(r"[A-Za-z0-9_.:-]+", "should be a host name or an address, without a port")]

Upper = BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value)
Lower = BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)
