"""The menu and the screens of plain words: help, terms, privacy, support, languages."""

from __future__ import annotations

import hashlib

from aiogram.types import InlineKeyboardMarkup

from bot.core.policy import ShopPolicy
from bot.ui.callbacks import (
    AcceptTerms,
    ChooseLanguage,
    OpenCatalog,
    OpenOrders,
    ShowAdminMenu,
    ShowBalance,
    ShowHelp,
    ShowLanguages,
    ShowMenu,
)
from bot.ui.desk_callbacks import AskSupport
from bot.ui.i18n import Html, Translator, Translators
from bot.ui.keyboards import button, keyboard, link_button, paired
from bot.ui.screen import Screen
from bot.ui.staff_callbacks import OpenFavourites, StartMass
from bot.ui.text import NAMELESS, shorten


def menu(t: Translator, first_name: str, *, is_admin: bool = False) -> Screen:
    name = shorten(first_name, 40)
    return Screen(
        t("menu", name=name) if name != NAMELESS else t("menu-nameless"),
        keyboard(
            [button(t.plain("button-catalog"), OpenCatalog())],
            [
                button(t.plain("button-orders"), OpenOrders()),
                button(t.plain("button-balance"), ShowBalance()),
            ],
            [
                button(t.plain("button-favourites"), OpenFavourites()),
                button(t.plain("button-mass"), StartMass()),
            ],
            [
                button(t.plain("button-help"), ShowHelp()),
                button(t.plain("button-language"), ShowLanguages()),
            ],
            [button(t.plain("button-admin"), ShowAdminMenu())] if is_admin else (),
        ),
    )


def terms_digest(version: str) -> str:
    """A version as a button can carry it, whatever the operator wrote."""
    return hashlib.sha256(version.encode()).hexdigest()[:16]


def terms_to_accept(t: Translator, policy: ShopPolicy) -> Screen:
    version = policy.terms_version or ""
    return Screen(
        t("terms-to-accept", version=shorten(version, 60)),
        keyboard(
            [link_button(t.plain("button-read-terms"), policy.terms_url)] if policy.terms_url else (),
            [button(t.plain("button-accept"), AcceptTerms(digest=terms_digest(version)))],
        ),
    )


def terms(t: Translator, policy: ShopPolicy) -> Screen:
    if not policy.terms_url and not policy.terms_version:
        return Screen(t("terms-none"), to_menu(t))
    return Screen(
        t("terms", version=shorten(policy.terms_version or "", 60)),
        keyboard(
            [link_button(t.plain("button-read-terms"), policy.terms_url)] if policy.terms_url else (),
            [button(t.plain("button-menu"), ShowMenu())],
        ),
    )


def help_screen(t: Translator, policy: ShopPolicy) -> Screen:
    return Screen("\n\n".join((t("help"), contact(t, policy))), to_support(t))


def privacy(t: Translator, policy: ShopPolicy) -> Screen:
    return Screen("\n\n".join((t("privacy"), contact(t, policy))), to_menu(t))


def languages(t: Translator, translators: Translators) -> Screen:
    buttons = [
        button(f"{name} ✓" if code == t.locale else name, ChooseLanguage(language=code))
        for code, name in translators.languages()
    ]
    return Screen(t("language-choose"), keyboard(*paired(buttons), [button(t.plain("button-menu"), ShowMenu())]))


def under_banner(t: Translator, screen: Screen) -> Screen:
    """A kind word above everything, while the shop is closed for maintenance."""
    return Screen("\n\n".join((t("maintenance-banner"), screen.text)), screen.keyboard)


def words(t: Translator, key: str, **facts: str | int | None) -> Screen:
    """One message of the locales with the way to the catalogue under it."""
    return Screen(t(key, **facts), to_catalog(t))


def to_menu(t: Translator) -> InlineKeyboardMarkup | None:
    return keyboard([button(t.plain("button-menu"), ShowMenu())])


def to_support(t: Translator) -> InlineKeyboardMarkup | None:
    return keyboard([button(t.plain("button-support"), AskSupport()), button(t.plain("button-menu"), ShowMenu())])


def to_catalog(t: Translator) -> InlineKeyboardMarkup | None:
    return keyboard([button(t.plain("button-catalog"), OpenCatalog())])


def contact(t: Translator, policy: ShopPolicy) -> Html:
    if policy.support_contact:
        return t("support-contact", contact=policy.support_contact)
    return t("support-none")
