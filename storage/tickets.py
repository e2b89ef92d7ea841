"""Support tickets: at most one open for a customer, which the database itself sees to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.tickets import Ticket, TicketMessage, TicketState, TicketTopic
from storage.rows import columns_of
from storage.schema import customers, ticket_messages, tickets
from storage.upsert import insert as insert_once

rows, messages = tickets.c, ticket_messages.c
COLUMNS = columns_of(tickets, Ticket)
MESSAGE_COLUMNS = columns_of(ticket_messages, TicketMessage)


class Tickets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, customer_id: int, topic: TicketTopic, order_id: int | None, at: datetime) -> Ticket | None:
        result = await self._connection.execute(
            insert_once(tickets).on_conflict_do_nothing().returning(*COLUMNS),
            {
                "customer_id": customer_id,
                "topic": topic,
                "order_id": order_id,
                "state": TicketState.OPEN,
                "awaits_answer": True,
                "created_at": at,
                "updated_at": at,
            },
        )
        row = result.first()
        return None if row is None else Ticket(*row)

    async def get(self, ticket_id: int) -> Ticket | None:
        row = (await self._connection.execute(select(*COLUMNS).where(rows.id == ticket_id))).first()
        return None if row is None else Ticket(*row)

    async def open_of(self, customer_id: int) -> Ticket | None:
        statement = select(*COLUMNS).where(rows.customer_id == customer_id, rows.state == TicketState.OPEN)
        row = (await self._connection.execute(statement)).first()
        return None if row is None else Ticket(*row)

    async def move(self, ticket_id: int, old: TicketState, new: TicketState, at: datetime) -> bool:
        statement = update(tickets).where(rows.id == ticket_id, rows.state == old).values(state=new, updated_at=at)
        try:
            async with self._connection.begin_nested():
                return (await self._connection.execute(statement)).rowcount == 1
        except IntegrityError:
            return False

    async def say(self, ticket_id: int, admin_id: int | None, text: str, photo_id: str | None, at: datetime) -> int:
        result = await self._connection.execute(
            insert(ticket_messages).returning(messages.id),
            {"ticket_id": ticket_id, "admin_id": admin_id, "text": text, "photo_id": photo_id, "at": at},
        )
        await self._connection.execute(
            update(tickets).where(rows.id == ticket_id).values(awaits_answer=admin_id is None, updated_at=at)
        )
        return int(result.scalar_one())

    async def messages(self, ticket_id: int, limit: int) -> list[TicketMessage]:
        statement = select(*MESSAGE_COLUMNS).where(messages.ticket_id == ticket_id)
        found = await self._connection.execute(statement.order_by(messages.id.desc()).limit(limit))
        return [TicketMessage(*row) for row in found][::-1]

    async def said(self, ticket_id: int) -> int:
        statement = select(func.count()).select_from(ticket_messages).where(messages.ticket_id == ticket_id)
        return (await self._connection.execute(statement)).scalar_one()

    async def in_state(self, state: TicketState, *, limit: int, offset: int = 0) -> list[tuple[Ticket, str]]:
        statement = (
            select(*COLUMNS, customers.c.first_name)
            .join(customers, customers.c.id == rows.customer_id)
            .where(rows.state == state)
        )
        if state is TicketState.OPEN:
            statement = statement.order_by(rows.awaits_answer.desc(), rows.updated_at, rows.id)
        else:
            statement = statement.order_by(rows.updated_at.desc(), rows.id.desc())
        found = await self._connection.execute(statement.limit(limit).offset(offset))
        return [(Ticket(*row[:-1]), row[-1]) for row in found]

    async def count(self, state: TicketState) -> int:
        statement = select(func.count()).select_from(tickets).where(rows.state == state)
        return (await self._connection.execute(statement)).scalar_one()
