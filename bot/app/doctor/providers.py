"""Each provider: its key, balance and currency, its list, what it was seen to speak, and its clock."""

from __future__ import annotations

from decimal import Decimal

from bot.app.doctor.finding import Finding
from bot.app.providers import open_registry
from bot.core.clock import SystemClock
from bot.core.errors import ProviderError
from bot.core.provider import Dialect, ErrorKind
from bot.providers.api_v2 import ApiV2Provider
from bot.settings import Settings
from bot.workers.catalog_sync import tells_no_balance
from storage.engine import Database

MOST_SKEW_S = 120

_ACCOUNT = (ErrorKind.AUTH, ErrorKind.ACCOUNT_DISABLED)
_FORMS = {True: "in batches", False: "one by one", None: "not asked yet"}


async def each(settings: Settings, database: Database | None) -> list[Finding]:
    if not settings.providers:
        return [Finding(False, "providers", "none is set, there is nothing to sell", "PROVIDER_URL and PROVIDER_KEY")]
    registry = await open_registry(settings, database, SystemClock(), lambda name, dialect: None)
    findings: list[Finding] = []
    for provider in registry:
        findings += await _one(settings, provider)
    await registry.close()
    return findings


async def _one(settings: Settings, provider: ApiV2Provider) -> list[Finding]:
    named = "PROVIDER_{}" if provider.name == "main" and settings.provider_url is not None else "PROVIDERS ({})"
    url_line, key_line = (named.format(word) for word in ("URL", "KEY"))
    subject = f"provider {provider.name}"
    try:
        findings = [await _money(settings, provider, subject)]
        listed = await provider.services()
    except ProviderError as error:
        kind = error.refusal.kind
        said = error.refusal.raw or kind.value
        return [Finding(False, subject, said[:200], key_line if kind in _ACCOUNT else url_line)]
    if listed.services:
        text = f"{len(listed.services)} services, {len(listed.skipped)} broken rows"
        findings.append(Finding(True, subject, text))
    else:
        findings.append(Finding(False, subject, "its list has no usable service", url_line))
    findings.append(Finding(True, subject, f"dialect: {_spoken(provider.dialect)}"))
    skew = provider.clock_skew_s
    if skew is not None and abs(skew) > MOST_SKEW_S:
        text = f"its clock and this machine's differ by {abs(skew):.0f} s: set this machine's clock"
        findings.append(Finding(False, subject, text))
    elif skew is not None:
        findings.append(Finding(True, subject, f"its clock and this machine's differ by {abs(skew):.0f} s"))
    return findings


async def _money(settings: Settings, provider: ApiV2Provider, subject: str) -> Finding:
    try:
        balance = await provider.balance()
    except ProviderError as error:
        if not tells_no_balance(error.refusal):
            raise
        if provider.config.currency is None:
            text = "tells no balance, and so no currency: it is not sold"
            return Finding(False, subject, text, "PROVIDERS (currency)")
        return Finding(True, subject, f"tells no balance; its prices are in {provider.config.currency}")
    said = provider.config.currency or balance.currency
    currency = said or settings.currency
    amount = f"balance {balance.amount.normalize():f} {currency}"
    if currency != settings.currency and currency not in settings.exchange_rates:
        return Finding(False, subject, f"{amount}, a currency without a rate: it is not sold", "EXCHANGE_RATES")
    if balance.amount <= Decimal(0):
        return Finding(False, subject, f"{amount}: orders would be refused. Top it up at the provider")
    if said is None:
        return Finding(True, subject, f"{amount}, a currency that it does not name: taken for the shop's")
    return Finding(True, subject, amount)


def _spoken(dialect: Dialect) -> str:
    forms = {"status": dialect.status_batch, "refill": dialect.refill_batch, "cancel": dialect.cancel_batch}
    if dialect.refill_offered is False:
        del forms["refill"]
    if dialect.cancel_offered is False:
        del forms["cancel"]
    return ", ".join(f"{name} {_FORMS[form]}" for name, form in forms.items())
