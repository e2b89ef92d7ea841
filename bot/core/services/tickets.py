"""Support in the chat: what a customer writes reaches those who help, and their answer reaches the customer.

A customer never learns who answered. There is one open ticket a customer; writing to a closed one opens it again.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError, NotAllowedError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.orders import Order
from bot.core.ports import Storage, Transaction
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.tickets import Ticket, TicketCard, TicketMessage, TicketState, TicketTopic

ORDERS_OFFERED = 5
MESSAGES_SHOWN = 10
MAX_MESSAGES = 500  # of one ticket: more is no conversation


class Tickets:
    def __init__(self, storage: Storage, clock: Clock, authority: Authority, bells: Bells) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority
        self._bells = bells

    async def mine(self, customer_id: int) -> TicketCard | None:
        """The customer's open ticket."""
        async with self._storage.reading() as tx:
            found = await tx.tickets.open_of(customer_id)
            return None if found is None else await _card(tx, found)

    async def newest_orders(self, customer_id: int) -> list[Order]:
        async with self._storage.reading() as tx:
            return await tx.orders.of_customer(customer_id, limit=ORDERS_OFFERED)

    async def own(self, customer_id: int, ticket_id: int) -> Ticket:
        async with self._storage.reading() as tx:
            return await _owned(tx, customer_id, ticket_id)

    async def begin(
        self, customer_id: int, topic: TicketTopic, order_id: int | None, text: str, photo_id: str | None
    ) -> Ticket:
        """The first words open it; where one is open already, they are added to that."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if order_id is not None:
                order = await tx.orders.get(order_id)
                if order is None or order.customer_id != customer_id:
                    raise NotFoundError("order")
            found = await tx.tickets.open_of(customer_id) or await tx.tickets.open(customer_id, topic, order_id, now)
            if found is None:
                raise NotFoundError("ticket")
            await self._customer_says(tx, found, text, photo_id, now)
        self._bells.outbox.ring()
        return found

    async def write(self, customer_id: int, ticket_id: int, text: str, photo_id: str | None) -> Ticket:
        """A closed ticket opens again; where another one is open, the words go there."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            ticket = await _owned(tx, customer_id, ticket_id)
            if ticket.state is TicketState.CLOSED:
                await tx.tickets.move(ticket_id, TicketState.CLOSED, TicketState.OPEN, now)
                ticket = await tx.tickets.open_of(customer_id) or ticket
            await self._customer_says(tx, ticket, text, photo_id, now)
        self._bells.outbox.ring()
        return ticket

    async def close_own(self, customer_id: int, ticket_id: int) -> Ticket:
        async with self._storage.transaction() as tx:
            await _owned(tx, customer_id, ticket_id)
            await tx.tickets.move(ticket_id, TicketState.OPEN, TicketState.CLOSED, self._clock.now())
            return await _owned(tx, customer_id, ticket_id)

    # What follows is for those who help.

    async def listed(
        self, admin_id: int, *, closed: bool, page: int, size: int
    ) -> tuple[list[tuple[Ticket, str]], int, int]:
        """This page with the customers' names, the page it is (the last one where there are fewer), and the total."""
        self._require(admin_id)
        state = TicketState.CLOSED if closed else TicketState.OPEN
        async with self._storage.reading() as tx:
            total = await tx.tickets.count(state)
            page = min(page, max(0, (total - 1) // size))
            return await tx.tickets.in_state(state, limit=size, offset=page * size), page, total

    async def card(self, admin_id: int, ticket_id: int) -> TicketCard:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            return await _card(tx, await _get(tx, ticket_id))

    async def pictures(self, admin_id: int, ticket_id: int) -> list[TicketMessage]:
        """The newest messages that have one."""
        self._require(admin_id)
        async with self._storage.reading() as tx:
            await _get(tx, ticket_id)
            found = await tx.tickets.messages(ticket_id, MAX_MESSAGES)
        return [message for message in found if message.photo_id][-MESSAGES_SHOWN:]

    async def answer(self, admin_id: int, ticket_id: int, text: str, photo_id: str | None) -> Ticket:
        """The customer gets it as the shop's word. A closed ticket opens again."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            ticket = await _get(tx, ticket_id)
            if ticket.state is TicketState.CLOSED:
                await tx.tickets.move(ticket_id, TicketState.CLOSED, TicketState.OPEN, now)
            said = await tx.tickets.say(ticket_id, admin_id, text, photo_id, now)
            facts: dict[str, str | int | None] = {"ticket_id": ticket_id, "text": text, "photo_id": photo_id}
            key = f"ticket:{ticket_id}:{said}"
            await tx.outbox.add([Notice(key, ticket.customer_id, NoticeKind.TICKET_ANSWERED, facts)], now)
        self._bells.outbox.ring()
        return ticket

    async def close(self, admin_id: int, ticket_id: int) -> TicketCard:
        """The customer is told, with a way to open it again."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            ticket = await _get(tx, ticket_id)
            if await tx.tickets.move(ticket_id, TicketState.OPEN, TicketState.CLOSED, now):
                key = f"ticket:{ticket_id}:closed:{now.isoformat()}"
                facts = {"ticket_id": ticket_id}
                await tx.outbox.add([Notice(key, ticket.customer_id, NoticeKind.TICKET_CLOSED, facts)], now)
            card = await _card(tx, await _get(tx, ticket_id))
        self._bells.outbox.ring()
        return card

    async def reopen(self, admin_id: int, ticket_id: int) -> TicketCard:
        """InputError where the customer has another open one."""
        self._require(admin_id)
        async with self._storage.transaction() as tx:
            ticket = await _get(tx, ticket_id)
            moved = await tx.tickets.move(ticket_id, TicketState.CLOSED, TicketState.OPEN, self._clock.now())
            if not moved:
                other = await tx.tickets.open_of(ticket.customer_id)
                if other is not None and other.id != ticket_id:
                    raise InputError("ticket-another-open", ticket_id=other.id)
            return await _card(tx, await _get(tx, ticket_id))

    async def _customer_says(
        self, tx: Transaction, ticket: Ticket, text: str, photo_id: str | None, now: datetime
    ) -> None:
        if await tx.tickets.said(ticket.id) >= MAX_MESSAGES:
            raise NotAllowedError("ticket-full")
        said = await tx.tickets.say(ticket.id, None, text, photo_id, now)
        customer = await tx.customers.get(ticket.customer_id)
        facts: dict[str, str | int | None] = {
            "ticket_id": ticket.id,
            "topic": ticket.topic.value,
            "order_id": ticket.order_id,
            "customer_id": ticket.customer_id,
            "name": customer.first_name if customer else "",
            "text": text,
            "photo_id": photo_id,
        }
        helpers = self._authority.staff(Right.HELP)
        notices = to_admins(helpers, NoticeKind.ADMIN_TICKET_MESSAGE, f"{ticket.id}:{said}", facts)
        await tx.outbox.add(notices, now)

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.HELP)


async def _get(tx: Transaction, ticket_id: int) -> Ticket:
    found = await tx.tickets.get(ticket_id)
    if found is None:
        raise NotFoundError("ticket")
    return found


async def _owned(tx: Transaction, customer_id: int, ticket_id: int) -> Ticket:
    found = await _get(tx, ticket_id)
    if found.customer_id != customer_id:
        raise NotFoundError("ticket")
    return found


async def _card(tx: Transaction, ticket: Ticket) -> TicketCard:
    customer = await tx.customers.get(ticket.customer_id)
    return TicketCard(
        ticket,
        customer.first_name if customer else "",
        await tx.tickets.messages(ticket.id, MESSAGES_SHOWN),
        await tx.tickets.said(ticket.id),
    )
