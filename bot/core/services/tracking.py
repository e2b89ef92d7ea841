"""What providers say of orders, brought into the shop: states, refunds, and the notices that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import ConflictError, InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import refund
from bot.core.order_types import is_paid_by_posts
from bot.core.orders import (
    FINISHED,
    OPEN_REMOTE,
    STATE_OF_REMOTE,
    Order,
    OrderEvent,
    OrderGroup,
    OrderState,
    can_move,
    next_look,
)
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.provider import OrderKind, OrderStatus, Refusal, RemoteState, StatusBatch
from bot.core.refunds import owed_micros
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.looks import Looks, Seen
from bot.core.services.order_notices import card_notice, order_facts
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
            provider, self._storage, self._clock, self._policy, self._bells, judge=self._look, write=self._write_all
        )

    async def apply(self, provider: str, orders: Sequence[Order], batch: StatusBatch) -> int:
        """Write what changed, and only that; how many orders it was."""
        now = self._clock.now()
        seen = [self._look(order, batch.rows.get(order.provider_order_id or ""), now) for order in orders]
        changed = sum(1 for one in seen if one.new is not None)
        async with self._storage.transaction() as tx:
            await self._write_all(tx, provider, seen, now)
        if changed:
            self._bells.outbox.ring()
        return changed

    async def _write_all(self, tx: Transaction, provider: str, seen: Sequence[Seen], now: datetime) -> None:
        await tx.orders.set_next_poll({one.old.id: one.next_poll_at for one in seen if one.new is None}, now)
        # In one order, so that two pollers wait for each other and never in a circle.
        changed = sorted(
            (one for one in seen if one.new is not None), key=lambda one: (one.old.customer_id, one.old.id)
        )
        plain = [one for one in changed if one.is_plain]
        if len(plain) > 1:
            await self._write_plain(tx, plain, now)
            changed = [one for one in changed if not one.is_plain]
        for one in changed:
            await self._write(tx, one, now)
        for one in seen:
            if one.unknown_word is not None:
                await self._report_word(tx, provider, one, now)
            if one.missing:
                await self._report_missing(tx, provider, one.old, now)

    def _look(self, order: Order, row: OrderStatus | Refusal | None, now: datetime) -> Seen:
        accepted_at = order.accepted_at or order.created_at
        later = next_look(accepted_at, order.finished_at, now, self._policy.poll_interval)
        if row is None or isinstance(row, Refusal):
            return self._look_at_missing(order, now, later)
        state, unknown_word = _state(order, row)
        new = _with_row(order, state, row)
        if new == order:
            return Seen(order, None, later, unknown_word)
        if state in FINISHED and order.state not in FINISHED:
            new = replace(new, finished_at=now)
        later = next_look(accepted_at, new.finished_at, now, self._policy.poll_interval)
        return Seen(order, replace(new, next_poll_at=later, polled_at=now, updated_at=now), later, unknown_word)

    def _look_at_missing(self, order: Order, now: datetime, later: datetime | None) -> Seen:
        accepted_at = order.accepted_at or order.created_at
        if now - accepted_at < FRESH_FOR or order.state in FINISHED:
            return Seen(order, None, later)
        if order.missing_since is None:
            return Seen(order, replace(order, missing_since=now, next_poll_at=later, polled_at=now), later)
        return Seen(order, None, later, missing=now - order.missing_since >= MISSING_FOR)

    async def _write_plain(self, tx: Transaction, changed: Sequence[Seen], now: datetime) -> None:
        """Where no money moves: many at once. ConflictError where one was written since it was read."""
        pairs = [(one.old, one.new) for one in changed if one.new is not None]
        await tx.orders.save_all(pairs)
        await tx.orders.add_events([_event(new, now) for old, new in pairs if new.state is not old.state])
        cards = [card_notice(new, old.version + 1) for old, new in pairs if _customer_sees(old) != _customer_sees(new)]
        await tx.outbox.add(cards, now)

    async def _write(self, tx: Transaction, one: Seen, now: datetime) -> None:
        old, new = one.old, one.new
        if new is None or not await tx.orders.save(old, new):
            return  # somebody else wrote it since it was read: the next look decides
        version = old.version + 1
        given_back = new.refunded_micros - old.refunded_micros
        if given_back > 0:
            posted = await tx.ledger.post(
                refund(new.id, new.customer_id, new.refunded_micros, old.refunded_micros, new.currency), now
            )
            if not posted:
                raise ConflictError
        if new.state is not old.state:
            await tx.orders.add_event(_event(new, now))
        notices: list[Notice] = []
        if _customer_sees(old) != _customer_sees(new):
            notices.append(card_notice(new, version))
        if new.state in FINISHED and (new.state is not old.state or given_back > 0):
            wallet = await tx.ledger.balance(new.customer_id)
            kind = NoticeKind.ORDER_CORRECTED if old.state in FINISHED else NoticeKind.ORDER_FINISHED
            facts = {
                **order_facts(new),
                "given_back_micros": given_back,
                "balance_micros": wallet.available_micros,
            }
            key = f"order:{new.id}:{new.state.value}:{version}"
            notices.append(Notice(key, new.customer_id, kind, facts, new.id, version))
        await tx.outbox.add(notices, now)

    async def _report_word(self, tx: Transaction, provider: str, one: Seen, now: datetime) -> None:
        word = (one.unknown_word or "")[:100]
        facts: Mapping[str, str | int | None] = {"provider": provider, "word": word, "order_id": one.old.id}
        key = f"{provider}:{word}"
        await tx.outbox.add(
            to_admins(self._authority.staff(Right.DECIDE), NoticeKind.ADMIN_UNKNOWN_WORD, key, facts), now
        )

    async def _report_missing(self, tx: Transaction, provider: str, order: Order, now: datetime) -> None:
        facts: Mapping[str, str | int | None] = {
            "provider": provider,
            "order_id": order.id,
            "provider_order_id": order.provider_order_id,
        }
        notices = to_admins(
            self._authority.staff(Right.DECIDE), NoticeKind.ADMIN_ORDER_MISSING, str(order.id), facts, order_id=order.id
        )
        await tx.outbox.add(notices, now)


def _with_row(order: Order, state: OrderState, row: OrderStatus) -> Order:
    """The order as the row tells it, with what it owes by then.

    A finished order takes nothing from a row that says something else than how it ended: remains that are printed
    beside "In progress" after a Partial are no refund. What was delivered once stays delivered.
    """
    if order.state in FINISHED and STATE_OF_REMOTE.get(row.state) is not state:
        return replace(order, remote_word=row.raw)
    runs = [count for count in (order.runs_done, row.runs) if count is not None]
    new = replace(
        order,
        state=state,
        remote_word=row.raw,
        start_count=row.start_count if row.start_count is not None else order.start_count,
        remains=row.remains if row.remains is not None else order.remains,
        remote_charge=row.charge if row.charge is not None else order.remote_charge,
        remote_currency=row.currency or order.remote_currency,
        remote_kind=row.kind,
        runs_done=max(runs) if runs else None,
        posts_done=row.posts if row.posts is not None else order.posts_done,
        child_orders=max(row.child_orders, order.child_orders, key=len),
        missing_since=None,
    )
    if state in FINISHED:
        new = replace(new, refunded_micros=max(order.refunded_micros, owed_micros(new)))
    return new


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


def _event(order: Order, now: datetime) -> OrderEvent:
    detail = {"word": order.remote_word or "", "remains": "" if order.remains is None else str(order.remains)}
    return OrderEvent(order.id, now, order.state.value, detail)


def _customer_sees(order: Order) -> tuple[object, ...]:
    return (
        order.state,
        order.remains,
        order.start_count,
        order.refunded_micros,
        order.runs_done,
        order.posts_done,
        order.child_orders,
    )


async def _owned(tx: Transaction, customer_id: int, order_id: int) -> Order:
    return _of(customer_id, await tx.orders.get(order_id))


def _of(customer_id: int, order: Order | None) -> Order:
    if order is None or order.customer_id != customer_id:
        raise NotFoundError("order")
    return order
