"""Mass orders: what to send, what was read line by line, what was placed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import ShopError
from bot.core.services.mass import MAX_LINES, MassLine, MassPreview, PlacedLine
from bot.ui.callbacks import SendOrders, ShowTopUp, StopTyping
from bot.ui.i18n import Translator
from bot.ui.keyboards import button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.failures import failure
from bot.ui.staff_callbacks import ConfirmMass, DropMass
from bot.ui.text import shorten

_SHOWN = 40


def ask(t: Translator) -> Screen:
    return Screen(t("mass-ask", limit=MAX_LINES), keyboard([button(t.plain("button-cancel"), StopTyping())]))


def preview(t: Translator, mass: MassPreview, currency: str) -> Screen:
    missing = mass.total_micros - mass.available_micros
    lines: list[str] = [t("mass-title", good=mass.good, total=len(mass.lines)), ""]
    lines += _shown([_line(t, line, currency) for line in mass.lines], t)
    if mass.good:
        lines += ["", t("mass-total", count=mass.good, total=t.money(mass.total_micros, currency))]
        if missing > 0:
            lines.append(
                t(
                    "mass-missing",
                    missing=t.money(missing, currency),
                    available=t.money(mass.available_micros, currency),
                )
            )
    confirm = [button(t.plain("button-confirm"), ConfirmMass(mass_id=mass.mass_id))] if mass.good else []
    return Screen(
        "\n".join(lines),
        keyboard(
            [*confirm, button(t.plain("button-cancel"), DropMass())],
            [button(t.plain("button-topup"), ShowTopUp())] if mass.good and missing > 0 else (),
        ),
    )


def placed(t: Translator, lines: Sequence[PlacedLine], currency: str) -> Screen:
    good = [line for line in lines if line.order is not None]
    total = sum(line.charge_micros for line in good)
    shown: list[str] = [
        t("mass-placed", count=len(good), of=len(lines), total=t.money(total, currency)),
        "",
        *_shown([_placed_line(t, line, currency) for line in lines], t),
    ]
    return Screen("\n".join(shown), keyboard([button(t.plain("button-orders"), SendOrders())]))


def _shown(lines: list[str], t: Translator) -> list[str]:
    """The first so many: a message holds only so much. What went wrong is never cut before what went well."""
    if len(lines) <= _SHOWN:
        return lines
    return [*lines[:_SHOWN], t("mass-more", count=len(lines) - _SHOWN)]


def _line(t: Translator, line: MassLine, currency: str) -> str:
    if line.error is not None:
        return t("mass-line-bad", number=line.number, text=shorten(line.text, 40), why=_why(t, line.error, currency))
    price = t.money(line.charge_micros, currency)
    name = shorten(line.service_name, 40)
    return t("mass-line-good", number=line.number, name=name, quantity=line.quantity, price=price)


def _placed_line(t: Translator, line: PlacedLine, currency: str) -> str:
    name = shorten(line.service_name, 40)
    if line.order is None:
        why = _why(t, line.error, currency) if line.error else ""
        return t("mass-line-bad", number=line.number, text=name, why=why)
    price = t.money(line.charge_micros, currency)
    return t("mass-line-placed", number=line.number, order=str(line.order.id), name=name, price=price)


def _why(t: Translator, error: ShopError, currency: str) -> str:
    return failure(t, error, currency).text
