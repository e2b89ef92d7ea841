"""One service as admins see it, what a search of the shelf found, and what is never sold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.core.catalog import Service
from bot.core.deny_list import DenyList
from bot.core.order_types import RateUnit
from bot.core.ports import AdminAction
from bot.core.pricing import MarkupScope
from bot.core.services.shelf import ServiceCard
from bot.ui.callbacks import ConfirmAction, OpenShelf, OpenShelfCategory
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import BUTTON_COLUMNS, button, keyboard, paired
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.screens.shelf import on_sale_mark
from bot.ui.staff_callbacks import (
    AllowAgain,
    DescribeService,
    NameService,
    OpenShelfService,
    SwitchService,
    TypeDenied,
    TypeMarkup,
)
from bot.ui.text import shorten, width

FOUND_SHOWN = 20
_ENTRIES_SHOWN = 40


def found(
    t: Translator, words: str, services: Sequence[Service], on: AdminAction | None, off: AdminAction | None
) -> Screen:
    """`on` and `off` are the changes that put all of it on sale, and take it off."""
    if not services:
        return Screen(t("search-nothing-shelf", words=shorten(words, 60)), keyboard(back_row(t)))
    rows = []
    for service in services[:FOUND_SHOWN]:
        head = on_sale_mark(1, int(service.published))
        name = shorten(f"#{service.id} {service.name}", BUTTON_COLUMNS - width(head))
        rows.append([button(head + name, OpenShelfService(service_id=service.id))])
    lines = [t("search-found", words=shorten(words, 60), count=len(services))]
    if len(services) > FOUND_SHOWN:
        lines.append(t("search-more", shown=FOUND_SHOWN))
    if on is not None:
        count = len(on.params["ids"])
        rows.append([button(t.plain("button-found-on", count=count), ConfirmAction(action_id=on.id))])
    if off is not None:
        count = len(off.params["ids"])
        rows.append([button(t.plain("button-found-off", count=count), ConfirmAction(action_id=off.id))])
    return Screen("\n".join(lines), keyboard(*rows, [button(t.plain("button-publish"), OpenShelf())]))


def service(t: Translator, card: ServiceCard, currency: str) -> Screen:
    one = card.service
    lines: list[str] = [t("ware-title", name=shorten(one.name, 200), id=str(one.id))]
    if card.words.own_name:
        lines.append(t("ware-providers-name", name=shorten(card.words.name, 200)))
    if card.category is not None:
        lines.append(t("service-category", name=shorten(card.category.name, 100)))
    lines.append(t("ware-provider", provider=shorten(one.provider, 60), service=shorten(one.provider_service_id, 60)))
    lines += ["", *_money(t, card, currency)]
    key = "ware-gone" if one.gone_at is not None else "ware-on" if one.published else "ware-off"
    lines.append(t(key))
    if card.is_denied:
        lines.append(t("ware-denied"))
    if one.description.strip():
        lines += ["", t("service-description", text=shorten(one.description, 600))]
    return Screen(
        "\n".join(lines),
        keyboard(
            [
                button(
                    t.plain("button-take-off" if one.published else "button-put-on"),
                    SwitchService(service_id=one.id, on=not one.published),
                )
            ],
            [
                button(t.plain("button-own-name"), NameService(service_id=one.id)),
                button(t.plain("button-own-description"), DescribeService(service_id=one.id)),
            ],
            [button(t.plain("button-own-markup"), TypeMarkup(scope=MarkupScope.SERVICE, subject_id=one.id))],
            [button(t.plain("button-back"), OpenShelfCategory(category_id=one.category_id))],
        ),
    )


def deny_list(t: Translator, denied: DenyList) -> Screen:
    lines: list[str] = [t("deny-title")]
    if denied.words:
        lines.append(t("deny-words", words=", ".join(shorten(word, 60) for word in denied.words)))
    if denied.hosts:
        lines.append(t("deny-hosts", hosts=", ".join(shorten(host, 60) for host in denied.hosts)))
    if not denied.words and not denied.hosts:
        lines.append(t("deny-none"))
    taken = [
        *(button(f"✕ {shorten(word, 16)}", AllowAgain(kind="word", digest=digest(word))) for word in denied.words),
        *(button(f"✕ {shorten(host, 16)}", AllowAgain(kind="host", digest=digest(host))) for host in denied.hosts),
    ]
    return Screen(
        "\n".join(lines),
        keyboard(
            [
                button(t.plain("button-deny-word"), TypeDenied(kind="word")),
                button(t.plain("button-deny-host"), TypeDenied(kind="host")),
            ],
            *paired(taken[:_ENTRIES_SHOWN]),
            back_row(t),
        ),
    )


def digest(entry: str) -> str:
    return hashlib.sha256(entry.encode()).hexdigest()[:16]


def _money(t: Translator, card: ServiceCard, currency: str) -> list[Html]:
    if card.price_micros is None or card.cost_micros is None:
        return [t("ware-no-rate")]
    key = "service-price-order" if card.service.rate_unit is RateUnit.PER_ORDER else "service-price-1000"
    lines = [
        t(key, price=t.money(card.price_micros, currency)),
        t(
            "ware-profit",
            cost=t.money(card.cost_micros, currency),
            profit=t.signed(card.price_micros - card.cost_micros, currency),
            percent=card.percent,
        ),
    ]
    if card.markup is not None:
        lines.append(t(f"ware-markup-{card.markup.scope.value}"))
    return lines


def renamed(t: Translator, category_id: int) -> Screen:
    asks = OpenShelfCategory(category_id=category_id)
    return Screen(t("category-renamed"), keyboard([button(t.plain("button-publish"), asks)]))
