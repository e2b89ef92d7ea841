"""Favourites, and one's own data."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.catalog import OfferedService
from bot.core.delivery import DeliveryTime
from bot.ui.callbacks import OpenCatalog, ShowMenu
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import PAGE_SIZE, button, keyboard, page_count, page_row
from bot.ui.screen import Screen
from bot.ui.screens.catalog import offer_button
from bot.ui.screens.people import period
from bot.ui.staff_callbacks import ExportData, ForgetData, OpenFavourites


def favourites(t: Translator, offers: Sequence[OfferedService], currency: str, page: int = 0) -> Screen:
    if not offers:
        return Screen(t("favourites-none"), keyboard([button(t.plain("button-catalog"), OpenCatalog())]))
    pages = page_count(len(offers))
    page = min(page, pages - 1)
    return Screen(
        t("favourites-title"),
        keyboard(
            *([offer_button(t, offer, currency)] for offer in offers[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]),
            page_row(t, page, pages, lambda turned: OpenFavourites(page=turned)),
            [button(t.plain("button-menu"), ShowMenu())],
        ),
    )


def delivery_lines(t: Translator, time: DeliveryTime | None) -> list[Html]:
    """Measured from this shop's own orders; nothing where they are too few."""
    if time is None:
        return []
    lines = []
    if time.median is not None and time.p90 is not None:
        lines.append(t("service-delivery", median=period(t, time.median), most=period(t, time.p90)))
    lines.append(t("service-outcomes", count=time.orders, partial=time.partial_percent, canceled=time.canceled_percent))
    return lines


def own_data(t: Translator) -> Screen:
    return Screen(
        t("mydata"),
        keyboard(
            [button(t.plain("button-export-data"), ExportData())],
            [button(t.plain("button-forget-data"), ForgetData())],
            [button(t.plain("button-menu"), ShowMenu())],
        ),
    )


def sure_to_forget(t: Translator, *, balance: str | None, open_orders: bool) -> Screen:
    lines: list[str] = [t("mydata-sure")]
    if balance is not None:
        lines.append(t("mydata-balance", balance=balance))
    if open_orders:
        lines.append(t("mydata-open-orders"))
    return Screen(
        "\n".join(lines),
        keyboard(
            [button(t.plain("button-confirm"), ForgetData(sure=True)), button(t.plain("button-cancel"), ShowMenu())]
        ),
    )


def forgotten(t: Translator) -> Screen:
    return Screen(t("mydata-forgotten"))
