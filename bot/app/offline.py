"""What the command line does without running the shop."""

from __future__ import annotations

from bot.app.database import open_database
from bot.app.providers import open_registry
from bot.app.services import make_services, policy_of
from bot.app.unfit import refuse_another_currency
from bot.core.bells import Bells
from bot.core.catalog import SyncReport
from bot.core.clock import SystemClock
from bot.core.errors import ProviderError
from bot.core.ledger import LedgerProof
from bot.settings import Settings
from storage.migrate import migrate


async def prove_ledger(settings: Settings) -> LedgerProof:
    database = await open_database(settings, patient=True)
    try:
        async with database.reading() as tx:
            return await tx.ledger.verify()
    finally:
        await database.close()


async def sync_catalogues(settings: Settings) -> list[SyncReport]:
    """One sync of every provider, beside a shop that runs or without one. UnfitSettingError, StorageError."""
    clock, policy = SystemClock(), policy_of(settings)
    await migrate(settings.database_url.get_secret_value())
    database = await open_database(settings)
    try:
        await refuse_another_currency(settings, database)
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
