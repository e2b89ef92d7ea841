"""What looks at a provider's orders brought, written: orders, timeline, refunds, and the messages that tell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.errors import ConflictError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import WalletBalance, refund
from bot.core.orders import FINISHED, Order, OrderEvent
from bot.core.ports import Transaction
from bot.core.provider import OrderStatus, StatusNews
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.look_memory import Memory, memory_of
from bot.core.services.order_notices import card_notice, order_facts


@dataclass(slots=True)
class Seen:
    """The outcome of one look: what it changes of the order, by field, or nothing but the time of the next look.

    `memory`, to remember of it, and `new`, the order with all its changes, are set once they are known.
    """

    old: Order
    changes: Mapping[str, Any]
    next_poll_at: datetime | None
    unknown_word: str | None = None
    missing: bool = False
    new: Order | None = None
    memory: Memory | None = None

    @property
    def moves_money(self) -> bool:
        return self.new is not None and self.new.refunded_micros != self.old.refunded_micros

    def remember(self, news: StatusNews) -> None:
        """Of a row that is a refusal nothing is remembered: how long it lasts counts."""
        old, remote_id = self.old, self.old.provider_order_id or ""
        mark = news.marks.get(remote_id)
        if mark is None or not isinstance(news.rows.get(remote_id), OrderStatus):
            return
        if self.unknown_word is not None or self.next_poll_at is None:
            return
        accepted_at = old.accepted_at or old.created_at
        finished_at = self.changes.get("finished_at", old.finished_at)
        self.memory = memory_of(old.version + bool(self.changes), mark, accepted_at, finished_at)

    def settle(self, next_poll_at: datetime | None) -> None:
        if self.changes:
            self.new = replace(self.old, **self.changes, next_poll_at=next_poll_at)


class LookWrites:
    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    async def write(self, tx: Transaction, provider: str, seen: Sequence[Seen], now: datetime) -> None:
        """All that changed, and what admins are to know. When to look next is not written for what did not change."""
        # In one order, so that two pollers wait for each other and never in a circle.
        changed = sorted(
            (one for one in seen if one.new is not None), key=lambda one: (one.old.customer_id, one.old.id)
        )
        together = [one for one in changed if not one.moves_money]
        if len(together) > 1:
            await self._write_together(tx, together, now)
            changed = [one for one in changed if one.moves_money]
        for one in changed:
            await self._write_one(tx, one, now)
        for one in seen:
            if one.unknown_word is not None:
                await self._report_word(tx, provider, one, now)
            if one.missing:
                await self._report_missing(tx, provider, one.old, now)

    async def _write_together(self, tx: Transaction, changed: Sequence[Seen], now: datetime) -> None:
        """Where no money moves: many at once. ConflictError where one was written since it was read."""
        pairs = [(one.old, one.new) for one in changed if one.new is not None]
        await tx.orders.save_all(pairs)
        await tx.orders.add_events([_event(new, now) for old, new in pairs if new.state is not old.state])
        wallets = await tx.ledger.balances([new.customer_id for old, new in pairs if _is_told(old, new)])
        notices = [
            notice
            for old, new in pairs
            for notice in _notices(old, new, wallets[new.customer_id] if _is_told(old, new) else None)
        ]
        await tx.outbox.add(notices, now)

    async def _write_one(self, tx: Transaction, one: Seen, now: datetime) -> None:
        old, new = one.old, one.new
        if new is None or not await tx.orders.save(old, new):
            return  # somebody else wrote it since it was read: the next look decides
        if one.moves_money:
            posted = await tx.ledger.post(
                refund(new.id, new.customer_id, new.refunded_micros, old.refunded_micros, new.currency), now
            )
            if not posted:
                raise ConflictError
        if new.state is not old.state:
            await tx.orders.add_event(_event(new, now))
        wallet = await tx.ledger.balance(new.customer_id) if _is_told(old, new) else None
        await tx.outbox.add(_notices(old, new, wallet), now)

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


def _is_told(old: Order, new: Order) -> bool:
    """Whether a message of its own says how the order ended."""
    return new.state in FINISHED and (new.state is not old.state or new.refunded_micros > old.refunded_micros)


def _notices(old: Order, new: Order, wallet: WalletBalance | None) -> list[Notice]:
    """The card drawn anew where the customer sees a difference, and with a wallet how the order ended."""
    version = old.version + 1
    notices: list[Notice] = []
    if _customer_sees(old) != _customer_sees(new):
        notices.append(card_notice(new, version))
    if wallet is not None:
        kind = NoticeKind.ORDER_CORRECTED if old.state in FINISHED else NoticeKind.ORDER_FINISHED
        facts = {
            **order_facts(new),
            "given_back_micros": new.refunded_micros - old.refunded_micros,
            "balance_micros": wallet.available_micros,
        }
        key = f"order:{new.id}:{new.state.value}:{version}"
        notices.append(Notice(key, new.customer_id, kind, facts, new.id, version))
    return notices


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
