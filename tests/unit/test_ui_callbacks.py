"""Buttons work for years: their data fits, and says the same after every deploy."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from pydantic import ValidationError

from bot.core.broadcasts import SegmentKind
from bot.core.order_types import DELAYS, TYPES
from bot.core.orders import OrderGroup
from bot.core.payments import PaymentMethod
from bot.core.pricing import MarkupScope
from bot.core.reports import ExportKind, Period
from bot.core.tickets import TicketTopic
from bot.ui import callbacks, desk_callbacks, staff_callbacks
from bot.ui.screens.menu import terms_digest

BIGGEST = 2**63 - 1
CLASSES = [
    kind
    for module in (callbacks, desk_callbacks, staff_callbacks)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, CallbackData) and kind is not CallbackData
]
LONGEST_FIELD = max((field.name for kind in TYPES.values() for field in kind.fields), key=len)
WORST: dict[str, Any] = {
    "scope": MarkupScope.CUSTOMER,
    "group": OrderGroup.GIVEN_BACK,
    "kind": "host",
    "percent": 1000,
    "page": 1_000_000,
    "field": LONGEST_FIELD,
    "value": "31-12-2099",
    "year": 2200,
    "month": 12,
    "language": "zh-Hant-TW-pinyin",
    "digest": terms_digest("v" * 500),
    "segment": SegmentKind.LANGUAGE,
    "base": "zh123456",
    "period": Period.MONTH,
    "topic": TicketTopic.PAYMENT,
    "method": PaymentMethod.CRYPTO,
    "table": ExportKind.CUSTOMERS,
    "section": staff_callbacks.DeskSection.REPORTS,
    "command": "promo_new",
    "how": "refuse",
}


def worst(kind: type[CallbackData]) -> CallbackData:
    return kind(
        **{
            name: True if field.annotation is bool else WORST.get(name, BIGGEST)
            for name, field in kind.model_fields.items()
        }
    )


@pytest.mark.parametrize("kind", CLASSES)
def test_the_longest_data_fits_and_comes_back(kind: type[CallbackData]) -> None:
    data = worst(kind).pack()
    assert len(data.encode()) <= 64
    assert kind.unpack(data) == worst(kind)


def test_no_two_buttons_have_one_prefix() -> None:
    prefixes = [kind.__prefix__ for kind in CLASSES]
    assert len(set(prefixes)) == len(prefixes)


# What lies in people's chats. A line may be added; one that is changed breaks buttons that were sent before.
SENT = {
    "menu": callbacks.ShowMenu(),
    "catalog:0": callbacks.OpenCatalog(),
    "category:7:2": callbacks.OpenCategory(category_id=7, page=2),
    "service:7": callbacks.OpenService(service_id=7),
    "start:7": callbacks.StartOrder(service_id=7),
    "confirm:7": callbacks.ConfirmQuote(quote_id=7),
    "drop:7": callbacks.CancelQuote(quote_id=7),
    "order:7": callbacks.OpenOrder(order_id=7),
    "see:7": callbacks.SendOrder(order_id=7),
    "orders:1": callbacks.OpenOrders(page=1),
    "filter:running:1": callbacks.FilterOrders(group=OrderGroup.RUNNING, page=1),
    "price:7": callbacks.SendQuote(quote_id=7),
    "refresh:7": callbacks.RefreshOrder(order_id=7),
    "refill:7": callbacks.AskRefill(order_id=7),
    "cancel:7": callbacks.AskCancel(order_id=7),
    "again:7": callbacks.Reorder(order_id=7),
    "answer:delay:30": callbacks.ChooseAnswer(field="delay", value="30"),
    "way:stars:5000000": callbacks.ChooseWay(method=PaymentMethod.STARS, amount_micros=5_000_000),
    "pay:manual:5000000": callbacks.StartTopUp(method=PaymentMethod.MANUAL, amount_micros=5_000_000),
    "proof:7": callbacks.ProveTransfer(invoice_id=7),
    "a-tryes:7:0": callbacks.ApproveTransfer(invoice_id=7),
    "a-trno:7": callbacks.RefuseTransfer(invoice_id=7),
    "a-refuse:7:1:0": callbacks.RefuseOrder(order_id=7, learn=True),
}


@pytest.mark.parametrize("data", SENT)
def test_buttons_that_were_sent_still_say_the_same(data: str) -> None:
    assert SENT[data].pack() == data
    assert type(SENT[data]).unpack(data) == SENT[data]


FORGED: list[tuple[type[CallbackData], str]] = [
    (callbacks.OpenOrder, "order:-1"),
    (callbacks.OpenOrder, f"order:{2**63}"),
    (callbacks.OpenOrder, "order:1;DROP"),
    (callbacks.OpenOrder, "order:"),
    (callbacks.OpenOrder, "order:1:2"),
    (callbacks.OpenOrder, "order:1e9"),
    (callbacks.OpenCategory, "category:1:-1"),
    (callbacks.ChooseAnswer, "answer:link:<b>"),
    (callbacks.ChooseAnswer, "answer:Link:1"),
    (callbacks.TurnCalendar, "month:expiry:2025:13"),
    (callbacks.TurnCalendar, "month:expiry:99999:1"),
    (callbacks.ChooseLanguage, "language:../en"),
]


@pytest.mark.parametrize(("kind", "data"), FORGED)
def test_forged_data_is_refused(kind: type[CallbackData], data: str) -> None:
    with pytest.raises((ValidationError, TypeError, ValueError)):
        kind.unpack(data)


def test_every_choice_of_every_type_fits_a_button() -> None:
    for kind in TYPES.values():
        for field in kind.fields:
            for value in (*field.choices, *field.suggestions):
                packed = callbacks.ChooseAnswer(field=field.name, value=value).pack()
                assert callbacks.ChooseAnswer.unpack(packed).value == value
    assert "600" in DELAYS
