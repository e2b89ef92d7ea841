"""What is pushed about tickets, broadcasts and the watch over providers.

facts by kind (a fact that is missing is left out of the words):

ticket-answered          ticket_id, text; photo_id (Telegram's file)
ticket-closed            ticket_id
admin-ticket-message     ticket_id, topic, order_id, customer_id, name, text; photo_id
admin-broadcast-done     broadcast_id, total, sent, unreachable, failed, minutes
admin-low-balance        provider, balance, currency, days (of sales that it lasts)
admin-sale-stopped       provider, order_id, balance, currency
admin-sale-resumed       provider, balance, currency
admin-failures           provider, failed, total, error
"""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.types import InlineKeyboardMarkup

from bot.core.broadcasts import RecipientState
from bot.core.events import NoticeKind
from bot.core.tickets import TicketTopic
from bot.ui.callbacks import OpenAdminOrder, OpenReview, ShowProviders
from bot.ui.desk_callbacks import (
    AnswerTicket,
    CloseOwnTicket,
    CloseTicket,
    OpenBroadcast,
    OpenTicket,
    WriteToTicket,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens.broadcast import report_lines
from bot.ui.screens.tickets import topic_name
from bot.ui.text import paragraphs, shorten

Facts = Mapping[str, str | int | None]

K = NoticeKind
KINDS = frozenset(
    {
        K.TICKET_ANSWERED,
        K.TICKET_CLOSED,
        K.ADMIN_TICKET_MESSAGE,
        K.ADMIN_BROADCAST_DONE,
        K.ADMIN_LOW_BALANCE,
        K.ADMIN_SALE_STOPPED,
        K.ADMIN_SALE_RESUMED,
        K.ADMIN_FAILURES,
    }
)
_WORDS_LIMIT = 3_000
_CAPTION_LIMIT = 700


def notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    lines: list[str] = [t(f"notice-{kind.value}", **_shown(facts)), *_more(t, kind, facts)]
    return Screen("\n".join(lines), _buttons(t, kind, facts))


def _shown(facts: Facts) -> dict[str, str | int | None]:
    return {
        "ticket_id": _text(facts, "ticket_id"),
        "broadcast_id": _text(facts, "broadcast_id"),
        "order_id": _text(facts, "order_id"),
        "customer_id": _text(facts, "customer_id"),
        "name": shorten(_text(facts, "name"), 60),
        "provider": shorten(_text(facts, "provider"), 60),
        "error": shorten(_text(facts, "error"), 200),
        "minutes": _count(facts, "minutes"),
        "failed": _count(facts, "failed"),
        "total": _count(facts, "total"),
    }


def _more(t: Translator, kind: NoticeKind, facts: Facts) -> list[Html]:
    lines: list[Html] = []
    if kind is K.ADMIN_TICKET_MESSAGE:
        if facts.get("order_id"):
            about = t.plain("support-about-order", order=_text(facts, "order_id"))
        else:
            about = topic_name(t, TicketTopic(_text(facts, "topic") or TicketTopic.OTHER))
        lines.append(t("ticket-about", about=about))
    if kind in (K.ADMIN_TICKET_MESSAGE, K.TICKET_ANSWERED) and facts.get("text"):
        limit = _CAPTION_LIMIT if facts.get("photo_id") else _WORDS_LIMIT
        lines += [Html(""), t("ticket-said", text=paragraphs(_text(facts, "text"), limit))]
    if kind is K.ADMIN_BROADCAST_DONE:
        counts = {state: _count(facts, state.value) for state in RecipientState}
        lines += report_lines(t, counts[RecipientState.SENT], _count(facts, "total"), counts)
    if kind in (K.ADMIN_LOW_BALANCE, K.ADMIN_SALE_STOPPED, K.ADMIN_SALE_RESUMED) and facts.get("balance"):
        amount = f"{_text(facts, 'balance')} {_text(facts, 'currency')}".strip()
        lines.append(t("watch-there" if kind is K.ADMIN_SALE_RESUMED else "watch-balance", amount=amount))
    if kind is K.ADMIN_LOW_BALANCE:
        if facts.get("days"):
            lines.append(t("watch-lasts", days=_text(facts, "days")))
        lines.append(t("watch-top-up"))
    return lines


def _buttons(t: Translator, kind: NoticeKind, facts: Facts) -> InlineKeyboardMarkup | None:
    rows: list[Row] = []
    ticket_id, order_id, broadcast_id = (facts.get(name) for name in ("ticket_id", "order_id", "broadcast_id"))
    if isinstance(ticket_id, int):
        rows = _ticket_rows(t, kind, ticket_id)
    elif kind is K.ADMIN_BROADCAST_DONE and isinstance(broadcast_id, int):
        show = OpenBroadcast(broadcast_id=broadcast_id)
        rows.append([button(t.plain("button-broadcast-open", number=str(broadcast_id)), show)])
    else:
        if kind is K.ADMIN_SALE_STOPPED and isinstance(order_id, int):
            opens = OpenAdminOrder(order_id=order_id)
            rows.append([button(t.plain("button-open-order", order=str(order_id)), opens)])
        if kind is K.ADMIN_FAILURES:
            rows.append([button(t.plain("button-review"), OpenReview())])
        rows.append([button(t.plain("button-providers"), ShowProviders())])
    return keyboard(*rows)


def _ticket_rows(t: Translator, kind: NoticeKind, ticket_id: int) -> list[Row]:
    if kind is K.ADMIN_TICKET_MESSAGE:
        return [
            [
                button(t.plain("button-reply"), AnswerTicket(ticket_id=ticket_id)),
                button(t.plain("button-close"), CloseTicket(ticket_id=ticket_id)),
            ],
            [button(t.plain("button-ticket", number=str(ticket_id)), OpenTicket(ticket_id=ticket_id))],
        ]
    if kind is K.TICKET_ANSWERED:
        return [
            [button(t.plain("button-ticket-write"), WriteToTicket(ticket_id=ticket_id))],
            [button(t.plain("button-ticket-done"), CloseOwnTicket(ticket_id=ticket_id))],
        ]
    return [[button(t.plain("button-ticket-again"), WriteToTicket(ticket_id=ticket_id))]]


def _text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return "" if value is None else str(value)


def _count(facts: Facts, name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
