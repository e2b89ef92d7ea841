"""Which second provider's service stands in for a service whose own provider refuses."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.audit import AuditLine
from bot.core.catalog import Service
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.ports import Storage, Transaction
from bot.core.pricing import charge_micros, cost_micros, shown_quantity
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService


@dataclass(frozen=True, slots=True)
class Pairing:
    """A service and its stand-in, with the price of 1000 (or of one order) and what it costs there."""

    first: Service
    second: Service
    price_micros: int
    second_cost_micros: int
    active: bool
    below_cost: bool

    @property
    def loses_money(self) -> bool:
        return self.second_cost_micros > self.price_micros


class SecondProvider:
    def __init__(self, storage: Storage, clock: Clock, catalog: CatalogService, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._catalog = catalog
        self._authority = authority

    async def current(self, admin_id: int, service_id: int) -> Pairing | None:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            fallback = await tx.catalog.fallback(service_id)
            if fallback is None:
                await _service(tx, service_id)
                return None
            return await self._pairing(tx, service_id, fallback.service.id, below_cost=fallback.below_cost, active=True)

    async def preview(self, admin_id: int, service_id: int, second_id: int) -> Pairing:
        """InputError where the two can't stand in for each other."""
        self._require(admin_id)
        async with self._storage.reading() as tx:
            return await self._pairing(tx, service_id, second_id, below_cost=False, active=False)

    async def set(self, admin_id: int, service_id: int, second_id: int, *, below_cost: bool) -> Pairing:
        self._require(admin_id)
        async with self._storage.transaction() as tx:
            pairing = await self._pairing(tx, service_id, second_id, below_cost=below_cost, active=True)
            await self._note(tx, admin_id, service_id, second_id)
            await tx.catalog.set_fallback(service_id, second_id, below_cost=below_cost)
            return pairing

    async def clear(self, admin_id: int, service_id: int) -> Service:
        self._require(admin_id)
        async with self._storage.transaction() as tx:
            service = await _service(tx, service_id)
            await self._note(tx, admin_id, service_id, None)
            await tx.catalog.set_fallback(service_id, None, below_cost=False)
            return service

    async def _pairing(
        self, tx: Transaction, service_id: int, second_id: int, *, below_cost: bool, active: bool
    ) -> Pairing:
        first, second = await _service(tx, service_id), await _service(tx, second_id)
        if first.provider == second.provider:
            raise InputError("second-same-provider")
        if first.type != second.type or first.rate_unit != second.rate_unit:
            raise InputError("second-other-type")
        rule, second_rule = self._catalog.price_book.rule(first), self._catalog.price_rule(second.provider)
        if rule is None or second_rule is None:
            raise InputError("second-no-currency")
        quantity = shown_quantity(first.rate_unit)
        return Pairing(
            first,
            second,
            charge_micros(first.rate, first.rate_unit, quantity, rule),
            cost_micros(second.rate, second.rate_unit, quantity, second_rule),
            active,
            below_cost,
        )

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.SHELF)

    async def _note(self, tx: Transaction, admin_id: int, service_id: int, second_id: int | None) -> None:
        before = await tx.catalog.fallback(service_id)
        words = (str(before.service.id) if before else "", str(second_id or ""))
        await tx.audit.add(AuditLine(self._clock.now(), admin_id, "second", f"service {service_id}", *words))


async def _service(tx: Transaction, service_id: int) -> Service:
    service = await tx.catalog.service(service_id)
    if service is None or service.gone_at is not None:
        raise NotFoundError("service")
    return service
