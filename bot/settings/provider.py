"""One provider of the shop, and the list of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.core.provider import REJECTING, ErrorKind, RemoteState
from bot.settings.kinds import Lower, Percent, RemoteCurrency, SafeUrl, Seconds, ShortName, parse_json


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_OF_ORDERS = frozenset(
    {
        ErrorKind.ORDER_NOT_FOUND,
        ErrorKind.REFILL_NOT_ALLOWED,
        ErrorKind.REFILL_NOT_FOUND,
        ErrorKind.CANCEL_NOT_ALLOWED,
        ErrorKind.CANCEL_NOT_FOUND,
        ErrorKind.CANCEL_ALREADY_REQUESTED,
    }
)
"""What a panel may say of orders that exist, and no verdict on one that is placed."""


def _of_texts(refusals: dict[str, ErrorKind]) -> dict[str, ErrorKind]:
    told = REJECTING | _OF_ORDERS
    if not told.issuperset(refusals.values()):
        raise ValueError(f"a text may mean {', '.join(sorted(told))}")
    return refusals


class ProviderSettings(BaseModel):
    """How to reach one provider. Its orders know it by `name`: renaming it orphans those that are open."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: ShortName
    url: SafeUrl
    key: Annotated[SecretStr, Field(min_length=1)]
    currency: RemoteCurrency | None = None
    """For a panel that names none in its answers."""
    markup_percent: Percent | None = None
    """Unset: the shop's MARKUP_PERCENT."""
    rate_unit: Annotated[Literal["1000", "1"], BeforeValidator(_as_text)] = "1000"
    """How many units a `rate` of this panel is the price of."""
    timeout: Seconds | None = None
    """Unset: the shop's PROVIDER_TIMEOUT."""
    submit_timeout: Seconds | None = None
    """Unset: the shop's SUBMIT_TIMEOUT."""
    comments_with_quantity: bool = False
    """Send the count of the lines as `quantity` beside `comments`."""
    request_format: Annotated[Literal["form", "json"], Lower] = "form"
    status_words: dict[str, RemoteState] = Field(default_factory=dict)
    """This panel's own words for a status, beyond those that the shop knows."""
    refusals: Annotated[dict[str, ErrorKind], AfterValidator(_of_texts)] = Field(default_factory=dict)
    """What this panel's error texts surely mean; most of them that an order was not taken."""


def _parse_list(value: Any) -> Any:
    parsed = parse_json(value)
    if not isinstance(parsed, list | tuple):
        raise ValueError("should be a JSON list of providers")
    return parsed


ProviderList = Annotated[tuple[ProviderSettings, ...], BeforeValidator(_parse_list)]
