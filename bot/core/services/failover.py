"""A second provider for an order that the first one definitely refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.catalog import Service
from bot.core.errors import ConflictError
from bot.core.order_types import PricedBy
from bot.core.orders import Order, OrderEvent, OrderState
from bot.core.ports import Transaction
from bot.core.pricing import cost_micros
from bot.core.provider import ErrorKind, Refusal
from bot.core.services.catalog import CatalogService

# The first provider cannot deliver this to anybody; a wrong link or quantity would be wrong elsewhere, too.
_ANOTHER_MAY_HELP = frozenset(
    {
        ErrorKind.INSUFFICIENT_FUNDS,
        ErrorKind.SERVICE_UNAVAILABLE,
        ErrorKind.INVALID_SERVICE,
        ErrorKind.ACCOUNT_DISABLED,
        ErrorKind.AUTH,
        ErrorKind.MAINTENANCE,
    }
)


async def service_in_use(tx: Transaction, order: Order) -> Service | None:
    """The service that the order is made with: the one ordered, or the second provider's."""
    service = await tx.catalog.service(order.service_id)
    if service is None or _is_made_with(order, service):
        return service
    fallback = await tx.catalog.fallback(order.service_id)
    second = fallback.service if fallback else None
    return second if second is not None and _is_made_with(order, second) else None


async def move_to_second(
    tx: Transaction, catalog: CatalogService, order: Order, refusal: Refusal, now: datetime
) -> Order | None:
    """The order as `created` at the second provider; None where there is none that may take it.

    The charge stays what the customer confirmed; below cost only where an admin said so.
    """
    if refusal.kind not in _ANOTHER_MAY_HELP:
        return None
    first = await tx.catalog.service(order.service_id)
    fallback = await tx.catalog.fallback(order.service_id)
    if first is None or fallback is None or not _is_made_with(order, first):
        return None  # no second provider, or it has refused as well
    second = fallback.service
    cost = _cost(catalog, second, order)
    if not _fits(second, order) or cost is None or (cost > order.charge_micros and not fallback.below_cost):
        return None
    moved = replace(
        order,
        state=OrderState.CREATED,
        provider=second.provider,
        provider_service_id=second.provider_service_id,
        cost_micros=cost,
        attempts=0,
        attempt_id=None,
        lease_until=None,
        next_submit_at=now,
        updated_at=now,
    )
    if not await tx.orders.save(order, moved):
        raise ConflictError
    detail = {"from": order.provider, "to": second.provider, "raw": refusal.raw or refusal.kind.value}
    await tx.orders.add_event(OrderEvent(order.id, now, "moved_to_second_provider", detail))
    return replace(moved, version=order.version + 1)


def _is_made_with(order: Order, service: Service) -> bool:
    return (order.provider, order.provider_service_id) == (service.provider, service.provider_service_id)


def _cost(catalog: CatalogService, service: Service, order: Order) -> int | None:
    rule = catalog.price_rule(service.provider)
    if rule is None or not catalog.is_available(service.provider):
        return None
    return cost_micros(service.rate, service.rate_unit, order.quantity, rule)


def _fits(service: Service, order: Order) -> bool:
    if service.gone_at is not None or service.type != order.type:
        return False
    if order.fields.get("runs") and not service.dripfeed:
        return False
    order_type = service.order_type
    if order_type is None or order_type.priced_by is PricedBy.ORDER:
        return order_type is not None
    counted = {
        PricedBy.QUANTITY: ("quantity",),
        PricedBy.POSTS: ("min", "max"),  # of each post
        PricedBy.LINES: (),
    }[order_type.priced_by]
    counts = [int(order.fields[name]) for name in counted] or [order.quantity]
    return all(service.min <= count <= service.max for count in counts)
