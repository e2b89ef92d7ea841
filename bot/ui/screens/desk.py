"""/admin: one message whose buttons lead to every command of those who run the shop, by what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from bot.core.reports import ExportKind, Period
from bot.core.roles import COMMANDS, Right
from bot.ui.callbacks import (
    OpenPayments,
    OpenReview,
    OpenShelf,
    ProveLedger,
    ShowMenu,
    ShowProviders,
    StartSync,
)
from bot.ui.desk_callbacks import ExportTable, OpenTickets, ShowLeague, ShowStats, StartWriting
from bot.ui.i18n import Translator
from bot.ui.keyboards import button, fitted, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import (
    DeskSection,
    OpenAudit,
    OpenDenyList,
    OpenDesk,
    OpenGuide,
    OpenHouse,
    OpenRoles,
    OpenStuck,
    StopAsking,
    TypeCommand,
    TypedCommand,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One button: the command it stands for says whose it is."""

    command: str
    label: str
    asks: CallbackData


def _typed(command: TypedCommand) -> Entry:
    """A command that takes words: the button asks for them."""
    return Entry(command, f"button-type-{command.replace('_', '-')}", TypeCommand(command=command))


def _table(kind: ExportKind) -> Entry:
    return Entry("export", f"button-export-{kind.value}", ExportTable(table=kind))


SECTIONS: Mapping[DeskSection, tuple[Entry, ...]] = {
    DeskSection.ORDERS: (
        _typed("order"),
        Entry("review", "button-review", OpenReview()),
        Entry("stuck", "button-stuck", OpenStuck()),
    ),
    DeskSection.PEOPLE: (
        _typed("customer"),
        Entry("tickets", "button-tickets", OpenTickets()),
        Entry("broadcast", "button-broadcast", StartWriting()),
        _typed("ban"),
        _typed("unban"),
    ),
    DeskSection.GOODS: (
        Entry("publish", "button-publish", OpenShelf()),
        _typed("publish"),
        _typed("markup"),
        Entry("providers", "button-providers", ShowProviders()),
        _typed("second"),
        Entry("deny", "button-deny", OpenDenyList()),
        Entry("sync", "button-sync", StartSync()),
        Entry("publish", "button-guide", OpenGuide()),
    ),
    DeskSection.MONEY: (
        Entry("payments", "button-payments", OpenPayments()),
        _typed("payments"),
        _typed("credit"),
        _typed("debit"),
        _typed("promo_new"),
        Entry("ledger", "button-ledger", ProveLedger()),
    ),
    DeskSection.REPORTS: (
        Entry("stats", "button-stats", ShowStats(period=Period.WEEK)),
        Entry("stats", "button-league", ShowLeague(period=Period.WEEK)),
        *(_table(kind) for kind in ExportKind),
        _typed("export"),
    ),
    DeskSection.HOUSE: (
        Entry("maintenance", "button-maintenance", OpenHouse()),
        Entry("role", "button-roles", OpenRoles()),
        _typed("role"),
        _typed("cap"),
        Entry("audit", "button-audit", OpenAudit()),
    ),
}


def menu(t: Translator, rights: frozenset[Right], *, with_guide: bool = False) -> Screen:
    """What this person may do; a hidden button is no authorisation, the services ask again."""
    sections = [
        button(t.plain(f"button-desk-{section.value}"), OpenDesk(section=section))
        for section in DeskSection
        if _allowed(section, rights)
    ]
    return Screen(
        t("admin-menu"),
        keyboard(
            [button(t.plain("button-guide"), OpenGuide())] if with_guide else (),
            *fitted(sections),
            [button(t.plain("button-back"), ShowMenu())],
        ),
    )


def section(t: Translator, rights: frozenset[Right], chosen: DeskSection) -> Screen:
    """Its buttons, and what one types instead of them."""
    entries = _allowed(chosen, rights)
    commands = dict.fromkeys(entry.command for entry in entries)
    lines: list[str] = [t(f"admin-desk-{chosen.value}"), ""]
    lines += [t("admin-desk-command", name=name, what=t.plain(f"command-{name}")) for name in commands]
    buttons = [button(t.plain(entry.label), entry.asks) for entry in entries]
    return Screen("\n".join(lines), keyboard(*fitted(buttons), back_row(t)))


def asked(t: Translator, command: str) -> Screen:
    """What follows the command is to be typed."""
    key = f"usage-{command.replace('_', '-')}"
    return Screen(
        "\n\n".join((t(key), t("admin-desk-type", command=command))),
        keyboard([button(t.plain("button-cancel"), StopAsking())]),
    )


def stopped(t: Translator) -> Screen:
    return Screen(t("stopped-typing"), keyboard(back_row(t)))


def _allowed(chosen: DeskSection, rights: frozenset[Right]) -> list[Entry]:
    return [entry for entry in SECTIONS[chosen] if COMMANDS[entry.command] in rights]
