"""After the sale: refills and cancels, asked for by the customer and carried to the provider by a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.aftercare import AftercareRequest, RequestKind, RequestState
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import ConflictError, NotAllowedError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.orders import FINISHED, Order, OrderEvent, OrderState
from bot.core.policy import ShopPolicy
from bot.core.ports import ProviderRecord, Storage, Transaction
from bot.core.provider import Asked, ErrorKind, Refusal, RemoteState, RequestStatus
from bot.core.services.failover import service_in_use
from bot.core.services.order_notices import card_notice
from bot.core.services.reading import OrderCard, card_of

MAX_ATTEMPTS = 8
_NEVER_OFFERED = frozenset({ErrorKind.UNSUPPORTED_ACTION})
# What a provider may answer on a better day.
_PASSING = frozenset(
    {
        ErrorKind.CONNECTION,
        ErrorKind.TIMEOUT,
        ErrorKind.HTTP_ERROR,
        ErrorKind.HTML_PAGE,
        ErrorKind.INVALID_JSON,
        ErrorKind.BLOCKED_BY_WAF,
        ErrorKind.CIRCUIT_OPEN,
        ErrorKind.RATE_LIMITED,
        ErrorKind.MAINTENANCE,
        ErrorKind.PROVIDER_INTERNAL,
        ErrorKind.MISSING_IN_RESPONSE,
        ErrorKind.UNEXPECTED_SHAPE,
    }
)
_SURELY_NOT_TAKEN = frozenset({ErrorKind.CIRCUIT_OPEN, ErrorKind.RATE_LIMITED, ErrorKind.MAINTENANCE})
_STATE = {
    RemoteState.PENDING: RequestState.PENDING,
    RemoteState.PROCESSING: RequestState.IN_PROGRESS,
    RemoteState.IN_PROGRESS: RequestState.IN_PROGRESS,
    RemoteState.ACTIVE: RequestState.IN_PROGRESS,
    RemoteState.COMPLETED: RequestState.DONE,
    RemoteState.PARTIAL: RequestState.DONE,
    RemoteState.REJECTED: RequestState.REFUSED,
    RemoteState.CANCELED: RequestState.REFUSED,
}


class Aftercare:
    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells

    async def ask(self, customer_id: int, order_id: int, kind: RequestKind) -> OrderCard:
        """Write the wish down; a worker takes it to the provider. Money comes back by the order's own status alone."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            order = await tx.orders.lock(order_id)
            if order is None or order.customer_id != customer_id:
                raise NotFoundError("order")
            card = await card_of(tx, order, now)
            if any(request.kind is kind and request.state.is_open for request in card.requests):
                raise ConflictError("already-asked")
            if not (card.can_refill if kind is RequestKind.REFILL else card.can_cancel):
                raise NotAllowedError(f"{kind.value}-not-offered")
            if await tx.aftercare.add(order_id, kind, now) is None:
                raise ConflictError("already-asked")
            await tx.orders.add_event(OrderEvent(order_id, now, f"{kind.value}_asked"))
            card = await card_of(tx, order, now)
        self._bells.aftercare.ring()
        return card

    async def due(self, provider: str, limit: int) -> list[tuple[AftercareRequest, Order]]:
        async with self._storage.reading() as tx:
            return await tx.aftercare.due(provider, self._clock.now(), limit)

    async def take(self, request: AftercareRequest) -> AftercareRequest | None:
        """Before the call: `sending`, with a lease; None where another worker was first."""
        now = self._clock.now()
        sending = replace(
            request,
            state=RequestState.SENDING,
            attempts=request.attempts + 1,
            updated_at=now,
            next_look_at=now + timedelta(minutes=2),
        )
        async with self._storage.transaction() as tx:
            saved = await tx.aftercare.save(request, sending)
        return replace(sending, version=request.version + 1) if saved else None

    async def answered(self, request: AftercareRequest, order: Order, answer: Asked | Refusal) -> None:
        """What the provider said to the wish itself."""
        now = self._clock.now()
        later = now + self._interval(request, now)
        if isinstance(answer, Asked):
            new = replace(request, state=RequestState.PENDING, remote_id=answer.id, next_look_at=later, updated_at=now)
        elif answer.kind is ErrorKind.CANCEL_ALREADY_REQUESTED:
            new = replace(request, state=RequestState.PENDING, next_look_at=later, updated_at=now)
        elif self._may_have_been_taken(request.kind, answer):
            # Asking again could make a second refill: the order itself will show.
            new = replace(request, state=RequestState.PENDING, next_look_at=later, updated_at=now)
        elif answer.kind in _PASSING and request.attempts < MAX_ATTEMPTS:
            wait = timedelta(seconds=min(600, 5 * 2**request.attempts))
            new = replace(request, state=RequestState.ASKED, next_look_at=now + wait, updated_at=now)
        else:
            new = self._refused(request, answer, now)
        async with self._storage.transaction() as tx:
            if isinstance(answer, Refusal):
                await self._remember(tx, order, request.kind, answer)
            await self._save(tx, request, new, order, now)
        self._bells.outbox.ring()

    async def _remember(self, tx: Transaction, order: Order, kind: RequestKind, refusal: Refusal) -> None:
        """What the provider can't do for this service, or for none at all, is not offered from now on."""
        if refusal.kind in _NEVER_OFFERED:
            record = await tx.providers.get(order.provider) or ProviderRecord(order.provider)
            if kind is RequestKind.REFILL:
                dialect = replace(record.dialect, refill_offered=False)
            else:
                dialect = replace(record.dialect, cancel_offered=False)
            await tx.providers.save(replace(record, dialect=dialect))
        elif not refusal.of_service:
            return
        service = await service_in_use(tx, order)
        if service is not None:
            await tx.catalog.disable_flag(service.id, kind.value)  # and so every replica reads the catalogue anew

    async def looked(self, request: AftercareRequest, order: Order, status: RequestStatus | Refusal | None) -> None:
        """What the provider says of it later; None where it can't be asked, and only the order's status can tell."""
        now = self._clock.now()
        state = request.state
        if isinstance(status, RequestStatus):
            state = _STATE.get(status.state, request.state)
        if request.kind is RequestKind.CANCEL:
            state = self._cancel_state(state, order)
        new = replace(request, state=state, updated_at=now, next_look_at=now + self._interval(request, now))
        if state is RequestState.REFUSED and isinstance(status, RequestStatus):
            new = replace(new, refusal_raw=status.raw)
        elif isinstance(status, Refusal) and status.kind in (ErrorKind.REFILL_NOT_FOUND, ErrorKind.CANCEL_NOT_FOUND):
            new = self._refused(request, status, now) if now - request.created_at > timedelta(days=1) else new
        if request.kind is RequestKind.REFILL and now - request.created_at > timedelta(days=30):
            new = replace(new, state=RequestState.DONE)  # nobody answers for it any more
        async with self._storage.transaction() as tx:
            await self._save(tx, request, new, order, now)
        self._bells.outbox.ring()

    def _may_have_been_taken(self, kind: RequestKind, refusal: Refusal) -> bool:
        """The answer was lost on its way, or does not say whose it is."""
        if kind is RequestKind.CANCEL:
            return refusal.kind is ErrorKind.UNEXPECTED_SHAPE
        return refusal.kind in _PASSING - _SURELY_NOT_TAKEN

    def _cancel_state(self, state: RequestState, order: Order) -> RequestState:
        """The order's own status decides: canceled or partial is done, completed means that it came too late."""
        if order.state in (OrderState.CANCELED, OrderState.PARTIAL):
            return RequestState.DONE
        if order.state is OrderState.COMPLETED:
            return RequestState.REFUSED
        return RequestState.IN_PROGRESS if state is RequestState.DONE else state

    def _refused(self, request: AftercareRequest, refusal: Refusal, now: datetime) -> AftercareRequest:
        return replace(
            request,
            state=RequestState.REFUSED,
            refusal_kind=refusal.kind,
            refusal_raw=refusal.raw,
            next_look_at=None,
            updated_at=now,
        )

    def _interval(self, request: AftercareRequest, now: datetime) -> timedelta:
        """Young requests soon, old ones ever more rarely."""
        age = now - request.created_at
        return min(max(age / 2, min(self._policy.poll_interval, timedelta(seconds=5))), timedelta(hours=6))

    async def _save(
        self, tx: Transaction, old: AftercareRequest, new: AftercareRequest, order: Order, now: datetime
    ) -> None:
        if not new.state.is_open:
            new = replace(new, next_look_at=None)
        if not await tx.aftercare.save(old, new) or new.state is old.state:
            return
        detail = {"kind": new.refusal_kind.value if new.refusal_kind else "", "raw": new.refusal_raw or ""}
        await tx.orders.add_event(OrderEvent(order.id, now, f"{new.kind.value}_{new.state.value}", detail))
        if new.state in (RequestState.ASKED, RequestState.SENDING):
            return  # sent again in silence
        kind = NoticeKind.REFILL_CHANGED if new.kind is RequestKind.REFILL else NoticeKind.CANCEL_CHANGED
        key = f"order:{order.id}:{new.kind.value}:{new.id}:{new.version}"
        facts: Mapping[str, str | int | None] = {
            "order_id": order.id,
            "service_name": order.service_name,
            "state": new.state.value,
        }
        notices = [card_notice(order, order.version, suffix=f":{new.kind.value}:{new.id}:{new.version}")]
        if not (new.kind is RequestKind.CANCEL and order.state in FINISHED and new.state is RequestState.DONE):
            notices.append(Notice(key, order.customer_id, kind, facts, order.id, order.version))
        await tx.outbox.add(notices, now)


def by_action(
    rows: Sequence[tuple[AftercareRequest, Order]], kind: RequestKind, *, sent: bool
) -> list[tuple[AftercareRequest, Order]]:
    """Those that still have to be sent, or those that were."""
    fresh = (RequestState.ASKED, RequestState.SENDING)
    return [
        (request, order) for request, order in rows if request.kind is kind and (request.state in fresh) is not sent
    ]
