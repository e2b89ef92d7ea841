"""Running the shop: how commands are written, the sync, the ledger's proof, the way back."""

from __future__ import annotations

from bot.core.ledger import LedgerProof
from bot.ui.callbacks import ShowAdminMenu
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.text import shorten

_PROBLEMS_SHOWN = 10


def usage(t: Translator, command: str, reason: Screen | None = None) -> Screen:
    """How a command is written, with an example, after what was wrong."""
    words = t(f"usage-{command}")
    return Screen(f"{reason.text}\n\n{words}" if reason else words, keyboard(back_row(t)))


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
