"""Where the shop is measured: around a handler, around a call of Telegram, around a call of a provider."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.core.clock import Clock
from bot.core.ports import InboxRow, Storage
from bot.health import HealthReport
from bot.metrics import Metrics
from bot.providers.registry import Registry
from bot.workers.backup_keeper import BackupKeeper
from bot.workers.supervisor import Heart, Supervisor, pause

LOOK_EVERY = 10.0
"""Seconds between two looks at what the metrics know from the database."""

Handle = Callable[[InboxRow], Awaitable[None]]


def measured(handle: Handle, metrics: Metrics) -> Handle:
    async def measure(row: InboxRow) -> None:
        await metrics.handled(handle(row))

    return measure


class MeasuredCalls(BaseRequestMiddleware):
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        outcome = "ok"
        try:
            return await make_request(bot, method)
        except TelegramAPIError as error:
            outcome = type(error).__name__
            raise
        finally:
            self._metrics.telegram_called(type(method).__name__, outcome)


class Look:
    """A worker: fills in what the metrics know from the database, from circuits and from the other workers."""

    def __init__(
        self,
        metrics: Metrics,
        storage: Storage,
        clock: Clock,
        registry: Registry,
        supervisor: Supervisor,
        backups: BackupKeeper | None,
    ) -> None:
        self._metrics = metrics
        self._storage = storage
        self._clock = clock
        self._registry = registry
        self._supervisor = supervisor
        self._backups = backups

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            circuits = {one.name: one.circuit.retry_at is not None for one in self._registry}
            workers = {name: heart.healthy for name, heart in self._supervisor.hearts.items()}
            await self._metrics.look(self._storage, self._clock.now(), circuits, workers)
            if self._backups is not None:
                self._metrics.backed_up(self._backups.newest_at)
            await pause(heart, LOOK_EVERY)


def workers_report(supervisor: Supervisor) -> HealthReport:
    hearts = supervisor.hearts
    ill = {name: heart.trouble or heart.last_error or "stalled" for name, heart in hearts.items() if not heart.healthy}
    crashes = sum(heart.crashes for heart in hearts.values())
    return HealthReport(not ill, {"running": len(hearts), "crashes": crashes, **ill})


async def database_report(storage: Storage) -> HealthReport:
    async with storage.reading() as tx:
        await tx.catalog.version()
    return HealthReport(ok=True)
