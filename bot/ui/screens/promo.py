"""Promo codes and referrals."""

from __future__ import annotations

from decimal import Decimal

from bot.core.ports import AdminAction
from bot.core.promotions import PromoCode
from bot.core.services.referrals import ReferralCard
from bot.ui.callbacks import ConfirmPromo, DropPromo
from bot.ui.i18n import Translator
from bot.ui.keyboards import button, keyboard
from bot.ui.screen import Screen
from bot.ui.screens import menu
from bot.ui.screens.admin import back_row


def used(t: Translator, promo: PromoCode) -> Screen:
    if promo.amount_micros is not None:
        return Screen(t("promo-given", amount=t.money(promo.amount_micros, promo.currency)), menu.to_menu(t))
    return Screen(t("promo-waits", percent=percent_text(promo.percent)), menu.to_menu(t))


def preview(t: Translator, action: AdminAction, currency: str) -> Screen:
    params = action.params
    amount, uses, days = params["amount_micros"], int(params["uses"]), params["days"]
    lines: list[str] = [t("promo-preview", code=str(params["code"]))]
    if amount is not None:
        lines.append(t("promo-gives-amount", amount=t.money(int(amount), currency)))
    else:
        lines.append(t("promo-gives-percent", percent=percent_text(Decimal(params["percent"]))))
    lines.append(t("promo-uses", uses=uses))
    if amount is not None:
        lines.append(t("promo-costs", amount=t.money(int(amount) * uses, currency)))
    lines.append(t("promo-for-ever") if days is None else t("promo-days", days=int(days)))
    return Screen(
        "\n".join(lines),
        keyboard(
            [
                button(t.plain("button-confirm"), ConfirmPromo(action_id=action.id)),
                button(t.plain("button-cancel"), DropPromo(action_id=action.id)),
            ]
        ),
    )


def decided(t: Translator, action: AdminAction) -> Screen:
    """Cancel that came after Confirm says what was done."""
    if action.state == "done":
        return Screen(t("promo-made", code=str(action.params["code"])), keyboard(back_row(t)))
    return Screen(t("action-dropped"), keyboard(back_row(t)))


def referral(t: Translator, card: ReferralCard, username: str, currency: str) -> Screen:
    link = f"https://t.me/{username}?start={card.payload}"
    lines = [
        t("referral", percent=percent_text(card.percent), link=link),
        t("referral-counts", count=card.invited, amount=t.money(card.earned_micros, currency)),
    ]
    return Screen("\n\n".join(lines), menu.to_menu(t))


def percent_text(percent: Decimal | None) -> str:
    """`10`, `2.5`"""
    return f"{(percent or Decimal(0)).normalize():f}"
