"""The price before it is paid."""

from __future__ import annotations

from bot.core.catalog import Service
from bot.core.ledger import WalletBalance
from bot.core.order_types import is_paid_by_posts
from bot.core.orders import Order, Quote
from bot.ui.callbacks import CancelQuote, ConfirmQuote, OpenCatalog, RemoveDripFeed, ShowTopUpFor, StartDripFeed
from bot.ui.i18n import Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.answers import answer_lines, shows_quantity
from bot.ui.text import shorten


def quote(
    t: Translator,
    quote: Quote,
    service: Service,
    wallet: WalletBalance,
    *,
    active: Order | None = None,
    why: str | None = None,
) -> Screen:
    """`active` is an open order on the same link; `why` the code of the error that made a new price necessary."""
    missing = quote.charge_micros + wallet.debt_micros - wallet.available_micros
    lines = [t("quote-title"), t("quote-service", name=shorten(service.name, 300)), ""]
    if why:
        lines = [t(f"error-{why}"), "", *lines]
    lines += answer_lines(t, service.type, quote.fields)
    if shows_quantity(service.order_type, quote.fields):
        lines.append(t("quote-quantity", quantity=quote.quantity))
    lines += ["", t("quote-total", total=t.money(quote.charge_micros, quote.currency))]
    if missing > 0:
        lines.append(
            t(
                "quote-short",
                missing=t.money(missing, quote.currency),
                available=t.money(wallet.available_micros, quote.currency),
            )
        )
    else:
        lines.append(
            t(
                "quote-wallet",
                available=t.money(wallet.available_micros, quote.currency),
                after=t.money(-missing, quote.currency),
            )
        )
    if service.type is not None and is_paid_by_posts(service.type):
        lines.append(t("quote-held"))
    if active is not None:
        lines.append(t("quote-active", order=str(active.id)))
    lines += ["", t("quote-expires", time=t.clock_time(quote.expires_at))]
    return Screen(
        "\n".join(lines),
        keyboard(
            [
                button(t.plain("button-confirm"), ConfirmQuote(quote_id=quote.id)),
                button(t.plain("button-cancel"), CancelQuote(quote_id=quote.id)),
            ],
            _drip_feed_row(t, quote, service),
            [button(t.plain("button-topup"), ShowTopUpFor(amount_micros=missing))] if missing > 0 else (),
        ),
    )


def dropped(t: Translator) -> Screen:
    return Screen(t("quote-dropped"), keyboard([button(t.plain("button-catalog"), OpenCatalog())]))


def _drip_feed_row(t: Translator, quote: Quote, service: Service) -> Row:
    order_type = service.order_type
    if not service.dripfeed or order_type is None or not order_type.dripfeed:
        return ()
    if quote.fields.get("runs"):
        return [button(t.plain("button-no-drip-feed"), RemoveDripFeed(quote_id=quote.id))]
    return [button(t.plain("button-drip-feed"), StartDripFeed(quote_id=quote.id))]
