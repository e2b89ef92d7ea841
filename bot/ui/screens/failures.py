"""What a ShopError says to the person who met it."""

from __future__ import annotations

from bot.core.errors import InsufficientFundsError, LinkBusyError, NotOnSaleError, ShopError
from bot.ui.callbacks import OpenCatalog, SendOrder, ShowTopUpFor
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.text import shorten

_TYPED_LIMIT = 100


def failure(t: Translator, error: ShopError, currency: str) -> Screen:
    """The words, and the button that helps."""
    buttons: Row = ()
    if isinstance(error, InsufficientFundsError):
        buttons = (button(t.plain("button-topup"), ShowTopUpFor(amount_micros=error.facts.get("missing_micros", 0))),)
    elif isinstance(error, NotOnSaleError):
        buttons = (button(t.plain("button-catalog"), OpenCatalog()),)
    elif isinstance(error, LinkBusyError) and "order_id" in error.facts:
        order_id = int(error.facts["order_id"])
        buttons = (button(t.plain("button-open-order", order=str(order_id)), SendOrder(order_id=order_id)),)
    return Screen(_words(t, error, currency, plain=False), keyboard(buttons))


def failure_toast(t: Translator, error: ShopError, currency: str) -> str:
    """The words alone, for a toast over the screen that stays."""
    return _words(t, error, currency, plain=True)


def _words(t: Translator, error: ShopError, currency: str, *, plain: bool) -> str | Html:
    key = f"error-{error.code}"
    if not t.has(key):
        key = "error-internal"
    facts = _facts(t, error, currency)
    return t.plain(key, **facts) if plain else t(key, **facts)


def _facts(t: Translator, error: ShopError, currency: str) -> dict[str, str | int | None]:
    """Money becomes an amount under the name without `_micros`; ids become words; what was typed is cut."""
    facts: dict[str, str | int | None] = {}
    for name, value in error.facts.items():
        if name.endswith("_micros"):
            facts[name.removesuffix("_micros")] = t.money(int(value), currency)
        elif name.endswith("_id"):
            facts[name] = str(value)
        elif isinstance(value, int):
            facts[name] = value
        else:
            facts[name] = shorten(str(value), _TYPED_LIMIT)
    return facts
