"""The providers, for admins: do they answer, what is left there, when was their list read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.catalog import SyncReport
from bot.core.services.admin import ProviderCard
from bot.ui.callbacks import ShowProviders, StartSync
from bot.ui.i18n import Translator
from bot.ui.keyboards import button, fitted, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.sync_notices import counts
from bot.ui.staff_callbacks import OpenGuide
from bot.ui.text import shorten


def providers(t: Translator, cards: Sequence[ProviderCard], *, with_guide: bool = False) -> Screen:
    text = "\n\n".join("\n".join(_lines(t, card)) for card in cards) or t("providers-none")
    return Screen(
        text,
        keyboard(
            *fitted(
                [
                    button(t.plain("button-refresh"), ShowProviders()),
                    button(t.plain("button-sync"), StartSync()),
                ]
            ),
            [button(t.plain("button-guide"), OpenGuide())] if with_guide else (),
            back_row(t),
        ),
    )


def _lines(t: Translator, card: ProviderCard) -> list[str]:
    lines: list[str] = [t("provider-up" if card.available else "provider-down", name=shorten(card.name, 60))]
    if card.down_since is not None:
        lines.append(t("provider-down-since", date=t.moment(card.down_since)))
    if card.last_error and (card.down_since is not None or not card.available):
        lines.append(t("provider-error", error=shorten(card.last_error, 200)))
    if card.balance is not None:
        lines.append(t("provider-balance", amount=f"{card.balance:f} {card.currency or ''}".strip()))
    lines.append(t("provider-counts", services=card.services, orders=card.open_orders))
    if card.last_sync is not None and card.last_sync_at is not None:
        lines.append(t("provider-synced", date=t.moment(card.last_sync_at)))
        lines.append(_sync_line(t, card.last_sync))
    return lines


def _sync_line(t: Translator, report: SyncReport) -> str:
    if report.problem:
        return t("sync-problem", problem=shorten(report.problem, 200))
    return counts(
        t,
        seen=report.seen,
        new=report.new,
        gone=report.gone,
        back=report.back,
        changed=len(report.changed),
    )
