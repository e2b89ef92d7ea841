"""What is kept of one person: handed out whole, and taken out again where the person wants that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.orders import FINAL
from bot.core.tickets import TicketState
from storage.rows import in_chunks
from storage.schema import (
    customer_notes,
    customers,
    favourites,
    fsm,
    inbox,
    invoices,
    ledger_accounts,
    ledger_entries,
    ledger_postings,
    mass_orders,
    orders,
    outbox,
    payments,
    quotes,
    ticket_messages,
    tickets,
)

REMOVED = "removed"
# Answers that say nothing of a person, and that a refund is reckoned from.
_KEPT_FIELDS = frozenset({"quantity", "runs", "interval", "posts", "old_posts", "min", "max", "delay", "expiry"})
_ORDER_FIELDS = (
    "id", "service_name", "fields", "quantity", "charge_micros", "refunded_micros", "currency", "state", "created_at",
    "finished_at", "start_count", "remains", "terms_version",
)  # fmt: skip
_PAYMENT_FIELDS = ("id", "method", "paid", "paid_in", "amount_micros", "currency", "state", "created_at")
_ROWS = 500


class PersonalData:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def export(self, customer_id: int) -> dict[str, Any]:
        account = ledger_accounts.c.customer_id == customer_id
        entries = (
            select(
                ledger_postings.c.created_at,
                ledger_postings.c.kind,
                ledger_accounts.c.kind.label("account"),
                ledger_entries.c.amount_micros,
                ledger_entries.c.balance_after_micros,
                ledger_postings.c.currency,
                ledger_postings.c.order_id,
                ledger_postings.c.note,
            )
            .join_from(ledger_entries, ledger_postings)
            .join(ledger_accounts, ledger_accounts.c.id == ledger_entries.c.account_id)
            .where(account)
            .order_by(ledger_entries.c.id)
        )
        columns = [column for column in customers.c if column.name != "username_folded"]
        person = (await self._connection.execute(select(*columns).where(customers.c.id == customer_id))).first()
        return {
            "customer": _plain(person._mapping) if person is not None else {},
            "orders": await self._rows(_of(orders, customer_id, _ORDER_FIELDS)),
            "wallet": await self._rows(entries),
            "payments": await self._rows(_of(payments, customer_id, _PAYMENT_FIELDS)),
            "favourites": await self._rows(
                select(favourites.c.service_id, favourites.c.added_at).where(favourites.c.customer_id == customer_id)
            ),
            "support": await self._rows(
                select(
                    ticket_messages.c.ticket_id,
                    ticket_messages.c.at,
                    ticket_messages.c.admin_id.is_(None).label("yours"),
                    ticket_messages.c.text,
                )
                .join(tickets, tickets.c.id == ticket_messages.c.ticket_id)
                .where(tickets.c.customer_id == customer_id)
                .order_by(ticket_messages.c.id)
            ),
        }

    async def forget(self, customer_id: int) -> None:
        await self._connection.execute(
            update(customers)
            .where(customers.c.id == customer_id)
            .values(first_name=REMOVED, username=None, username_folded=None, language_code=None)
        )
        for table in (favourites, customer_notes, mass_orders):
            await self._connection.execute(delete(table).where(table.c.customer_id == customer_id))
        await self._connection.execute(
            update(invoices)
            .where(invoices.c.customer_id == customer_id, invoices.c.state != "claimed")
            .values(proof_file_id=None, proof_text=None)
        )
        own = select(tickets.c.id).where(tickets.c.customer_id == customer_id)
        await self._connection.execute(delete(ticket_messages).where(ticket_messages.c.ticket_id.in_(own)))
        await self._connection.execute(
            update(tickets).where(tickets.c.customer_id == customer_id).values(state=TicketState.CLOSED)
        )
        # The rows stay, without what they said: an update that comes twice is still known.
        await self._connection.execute(
            update(inbox).where(inbox.c.lane == customer_id, inbox.c.state == "done").values(payload="{}")
        )
        await self._connection.execute(
            update(outbox).where(outbox.c.chat_id == customer_id, outbox.c.state == "sent").values(facts={})
        )
        await self._connection.execute(delete(fsm).where(fsm.c.key.like(f"%:{customer_id}:%")))
        await self._blank_answers(customer_id)

    async def forget_links(self, before: datetime, limit: int) -> int:
        # The hash says which ones are done: a link cannot be looked up any more once it is gone.
        statement = (
            select(orders.c.id, orders.c.quote_id, orders.c.fields)
            .where(orders.c.state.in_(sorted(FINAL)), orders.c.updated_at < before, orders.c.link_hash != REMOVED)
            .limit(limit)
        )
        rows = (await self._connection.execute(statement)).all()
        for order_id, quote_id, fields in rows:
            blanked = _blanked(fields)
            await self._connection.execute(
                update(orders).where(orders.c.id == order_id).values(fields=blanked, link_hash=REMOVED)
            )
            await self._connection.execute(update(quotes).where(quotes.c.id == quote_id).values(fields=blanked))
        return len(rows)

    async def _blank_answers(self, customer_id: int) -> None:
        """Links and texts of orders that came to an end, and of quotes that no open order stands on."""
        open_quotes = select(orders.c.quote_id).where(
            orders.c.customer_id == customer_id, orders.c.state.not_in(sorted(FINAL))
        )
        finished = select(orders.c.id, orders.c.fields).where(
            orders.c.customer_id == customer_id, orders.c.state.in_(sorted(FINAL))
        )
        unused = select(quotes.c.id, quotes.c.fields).where(
            quotes.c.customer_id == customer_id, quotes.c.id.not_in(open_quotes)
        )
        for table, wanted in ((orders, finished), (quotes, unused)):
            rows = (await self._connection.execute(wanted)).all()
            for chunk in in_chunks(rows, _ROWS):
                for row_id, fields in chunk:
                    await self._connection.execute(
                        update(table).where(table.c.id == row_id).values(fields=_blanked(fields))
                    )

    async def _rows(self, statement: Any) -> list[dict[str, Any]]:
        return [_plain(row._mapping) for row in await self._connection.execute(statement)]


def _of(table: Table, customer_id: int, names: tuple[str, ...]) -> Any:
    return select(*(table.c[name] for name in names)).where(table.c.customer_id == customer_id).order_by(table.c.id)


def _blanked(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value if name in _KEPT_FIELDS else REMOVED for name, value in fields.items()}


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """JSON values: moments in ISO 8601, decimals as text, words by their value."""
    return {str(name): _value(value) for name, value in row.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | str) else value
