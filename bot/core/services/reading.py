"""An order as a card shows it: with what may be done about it now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.aftercare import OPEN_REQUESTS, AftercareRequest, RequestKind
from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderState
from bot.core.ports import Transaction
from bot.core.services.failover import service_in_use


@dataclass(frozen=True, slots=True)
class OrderCard:
    order: Order
    can_refill: bool = False
    can_cancel: bool = False
    can_refresh: bool = False
    can_reorder: bool = False
    requests: list[AftercareRequest] = field(default_factory=list)


async def card_of(tx: Transaction, order: Order, now: datetime) -> OrderCard:
    """What a provider cannot do is not offered, nor what is being done already."""
    ordered = await tx.catalog.service(order.service_id)
    service = await service_in_use(tx, order)
    provider = await tx.providers.get(order.provider)
    if service is not None and provider is not None:
        service = service.as_spoken(provider.dialect)
    requests = await tx.aftercare.of_order(order.id)
    asked = {request.kind for request in requests if request.state in OPEN_REQUESTS}
    known = order.provider_order_id is not None and service is not None
    return OrderCard(
        order,
        # A flag that the provider does not print is offered until it first answers that it can't.
        can_refill=known
        and service is not None
        and service.refill is not False
        and order.state in (OrderState.COMPLETED, OrderState.PARTIAL)
        and RequestKind.REFILL not in asked,
        can_cancel=known
        and service is not None
        and service.cancel is not False
        and order.state in OPEN_REMOTE
        and RequestKind.CANCEL not in asked,
        can_refresh=order.state in OPEN_REMOTE and order.provider_order_id is not None,
        can_reorder=ordered is not None
        and ordered.published
        and ordered.gone_at is None
        and order.state in FINISHED | {OrderState.REJECTED},
        requests=requests,
    )
