"""What an operator's charts and alerts are made of. One registry a process; names begin with `shop_`."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from time import perf_counter
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot import __version__
from bot.core.orders import HOLDING, OPEN_REMOTE, OrderState
from bot.core.ports import Storage

T = TypeVar("T")

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters are raised as things happen; what the database knows is read by `look`, and stands until the next."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        Info("shop_build", "The program", registry=registry).info({"version": __version__})
        self._updates = Counter("shop_updates", "Updates handled", ["outcome"], registry=registry)
        self._handling = Histogram("shop_handler_seconds", "Handling of one update", buckets=QUICK, registry=registry)
        self._telegram = Counter(
            "shop_telegram_calls", "Calls of the Bot API", ["method", "outcome"], registry=registry
        )
        self._calls = Counter(
            "shop_provider_calls", "Calls of providers", ["provider", "action", "outcome"], registry=registry
        )
        self._calling = Histogram(
            "shop_provider_call_seconds", "One call", ["provider", "action"], buckets=SLOW, registry=registry
        )
        self._inbox = Gauge("shop_inbox_age_seconds", "Age of the oldest update not yet handled", registry=registry)
        self._outbox = Gauge("shop_outbox_age_seconds", "Age of the oldest message not yet sent", registry=registry)
        self._orders = Gauge("shop_orders", "Orders that are not finished", ["state"], registry=registry)
        self._open = Gauge("shop_open_orders", "Orders under way", ["provider"], registry=registry)
        self._circuit = Gauge(
            "shop_circuit_open", "1 while calls to the provider are held back", ["provider"], registry=registry
        )
        self._ledger = Gauge("shop_ledger_holds", "1 where the last proof held, 0 where it did not", registry=registry)
        self._proven = Gauge("shop_ledger_proven_timestamp_seconds", "When it was last proven", registry=registry)
        self._worker = Gauge("shop_worker_healthy", "1 while the worker does its work", ["worker"], registry=registry)
        self._backup = Gauge("shop_backup_timestamp_seconds", "When the newest backup was made", registry=registry)

    async def handled(self, work: Awaitable[T]) -> T:
        """Await the handling of an update, and count how it went."""
        started, outcome = perf_counter(), "failed"
        try:
            result = await work
            outcome = "done"
            return result
        finally:
            self._updates.labels(outcome).inc()
            self._handling.observe(perf_counter() - started)

    def telegram_called(self, method: str, outcome: str) -> None:
        self._telegram.labels(method, outcome).inc()

    def provider_called(self, provider: str, action: str, outcome: str, seconds: float) -> None:
        self._calls.labels(provider, action, outcome).inc()
        self._calling.labels(provider, action).observe(seconds)

    def ledger_proven(self, holds: bool, at: datetime) -> None:
        self._ledger.set(holds)
        self._proven.set(at.timestamp())

    def backed_up(self, at: datetime | None) -> None:
        if at is not None:
            self._backup.set(at.timestamp())

    async def look(
        self, storage: Storage, now: datetime, circuits: Mapping[str, bool], workers: Mapping[str, bool]
    ) -> None:
        """`circuits` say whether they are open, `workers` whether they are healthy."""
        async with storage.reading() as tx:
            unhandled = await tx.inbox.oldest_unfinished()
            unsent = await tx.outbox.oldest_waiting()
            states = await tx.orders.count_by_state()
            by_provider = await tx.orders.open_by_provider()
        self._inbox.set(_age(unhandled, now))
        self._outbox.set(_age(unsent, now))
        for state in OrderState:
            if state in HOLDING | OPEN_REMOTE:
                self._orders.labels(state.value).set(states.get(state, 0))
        for provider, is_open in circuits.items():
            self._open.labels(provider).set(by_provider.get(provider, 0))
            self._circuit.labels(provider).set(is_open)
        for worker, is_healthy in workers.items():
            self._worker.labels(worker).set(is_healthy)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
