"""Who asked for a sync: written down, since the worker that makes it may be another process's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.core.ports import Transaction


def _name(provider: str) -> str:
    return f"sync-asked:{provider}"


async def ask(tx: Transaction, providers: Iterable[str], admin_id: int, now: datetime) -> None:
    for provider in providers:
        before = await tx.settings.get(_name(provider))
        admin_ids = {admin_id, *(before["admin_ids"] if before else ())}
        await tx.settings.set(_name(provider), {"admin_ids": sorted(admin_ids), "at": now.isoformat()}, now)


async def asked_at(tx: Transaction, provider: str) -> str | None:
    """The moment of the newest request that no report has answered yet."""
    found = await tx.settings.get(_name(provider))
    return None if found is None else str(found["at"])


async def answered(tx: Transaction, provider: str, now: datetime) -> set[int]:
    """Those who asked: they are told by the report that is being written."""
    found = await tx.settings.get(_name(provider))
    if found is None:
        return set()
    await tx.settings.set(_name(provider), None, now)
    return set(found["admin_ids"])
