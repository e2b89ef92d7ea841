"""What was found out about an order of which nobody knows whether the provider has it."""

from __future__ import annotations

from bot.ui.callbacks import AttachCandidate
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button
from bot.ui.text import shorten


def evidence_lines(t: Translator, hint: str, candidate_id: str) -> list[Html]:
    """`hint` is what the balance says, `candidate_id` the one id at the provider that is nobody else's, or nothing."""
    lines = [t(f"evidence-balance-{hint}")] if t.has(f"evidence-balance-{hint}") else []
    if candidate_id:
        lines.append(t("evidence-candidate", id=shorten(candidate_id, 60)))
    else:
        lines.append(t("evidence-no-candidate"))
    return lines


def attach_row(t: Translator, order_id: int, candidate_id: str) -> Row:
    if not candidate_id:
        return []
    return [
        button(t.plain("button-attach-candidate", id=shorten(candidate_id, 30)), AttachCandidate(order_id=order_id))
    ]
