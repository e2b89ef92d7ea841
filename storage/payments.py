"""Invoices, and the payments that came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.payments import Invoice, InvoiceState, Payment, PaymentMethod, PaymentState, Proof
from storage.rows import columns_of
from storage.schema import invoices, payments
from storage.upsert import insert

INVOICE = columns_of(invoices, Invoice)
PAYMENT = columns_of(payments, Payment)


class Invoices:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        customer_id: int,
        method: PaymentMethod,
        amount_micros: int,
        currency: str,
        asked: Decimal,
        asked_in: str,
        created_at: datetime,
        expires_at: datetime,
    ) -> Invoice:
        result = await self._connection.execute(
            insert(invoices).returning(*INVOICE),
            {
                "customer_id": customer_id,
                "method": method,
                "amount_micros": amount_micros,
                "currency": currency,
                "asked": asked,
                "asked_in": asked_in,
                "state": InvoiceState.OPEN,
                "created_at": created_at,
                "expires_at": expires_at,
            },
        )
        return Invoice(*result.one())

    async def get(self, invoice_id: int) -> Invoice | None:
        return await self._one(invoices.c.id == invoice_id)

    async def by_remote_id(self, method: PaymentMethod, remote_id: str) -> Invoice | None:
        return await self._one((invoices.c.method == method) & (invoices.c.remote_id == remote_id))

    async def set_remote(self, invoice_id: int, remote_id: str, pay_url: str) -> None:
        await self._connection.execute(
            update(invoices).where(invoices.c.id == invoice_id).values(remote_id=remote_id, pay_url=pay_url)
        )

    async def claim(self, invoice_id: int, proof: Proof) -> bool:
        result = await self._connection.execute(
            update(invoices)
            .where(invoices.c.id == invoice_id, invoices.c.state == InvoiceState.OPEN)
            .values(
                state=InvoiceState.CLAIMED,
                proof_kind=proof.kind,
                proof_file_id=proof.file_id,
                proof_text=proof.text,
            )
        )
        return result.rowcount == 1

    async def proof(self, invoice_id: int) -> Proof | None:
        columns = (invoices.c.proof_kind, invoices.c.proof_file_id, invoices.c.proof_text)
        row = (await self._connection.execute(select(*columns).where(invoices.c.id == invoice_id))).first()
        return None if row is None or row[0] is None else Proof(row[0], row[1], row[2] or "")

    async def move(
        self, invoice_id: int, old: Collection[InvoiceState], new: InvoiceState, decided_by: int | None = None
    ) -> bool:
        result = await self._connection.execute(
            update(invoices)
            .where(invoices.c.id == invoice_id, invoices.c.state.in_(old))
            .values(state=new, decided_by=decided_by)
        )
        return result.rowcount == 1

    async def open_remote(self, method: PaymentMethod, since: datetime, limit: int) -> list[Invoice]:
        unpaid = invoices.c.state.in_((InvoiceState.OPEN, InvoiceState.EXPIRED))
        statement = (
            select(*INVOICE)
            .where(invoices.c.method == method, unpaid, invoices.c.remote_id.is_not(None))
            .where(invoices.c.created_at >= since)
            .order_by(invoices.c.created_at.desc(), invoices.c.id.desc())
            .limit(limit)
        )
        return [Invoice(*row) for row in await self._connection.execute(statement)]

    async def in_state(self, state: InvoiceState, limit: int) -> list[Invoice]:
        statement = select(*INVOICE).where(invoices.c.state == state).order_by(invoices.c.id).limit(limit)
        return [Invoice(*row) for row in await self._connection.execute(statement)]

    async def any_of(self, method: PaymentMethod) -> bool:
        statement = select(invoices.c.id).where(invoices.c.method == method).limit(1)
        return (await self._connection.execute(statement)).first() is not None

    async def _one(self, condition: ColumnElement[bool]) -> Invoice | None:
        row = (await self._connection.execute(select(*INVOICE).where(condition))).first()
        return None if row is None else Invoice(*row)


class Payments:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        method: PaymentMethod,
        charge_id: str,
        customer_id: int,
        invoice_id: int | None,
        paid: Decimal,
        paid_in: str,
        amount_micros: int,
        currency: str,
        state: PaymentState,
        created_at: datetime,
        reason: str = "",
        decided_by: int | None = None,
    ) -> Payment | None:
        statement = insert(payments).on_conflict_do_nothing(index_elements=[payments.c.method, payments.c.charge_id])
        result = await self._connection.execute(
            statement.returning(*PAYMENT),
            {
                "method": method,
                "charge_id": charge_id,
                "customer_id": customer_id,
                "invoice_id": invoice_id,
                "paid": paid,
                "paid_in": paid_in,
                "amount_micros": amount_micros,
                "currency": currency,
                "state": state,
                "created_at": created_at,
                "reason": reason,
                "bonus_micros": 0,
                "referral_micros": 0,
                "refunds": 0,
                "decided_by": decided_by,
            },
        )
        row = result.first()
        return None if row is None else Payment(*row)

    async def get(self, payment_id: int) -> Payment | None:
        found = await self._all(payments.c.id == payment_id, limit=1)
        return found[0] if found else None

    async def by_charge(self, method: PaymentMethod, charge_id: str) -> Payment | None:
        found = await self._all((payments.c.method == method) & (payments.c.charge_id == charge_id), limit=1)
        return found[0] if found else None

    async def of_customer(self, customer_id: int, limit: int) -> list[Payment]:
        return await self._all(payments.c.customer_id == customer_id, limit=limit)

    async def in_state(self, state: PaymentState, limit: int) -> list[Payment]:
        return await self._all(payments.c.state == state, limit=limit)

    async def move(self, payment_id: int, old: PaymentState, new: PaymentState, **changes: Any) -> bool:
        result = await self._connection.execute(
            update(payments).where(payments.c.id == payment_id, payments.c.state == old).values(state=new, **changes)
        )
        return result.rowcount == 1

    async def change(self, payment_id: int, **changes: Any) -> None:
        await self._connection.execute(update(payments).where(payments.c.id == payment_id).values(**changes))

    async def _all(self, condition: ColumnElement[bool], *, limit: int) -> list[Payment]:
        statement = select(*PAYMENT).where(condition).order_by(payments.c.id.desc()).limit(limit)
        return [Payment(*row) for row in await self._connection.execute(statement)]
