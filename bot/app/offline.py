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
from bot.workers.catalog_sync import read_and_merge
from storage.held_back import HeldBack, hold_back
from storage.migrate import migrate
from storage.sole import PARTS, sole_user


async def prove_ledger(settings: Settings) -> LedgerProof:
    database = await open_database(settings, patient=True)
    try:
        async with database.reading() as tx:
            return await tx.ledger.verify()
    finally:
        await database.close()


async def hold_back_restored(settings: Settings) -> HeldBack:
    """After another tool put the database back: brought to this version, and nothing of it done a second time."""
    url = settings.database_url.get_secret_value()
    async with sole_user(url, PARTS, wait=0):
        await migrate(url)
        return await hold_back(url, SystemClock().now())


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
                reports.append(await read_and_merge(catalog, provider))
            except ProviderError as error:
                reports.append(await catalog.sync_failed(provider.name, error.refusal))
        await registry.close()
        return reports
    finally:
        await database.close()
