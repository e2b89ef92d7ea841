"""Settings that are right in themselves, and yet don't fit the database or the machine."""

from __future__ import annotations

import errno

from bot.settings import Settings
from storage.engine import Database


class UnfitSettingError(Exception):
    """The message is one line for the operator and begins with the setting's name."""


async def refuse_another_currency(settings: Settings, database: Database) -> None:
    async with database.reading() as tx:
        currency = await tx.ledger.currency()
    if currency not in (None, settings.currency):
        raise UnfitSettingError(
            f"CURRENCY: the ledger is kept in {currency} and can't change; example: CURRENCY={currency}"
        )


def cannot_listen(host: str, port: int, error: OSError) -> UnfitSettingError:
    reason = (error.strerror or type(error).__name__).rpartition(": ")[2].lower()
    example = "HTTP_PORT=0" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "HTTP_HOST=127.0.0.1"
    name = example.partition("=")[0]
    return UnfitSettingError(f"{name}: can't listen on {host}, port {port} ({reason}); example: {example}")
