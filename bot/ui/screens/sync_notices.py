"""What a provider's new list changed, as a message: new, gone, prices up and down, sales that were stopped."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram.types import InlineKeyboardMarkup

from bot.ui.callbacks import OpenShelf, ShowProviders
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import BUTTON_COLUMNS, button, keyboard
from bot.ui.staff_callbacks import OpenShelfService
from bot.ui.text import shorten

Facts = Mapping[str, str | int | None]

_BUTTONS = 5


def counts(t: Translator, *, seen: int, **changes: int) -> Html:
    """`changes` are new, gone, back, changed: only what there is of them."""
    parts: list[str] = [t(f"sync-{name}", count=count) for name, count in changes.items() if count]
    return Html(" · ".join([t("sync-seen", count=seen), *(parts or [t("sync-same")])]))


def diff_lines(t: Translator, facts: Facts) -> list[Html]:
    lines = []
    for fact, key in (("new_names", "sync-new-names"), ("gone_names", "sync-gone-names")):
        names = [name for name in str(facts.get(fact) or "").split("\n") if name]
        if names:
            more = "" if len(names) >= _count(facts, fact.removesuffix("_names")) else ", …"
            lines.append(t(key, names=", ".join(shorten(name, 40) for name in names) + more))
    return lines + [_change(t, *change) for change in _changes(facts)]


def diff_buttons(t: Translator, facts: Facts) -> InlineKeyboardMarkup | None:
    rows = [
        [button(shorten(f"#{number} {name}", BUTTON_COLUMNS), OpenShelfService(service_id=int(number)))]
        for number, _, _, name in _changes(facts)[:_BUTTONS]
    ]
    ends = [button(t.plain("button-publish"), OpenShelf()), button(t.plain("button-providers"), ShowProviders())]
    return keyboard(*rows, ends)


def _change(t: Translator, number: str, percent: str, stopped: str, name: str) -> Html:
    facts = {"id": number, "name": shorten(name, 60)}
    if not percent:
        return t("sync-was-free", **facts)
    key = "sync-stopped" if stopped == "1" else "sync-down" if percent.startswith("-") else "sync-up"
    return t(key, percent=percent.replace("-", "−"), **facts)


def _changes(facts: Facts) -> list[tuple[str, str, str, str]]:
    """Those that moved most: number of the service, percent, whether its sale was stopped, name."""
    found = []
    for line in str(facts.get("changes") or "").split("\n"):
        number, _, rest = line.partition("\t")
        percent, _, rest = rest.partition("\t")
        stopped, _, name = rest.partition("\t")
        if number.isdigit():
            found.append((number, percent, stopped, name))
    return found


def _count(facts: Facts, name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
