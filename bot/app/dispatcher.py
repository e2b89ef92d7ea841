"""What handlers may ask for, by name."""

from __future__ import annotations

from typing import Any

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from bot.app.desk import Desk
from bot.app.payments import Payments
from bot.app.services import Services
from bot.app.staff import Staff
from handlers import build_router


def make_dispatcher(
    states: BaseStorage, services: Services, staff: Staff, payments: Payments, desk: Desk, **more: Any
) -> Dispatcher:
    """The services, and `more` beside them."""
    dispatcher = Dispatcher(
        storage=states,
        customers=services.customers,
        catalog=services.catalog,
        checkout=services.checkout,
        tracking=services.tracking,
        aftercare=services.aftercare,
        wallet=services.wallet,
        admin=services.admin,
        review=services.review,
        second_provider=services.second_provider,
        authority=services.authority,
        changes=services.changes,
        adjustments=services.adjustments,
        markups=services.markups,
        shelf=services.shelf,
        people=staff.people,
        house=staff.house,
        guide=staff.guide,
        delivery=staff.delivery,
        favourites=staff.favourites,
        mass_orders=staff.mass_orders,
        own_data=staff.own_data,
        topup=payments.topup,
        stars=payments.stars,
        manual_payments=payments.manual_payments,
        payment_desk=payments.payment_desk,
        promotions=payments.promotions,
        referrals=payments.referrals,
        broadcasts=desk.broadcasts,
        tickets=desk.tickets,
        reports=desk.reports,
        **more,
    )
    dispatcher.include_router(build_router())
    return dispatcher
