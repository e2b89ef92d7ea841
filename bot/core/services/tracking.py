"""What providers say of orders, brought into the shop: states, refunds, and the notices that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.order_types import is_paid_by_posts
from bot.core.orders import (
    FINISHED,
    OPEN_REMOTE,
    STATE_OF_REMOTE,
    Order,
    OrderGroup,
    OrderState,
    can_move,
    next_look,
)
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.provider import OrderKind, OrderStatus, Refusal, RemoteState
from bot.core.refunds import owed_micros
from bot.core.services.authority import Authority
from bot.core.services.look_writes import LookWrites, Seen
from bot.core.services.looks import Looks
from bot.core.services.reading import OrderCard, card_of

FRESH_FOR = timedelta(minutes=10)  # a fresh order may be "Incorrect order ID" for a while
MISSING_FOR = timedelta(minutes=10)  # so long a known order may be missing before admins hear of it
REFRESH_EVERY = timedelta(seconds=10)


class Tracking:
    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._authority = authority
        self._bells = bells
        self._writes = LookWrites(authority)

    async def orders_of(
        self, customer_id: int, page: int, size: int, group: OrderGroup = OrderGroup.ALL
    ) -> tuple[list[Order], int]:
        """One page (from 0), newest first, and how many of the group there are in all."""
        async with self._storage.reading() as tx:
            orders = await tx.orders.of_customer(customer_id, limit=size, offset=page * size, group=group)
            return orders, await tx.orders.count_of_customer(customer_id, group)

    async def card(self, customer_id: int, order_id: int) -> OrderCard:
        async with self._storage.reading() as tx:
            return await card_of(tx, await _owned(tx, customer_id, order_id), self._clock.now())

    async def adopt_card(self, customer_id: int, order_id: int, message_id: int) -> None:
        """From now on this message is the order's live card."""
        async with self._storage.transaction() as tx:
            order = _of(customer_id, await tx.orders.lock(order_id))
            if order.card_message_id != message_id:
                await tx.orders.save(order, replace(order, card_message_id=message_id))

    async def refresh(self, customer_id: int, order_id: int) -> OrderCard:
        """Ask for a look at the provider now; InputError where the last one was a moment ago."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = await _owned(tx, customer_id, order_id)
            if order.polled_at is not None and now - order.polled_at < REFRESH_EVERY:
                wait = REFRESH_EVERY - (now - order.polled_at)
                raise InputError("refresh-too-soon", seconds=max(1, round(wait.total_seconds())))
            if order.provider_order_id is not None and order.state in OPEN_REMOTE | FINISHED:
                await tx.orders.set_next_poll({order.id: now}, now)
            card = await card_of(tx, order, now)
        self._bells.poll.ring()
        return card

    def looks(self, provider: str) -> Looks:
        """The poller's way to this provider's orders."""
        return Looks(
            provider, self._storage, self._clock, self._policy, self._bells, judge=self._look, write=self._writes.write
        )

    def _look(self, order: Order, row: OrderStatus | Refusal | None, now: datetime) -> Seen:
        accepted_at = order.accepted_at or order.created_at
        later = next_look(accepted_at, order.finished_at, now, self._policy.poll_interval)
        if row is None or isinstance(row, Refusal):
            return self._look_at_missing(order, now, later)
        state, unknown_word = _state(order, row)
        changes = _told(order, state, row)
        if not changes:
            return Seen(order, {}, later, unknown_word)
        finished_at = order.finished_at
        if state in FINISHED and order.state not in FINISHED:
            changes["finished_at"] = finished_at = now
        later = next_look(accepted_at, finished_at, now, self._policy.poll_interval)
        return Seen(order, changes | {"polled_at": now, "updated_at": now}, later, unknown_word)

    def _look_at_missing(self, order: Order, now: datetime, later: datetime | None) -> Seen:
        accepted_at = order.accepted_at or order.created_at
        if now - accepted_at < FRESH_FOR or order.state in FINISHED:
            return Seen(order, {}, later)
        if order.missing_since is None:
            return Seen(order, {"missing_since": now, "polled_at": now}, later)
        return Seen(order, {}, later, missing=now - order.missing_since >= MISSING_FOR)


def _told(order: Order, state: OrderState, row: OrderStatus) -> dict[str, Any]:
    """What the row changes of the order, and what it owes by then.

    A finished order takes nothing from a row that says something else than how it ended: remains that are printed
    beside "In progress" after a Partial are no refund. What was delivered once stays delivered.
    """
    if order.state in FINISHED and STATE_OF_REMOTE.get(row.state) is not state:
        return _different(order, {"remote_word": row.raw})
    runs = [count for count in (order.runs_done, row.runs) if count is not None]
    told: dict[str, Any] = {
        "state": state,
        "remote_word": row.raw,
        "start_count": row.start_count if row.start_count is not None else order.start_count,
        "remains": row.remains if row.remains is not None else order.remains,
        "remote_charge": row.charge if row.charge is not None else order.remote_charge,
        "remote_currency": row.currency or order.remote_currency,
        "remote_kind": row.kind,
        "runs_done": max(runs) if runs else None,
        "posts_done": row.posts if row.posts is not None else order.posts_done,
        "child_orders": max(row.child_orders, order.child_orders, key=len),
        "missing_since": None,
    }
    if state in FINISHED:
        told["refunded_micros"] = max(order.refunded_micros, owed_micros(replace(order, **told)))
    return _different(order, told)


def _different(order: Order, told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if getattr(order, name) != value}


def _state(order: Order, row: OrderStatus) -> tuple[OrderState, str | None]:
    """The order's next state, and the provider's word where nobody knows it.

    A word that nobody knows, a Partial that does not say what remains, and a step that TRANSITIONS does not hold leave
    the state as it is: the next look may know better.
    """
    if row.state is RemoteState.UNKNOWN_WORD:
        return order.state, row.raw
    state = STATE_OF_REMOTE[row.state]
    if state is OrderState.PARTIAL and order.state is not state and not _says_what_remains(order, row):
        return order.state, row.raw
    if state is not order.state and not can_move(order.state, state):
        return order.state, None
    return state, None


def _says_what_remains(order: Order, row: OrderStatus) -> bool:
    if row.remains is not None:
        return True
    if is_paid_by_posts(order.type):
        return row.kind is OrderKind.SUBSCRIPTION
    return row.kind is OrderKind.DRIPFEED and row.runs is not None and bool(order.fields.get("runs"))


async def _owned(tx: Transaction, customer_id: int, order_id: int) -> Order:
    return _of(customer_id, await tx.orders.get(order_id))


def _of(customer_id: int, order: Order | None) -> Order:
    if order is None or order.customer_id != customer_id:
        raise NotFoundError("order")
    return order
