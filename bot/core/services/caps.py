"""What a manager may do with money alone: so much a day, and nothing about payments of their own."""

from __future__ import annotations

from datetime import datetime

from bot.core.errors import InputError
from bot.core.ports import Transaction
from bot.core.roles import Role
from bot.core.services.authority import CAP_SETTING, Authority


async def require_room(
    tx: Transaction, authority: Authority, admin_id: int, amount_micros: int | None, now: datetime
) -> None:
    """A manager puts only so much into wallets a day (UTC), by codes too; None: nobody knows how much it will be."""
    if authority.role_of(admin_id) is not Role.MANAGER or (amount_micros is not None and amount_micros <= 0):
        return
    cap: int | None = await tx.settings.get(CAP_SETTING)
    if cap is None:
        return
    if amount_micros is None:
        raise InputError("cap-percent")
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    booked = await tx.order_reports.booked_by(admin_id, midnight) + await tx.promos.promised_by(admin_id, midnight)
    left = max(0, cap - booked)
    if amount_micros > left:
        raise InputError("cap-reached", cap_micros=cap, left_micros=left)


def require_another(authority: Authority, admin_id: int, customer_id: int) -> None:
    """Only an owner says of their own payment that it has arrived."""
    if admin_id == customer_id and authority.role_of(admin_id) is not Role.OWNER:
        raise InputError("own-payment")
