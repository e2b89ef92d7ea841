"""Tells those who run the shop that a provider runs low or fails, once and not again before it was well.

A provider that refuses an order for lack of money is not sold until its balance has risen.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.events import NoticeKind
from bot.core.money import to_micros_down
from bot.core.orders import Order, OrderState
from bot.core.policy import ShopPolicy
from bot.core.ports import ProviderRecord, Storage, Transaction
from bot.core.provider import AddOutcome, AddResult, ErrorKind
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.funds import Funds
from bot.core.watch import CUSTOMERS_FAULT, ProviderWatch

LOOKED_BACK = 10  # orders
FAILING_FROM, WELL_FROM = 5, 2  # failures among them
SALES_DAYS = 7
TRY_AGAIN = timedelta(minutes=10)
TELL_AGAIN = timedelta(hours=6)
_EVIDENCE_TIME = timedelta(minutes=1)
_SALES_HOLD = timedelta(minutes=5)

Facts = dict[str, str | int | None]


class ProviderWatches:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        catalog: CatalogService,
        authority: Authority,
        funds: Funds,
        bells: Bells,
        provider_names: Callable[[], tuple[str, ...]],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._catalog = catalog
        self._authority = authority
        self._funds = funds
        self._bells = bells
        self._provider_names = provider_names
        self._known: Mapping[str, ProviderWatch] = {}
        self._recent: dict[str, deque[bool]] = {}
        self._reckoning = asyncio.Lock()
        self._daily: dict[str, tuple[int, datetime]] = {}

    def is_troubled(self, provider: str) -> bool:
        """Its balance is looked at often then."""
        watch = self._known.get(provider)
        low = watch is not None and (watch.low_since is not None or watch.short_since is not None)
        return low or provider in self._funds.missed

    async def may_look(self, provider: str) -> bool:
        """False while an order is on its way whose fate the balance may have to tell."""
        since = self._clock.now() - _EVIDENCE_TIME
        async with self._storage.reading() as tx:
            waiting = await tx.orders.in_state({OrderState.SUBMITTING, OrderState.UNKNOWN})
        return not any(
            order.provider == provider and (order.state is OrderState.SUBMITTING or order.updated_at > since)
            for order in waiting
        )

    async def refresh(self) -> None:
        """Reckon what is left everywhere, and tell what has changed for the worse or the better."""
        async with self._reckoning:  # an older look must not be written over a newer one
            await self._reckon()

    async def _reckon(self) -> None:
        async with self._storage.reading() as tx:
            records = {record.name: record for record in await tx.providers.all()}
            watches = {watch.provider: watch for watch in await tx.watches.all()}
            left: dict[str, int] = {}
            for name in self._provider_names():
                found = await self._left_micros(tx, records.get(name))
                if found is not None:
                    left[name] = found
        for name, left_micros in left.items():
            watch = watches.get(name, ProviderWatch(name))
            changed = await self._judged(watch, records[name], left_micros)
            if changed is not None:
                watches[name] = changed
        self._known = watches
        short = frozenset(name for name, watch in watches.items() if watch.short_since is not None)
        self._funds.set(left, short)

    async def looked(self, provider: str) -> None:
        """Its balance has just been read."""
        self._funds.missed.discard(provider)
        await self.refresh()

    async def outcome(self, order: Order, result: AddResult) -> None:
        """How an order was taken."""
        kind = result.error.kind if result.error else None
        if result.outcome is AddOutcome.REJECTED and kind is ErrorKind.INSUFFICIENT_FUNDS:
            await self._stop_sale(order)
            return
        if result.outcome is AddOutcome.NOT_SENT or kind in CUSTOMERS_FAULT:
            return
        recent = self._recent.setdefault(order.provider, deque(maxlen=LOOKED_BACK))
        recent.append(result.outcome is not AddOutcome.ACCEPTED)
        failed = sum(recent)
        known = self._known.get(order.provider, ProviderWatch(order.provider))
        if failed >= FAILING_FROM and known.failing_since is None:
            error = (result.error.raw if result.error else None) or (kind.value if kind else "")
            facts: Facts = {"provider": order.provider, "failed": failed, "total": len(recent), "error": error}
            await self._tell_failing(order.provider, facts)
        elif known.failing_since is not None and len(recent) >= FAILING_FROM and failed <= WELL_FROM:
            await self._change(order.provider, failing_since=None)

    async def _left_micros(self, tx: Transaction, record: ProviderRecord | None) -> int | None:
        """The balance last seen less what was ordered since; None where it is not known."""
        rule = self._catalog.price_rule(record.name) if record else None
        if record is None or rule is None or record.balance is None or record.balance_at is None:
            return None
        spent = await tx.orders.cost_accepted_since(record.name, record.balance_at)
        spent += await tx.watches.cost_on_the_way(record.name)
        return to_micros_down(record.balance * rule.exchange_rate) - spent

    async def _judged(self, watch: ProviderWatch, record: ProviderRecord, left_micros: int) -> ProviderWatch | None:
        """What changes by the balance as it is, once it was written and told; None where nothing does."""
        now = self._clock.now()
        daily = await self._daily_cost(watch.provider, now)
        low = self._is_low(record, left_micros, daily, again=watch.low_since is not None)
        resumes = self._resumes(watch, record, now)
        falls = watch.short_since is not None and not resumes and _lower(record, watch)
        if low is (watch.low_since is not None) and not resumes and not falls:
            return None
        async with self._storage.transaction() as tx:
            stored = await tx.watches.get(watch.provider)
            changed = replace(stored, low_since=(stored.low_since or now) if low else None)
            facts: Facts = {
                "provider": watch.provider,
                "balance": _plain(record.balance),
                "currency": record.currency,
                "days": _days(left_micros, daily),
            }
            if low and stored.low_since is None:
                await self._tell(tx, NoticeKind.ADMIN_LOW_BALANCE, watch.provider, facts, now)
            if resumes and stored.short_since is not None:
                rose = stored.short_balance is None or (record.balance or Decimal(0)) > stored.short_balance
                told_at = None if rose else stored.short_told_at
                changed = replace(changed, short_since=None, short_balance=None, short_told_at=told_at)
                await self._tell(tx, NoticeKind.ADMIN_SALE_RESUMED, watch.provider, facts, now)
            elif falls:
                changed = replace(changed, short_balance=record.balance)
            await tx.watches.save(changed)
        self._bells.outbox.ring()
        return changed

    def _is_low(self, record: ProviderRecord, left_micros: int, daily_micros: int, *, again: bool) -> bool:
        """`again`: it was low already, and has to rise a little above the line to be well."""
        limit = self._policy.low_balance
        rule = self._catalog.price_rule(record.name)
        if limit.amount is not None and rule is not None:
            line = to_micros_down(limit.amount * rule.exchange_rate)
        else:
            line = int(daily_micros * (limit.days or 0))
        return left_micros < (line * 11 // 10 if again else line)

    def _resumes(self, watch: ProviderWatch, record: ProviderRecord, now: datetime) -> bool:
        """The balance has risen since the refusal; or it seems to be enough, and it is time to try."""
        balance, seen_at, rule = record.balance, record.balance_at, self._catalog.price_rule(record.name)
        if watch.short_since is None or balance is None or seen_at is None or rule is None:
            return False
        if seen_at <= watch.short_since:
            return False
        enough = to_micros_down(balance * rule.exchange_rate) >= watch.short_cost_micros
        if watch.short_balance is None:
            return enough
        return balance > watch.short_balance or (enough and now - watch.short_since >= TRY_AGAIN)

    async def _stop_sale(self, order: Order) -> None:
        """The first refusal for lack of money is told; nothing of the provider is sold until its balance has risen."""
        now, name = self._clock.now(), order.provider
        self._funds.stop(name)
        async with self._storage.transaction() as tx:
            watch = await tx.watches.get(name)
            if watch.short_since is None:
                record = await tx.providers.get(name)
                left = await self._left_micros(tx, record)
                told = watch.short_told_at is not None and now - watch.short_told_at < TELL_AGAIN
                watch = replace(
                    watch,
                    short_since=now,
                    short_balance=self._in_its_currency(name, left),
                    short_cost_micros=order.cost_micros,
                    short_told_at=watch.short_told_at if told else now,
                )
                await tx.watches.save(watch)
                if not told:
                    facts: Facts = {"provider": name, "order_id": order.id}
                    await self._tell(tx, NoticeKind.ADMIN_SALE_STOPPED, name, facts, now)
        self._known = {**self._known, name: watch}
        self._bells.outbox.ring()
        self._bells.balance(name).ring()

    async def _tell_failing(self, provider: str, facts: Facts) -> None:
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            watch = await tx.watches.get(provider)
            if watch.failing_since is None:
                watch = replace(watch, failing_since=now)
                await tx.watches.save(watch)
                await self._tell(tx, NoticeKind.ADMIN_FAILURES, provider, facts, now)
        self._known = {**self._known, provider: watch}
        self._bells.outbox.ring()

    async def _change(self, provider: str, *, failing_since: datetime | None) -> None:
        async with self._storage.transaction() as tx:
            watch = replace(await tx.watches.get(provider), failing_since=failing_since)
            await tx.watches.save(watch)
        self._known = {**self._known, provider: watch}

    async def _tell(self, tx: Transaction, kind: NoticeKind, provider: str, facts: Facts, now: datetime) -> None:
        key = f"{provider}:{now.isoformat()}"
        await tx.outbox.add(to_admins(self._authority.staff(Right.LOOK), kind, key, facts), now)

    async def _daily_cost(self, provider: str, now: datetime) -> int:
        """What a day of sales costs there, as the last week says."""
        known = self._daily.get(provider)
        if known is not None and timedelta(0) <= now - known[1] < _SALES_HOLD:
            return known[0]
        async with self._storage.reading() as tx:
            daily = await tx.orders.cost_accepted_since(provider, now - timedelta(days=SALES_DAYS)) // SALES_DAYS
        self._daily[provider] = (daily, now)
        return daily

    def _in_its_currency(self, provider: str, micros: int | None) -> Decimal | None:
        rule = self._catalog.price_rule(provider)
        if micros is None or rule is None:
            return None
        return (Decimal(micros) / 1_000_000 / rule.exchange_rate).quantize(Decimal("0.000001"), ROUND_DOWN)


def _lower(record: ProviderRecord, watch: ProviderWatch) -> bool:
    """The balance seen after the refusal is below what was believed."""
    if record.balance is None or record.balance_at is None or watch.short_since is None:
        return False
    seen_later = record.balance_at > watch.short_since
    return seen_later and (watch.short_balance is None or record.balance < watch.short_balance)


def _plain(balance: Decimal | None) -> str:
    return "" if balance is None else f"{balance.quantize(Decimal('0.01'), ROUND_DOWN):f}"


def _days(left_micros: int, daily_micros: int) -> str | None:
    """None where nothing was sold lately."""
    if daily_micros <= 0:
        return None
    days = Decimal(max(0, left_micros)) / daily_micros
    return f"{days.quantize(Decimal('0.1') if days < 10 else Decimal(1)):f}"
