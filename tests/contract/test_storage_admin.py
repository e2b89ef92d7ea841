"""What admins set and confirm, and what is known of providers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

from bot.core.ports import AdminAction, ProviderRecord
from bot.core.provider import Dialect
from storage.engine import Database
from tests.contract.storage_shop import ANNA, MINUTE, NOW, run_sql


async def test_an_action_is_confirmed_once(database: Database) -> None:
    params = {"amount_micros": 10_000_000, "note": "ж", "list": [1, None], "deep": {"a": True}}
    async with database.transaction() as tx:
        action = await tx.admin_actions.add(ANNA, "credit", params, NOW, NOW + MINUTE)
    assert action == AdminAction(action.id, ANNA, "credit", params, "open", NOW + MINUTE)

    async def confirm() -> bool:
        async with database.transaction() as tx:
            return await tx.admin_actions.move(action.id, "open", "done")

    assert sorted(await asyncio.gather(*(confirm() for _ in range(16)))) == [False] * 15 + [True]
    async with database.reading() as tx:
        assert await tx.admin_actions.get(action.id) == replace(action, state="done")
        assert await tx.admin_actions.get(999) is None


async def test_settings_are_any_json_value(database: Database) -> None:
    values = {"markup": "30.5", "maintenance": True, "texts": {"en": "Hello \x00 ж"}, "list": [1, 2], "off": False}
    async with database.transaction() as tx:
        for name, value in values.items():
            await tx.settings.set(name, "first", NOW)
            await tx.settings.set(name, value, NOW + MINUTE)
    async with database.reading() as tx:
        assert await tx.settings.all() == values
        assert await tx.settings.get("texts") == {"en": "Hello \x00 ж"}
        assert await tx.settings.get("missing") is None
    async with database.transaction() as tx:
        await tx.settings.set("markup", None, NOW)
        await tx.settings.set("missing", None, NOW)
        assert await tx.settings.get("markup") is None
        assert "markup" not in await tx.settings.all()


async def test_what_is_known_of_a_provider(database: Database) -> None:
    first = ProviderRecord("panel")
    known = ProviderRecord(
        "panel",
        Dialect(status_batch=True, cancel_status_action="", comments_with_quantity=False),
        Decimal("-0.000000000000000001"),
        "USD",
        NOW,
        NOW + MINUTE,
        "<html>",
    )
    async with database.transaction() as tx:
        assert await tx.providers.get("panel") is None
        await tx.providers.save(first)
        assert await tx.providers.get("panel") == first
        await tx.providers.save(known)
        await tx.providers.save(ProviderRecord("a"))
        assert await tx.providers.all() == [ProviderRecord("a"), known]


async def test_a_trait_that_a_newer_program_learnt_is_passed_over(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.providers.save(ProviderRecord("panel"))
    await run_sql(database, "UPDATE providers SET dialect = :dialect", dialect='{"status_batch":true,"telepathy":true}')
    async with database.reading() as tx:
        assert await tx.providers.get("panel") == ProviderRecord("panel", Dialect(status_batch=True))
