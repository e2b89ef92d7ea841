"""Customers, by Telegram's id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.customers import Customer
from storage.rows import columns_of
from storage.schema import customers
from storage.upsert import insert

COLUMNS = columns_of(customers, Customer)
SELECT = select(*COLUMNS)


def folded(username: str) -> str:
    return username.removeprefix("@").casefold()


class Customers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, customer_id: int) -> Customer | None:
        row = (await self._connection.execute(SELECT.where(customers.c.id == customer_id))).first()
        return None if row is None else Customer(*row)

    async def by_username(self, username: str) -> Customer | None:
        statement = (
            SELECT.where(customers.c.username_folded == folded(username))
            .order_by(customers.c.seen_at.desc(), customers.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(statement)).first()
        return None if row is None else Customer(*row)

    async def see(self, customer: Customer) -> Customer:
        """`customer.created_at` is the moment of seeing; the stored one stays that of the first time."""
        statement = insert(customers).values(
            id=customer.id,
            first_name=customer.first_name,
            username=customer.username,
            username_folded=None if customer.username is None else folded(customer.username),
            language_code=customer.language_code,
            language=customer.language,
            created_at=customer.created_at,
            seen_at=customer.created_at,
            banned_at=customer.banned_at,
            terms_version=customer.terms_version,
            terms_accepted_at=customer.terms_accepted_at,
        )
        now = {
            name: statement.excluded[name]
            for name in ("first_name", "username", "username_folded", "language_code", "seen_at")
        }
        result = await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[customers.c.id], set_={**now, "unreachable_at": None}
            ).returning(*COLUMNS)
        )
        return Customer(*result.one())

    async def here_again(self, customer_id: int, at: datetime) -> None:
        await self._set(customer_id, seen_at=at)

    async def set_language(self, customer_id: int, language: str) -> None:
        await self._set(customer_id, language=language)

    async def accept_terms(self, customer_id: int, version: str, at: datetime) -> None:
        await self._set(customer_id, terms_version=version, terms_accepted_at=at)

    async def set_unreachable(self, customer_id: int, at: datetime | None) -> None:
        await self._set(customer_id, unreachable_at=at)

    async def set_banned(self, customer_id: int, at: datetime | None) -> None:
        await self._set(customer_id, banned_at=at)

    async def _set(self, customer_id: int, **values: str | datetime | None) -> None:
        await self._connection.execute(update(customers).where(customers.c.id == customer_id).values(**values))
