"""The database: can it be reached, is it of this version, is there room; and does what is in it fit the settings."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app.database import open_database
from bot.app.doctor.finding import Finding
from bot.settings import Settings
from storage.connect import database_url, is_sqlite, journal_mode
from storage.engine import Database
from storage.errors import StorageError
from storage.migrate import current_revision, known_revisions, newest_revision

LEAST_FREE_BYTES = 500 * 1024 * 1024


async def file_and_tables(settings: Settings) -> list[Finding]:
    url = settings.database_url.get_secret_value()
    parsed = database_url(url)
    file = Path(parsed.database) if is_sqlite(parsed) and parsed.database else None
    try:
        revision = await current_revision(url)
    except (StorageError, OSError) as error:
        return [
            Finding(False, "database", str(error), "DATA_DIR or DATABASE_URL" if file else "DATABASE_URL"),
            *_disk(settings, file),
        ]
    return [_version("SQLite" if file else "PostgreSQL", revision), *await _journal(file), *_disk(settings, file)]


def _version(kind: str, revision: str | None) -> Finding:
    newest = newest_revision()
    if revision is None:
        return Finding(True, "database", f"{kind}, empty; `run` makes the tables")
    if revision not in known_revisions():
        text = f"{kind}, of a newer version ({revision}) than this program ({newest}): run that version, or restore"
        return Finding(False, "database", text)
    if revision != newest:
        return Finding(True, "database", f"{kind}, version {revision}; `run` brings it to {newest}")
    return Finding(True, "database", f"{kind}, version {revision}")


async def _journal(file: Path | None) -> list[Finding]:
    if file is None:
        return []
    mode = await asyncio.to_thread(journal_mode, file)
    if mode == "wal":
        return [Finding(True, "journal", "WAL")]
    text = f"{mode}, since {file.parent} can't hold a write-ahead log (a network disk?): customers would wait"
    return [Finding(False, "journal", text, "DATA_DIR or DATABASE_URL")]


def _disk(settings: Settings, file: Path | None) -> list[Finding]:
    folders = {_nearest(settings.data_dir): "DATA_DIR"}
    if file is not None:
        folders.setdefault(_nearest(file.parent), "DATABASE_URL")
    findings = []
    for folder, setting in folders.items():
        free = shutil.disk_usage(folder).free
        text = f"{free / 1024**3:.1f} GiB free in {folder}"
        if not os.access(folder, os.W_OK | os.X_OK):
            findings.append(Finding(False, "disk", f"{folder} can't be written by this user", setting))
        elif free < LEAST_FREE_BYTES:
            findings.append(Finding(False, "disk", f"only {text}", setting))
        else:
            findings.append(Finding(True, "disk", text))
    return findings


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    path = folder.absolute()
    return next(one for one in (path, *path.parents) if one.is_dir())


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database | None]:
    """None where it can't be read by this version."""
    url = settings.database_url.get_secret_value()
    try:
        ready = await current_revision(url) == newest_revision()
        database = await open_database(settings) if ready else None
    except (StorageError, OSError):
        database = None
    try:
        yield database
    finally:
        if database is not None:
            await database.close()


async def what_is_kept(settings: Settings, database: Database) -> list[Finding]:
    """Orders of providers that are gone, and the ledger's currency."""
    async with database.reading() as tx:
        open_orders = await tx.orders.open_by_provider()
        currency = await tx.ledger.currency()
    names = {provider.name for provider in settings.providers}
    findings = [
        Finding(False, f"provider {name}", f"is not set any more, and its open orders ({count}) wait", "PROVIDERS")
        for name, count in open_orders.items()
        if name not in names
    ]
    if currency not in (None, settings.currency):
        findings.append(Finding(False, "currency", f"the ledger is kept in {currency}", "CURRENCY"))
    return findings
