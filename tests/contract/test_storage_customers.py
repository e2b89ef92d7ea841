"""Customers as Telegram names them, and what they chose here."""

from __future__ import annotations

from dataclasses import replace

from bot.core.customers import Customer
from storage.engine import Database
from tests.contract.storage_shop import ANNA, BORIS, MINUTE, NOW

SEEN = Customer(ANNA, "Anna", "Anna_A", "en-GB", None, NOW)


async def see(database: Database, customer: Customer) -> Customer:
    async with database.transaction() as tx:
        return await tx.customers.see(customer)


async def test_a_customer_seen_for_the_first_time(database: Database) -> None:
    assert await see(database, SEEN) == SEEN
    async with database.reading() as tx:
        assert await tx.customers.get(ANNA) == SEEN
        assert await tx.customers.get(BORIS) is None


async def test_seen_again_the_choices_stay(database: Database) -> None:
    await see(database, SEEN)
    async with database.transaction() as tx:
        await tx.customers.set_language(ANNA, "ru")
        await tx.customers.accept_terms(ANNA, "2", NOW)
        await tx.customers.set_banned(ANNA, NOW)
        await tx.customers.set_unreachable(ANNA, NOW)
        marked = await tx.customers.get(ANNA)
    assert marked == replace(
        SEEN, language="ru", terms_version="2", terms_accepted_at=NOW, banned_at=NOW, unreachable_at=NOW
    )
    renamed = Customer(ANNA, "Анна\x00", None, "de", "fr", NOW + MINUTE)
    assert await see(database, renamed) == replace(
        marked, first_name="Анна", username=None, language_code="de", unreachable_at=None
    )
    async with database.transaction() as tx:
        await tx.customers.set_banned(ANNA, None)
        found = await tx.customers.get(ANNA)
    assert found is not None
    assert found.banned_at is None


async def test_by_username(database: Database) -> None:
    await see(database, SEEN)
    async with database.reading() as tx:
        for typed in ("anna_a", "ANNA_A", "@Anna_a"):
            found = await tx.customers.by_username(typed)
            assert found is not None
            assert found.id == ANNA
        assert await tx.customers.by_username("anna") is None


async def test_a_username_belongs_to_whom_it_was_seen_with_last(database: Database) -> None:
    await see(database, replace(SEEN, id=BORIS, created_at=NOW + MINUTE))
    await see(database, SEEN)
    async with database.reading() as tx:
        found = await tx.customers.by_username("anna_a")
    assert found is not None
    assert found.id == BORIS
    await see(database, replace(SEEN, created_at=NOW + 2 * MINUTE))
    async with database.reading() as tx:
        found = await tx.customers.by_username("anna_a")
    assert found is not None
    assert found.id == ANNA
