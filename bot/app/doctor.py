"""`python -m bot check`: every neighbour of the shop is asked, and each trouble names the line of .env to change."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.app.providers import open_registry
from bot.core.clock import SystemClock
from bot.core.errors import ProviderError, StorageError
from bot.core.provider import Balance, ErrorKind
from bot.providers.api_v2 import ApiV2Provider
from bot.settings import Settings
from storage.engine import Database
from storage.migrate import current_revision, newest_revision

LEAST_FREE_BYTES = 500 * 1024 * 1024
MOST_SKEW_S = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `setting` is the line of .env to change; empty where all is well, or nothing in .env would help."""

    ok: bool
    subject: str
    text: str
    setting: str = ""

    @property
    def line(self) -> str:
        if self.ok:
            return f"ok    {self.subject}: {self.text}"
        return f"WRONG {self.subject}: {self.text}" + (f"; change {self.setting} in .env" if self.setting else "")


async def examine(settings: Settings) -> list[Finding]:
    """Nothing is written, but for the empty file that SQLite makes where there was none."""
    findings: list[Finding] = []
    async for group in _groups(settings):
        findings += group
    return findings


async def _groups(settings: Settings) -> AsyncIterator[list[Finding]]:
    yield await _database(settings)
    yield await _telegram(settings)
    async with _opened(settings) as database:
        yield await _providers(settings, database)
        if database is not None:
            yield await _admins(settings, database)
            yield await _orphans(settings, database)
    if settings.redis_url is not None:
        yield [await _redis(settings.redis_url.get_secret_value())]


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database | None]:
    url = settings.database_url.get_secret_value()
    try:
        ready = await current_revision(url) == newest_revision()
        database = await Database.open(url) if ready else None
    except (StorageError, OSError):
        database = None
    try:
        yield database
    finally:
        if database is not None:
            await database.close()


async def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url.get_secret_value()
    is_file = url.startswith("sqlite")
    setting = "DATA_DIR or DATABASE_URL" if is_file else "DATABASE_URL"
    try:
        revision, newest = await current_revision(url), newest_revision()
    except (StorageError, OSError) as error:
        return [Finding(False, "database", str(error), setting)]
    if revision is None:
        findings = [Finding(True, "database", "empty; `run` makes the tables")]
    elif revision != newest:
        findings = [Finding(True, "database", f"at version {revision}; `run` brings it to {newest}")]
    else:
        findings = [Finding(True, "database", f"{'SQLite' if is_file else 'PostgreSQL'}, version {revision}")]
    if is_file:
        findings.append(_disk(settings))
    return findings


def _disk(settings: Settings) -> Finding:
    folder = Path(settings.database_url.get_secret_value().partition(":///")[2]).parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:.1f} GiB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding(False, "disk", f"only {text}", "DATA_DIR")
    return Finding(True, "disk", text)


async def _telegram(settings: Settings) -> list[Finding]:
    if settings.bot_token is None:
        return [Finding(False, "bot token", "is not set", "BOT_TOKEN")]
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    async with Bot(settings.bot_token.get_secret_value(), session=session) as bot:
        try:
            me = await bot.get_me(request_timeout=15)
            hook = await bot.get_webhook_info(request_timeout=15)
        except TelegramUnauthorizedError:
            return [Finding(False, "bot token", "Telegram does not know it", "BOT_TOKEN")]
        except TelegramAPIError as error:
            where = "" if settings.bot_api_url == "https://api.telegram.org" else "BOT_API_URL"
            return [Finding(False, "Telegram", f"does not answer ({type(error).__name__})", where)]
    findings = [Finding(True, "bot token", f"@{me.username}")]
    if settings.webhook_url is None and hook.url:
        findings.append(Finding(True, "updates", "a webhook is set; `run` takes it away and polls"))
    elif settings.webhook_url is None:
        findings.append(Finding(True, "updates", "long polling"))
    elif hook.last_error_message and hook.url == settings.webhook_url:
        text = f"Telegram could not deliver to the webhook: {hook.last_error_message}"
        findings.append(Finding(False, "updates", text, "WEBHOOK_URL"))
    else:
        findings.append(Finding(True, "updates", f"webhook, {hook.pending_update_count} waiting"))
    return findings


async def _providers(settings: Settings, database: Database | None) -> list[Finding]:
    if not settings.providers:
        return [Finding(False, "providers", "none is set, there is nothing to sell", "PROVIDER_URL and PROVIDER_KEY")]
    registry = await open_registry(settings, database, SystemClock(), lambda name, dialect: None)
    findings: list[Finding] = []
    for provider in registry:
        findings += await _provider(settings, provider)
    await registry.close()
    return findings


async def _provider(settings: Settings, provider: ApiV2Provider) -> list[Finding]:
    named = "PROVIDER_{}" if provider.name == "main" and settings.provider_url is not None else "PROVIDERS ({})"
    url_line, key_line = (named.format(word) for word in ("URL", "KEY"))
    subject = f"provider {provider.name}"
    try:
        balance = await provider.balance()
        listed = await provider.services()
    except ProviderError as error:
        kind = error.refusal.kind
        said = error.refusal.raw or kind.value
        setting = key_line if kind in (ErrorKind.AUTH, ErrorKind.ACCOUNT_DISABLED) else url_line
        return [Finding(False, subject, said[:200], setting)]
    findings = [_money(settings, provider, subject, balance)]
    if listed.services:
        text = f"{len(listed.services)} services, {len(listed.skipped)} broken rows; speaks {_dialect(provider)}"
        findings.append(Finding(True, subject, text))
    else:
        findings.append(Finding(False, subject, "its list has no usable service", url_line))
    skew = provider.clock_skew_s
    if skew is not None and abs(skew) > MOST_SKEW_S:
        text = f"its clock and this machine's differ by {abs(skew):.0f} s: set this machine's clock"
        findings.append(Finding(False, subject, text))
    return findings


def _money(settings: Settings, provider: ApiV2Provider, subject: str, balance: Balance) -> Finding:
    currency = provider.config.currency or balance.currency or settings.currency
    amount = f"balance {balance.amount.normalize():f} {currency}"
    if currency != settings.currency and currency not in settings.exchange_rates:
        return Finding(False, subject, f"{amount}, a currency without a rate: it is not sold", "EXCHANGE_RATES")
    if balance.amount <= Decimal(0):
        return Finding(False, subject, f"{amount}: orders would be refused. Top it up at the provider")
    return Finding(True, subject, amount)


def _dialect(provider: ApiV2Provider) -> str:
    speaks = {True: "batches", False: "single calls", None: "not asked yet"}
    return f"{speaks[provider.dialect.status_batch]} for states"


async def _admins(settings: Settings, database: Database) -> list[Finding]:
    if not settings.admin_ids:
        return [Finding(False, "admins", "none is set: nobody can publish or credit", "ADMIN_IDS")]
    findings = []
    async with database.reading() as tx:
        for admin_id in settings.admin_ids:
            known = await tx.customers.get(admin_id)
            if known is None:
                text = "has not written to the bot yet: send it /start, or correct the number"
                findings.append(Finding(False, f"admin {admin_id}", text, "ADMIN_IDS"))
            elif known.unreachable_at is not None:
                findings.append(Finding(False, f"admin {admin_id}", "has blocked the bot"))
            else:
                findings.append(Finding(True, f"admin {admin_id}", known.first_name))
    return findings


async def _orphans(settings: Settings, database: Database) -> list[Finding]:
    async with database.reading() as tx:
        open_orders = await tx.orders.open_by_provider()
        currency = await tx.ledger.currency()
    names = {provider.name for provider in settings.providers}
    findings = [
        Finding(False, f"provider {name}", f"is not set any more and has {count} open orders", "PROVIDERS")
        for name, count in open_orders.items()
        if name not in names
    ]
    if currency not in (None, settings.currency):
        findings.append(Finding(False, "currency", f"the ledger is kept in {currency}", "CURRENCY"))
    return findings


async def _redis(url: str) -> Finding:
    client = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
    try:
        await client.get("storefront:check")
    except (RedisError, OSError) as error:
        return Finding(False, "Redis", f"does not answer ({type(error).__name__})", "REDIS_URL")
    finally:
        await client.aclose()
    return Finding(True, "Redis", "answers")
