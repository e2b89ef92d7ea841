"""From a token to the first service on sale: every step with its tick and its button."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.core.payments import PaymentMethod
from bot.core.policy import ShopPolicy
from bot.core.services.guide import GuideState, ProviderStep
from bot.ui.callbacks import OpenCatalog, OpenShelf, ShowProviders
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import button, fitted, keyboard, link_button, paired
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import ChooseMarkup, GuideMarkup, GuideTerms, GuideWays, OpenGuide, TypeCommand
from bot.ui.text import shorten

PRESETS = (10, 20, 30, 50, 75, 100)


def guide(t: Translator, state: GuideState, currency: str, username: str) -> Screen:
    """What is left to do stands first among the buttons."""
    lines: list[str] = [t("guide-open" if state.is_open else "guide-title"), ""]
    lines.append(_step(t, "provider", state.provider_ready))
    lines += [_provider(t, step, currency) for step in state.providers] or [t("guide-provider-none")]
    lines.append(_step(t, "markup", state.markup_chosen, percent=f"{state.markup_percent.normalize():f}"))
    lines.append(_step(t, "publish", state.on_sale > 0, on=state.on_sale, total=state.sellable))
    lines.append(_step(t, "terms", state.terms))
    ways = ", ".join(t(f"guide-way-{way.value}") for way in PaymentMethod if way in state.ways)
    lines.append(_step(t, "ways", bool(state.ways), ways=Html(ways) if ways else t("guide-ways-none")))
    lines.append(_step(t, "order", state.orders > 0, count=state.orders))
    if state.is_open and not state.orders:
        lines += ["", t("guide-try", link=f"https://t.me/{username}")]
    steps: tuple[tuple[str, bool, CallbackData], ...] = (
        ("provider", state.provider_ready, ShowProviders()),
        ("markup", state.markup_chosen, GuideMarkup()),
        ("publish", state.on_sale > 0, OpenShelf()),
        ("terms", True, GuideTerms()),  # they need a page and .env: the shop can open before
        ("ways", bool(state.ways), GuideWays()),
    )
    named = {name: (t.plain(f"button-guide-{name}"), asks) for name, _, asks in steps}
    left = next((name for name, done, _ in steps if not done), None)
    label, asks = named.pop(left) if left else (t.plain("button-catalog"), OpenCatalog())
    return Screen(
        "\n".join(lines),
        keyboard(
            [button(t.plain("guide-next", step=label), asks)],
            *fitted(button(label, asks) for label, asks in named.values()),
            [button(t.plain("button-refresh"), OpenGuide())],
            back_row(t),
        ),
    )


def markups(t: Translator, state: GuideState) -> Screen:
    percent = f"{state.markup_percent.normalize():f}"
    buttons = [button(f"{preset}%", ChooseMarkup(percent=preset)) for preset in PRESETS]
    return Screen(
        t("guide-markup", percent=percent),
        keyboard(
            *paired(buttons, 3),
            [button(t.plain("button-markup-other"), TypeCommand(command="markup"))],
            [button(t.plain("button-back"), OpenGuide())],
        ),
    )


def terms(t: Translator, policy: ShopPolicy) -> Screen:
    lines = [t("guide-terms-set", version=shorten(policy.terms_version, 60))] if policy.terms_version else []
    lines.append(t("guide-terms"))
    return Screen(
        "\n".join(lines),
        keyboard(
            [link_button(t.plain("button-read-terms"), policy.terms_url)] if policy.terms_url else (),
            [button(t.plain("button-back"), OpenGuide())],
        ),
    )


def ways(t: Translator, state: GuideState) -> Screen:
    """Each way to pay, and the line of .env that turns it on."""
    lines: list[str] = [t("guide-ways")]
    for way in PaymentMethod:
        mark = t("guide-done") if way in state.ways else t("guide-left")
        lines += ["", t("guide-way", mark=mark, way=t(f"guide-way-{way.value}")), t(f"guide-way-{way.value}-line")]
    lines += ["", t("guide-way-by-hand")]
    return Screen("\n".join(lines), keyboard([button(t.plain("button-back"), OpenGuide())]))


def _step(t: Translator, name: str, done: bool, **facts: str | int | None) -> Html:
    return t(f"guide-step-{name}", mark=t("guide-done") if done else t("guide-left"), **facts)


def _provider(t: Translator, step: ProviderStep, currency: str) -> Html:
    name = shorten(step.name, 60)
    if not step.answers:
        if step.error:
            return t("guide-provider-error", name=name, error=shorten(step.error, 200))
        return t("guide-provider-waits", name=name)
    if step.rate is None:
        return t("guide-provider-no-rate", name=name, currency=step.currency or "—", shop=currency)
    known = step.currency or currency
    lines = [
        t(
            "guide-provider-ok",
            name=name,
            balance=f"{step.balance:f} {known}" if step.balance is not None else "—",
            services=step.services,
        )
    ]
    if known != currency:
        lines.append(t("guide-provider-rate", currency=known, rate=f"{step.rate.normalize():f}", shop=currency))
    else:
        lines.append(t("guide-provider-same" if step.currency else "guide-provider-nameless", shop=currency))
    return Html("\n".join(lines))
