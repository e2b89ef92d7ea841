"""Running the shop: the menu, a customer, what is previewed before it is done, the ledger's proof."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.core.ledger import LedgerProof
from bot.core.reports import Period
from bot.core.roles import COMMANDS, Right
from bot.ui.callbacks import (
    OpenPayments,
    OpenReview,
    OpenShelf,
    ProveLedger,
    ShowAdminMenu,
    ShowMenu,
    ShowProviders,
    StartSync,
)
from bot.ui.desk_callbacks import OpenTickets, ShowStats, StartWriting
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard, paired
from bot.ui.screen import Screen
from bot.ui.staff_callbacks import OpenAudit, OpenDenyList, OpenGuide, OpenHouse, OpenRoles, OpenStuck
from bot.ui.text import shorten

_PROBLEMS_SHOWN = 10
# Commands that take words: a button can't lead to them.
_TYPED = {name: COMMANDS[name] for name in "customer order credit debit publish markup second cap".split()}


def menu(t: Translator, rights: frozenset[Right]) -> Screen:
    """What this person may do; a hidden button is no authorisation, the services ask again."""
    offered: tuple[tuple[Right, str, CallbackData], ...] = (
        (Right.SHELF, "button-guide", OpenGuide()),
        (Right.SHELF, "button-publish", OpenShelf()),
        (Right.DECIDE, "button-review", OpenReview()),
        (Right.LOOK, "button-stuck", OpenStuck()),
        (Right.HELP, "button-tickets", OpenTickets()),
        (Right.MONEY, "button-payments", OpenPayments()),
        (Right.REPORT, "button-stats", ShowStats(period=Period.WEEK)),
        (Right.REACH, "button-broadcast", StartWriting()),
        (Right.LOOK, "button-providers", ShowProviders()),
        (Right.SHELF, "button-sync", StartSync()),
        (Right.SHELF, "button-deny", OpenDenyList()),
        (Right.REPORT, "button-ledger", ProveLedger()),
        (Right.CLOSE, "button-maintenance", OpenHouse()),
        (Right.RULE, "button-roles", OpenRoles()),
        (Right.RULE, "button-audit", OpenAudit()),
    )
    buttons = [button(t.plain(key), asks) for right, key, asks in offered if right in rights]
    lines = [t("admin-menu"), *(t(f"admin-menu-{name}") for name, right in _TYPED.items() if right in rights)]
    return Screen("\n".join(lines), keyboard(*paired(buttons), [button(t.plain("button-back"), ShowMenu())]))


def usage(t: Translator, command: str) -> Screen:
    """How a command is written, with an example."""
    return Screen(t(f"usage-{command}"))


def sync_asked(t: Translator) -> Screen:
    return Screen(t("sync-asked"), keyboard(back_row(t)))


def ledger(t: Translator, proof: LedgerProof) -> Screen:
    if proof.holds:
        text = t("ledger-holds", postings=proof.postings, accounts=proof.accounts, orders=proof.orders)
    else:
        shown = "\n".join(shorten(problem, 250) for problem in proof.problems[:_PROBLEMS_SHOWN])
        text = Html(t("ledger-broken", count=len(proof.problems)) + "\n" + t("admin-lines", lines=shown))
    return Screen(text, keyboard(back_row(t)))


def back_row(t: Translator) -> Row:
    return [button(t.plain("button-back"), ShowAdminMenu())]
