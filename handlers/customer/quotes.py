"""The price: shown, confirmed, dropped, made anew."""

from __future__ import annotations

from bot.core.customers import Customer
from bot.core.errors import PriceChangedError, QuoteExpiredError
from bot.core.orders import Quote
from bot.core.services.catalog import CatalogService
from bot.core.services.checkout import Checkout
from bot.core.services.tracking import Tracking
from bot.core.services.wallet import Wallet
from bot.ui.callbacks import CancelQuote, ConfirmQuote, RemoveDripFeed, SendQuote
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import quote as screens
from handlers.customer.orders import send_card, show_card
from handlers.replies import Tap
from handlers.routes import Routes

routes = Routes("quotes")


async def quote_screen(
    t: Translator,
    quote: Quote,
    catalog: CatalogService,
    checkout: Checkout,
    wallet: Wallet,
    why: str | None = None,
) -> Screen:
    return screens.quote(
        t,
        quote,
        catalog.offer(quote.service_id).service,
        await wallet.balance(quote.customer_id),
        active=await checkout.active_on_link(quote.customer_id, quote.service_id, quote.link),
        why=why,
    )


@routes.callback_query(ConfirmQuote.filter())
async def quote_confirmed(
    _: object,
    callback_data: ConfirmQuote,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    checkout: Checkout,
    tracking: Tracking,
    wallet: Wallet,
    t: Translator,
) -> None:
    """The very message that showed the price becomes the order's live card; a second tap finds the same order."""
    try:
        order = await checkout.confirm(customer.id, callback_data.quote_id, card_message_id=tap.message_id)
    except (QuoteExpiredError, PriceChangedError) as error:
        quote = await checkout.requote(customer.id, callback_data.quote_id)
        await tap.show(await quote_screen(t, quote, catalog, checkout, wallet, why=error.code))
        return
    await show_card(tap, tracking, customer, await tracking.card(customer.id, order.id), t)


@routes.callback_query(SendQuote.filter())
async def price_asked_from_notice(
    _: object,
    callback_data: SendQuote,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    checkout: Checkout,
    tracking: Tracking,
    wallet: Wallet,
    t: Translator,
) -> None:
    """Money came: back to what it was wanted for."""
    found = await checkout.take_up(customer.id, callback_data.quote_id)
    if isinstance(found, Quote):
        await tap.send(await quote_screen(t, found, catalog, checkout, wallet))
        return
    await send_card(tap, tracking, customer, await tracking.card(customer.id, found.id), t)


@routes.callback_query(CancelQuote.filter())
async def quote_dropped(
    _: object,
    callback_data: CancelQuote,
    tap: Tap,
    customer: Customer,
    checkout: Checkout,
    tracking: Tracking,
    t: Translator,
) -> None:
    order = await checkout.drop(customer.id, callback_data.quote_id)
    if order is None:
        await tap.show(screens.dropped(t))
        return
    await show_card(tap, tracking, customer, await tracking.card(customer.id, order.id), t)


@routes.callback_query(RemoveDripFeed.filter())
async def drip_feed_removed(
    _: object,
    callback_data: RemoveDripFeed,
    tap: Tap,
    customer: Customer,
    catalog: CatalogService,
    checkout: Checkout,
    wallet: Wallet,
    t: Translator,
) -> None:
    quote = await checkout.requote(customer.id, callback_data.quote_id, {"runs": "", "interval": ""})
    await tap.show(await quote_screen(t, quote, catalog, checkout, wallet))
