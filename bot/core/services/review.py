"""Orders of which nobody knows whether the provider has them: an admin decides, by evidence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import ConflictError, InputError, NotFoundError, ProviderError
from bot.core.ledger import capture
from bot.core.orders import Order, OrderEvent, OrderState, next_look
from bot.core.policy import ShopPolicy
from bot.core.ports import Provider, Storage, Transaction
from bot.core.provider import ErrorKind, OrderStatus, Refusal
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.evidence import EVIDENCE
from bot.core.services.order_notices import card_notice
from bot.core.services.rejection import reject

LearnRefusal = Callable[[str, str], Awaitable[None]]  # provider, the text that was a refusal

# Other texts of an unknown order are the shop's own words, or a page that says nothing of the order.
_SAID_BY_PROVIDER = frozenset({ErrorKind.UNLISTED, ErrorKind.AMBIGUOUS_ERROR, ErrorKind.PROVIDER_INTERNAL})


@dataclass(frozen=True, slots=True)
class Probe:
    """What the provider says of an id that an admin named."""

    order: Order
    status: OrderStatus


class Review:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bells: Bells,
        provider: Callable[[str], Provider | None],
        learn_refusal: LearnRefusal,
        authority: Authority,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._provider = provider
        self._learn_refusal = learn_refusal
        self._authority = authority

    async def unknown_orders(self, admin_id: int) -> list[Order]:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            return await tx.orders.in_state({OrderState.UNKNOWN})

    async def probe(self, admin_id: int, order_id: int, provider_order_id: str) -> Probe:
        """Ask the provider for that id: an order it does not know can't be attached."""
        self._require(admin_id)
        provider_order_id = provider_order_id.strip()
        if not provider_order_id or any(char.isspace() or char == "," for char in provider_order_id):
            # Several ids at once would be asked for, and answered, as several orders.
            raise InputError("id-not-at-provider", provider_order_id=provider_order_id)
        async with self._storage.reading() as tx:
            order = _still_unknown(await tx.orders.get(order_id))
            taken = await tx.orders.by_provider_order_id(order.provider, provider_order_id)
        if taken is not None:
            raise InputError("id-taken", order_id=taken.id)
        provider = self._provider(order.provider)
        if provider is None:
            raise InputError("provider-unknown", provider=order.provider)
        try:
            batch = await provider.statuses([provider_order_id])
        except ProviderError as error:
            raise InputError("provider-silent", error=error.refusal.raw or error.refusal.kind.value) from error
        row = batch.rows.get(provider_order_id)
        if not isinstance(row, OrderStatus):
            raise InputError("id-not-at-provider", provider_order_id=provider_order_id)
        return Probe(order, row)

    async def attach(self, admin_id: int, order_id: int, provider_order_id: str) -> Order:
        """The provider has it under this id: the held money is spent, and the order is followed from now on."""
        provider_order_id = provider_order_id.strip()
        probe = await self.probe(admin_id, order_id, provider_order_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = _still_unknown(await tx.orders.lock(order_id))
            accepted = replace(
                order,
                state=OrderState.ACCEPTED,
                provider_order_id=provider_order_id,
                accepted_at=now,
                updated_at=now,
                next_poll_at=next_look(now, None, now, self._policy.poll_interval),
                refusal_kind=None,
                refusal_raw=None,
            )
            if not await tx.orders.save(order, accepted):
                raise ConflictError
            if order.charge_micros:
                await tx.ledger.post(capture(order.id, order.customer_id, order.charge_micros, order.currency), now)
            detail = {"admin_id": str(admin_id), "provider_order_id": provider_order_id, "word": probe.status.raw}
            await tx.orders.add_event(OrderEvent(order.id, now, "attached", detail))
            await self._note(tx, admin_id, order, f"attached {provider_order_id}", now)
            await tx.outbox.add([card_notice(order, order.version + 1)], now)
        self._bells.outbox.ring()
        self._bells.poll.ring()
        return replace(accepted, version=order.version + 1)

    async def attach_candidate(self, admin_id: int, order_id: int) -> Order:
        """As `attach`, with the id that the evidence names."""
        self._require(admin_id)
        async with self._storage.reading() as tx:
            _still_unknown(await tx.orders.get(order_id))
            events = await tx.orders.events(order_id)
        found = next((event.detail for event in reversed(events) if event.what == EVIDENCE), {})
        if not found.get("candidate_id"):
            raise InputError("no-candidate", order_id=order_id)
        return await self.attach(admin_id, order_id, found["candidate_id"])

    async def refuse(self, admin_id: int, order_id: int, *, learn: bool) -> Order:
        """The provider did not take it: the held money is available again. `learn`: this text means so from now on."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = _still_unknown(await tx.orders.lock(order_id))
            text = order.refusal_raw if order.refusal_kind in _SAID_BY_PROVIDER else None
            rejected = await self._decide_refused(tx, order, admin_id, now)
        if learn and text:
            await self._learn_refusal(order.provider, text)
        self._bells.outbox.ring()
        return rejected

    async def send_again(self, admin_id: int, order_id: int) -> Order:
        """The admin knows that the provider has nothing: one more attempt, by an order of theirs alone."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = _still_unknown(await tx.orders.lock(order_id))
            again = replace(
                order,
                state=OrderState.CREATED,
                attempts=0,
                attempt_id=None,
                next_submit_at=now,
                updated_at=now,
                refusal_kind=None,
                refusal_raw=None,
            )
            if not await tx.orders.save(order, again):
                raise ConflictError
            await tx.orders.add_event(OrderEvent(order.id, now, "sent_again_by_admin", {"admin_id": str(admin_id)}))
            await self._note(tx, admin_id, order, "sent again", now)
            await tx.outbox.add([card_notice(order, order.version + 1)], now)
        self._bells.submit.ring()
        self._bells.outbox.ring()
        return replace(again, version=order.version + 1)

    async def _decide_refused(self, tx: Transaction, order: Order, admin_id: int, now: datetime) -> Order:
        await tx.orders.add_event(OrderEvent(order.id, now, "refused_by_admin", {"admin_id": str(admin_id)}))
        await self._note(tx, admin_id, order, "refused", now)
        refusal = Refusal(order.refusal_kind or ErrorKind.UNLISTED, order.refusal_raw)
        rejected = await reject(tx, order, refusal, now)
        if rejected is None:
            raise ConflictError
        return rejected

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.DECIDE)

    async def _note(self, tx: Transaction, admin_id: int, order: Order, decided: str, now: datetime) -> None:
        await tx.audit.add(AuditLine(now, admin_id, "decide", f"#{order.id}", order.state.value, decided))


def _still_unknown(order: Order | None) -> Order:
    """Somebody else may have decided meanwhile: then there is nothing left to decide."""
    if order is None:
        raise NotFoundError("order")
    if order.state is not OrderState.UNKNOWN:
        raise InputError("already-decided", order_id=order.id)
    return order
