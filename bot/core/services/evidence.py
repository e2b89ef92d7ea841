"""What can be found out about an order that nobody knows the provider to have. Evidence, never a decision."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import ProviderError
from bot.core.events import NoticeKind
from bot.core.money import to_micros_up
from bot.core.orders import Order, OrderEvent, OrderState
from bot.core.ports import Provider, Storage
from bot.core.provider import OrderStatus
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService

EVIDENCE = "evidence"
_PROBED_IDS = 100
_TOLERANCE = Decimal("0.02")


class Hint(StrEnum):
    """What the provider's balance says: it lacks this order's cost, it does not, or nothing can be told from it."""

    TAKEN = "taken"
    NOT_TAKEN = "not-taken"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class _Case:
    order: Order
    before: Decimal | None  # the provider's balance before the call, in its currency
    explained_micros: int  # what other orders cost since then
    newest_id: str | None
    alone: bool


class Evidence:
    def __init__(
        self, storage: Storage, clock: Clock, authority: Authority, catalog: CatalogService, bells: Bells
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority
        self._catalog = catalog
        self._bells = bells

    async def collect(self, provider: Provider) -> int:
        """Look into each unknown order of this provider once; how many were looked into."""
        cases = await self._cases(provider.name)
        for case in cases:
            hint = await self._ask_balance(provider, case)
            candidates = await self._probe(provider, case)
            await self._write(case.order, hint, candidates)
        if cases:
            self._bells.outbox.ring()
        return len(cases)

    async def _cases(self, provider: str) -> list[_Case]:
        async with self._storage.reading() as tx:
            unknown = [o for o in await tx.orders.in_state({OrderState.UNKNOWN}) if o.provider == provider]
            record = await tx.providers.get(provider)
            cases = []
            for order in unknown:
                events = await tx.orders.events(order.id)
                sent = [event.at for event in events if event.what == "submitting"]
                if any(event.what == EVIDENCE and event.at >= sent[-1] for event in events if sent) or not sent:
                    continue
                known = record is not None and record.balance_at is not None and record.balance_at < sent[-1]
                since = record.balance_at if record is not None and known and record.balance_at else sent[-1]
                cases.append(
                    _Case(
                        order,
                        record.balance if record is not None and known else None,
                        await tx.orders.cost_accepted_since(provider, since),
                        await tx.orders.newest_provider_order_id(provider, sent[-1]),
                        alone=len(unknown) == 1,
                    )
                )
        return cases

    async def _ask_balance(self, provider: Provider, case: _Case) -> Hint:
        rule = self._catalog.price_rule(provider.name)
        if case.before is None or rule is None or not case.alone or not case.order.cost_micros:
            return Hint.UNCLEAR
        try:
            after = await provider.balance()
        except ProviderError:
            return Hint.UNCLEAR
        missing = to_micros_up((case.before - after.amount) * rule.exchange_rate) - case.explained_micros
        slack = max(2, int(case.order.cost_micros * _TOLERANCE))
        if abs(missing - case.order.cost_micros) <= slack:
            return Hint.TAKEN
        return Hint.NOT_TAKEN if abs(missing) <= slack else Hint.UNCLEAR

    async def _probe(self, provider: Provider, case: _Case) -> list[str]:
        """Ids that follow the newest known one, that the provider shows to us, and that no order of ours has."""
        newest = case.newest_id
        if newest is None or not newest.isascii() or not newest.isdigit() or len(newest) > 18:
            return []
        ids = [str(int(newest) + step) for step in range(1, _PROBED_IDS + 1)]
        try:
            batch = await provider.statuses(ids)
        except ProviderError:
            return []
        seen = [one_id for one_id in ids if isinstance(batch.rows.get(one_id), OrderStatus)]
        async with self._storage.reading() as tx:
            return [one_id for one_id in seen if await tx.orders.by_provider_order_id(provider.name, one_id) is None]

    async def _write(self, order: Order, hint: Hint, candidates: list[str]) -> None:
        now = self._clock.now()
        # Two that fit are no evidence for either.
        candidate = candidates[0] if len(candidates) == 1 else ""
        detail = {"balance": hint.value, "candidate_id": candidate, "seen": ", ".join(candidates[:5])}
        facts: dict[str, str | int | None] = {
            "order_id": order.id,
            "provider": order.provider,
            "balance": hint.value,
            "candidate_id": candidate or None,
        }
        async with self._storage.transaction() as tx:
            await tx.orders.add_event(OrderEvent(order.id, now, EVIDENCE, detail))
            key = f"{order.id}:{order.version}"
            await tx.outbox.add(
                to_admins(
                    self._authority.staff(Right.DECIDE), NoticeKind.ADMIN_ORDER_EVIDENCE, key, facts, order_id=order.id
                ),
                now,
            )
