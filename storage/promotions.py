"""Promo codes and their uses; who brought whom."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.payments import PaymentState
from bot.core.promotions import PromoCode, PromoUse
from storage.rows import columns_of
from storage.schema import payments, promo_codes, promo_uses, referrals
from storage.upsert import insert

CODE = columns_of(promo_codes, PromoCode)
USE = columns_of(promo_uses, PromoUse, percent=promo_codes.c.percent)


class Promos:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, code: PromoCode) -> PromoCode | None:
        values = {field.name: getattr(code, field.name) for field in fields(code) if field.name != "id"}
        statement = insert(promo_codes).on_conflict_do_nothing(index_elements=[promo_codes.c.code]).returning(*CODE)
        row = (await self._connection.execute(statement, values)).first()
        return None if row is None else PromoCode(*row)

    async def get(self, promo_id: int) -> PromoCode | None:
        row = (await self._connection.execute(select(*CODE).where(promo_codes.c.id == promo_id))).first()
        return None if row is None else PromoCode(*row)

    async def by_code(self, code: str) -> PromoCode | None:
        row = (await self._connection.execute(select(*CODE).where(promo_codes.c.code == code))).first()
        return None if row is None else PromoCode(*row)

    async def promised_by(self, admin_id: int, since: datetime) -> int:
        """Multiplied here: together they may be more than a column holds."""
        statement = select(promo_codes.c.amount_micros, promo_codes.c.max_uses).where(
            promo_codes.c.created_by == admin_id,
            promo_codes.c.created_at >= since,
            promo_codes.c.amount_micros.is_not(None),
        )
        return sum(row.amount_micros * row.max_uses for row in await self._connection.execute(statement))

    async def use(self, promo: PromoCode, customer_id: int, state: str, at: datetime) -> PromoUse | None:
        """Inserts first: the second of two taps waits here, and finds the first one's use."""
        statement = (
            insert(promo_uses)
            .on_conflict_do_nothing(index_elements=[promo_uses.c.promo_id, promo_uses.c.customer_id])
            .returning(promo_uses.c.id)
        )
        values = {"promo_id": promo.id, "customer_id": customer_id, "state": state, "used_at": at}
        use_id = (await self._connection.execute(statement, values)).scalar()
        if use_id is None:
            return None
        counted = await self._connection.execute(
            update(promo_codes)
            .where(promo_codes.c.id == promo.id, promo_codes.c.used < promo_codes.c.max_uses)
            .values(used=promo_codes.c.used + 1)
        )
        return PromoUse(use_id, promo.id, customer_id, state, promo.percent) if counted.rowcount == 1 else None

    async def used_by(self, promo_id: int, customer_id: int) -> PromoUse | None:
        return await self._use(promo_uses.c.promo_id == promo_id, promo_uses.c.customer_id == customer_id)

    async def waiting(self, customer_id: int) -> PromoUse | None:
        return await self._use(promo_uses.c.customer_id == customer_id, promo_uses.c.state == "waiting")

    async def apply(self, use_id: int, payment_id: int) -> bool:
        result = await self._connection.execute(
            update(promo_uses)
            .where(promo_uses.c.id == use_id, promo_uses.c.state == "waiting")
            .values(state="applied", payment_id=payment_id)
        )
        return result.rowcount == 1

    async def _use(self, *conditions: ColumnElement[bool]) -> PromoUse | None:
        statement = select(*USE).join_from(promo_uses, promo_codes).where(*conditions)
        row = (await self._connection.execute(statement)).first()
        return None if row is None else PromoUse(*row)


class Referrals:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first_start(self, customer_id: int, referrer_id: int | None, at: datetime) -> bool:
        statement = insert(referrals).on_conflict_do_nothing(index_elements=[referrals.c.customer_id])
        values = {"customer_id": customer_id, "referrer_id": referrer_id, "started_at": at}
        return (await self._connection.execute(statement, values)).rowcount == 1

    async def referrer(self, customer_id: int) -> int | None:
        statement = select(referrals.c.referrer_id).where(referrals.c.customer_id == customer_id)
        return (await self._connection.execute(statement)).scalar()

    async def known(self, customer_id: int) -> bool:
        statement = select(referrals.c.customer_id).where(referrals.c.customer_id == customer_id)
        return (await self._connection.execute(statement)).first() is not None

    async def count(self, referrer_id: int) -> int:
        statement = select(func.count()).select_from(referrals).where(referrals.c.referrer_id == referrer_id)
        return (await self._connection.execute(statement)).scalar_one()

    async def earned_micros(self, referrer_id: int) -> int:
        statement = select(func.coalesce(func.sum(payments.c.referral_micros), 0)).where(
            payments.c.referrer_id == referrer_id, payments.c.state == PaymentState.CREDITED
        )
        return int((await self._connection.execute(statement)).scalar_one())
