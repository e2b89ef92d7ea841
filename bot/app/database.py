"""The database as the settings describe it."""

from __future__ import annotations

from bot.settings import Settings
from storage.engine import Database


async def open_database(settings: Settings, *, patient: bool = False) -> Database:
    """`patient`: a statement may take as long as it likes. StorageError: it cannot be reached."""
    return await Database.open(
        settings.database_url.get_secret_value(),
        busy_timeout=settings.database_timeout,
        pool_size=settings.database_pool_size,
        statement_timeout=0 if patient else settings.database_statement_timeout,
    )
