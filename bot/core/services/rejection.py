"""An order that the provider certainly did not take."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.errors import ConflictError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import release
from bot.core.orders import Order, OrderEvent, OrderState
from bot.core.ports import Transaction
from bot.core.provider import Refusal
from bot.core.services.order_notices import card_notice, order_facts


async def reject(tx: Transaction, order: Order, refusal: Refusal, now: datetime) -> Order | None:
    """The provider certainly did not take it: the money is available again, and the customer is told."""
    rejected = replace(
        order,
        state=OrderState.REJECTED,
        lease_until=None,
        next_submit_at=None,
        finished_at=now,
        updated_at=now,
        refusal_kind=refusal.kind,
        refusal_raw=refusal.raw,
    )
    if not await tx.orders.save(order, rejected):
        raise ConflictError
    if order.charge_micros:
        await tx.ledger.post(release(order.id, order.customer_id, order.charge_micros, order.currency), now)
    await tx.orders.add_event(
        OrderEvent(order.id, now, "rejected", {"kind": refusal.kind.value, "raw": refusal.raw or ""})
    )
    version = order.version + 1
    wallet = await tx.ledger.balance(order.customer_id)
    facts = {
        **order_facts(rejected),
        "given_back_micros": order.charge_micros,
        "balance_micros": wallet.available_micros,
        "refusal": refusal.kind.value,
    }
    await tx.outbox.add(
        [
            card_notice(order, version),
            Notice(
                f"order:{order.id}:rejected",
                order.customer_id,
                NoticeKind.ORDER_REJECTED,
                facts,
                order.id,
                version,
            ),
        ],
        now,
    )
    return replace(rejected, version=version)
