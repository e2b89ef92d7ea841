"""A second provider's service for orders that the first one refuses."""

from __future__ import annotations

from bot.core.catalog import Service
from bot.core.services.second_provider import Pairing
from bot.ui.callbacks import ClearSecondProvider, SetSecondProvider, ShowAdminMenu
from bot.ui.i18n import Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.text import shorten


def pairing(t: Translator, pair: Pairing, currency: str) -> Screen:
    """Before it is set: what it would earn. After: what is in force."""
    facts = {
        "first": _name(pair.first),
        "second": _name(pair.second),
        "first_provider": shorten(pair.first.provider, 40),
        "second_provider": shorten(pair.second.provider, 40),
    }
    lines: list[str] = [
        t("second-active" if pair.active else "second-preview", **facts),
        t(
            "second-money",
            price=t.money(pair.price_micros, currency),
            cost=t.money(pair.second_cost_micros, currency),
            profit=t.signed(pair.price_micros - pair.second_cost_micros, currency),
        ),
    ]
    if pair.loses_money:
        lines += ["", t("second-at-a-loss" if pair.below_cost else "second-not-at-a-loss")]
    return Screen("\n".join(lines), keyboard(*_rows(t, pair), back_row(t)))


def none(t: Translator, service_id: int) -> Screen:
    return Screen(t("second-none", id=str(service_id)), keyboard(back_row(t)))


def cleared(t: Translator, service: Service) -> Screen:
    return Screen(t("second-cleared", first=_name(service)), keyboard(back_row(t)))


def _rows(t: Translator, pair: Pairing) -> list[Row]:
    if pair.active:
        return [[button(t.plain("button-second-off"), ClearSecondProvider(service_id=pair.first.id))]]
    ask = {"service_id": pair.first.id, "second_id": pair.second.id}
    rows: list[Row] = [
        [
            button(t.plain("button-confirm"), SetSecondProvider(**ask, below_cost=False)),
            button(t.plain("button-cancel"), ShowAdminMenu()),
        ]
    ]
    if pair.loses_money:
        rows.append([button(t.plain("button-second-at-a-loss"), SetSecondProvider(**ask, below_cost=True))])
    return rows


def _name(service: Service) -> str:
    return f"#{service.id} {shorten(service.name, 80)}"
