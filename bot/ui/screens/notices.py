"""What is pushed into a chat, rendered from the facts of a notice in the reader's language.

facts by kind (money in millionths, `currency` beside it; a fact that is missing is left out of the words):

order-card, order-finished,     order_id, service_name, state, charge_micros, refunded_micros (in all), currency,
order-corrected,                remains, quantity; given_back_micros (now) and balance_micros where money came back;
order-rejected,                 order-rejected: refusal (an ErrorKind's value)
order-being-checked
refill-changed, cancel-changed  order_id, service_name, state (a RequestState's value)
wallet-credited, -debited       amount_micros, balance_micros, currency, note, quote_id (a price that waits)
admin-order-unknown             as order-being-checked, and provider, error
admin-order-evidence            order_id, provider, balance (a Hint), candidate_id
admin-order-rejected            order_id, service_name, provider, error
admin-order-missing             order_id, provider, provider_order_id
admin-unknown-word              provider, order_id, word
admin-provider-down, -back      provider, error
admin-first-sync, -sync-report  provider, seen, new, gone, back, changed, skipped, unknown_types, problem, stopped;
                                new_names, gone_names, changes (lines)
shop-message                    text
admin-update-parked             update_id, error
admin-ledger-broken             count, problems (lines)
about payments                  see `payment_notices`
about tickets, broadcasts and the watch over providers: see `desk_notices`

An order-card is drawn from the order itself (`screens.orders.card`); its notice is for an order that cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.types import InlineKeyboardMarkup

from bot.core.aftercare import RequestKind, RequestState
from bot.core.events import NoticeKind
from bot.core.orders import OrderState
from bot.ui.callbacks import (
    OpenAdminOrder,
    OpenShelf,
    OpenUnknownOrder,
    ProveLedger,
    SendOrder,
    ShowProviders,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens import desk_notices, payment_notices
from bot.ui.screens.evidence import attach_row, evidence_lines
from bot.ui.screens.orders import refusal_reason, request_words, state_mark, state_word
from bot.ui.screens.sync_notices import counts, diff_buttons, diff_lines
from bot.ui.text import paragraphs, shorten

Facts = Mapping[str, str | int | None]

_ORDER_KINDS = {
    NoticeKind.ORDER_CARD,
    NoticeKind.ORDER_FINISHED,
    NoticeKind.ORDER_CORRECTED,
    NoticeKind.ORDER_REJECTED,
    NoticeKind.ORDER_BEING_CHECKED,
}
_REQUEST_KINDS = {
    NoticeKind.REFILL_CHANGED: RequestKind.REFILL,
    NoticeKind.CANCEL_CHANGED: RequestKind.CANCEL,
}
_WALLET_KINDS = {NoticeKind.WALLET_CREDITED, NoticeKind.WALLET_DEBITED}
_PROBLEMS_SHOWN = 10


def notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    if kind in _ORDER_KINDS:
        return _order_notice(t, kind, facts)
    if kind in _REQUEST_KINDS:
        return _request_notice(t, kind, facts)
    if kind in _WALLET_KINDS:
        return _wallet_notice(t, kind, facts)
    if kind in payment_notices.KINDS:
        return payment_notices.notice(t, kind, facts)
    if kind in desk_notices.KINDS:
        return desk_notices.notice(t, kind, facts)
    if kind is NoticeKind.SHOP_MESSAGE:
        return Screen(t("notice-shop-message", text=paragraphs(_text(facts, "text"), 2_500)))
    return _admin_notice(t, kind, facts)


def _order_notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    state = OrderState(_text(facts, "state") or OrderState.ACCEPTED.value)
    lines: list[str] = [
        t(
            f"notice-{kind.value}",
            order=_text(facts, "order_id"),
            mark=state_mark(t, state),
            state=state_word(t, state),
        )
    ]
    name = _text(facts, "service_name")
    if name:
        lines.append(t("order-service", name=shorten(name, 200)))
    remains, quantity = facts.get("remains"), facts.get("quantity")
    if state is OrderState.PARTIAL and isinstance(remains, int) and isinstance(quantity, int):
        missing = min(max(remains, 0), quantity)
        lines.append(t("notice-delivered", delivered=quantity - missing, quantity=quantity, remains=missing))
    if kind is NoticeKind.ORDER_REJECTED:
        lines.append(refusal_reason(t, _text(facts, "refusal") or None))
    if kind is NoticeKind.ORDER_BEING_CHECKED:
        lines += ["", t("order-being-checked", charge=_money(t, facts, "charge_micros"))]
    if facts.get("given_back_micros"):
        lines += ["", t("notice-given-back", amount=_money(t, facts, "given_back_micros"))]
        if facts.get("balance_micros") is not None:
            lines.append(t("notice-wallet", balance=_money(t, facts, "balance_micros")))
    return Screen("\n".join(lines), _order_button(t, facts))


def _request_notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    state = RequestState(_text(facts, "state") or RequestState.PENDING.value)
    lines = [
        t(f"notice-{kind.value}", order=_text(facts, "order_id")),
        request_words(t, _REQUEST_KINDS[kind], state),
    ]
    return Screen("\n".join(lines), _order_button(t, facts))


def _wallet_notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    lines = [
        t(f"notice-{kind.value}", amount=_money(t, facts, "amount_micros")),
        t("notice-wallet", balance=_money(t, facts, "balance_micros")),
    ]
    note = _text(facts, "note")
    if note:
        lines.append(t("notice-note", note=shorten(note, 200)))
    return Screen("\n".join(lines), keyboard(payment_notices.back_to_price(t, facts)))


def _admin_notice(t: Translator, kind: NoticeKind, facts: Facts) -> Screen:
    """Every fact is handed to the message; what it does not name is not shown."""
    shown: dict[str, str | int | None] = dict.fromkeys(_ADMIN_WORDS, "")
    for name, value in facts.items():
        if name.endswith("_micros"):
            shown[name.removesuffix("_micros")] = _money(t, facts, name)
        elif isinstance(value, int) and not name.endswith("_id"):
            shown[name] = value
        else:
            shown[name] = shorten(_text(facts, name), 300)
    lines = [t(f"notice-{kind.value}", **shown)]
    if kind is NoticeKind.ADMIN_ORDER_EVIDENCE:
        lines += evidence_lines(t, _text(facts, "balance"), _text(facts, "candidate_id"))
    if kind in (NoticeKind.ADMIN_FIRST_SYNC, NoticeKind.ADMIN_SYNC_REPORT):
        lines += _sync_lines(t, facts)
    if kind is NoticeKind.ADMIN_LEDGER_BROKEN and facts.get("problems"):
        problems = _text(facts, "problems").splitlines()[:_PROBLEMS_SHOWN]
        lines.append(t("admin-lines", lines="\n".join(shorten(problem, 250) for problem in problems)))
    return Screen("\n".join(lines), _admin_button(t, kind, facts))


_ADMIN_WORDS = (
    "order_id",
    "service_name",
    "provider",
    "error",
    "charge",
    "provider_order_id",
    "word",
    "update_id",
)


def _sync_lines(t: Translator, facts: Facts) -> list[Html]:
    problem = _text(facts, "problem")
    if problem:
        return [t("sync-problem", problem=shorten(problem, 300))]
    lines = [
        counts(
            t,
            seen=_count(facts, "seen"),
            new=_count(facts, "new"),
            gone=_count(facts, "gone"),
            back=_count(facts, "back"),
            changed=_count(facts, "changed"),
        )
    ]
    lines += diff_lines(t, facts)
    if _count(facts, "skipped"):
        lines.append(t("sync-skipped", count=_count(facts, "skipped")))
    if _count(facts, "unknown_types"):
        lines.append(t("sync-unknown-types", count=_count(facts, "unknown_types")))
    return lines


def _order_button(t: Translator, facts: Facts) -> InlineKeyboardMarkup | None:
    order_id = facts.get("order_id")
    if not isinstance(order_id, int):
        return None
    return keyboard([button(t.plain("button-open-order", order=str(order_id)), SendOrder(order_id=order_id))])


def _admin_button(t: Translator, kind: NoticeKind, facts: Facts) -> InlineKeyboardMarkup | None:
    order_id = facts.get("order_id")
    if kind in (NoticeKind.ADMIN_ORDER_UNKNOWN, NoticeKind.ADMIN_ORDER_EVIDENCE) and isinstance(order_id, int):
        return keyboard(
            attach_row(t, order_id, _text(facts, "candidate_id")),
            [button(t.plain("button-decide"), OpenUnknownOrder(order_id=order_id))],
        )
    if isinstance(order_id, int):
        return keyboard([button(t.plain("button-open-order", order=str(order_id)), OpenAdminOrder(order_id=order_id))])
    if kind is NoticeKind.ADMIN_SYNC_REPORT:
        return diff_buttons(t, facts)
    if kind is NoticeKind.ADMIN_FIRST_SYNC:
        return keyboard([button(t.plain("button-choose-what-to-sell"), OpenShelf())])
    if kind in (NoticeKind.ADMIN_PROVIDER_DOWN, NoticeKind.ADMIN_PROVIDER_BACK):
        return keyboard([button(t.plain("button-providers"), ShowProviders())])
    if kind is NoticeKind.ADMIN_LEDGER_BROKEN:
        return keyboard([button(t.plain("button-ledger"), ProveLedger())])
    return None


def _text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return "" if value is None else str(value)


def _count(facts: Facts, name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0


def _money(t: Translator, facts: Facts, name: str) -> str:
    return t.money(_count(facts, name), _text(facts, "currency"))
