"""What is pushed: each kind from its facts, and from facts that lack something."""

from __future__ import annotations

import pytest

from bot.core.events import NoticeKind
from bot.ui.i18n import Translators
from bot.ui.screen import Screen
from bot.ui.screens.notices import notice
from tests.unit.test_ui_screens import LANGUAGES, NAMES, assert_fits, labels

TRANSLATORS = Translators()

ORDER: dict[str, str | int | None] = {
    "order_id": 12,
    "service_name": "Followers",
    "state": "partial",
    "charge_micros": 1_170_000,
    "refunded_micros": 292_500,
    "given_back_micros": 292_500,
    "currency": "USD",
    "remains": 250,
    "quantity": 1_000,
    "balance_micros": 9_122_500,
}


def said(kind: NoticeKind, **facts: str | int | None) -> Screen:
    return notice(TRANSLATORS.of("en"), kind, facts)


def whole(kind: NoticeKind, name: str) -> dict[str, str | int | None]:
    if kind in (NoticeKind.REFILL_CHANGED, NoticeKind.CANCEL_CHANGED):
        return {"order_id": 12, "service_name": name, "state": "in_progress"}
    if kind in (NoticeKind.WALLET_CREDITED, NoticeKind.WALLET_DEBITED):
        return {"amount_micros": 1, "balance_micros": 2, "currency": "USD", "note": name}
    admin = {
        "provider": name,
        "error": name,
        "word": name,
        "provider_order_id": name,
        "problem": None,
        "problems": name,
        "update_id": 5,
        "seen": 1,
        "new": 2,
        "gone": 3,
        "back": 4,
        "changed": 5,
        "skipped": 6,
        "unknown_types": 7,
    }
    return {**ORDER, **admin, "service_name": name, "refusal": "invalid_link"}


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_fits_whatever_the_names(kind: NoticeKind, language: str) -> None:
    t = TRANSLATORS.of(language)
    for name in NAMES:
        assert_fits(notice(t, kind, whole(kind, name)))
    assert_fits(notice(t, kind, {}))


def test_a_final_state_names_number_state_and_money() -> None:
    screen = said(NoticeKind.ORDER_FINISHED, **ORDER)
    assert "Order #12: Partial" in screen.text
    assert "750 of 1000 delivered, remains 250" in screen.text
    assert "<b>0.2925 USD</b> given back" in screen.text
    assert "9.1225 USD" in screen.text
    assert labels(screen) == ["Order #12"]


def test_nothing_given_back_is_not_mentioned() -> None:
    screen = said(NoticeKind.ORDER_FINISHED, **{**ORDER, "state": "completed", "given_back_micros": 0})
    assert "Completed" in screen.text
    assert "given back" not in screen.text
    assert "USD" not in screen.text


def test_a_refusal_has_its_reason() -> None:
    screen = said(NoticeKind.ORDER_REJECTED, **{**ORDER, "state": "rejected", "refusal": "invalid_link"})
    assert "Refused" in screen.text
    assert "did not accept this link" in screen.text


@pytest.mark.parametrize("refusal", ["auth", "insufficient_funds", "account_disabled", None])
def test_the_shops_own_troubles_are_not_told(refusal: str | None) -> None:
    screen = said(NoticeKind.ORDER_REJECTED, **{**ORDER, "state": "rejected", "refusal": refusal})
    assert "The supplier did not take this order." in screen.text


def test_being_checked_says_that_the_money_is_held() -> None:
    screen = said(NoticeKind.ORDER_BEING_CHECKED, **{**ORDER, "state": "unknown", "given_back_micros": None})
    assert "Being checked" in screen.text
    assert "1.17 USD are held" in screen.text


def test_money_that_came() -> None:
    facts: dict[str, str | int | None] = {
        "amount_micros": 10_000_000,
        "balance_micros": 12_000_000,
        "currency": "USD",
        "note": "<thanks>",
    }
    screen = said(NoticeKind.WALLET_CREDITED, **facts)
    assert "10.00 USD" in screen.text
    assert "12.00 USD" in screen.text
    assert "&lt;thanks&gt;" in screen.text


def test_a_refill_in_words() -> None:
    screen = said(NoticeKind.REFILL_CHANGED, order_id=12, service_name="x", state="done")
    assert "#12" in screen.text
    assert "Refill: done" in screen.text


def test_the_first_list_leads_to_the_shelf() -> None:
    screen = said(NoticeKind.ADMIN_FIRST_SYNC, provider="main", seen=3, new=3, skipped=1, unknown_types=0)
    assert "Nothing of it is on sale" in screen.text
    assert "Broken rows skipped: 1" in screen.text
    assert labels(screen) == ["Choose what to sell"]


def test_a_list_that_was_refused() -> None:
    screen = said(NoticeKind.ADMIN_SYNC_REPORT, provider="main", problem="<html>")
    assert "Nothing was changed: &lt;html&gt;" in screen.text


def test_an_unknown_order_leads_to_the_decision() -> None:
    screen = said(NoticeKind.ADMIN_ORDER_UNKNOWN, **{**ORDER, "provider": "main", "error": "time-out"})
    assert "1.17 USD, held" in screen.text
    assert labels(screen) == ["Decide"]
