"""One running process of the shop: every resource, every worker, and how it ends."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot import __version__
from bot.app.backups import make_backup_keeper
from bot.app.desk import make_desk
from bot.app.dispatcher import make_dispatcher
from bot.app.measure import Look, MeasuredCalls, database_report, measured, workers_report
from bot.app.payments import make_payments
from bot.app.providers import open_registry
from bot.app.services import make_services, policy_of, retention_of
from bot.app.staff import make_staff
from bot.app.telegram_pages import PagesAreAway
from bot.app.unfit import cannot_listen
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.health import HealthReport, HealthServer
from bot.metrics import Metrics
from bot.payments.crypto_pay import webhook_invoice_id
from bot.payments.stars import TelegramStars
from bot.settings import Settings
from bot.ui.commands import set_commands
from bot.ui.i18n import Translators
from bot.workers.balance_watch import BalanceWatch
from bot.workers.broadcaster import Broadcaster
from bot.workers.caretaker import Caretaker
from bot.workers.catalog_sync import CatalogSync
from bot.workers.crypto_keeper import CryptoKeeper, CryptoWebhook
from bot.workers.delivery_watch import DeliveryWatch
from bot.workers.duties import duty, keep_leases
from bot.workers.inbox import Inbox
from bot.workers.investigator import Investigator
from bot.workers.lessons import Lessons
from bot.workers.notifier import Notifier
from bot.workers.pace import CountAnswers, Pace
from bot.workers.poller import Poller
from bot.workers.read_only import ReadOnlyWord
from bot.workers.receiver import FreshUpdates, LongPolling, UpdateHandler, Webhook
from bot.workers.recovery import Recovery
from bot.workers.star_keeper import StarKeeper
from bot.workers.submitter import LAST_CALLS, Submitter
from bot.workers.supervisor import Heart, Supervisor, Work, pause
from bot.workers.telegram_setup import TelegramSetup
from storage.engine import Database
from storage.fsm import FsmStorage
from storage.replicas import RENEW_EVERY, Replicas

log = structlog.get_logger(__name__)

Part = Literal["receiver", "workers"]

CRYPTO_PATH = "/crypto-pay"


class Shop:
    """One running process of the shop: `part` narrows it to taking updates in, or to the work behind them."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, part: Part | None) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._part = part
        self._alone = settings.redis_url is None  # else other processes do the same part on this database
        self._bells = Bells()
        self._policy = policy_of(settings)
        self._supervisor = Supervisor(clock)
        self._lessons = Lessons(database)
        self.metrics = Metrics()
        self._replicas: Replicas | None = None
        self._receiving = part == "workers"

    async def build(self) -> None:
        settings, clock, policy, bells = self._settings, self._clock, self._policy, self._bells
        self._registry = await open_registry(settings, self._database, clock, self._lessons.learnt)
        serves_alone = self._alone and self._part is None
        self.services = make_services(self._database, clock, policy, bells, self._registry, alone=serves_alone)
        self.staff = make_staff(self._database, clock, policy, self.services, self._registry)
        await self.services.authority.refresh()
        await self.services.catalog.reload()
        await self.services.provider_watches.refresh()
        self.desk = make_desk(self._database, clock, self.services.authority, bells)
        self.payments = make_payments(self._database, clock, policy, bells, settings, self.services.authority)
        assert settings.bot_token is not None  # noqa: S101 - `run` is refused without one
        self.bot = Bot(
            settings.bot_token.get_secret_value(),
            session=AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url), limit=200),
        )
        self.bot.session.middleware(MeasuredCalls(self.metrics))
        self.bot.session.middleware(PagesAreAway())
        if settings.redis_url is not None:
            self._replicas = Replicas(settings.redis_url.get_secret_value(), str(self.bot.id))
        self._pace = Pace(settings.send_rate, self._replicas)
        self.bot.session.middleware(CountAnswers(self._pace))
        self.translators = Translators(settings.default_locale)
        self.dispatcher = make_dispatcher(
            FsmStorage(self._database, alone=self._alone),
            self.services,
            self.staff,
            self.payments,
            self.desk,
            policy=policy,
            clock=clock,
            translators=self.translators,
            exports_dir=settings.data_dir / "exports",
        )
        self._read_only = ReadOnlyWord(self.bot, self.translators, policy.admin_ids)
        self._recovery = Recovery(
            self._database,
            clock,
            policy,
            self.services.submission,
            bells,
            alone=self._alone,
            retention=retention_of(settings),
            proven=self.metrics.ledger_proven,
        )
        self._fresh = FreshUpdates()
        handle = measured(UpdateHandler(self.bot, self.dispatcher, self._fresh), self.metrics)
        self.inbox = Inbox(self._database, clock, policy, self.bot.id, handle, self._replicas)
        self._add_workers()
        self.health = self._make_health()

    def _add_workers(self) -> None:
        settings, services, bells, supervisor = self._settings, self.services, self._bells, self._supervisor
        if self._part != "workers":
            supervisor.add("receiver", self._receive, grace=0)
            supervisor.add("inbox", self._keep_inbox, wake=self.inbox.wake)
            if self._replicas is not None:
                supervisor.add("handover", self.inbox.take_over, grace=0)
        if self._replicas is not None:
            supervisor.add("leases", keep_leases(self._replicas, RENEW_EVERY), last=True)
        supervisor.add("catalogue", self._watch_catalogue, grace=0)
        supervisor.add("delivery", DeliveryWatch(self.staff.delivery).run, grace=0)
        backups = make_backup_keeper(settings, self._clock, self.bot) if self._part != "receiver" else None
        look = Look(self.metrics, self._database, self._clock, self._registry, supervisor, backups)
        supervisor.add("metrics", look.run, grace=0)
        if self._part == "receiver":
            return
        self._add_duty("recovery", self._recovery.run)
        if backups is not None:
            supervisor.add("backups", backups.run)
        star_keeper = StarKeeper(self.payments.stars, TelegramStars(self.bot), self._clock, bells)
        self._add_duty("stars", star_keeper.run, wake=bells.refund.ring)
        if self.payments.crypto is not None:
            self._add_duty("crypto", CryptoKeeper(self.payments.crypto, self._clock).run)
        supervisor.add("lessons", self._lessons.run, wake=self._lessons.bell.ring, last=True)
        for provider in self._registry:
            name = provider.name
            provider.watch_calls(partial(self.metrics.provider_called, name))
            submit, poll, sync, care = bells.submit(name), bells.poll(name), bells.sync(name), bells.aftercare(name)
            submitter = Submitter(services.submission, services.provider_watches, provider, bells)
            supervisor.add(f"submitter:{name}", submitter.run, wake=submit.ring, grace=LAST_CALLS + 0.5)
            self._add_duty(f"poller:{name}", Poller(services.tracking, provider, bells).run, wake=poll.ring)
            caretaker = Caretaker(services.aftercare, provider, bells)
            self._add_duty(f"caretaker:{name}", caretaker.run, wake=care.ring)
            investigator = Investigator(services.evidence, provider)
            self._add_duty(f"investigator:{name}", investigator.run)
            balances = BalanceWatch(
                services.provider_watches, services.catalog, provider, bells, settings.poll_interval
            )
            self._add_duty(f"balance:{name}", balances.run, wake=bells.balance(name).ring, grace=0)
            catalog_sync = CatalogSync(services.catalog, provider, bells, settings.sync_interval)
            self._add_duty(f"sync:{name}", catalog_sync.run, wake=sync.ring, grace=0)
        notifier = Notifier(
            self._database,
            self._clock,
            self.bot,
            self.translators,
            services.customers,
            services.tracking,
            bells,
            self._pace,
        )
        broadcaster = Broadcaster(
            self.desk.broadcasts,
            services.customers,
            self.bot,
            self.translators,
            self._pace,
            bells,
            alone=self._alone,
        )
        supervisor.add("broadcaster", broadcaster.run, wake=bells.broadcast.ring)
        supervisor.add("messages", notifier.keep, last=True)
        supervisor.add("notifier", notifier.run, wake=bells.outbox.ring, grace=1.0, last=True)

    def _add_duty(self, name: str, work: Work, *, wake: Callable[[], None] = lambda: None, grace: float = 3.0) -> None:
        """One replica does it for all."""
        self._supervisor.add(name, duty(self._replicas, name, work), wake=wake, grace=grace)

    async def _receive(self, heart: Heart) -> None:
        settings = self._settings
        allowed = self.dispatcher.resolve_used_update_types()
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
        setup = TelegramSetup(self.bot, self._set_commands, allowed, settings.webhook_url, secret)
        await setup.run(heart)
        self._receiving = True
        if settings.webhook_url is None:
            polling = LongPolling(self.bot, self.inbox, self._fresh, allowed, self._read_only)
            await duty(self._replicas, "receiver", polling.run)(heart)
        else:
            while not heart.stopping.is_set():
                heart.beat()
                await pause(heart, 30)

    async def _set_commands(self, bot: Bot) -> None:
        authority, staff = self.services.authority, []
        async with self._database.reading() as tx:
            for user_id in sorted(authority.staff()):
                known = await tx.customers.get(user_id)
                if known is not None:  # one who has never written has no chat to set a menu for
                    staff.append((user_id, self.translators.for_customer(known), authority.rights(user_id)))
        await set_commands(bot, self.translators, staff)

    async def _keep_inbox(self, heart: Heart) -> None:
        await self.inbox.resume()
        await self.inbox.write_done(heart)

    async def _watch_catalogue(self, heart: Heart) -> None:
        """Another process may publish, sync, set the markup or grant a role."""
        while not heart.stopping.is_set():
            heart.beat()
            await self.services.authority.refresh()
            await self.services.catalog.refresh_if_changed()
            await self.services.provider_watches.refresh()
            await pause(heart, 5)

    def _make_health(self) -> HealthServer:
        settings = self._settings
        routes = []
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            webhook = Webhook(self.inbox, settings.webhook_secret.get_secret_value(), self._read_only)
            routes.append(web.post(urlsplit(settings.webhook_url).path or "/", webhook.__call__))
        crypto, gateway = self.payments.crypto, self.payments.gateway
        if crypto is not None and gateway is not None:
            crypto_webhook = CryptoWebhook(crypto, gateway.is_signed, webhook_invoice_id)
            routes.append(web.post(CRYPTO_PATH, crypto_webhook.take))
        return HealthServer(
            settings.http_host,
            settings.http_port,
            live={"workers": partial(workers_report, self._supervisor)},
            ready={
                "database": partial(database_report, self._database),
                "receiver": lambda: HealthReport(self._receiving),
            },
            registry=self.metrics.registry,
            routes=routes,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then everything in flight gets its grace, under 10 seconds in all."""
        # First of all: where the port is taken, nothing was touched yet.
        await self._listen()
        await self._name_doubts()
        if self._part != "receiver":
            await self._recovery.at_start()
        self._supervisor.start()
        providers = [provider.name for provider in self._registry]
        log.info("shop_runs", version=__version__, port=self.health.port, providers=providers)
        # What was made so far stays: the collector need not look at it again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        try:
            await stop.wait()
            log.info("shop_stops")
        finally:
            self.health.stop_accepting()
            await asyncio.gather(self.inbox.drain(3.0), self._supervisor.stop())
            await self.health.stop()
            if self._replicas is not None:
                await self._replicas.close()
            await self.bot.session.close()
            await self._registry.close()
            await self.payments.close()
        log.info("shop_stopped")

    async def _listen(self) -> None:
        try:
            await self.health.start()
        except OSError as error:
            raise cannot_listen(self.health.host, self.health.port, error) from error

    async def _name_doubts(self) -> None:
        """What is hardly meant; open orders of a provider that is not set any more, which nobody follows."""
        for line in self._settings.warnings():
            log.warning("doubtful_setting", hint=line)
        async with self._database.reading() as tx:
            open_orders = await tx.orders.open_by_provider()
        for name, count in open_orders.items():
            if name not in self._registry:
                log.error("provider_missing", provider=name, open_orders=count, hint="name it in PROVIDERS again")
