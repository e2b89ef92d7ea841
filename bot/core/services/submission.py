"""Handing an order to its provider: at most once, whatever happens in between.

`submitting` is committed before the call is made, and what the call brought is committed after it. Between the two
nobody knows; an order found there after a crash is `unknown`, and is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import ConflictError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import capture
from bot.core.orders import Order, OrderEvent, OrderState, next_look
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.pricing import cost_micros
from bot.core.provider import AddOutcome, AddResult, ErrorKind, OrderRequest, Refusal
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.failover import move_to_second, service_in_use
from bot.core.services.order_notices import card_notice, order_facts
from bot.core.services.rejection import reject

MAX_ATTEMPTS = 5
LEASE_MARGIN = timedelta(seconds=15)
_BACKOFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=30), timedelta(minutes=2))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that may be made, once: the order as it stands in `submitting`, and what is to be sent."""

    order: Order
    request: OrderRequest


class Submission:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        catalog: CatalogService,
        bells: Bells,
        authority: Authority,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._authority = authority
        self._catalog = catalog
        self._bells = bells

    async def claim(self, provider: str, limit: int) -> list[Attempt]:
        """Move due orders to `submitting` and commit; only what is returned here may be sent."""
        now = self._clock.now()
        attempts: list[Attempt] = []
        async with self._storage.transaction() as tx:
            for order in await tx.orders.to_submit(provider, now, limit):
                if order.attempts and await self._below_cost(tx, order):
                    await self._reject(
                        tx, order, Refusal(ErrorKind.INVALID_REQUEST, "price rose above the charge"), now
                    )
                    continue
                claimed = replace(
                    order,
                    state=OrderState.SUBMITTING,
                    attempt_id=uuid4().hex,
                    attempts=order.attempts + 1,
                    lease_until=now + self._policy.submit_timeout + LEASE_MARGIN,
                    next_submit_at=None,
                    updated_at=now,
                )
                if not await tx.orders.save(order, claimed):
                    continue
                await tx.orders.add_event(OrderEvent(order.id, now, "submitting", {"attempt": str(claimed.attempts)}))
                stored = replace(claimed, version=order.version + 1)
                attempts.append(
                    Attempt(stored, OrderRequest(order.provider_service_id, order.type, dict(order.fields)))
                )
        return attempts

    def may_be_sent(self, attempt: Attempt) -> bool:
        """Not where the process stood still since the claim (a machine asleep): whoever found the order `unknown`
        meanwhile may have decided it, or will, before this call could end.
        """
        lease = attempt.order.lease_until
        return lease is not None and self._clock.now() < lease - self._policy.submit_timeout

    async def record(self, attempt: Attempt, result: AddResult) -> Order | None:
        """Write what the call brought; None where the order has been decided otherwise meanwhile."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = await tx.orders.lock(attempt.order.id)
            if order is None:
                return None
            # A call that ended after its lease still knows best.
            awaited = order.state in (OrderState.SUBMITTING, OrderState.UNKNOWN)
            if not awaited or order.attempt_id != attempt.order.attempt_id:
                if result.order_id is not None and result.order_id != order.provider_order_id:
                    # Too late to decide anything, but what the provider has must not be forgotten.
                    late = {"provider_order_id": result.order_id}
                    await tx.orders.add_event(OrderEvent(order.id, now, "late_answer", late))
                return None
            saved = await self._write(tx, order, result, now)
        self._bells.outbox.ring()
        self._bells.poll.ring()
        return saved

    async def recover(self, *, everything: bool) -> list[Order]:
        """`submitting` orders that nobody is waiting for any more become `unknown`.

        `everything`: no other process shares this database, so whatever is in flight at start was killed in flight.
        """
        now = self._clock.now()
        async with self._storage.reading() as tx:
            if everything:
                stale: Sequence[Order] = await tx.orders.in_state({OrderState.SUBMITTING}, limit=10_000)
            else:
                stale = await tx.orders.stale_submitting(now)
        if not stale:
            return []
        recovered: list[Order] = []
        async with self._storage.transaction() as tx:
            for found in sorted(stale, key=lambda one: one.id):
                order = await tx.orders.lock(found.id)
                if order is None or order.version != found.version:
                    continue  # its answer came at this very moment
                await self._unknown(tx, order, AddResult(AddOutcome.UNKNOWN, error=Refusal(ErrorKind.TIMEOUT)), now)
                recovered.append(order)
        if recovered:
            self._bells.outbox.ring()
        return recovered

    async def _write(self, tx: Transaction, order: Order, result: AddResult, now: datetime) -> Order | None:
        match result.outcome:
            case AddOutcome.ACCEPTED if result.order_id:
                return await self._accept(tx, order, result, now)
            case AddOutcome.NOT_SENT | AddOutcome.REJECTED if order.state is OrderState.SUBMITTING:
                if result.may_be_sent_again and order.attempts < MAX_ATTEMPTS:
                    return await self._again(tx, order, result, now)
                return await self._reject(tx, order, result.error or Refusal(ErrorKind.CONNECTION), now)
            case AddOutcome.REJECTED:
                return await self._reject(tx, order, result.error or Refusal(ErrorKind.UNLISTED), now)
            case _:
                return await self._unknown(tx, order, result, now)

    async def _accept(self, tx: Transaction, order: Order, result: AddResult, now: datetime) -> Order | None:
        accepted = replace(
            order,
            state=OrderState.ACCEPTED,
            provider_order_id=result.order_id,
            accepted_at=now,
            updated_at=now,
            lease_until=None,
            next_poll_at=next_look(now, None, now, self._policy.poll_interval),
            remote_charge=result.charge,
            remote_currency=result.currency,
            refusal_kind=None,
            refusal_raw=None,
        )
        try:
            if not await tx.orders.save(order, accepted):
                raise ConflictError
        except ConflictError:
            taken = await tx.orders.by_provider_order_id(order.provider, result.order_id or "")
            if taken is None or taken.id == order.id:
                raise
            # Two orders can't be one at the provider: which of them it is, a person has to find out.
            doubled = Refusal(ErrorKind.CONTRADICTORY, f"id {result.order_id} is order #{taken.id} already")
            return await self._unknown(tx, order, replace(result, error=doubled, candidate_id=result.order_id), now)
        if order.charge_micros:
            await tx.ledger.post(capture(order.id, order.customer_id, order.charge_micros, order.currency), now)
        await tx.orders.add_event(
            OrderEvent(
                order.id,
                now,
                "accepted",
                {"provider_order_id": result.order_id or "", "raw": result.raw or ""},
            )
        )
        await tx.outbox.add([card_notice(order, order.version + 1)], now)
        return replace(accepted, version=order.version + 1)

    async def _again(self, tx: Transaction, order: Order, result: AddResult, now: datetime) -> Order | None:
        wait = _BACKOFF[min(order.attempts - 1, len(_BACKOFF) - 1)]
        if result.error is not None and result.error.retry_after_s:
            wait = max(wait, min(timedelta(seconds=result.error.retry_after_s), timedelta(minutes=10)))
        waiting = replace(order, state=OrderState.CREATED, next_submit_at=now + wait, lease_until=None, updated_at=now)
        if not await tx.orders.save(order, waiting):
            raise ConflictError
        detail = {"outcome": result.outcome.value, "raw": (result.error.raw if result.error else None) or ""}
        await tx.orders.add_event(OrderEvent(order.id, now, "to_be_sent_again", detail))
        return replace(waiting, version=order.version + 1)

    async def _reject(self, tx: Transaction, order: Order, refusal: Refusal, now: datetime) -> Order | None:
        moved = await move_to_second(tx, self._catalog, order, refusal, now)
        if moved is not None:
            self._bells.submit.ring()
            return moved
        rejected = await reject(tx, order, refusal, now)
        await tx.outbox.add(
            to_admins(
                self._authority.staff(Right.DECIDE),
                NoticeKind.ADMIN_ORDER_REJECTED,
                str(order.id),
                {
                    "order_id": order.id,
                    "provider": order.provider,
                    "service_name": order.service_name,
                    "error": refusal.raw or refusal.kind.value,
                },
                order_id=order.id,
            ),
            now,
        )
        return rejected

    async def _unknown(self, tx: Transaction, order: Order, result: AddResult, now: datetime) -> Order | None:
        if order.state is OrderState.UNKNOWN:
            return order
        error = result.error or Refusal(ErrorKind.UNEXPECTED_SHAPE)
        checked = replace(
            order,
            state=OrderState.UNKNOWN,
            lease_until=None,
            updated_at=now,
            refusal_kind=error.kind,
            refusal_raw=error.raw,
        )
        if not await tx.orders.save(order, checked):
            raise ConflictError
        detail = {
            "kind": error.kind.value,
            "candidate_id": result.candidate_id or "",
            "raw": result.raw or error.raw or "",
        }
        await tx.orders.add_event(OrderEvent(order.id, now, "unknown", detail))
        version = order.version + 1
        facts = order_facts(checked)
        await tx.outbox.add(
            [
                card_notice(order, version),
                Notice(
                    f"order:{order.id}:being-checked:{version}",
                    order.customer_id,
                    NoticeKind.ORDER_BEING_CHECKED,
                    facts,
                    order.id,
                    version,
                ),
                *to_admins(
                    self._authority.staff(Right.DECIDE),
                    NoticeKind.ADMIN_ORDER_UNKNOWN,
                    f"{order.id}:{version}",
                    {**facts, "provider": order.provider, "error": error.raw or error.kind.value},
                    order_id=order.id,
                ),
            ],
            now,
        )
        return replace(checked, version=version)

    async def _below_cost(self, tx: Transaction, order: Order) -> bool:
        service = await service_in_use(tx, order)
        rule = self._catalog.price_rule(order.provider)
        if service is None or rule is None:
            return False
        # What was sold at a loss on purpose is only not to lose more than was known.
        cost = cost_micros(service.rate, service.rate_unit, order.quantity, rule)
        return cost > max(order.charge_micros, order.cost_micros)
