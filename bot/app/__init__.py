"""The composition root: settings become resources, resources a dispatcher and workers. The only place that knows all."""

from __future__ import annotations

import asyncio
import gc
import signal
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.app.providers import is_available, learn_refusal, open_registry
from bot.app.services import make_services, policy_of
from bot.app.shop import Part, Shop
from bot.core.bells import Bells
from bot.core.catalog import SyncReport
from bot.core.clock import Clock, SystemClock
from bot.core.errors import ProviderError
from bot.core.ledger import LedgerProof
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.admin import Admin
from bot.core.services.aftercare import Aftercare
from bot.core.services.catalog import CatalogService
from bot.core.services.checkout import Checkout
from bot.core.services.customers import Customers
from bot.core.services.review import Review
from bot.core.services.submission import Submission
from bot.core.services.tracking import Tracking
from bot.core.services.wallet import Wallet
from bot.health import HealthReport, HealthServer
from bot.links import check_url
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.ui.commands import set_commands
from bot.ui.i18n import Translators
from bot.workers.caretaker import Caretaker
from bot.workers.catalog_sync import CatalogSync
from bot.workers.inbox import Inbox
from bot.workers.lessons import Lessons
from bot.workers.notifier import Notifier
from bot.workers.poller import Poller
from bot.workers.receiver import LongPolling, UpdateHandler, Webhook
from bot.workers.recovery import Recovery
from bot.workers.submitter import LAST_CALLS, Submitter
from bot.workers.supervisor import Heart, Supervisor, pause
from bot.workers.telegram_setup import TelegramSetup
from handlers import build_router
from storage.engine import Database
from storage.fsm import DatabaseStorage
from storage.migrate import migrate


class StartError(Exception):
    """The shop cannot start with these settings and this database; the message is one line for the operator."""


async def run_shop(settings: Settings, part: Part | None = None, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. StartError where the database does not fit the settings."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    url = settings.database_url.get_secret_value()
    await migrate(url)
    database = await Database.open(url)
    try:
        async with database.reading() as tx:
            currency = await tx.ledger.currency()
        if currency not in (None, settings.currency):
            raise StartError(
                f"CURRENCY: the ledger is kept in {currency} and can't change; example: CURRENCY={currency}"
            )
        shop = Shop(settings, database, clock or SystemClock(), part)
        await shop.build()
        await shop.run(stop)
    finally:
        await database.close()


async def prove_ledger(settings: Settings) -> LedgerProof:
    database = await Database.open(settings.database_url.get_secret_value())
    try:
        async with database.reading() as tx:
            return await tx.ledger.verify()
    finally:
        await database.close()


async def sync_catalogues(settings: Settings) -> list[SyncReport]:
    """One sync of every provider, beside a shop that runs or without one."""
    url, clock, policy = settings.database_url.get_secret_value(), SystemClock(), policy_of(settings)
    await migrate(url)
    database = await Database.open(url)
    try:
        registry = await open_registry(settings, database, clock, lambda name, dialect: None)
        catalog = make_services(database, clock, policy, Bells(), registry).catalog
        reports = []
        for provider in registry:
            try:
                await catalog.record_balance(provider.name, await provider.balance())
                reports.append(await catalog.merge(provider.name, await provider.services()))
            except ProviderError as error:
                reports.append(await catalog.sync_failed(provider.name, error.refusal))
        await registry.close()
        return reports
    finally:
        await database.close()
