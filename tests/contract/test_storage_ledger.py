"""The ledger: what may be posted, what it answers, and what the database refuses to anybody."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from bot.core.errors import InsufficientFundsError
from bot.core.ledger import (
    ADJUSTMENTS,
    REVENUE,
    AccountKind,
    AccountRef,
    Posting,
    PostingKind,
    WalletBalance,
    available,
    capture,
    held,
    hold,
    refund,
)
from storage.engine import Database
from tests.contract.storage_shop import (
    ANNA,
    BORIS,
    CHARGE,
    MINUTE,
    NOW,
    accepted,
    add_customer,
    add_order,
    add_service,
    credit,
    rejected,
    rows_of,
    run_sql,
)


async def wallet(database: Database, customer_id: int = ANNA) -> WalletBalance:
    async with database.reading() as tx:
        return await tx.ledger.balance(customer_id)


async def proven(database: Database) -> bool:
    async with database.reading() as tx:
        return (await tx.ledger.verify()).holds


async def test_an_empty_ledger_holds_and_has_no_currency(database: Database) -> None:
    async with database.reading() as tx:
        proof = await tx.ledger.verify()
        assert (proof.postings, proof.accounts, proof.orders, proof.holds) == (0, 0, 0, True)
        assert await tx.ledger.currency() is None
        assert await tx.ledger.balance(ANNA) == WalletBalance()
        assert await tx.ledger.statement(ANNA, limit=10) == []


async def test_a_posting_writes_two_entries_and_moves_the_balance(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.ledger.post(credit("admin:1", ANNA, 10_000_000), NOW)
    assert await wallet(database) == WalletBalance(available_micros=10_000_000)
    entries = await rows_of(database, "SELECT amount_micros, balance_after_micros FROM ledger_entries ORDER BY id")
    assert [tuple(entry) for entry in entries] == [(-10_000_000, None), (10_000_000, 10_000_000)]
    async with database.reading() as tx:
        assert await tx.ledger.currency() == "USD"
    assert await proven(database)


async def test_the_same_key_again_posts_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.ledger.post(credit("admin:1", ANNA, 10_000_000), NOW)
        assert not await tx.ledger.post(credit("admin:1", ANNA, 10_000_000), NOW)
        assert not await tx.ledger.post(credit("admin:1", BORIS, 7), NOW), "whatever else it says"
    async with database.transaction() as tx:
        assert not await tx.ledger.post(credit("admin:1", ANNA, 10_000_000), NOW)
    assert await wallet(database) == WalletBalance(available_micros=10_000_000)
    assert await wallet(database, BORIS) == WalletBalance()


async def test_the_same_key_again_is_no_overdraft(database: Database) -> None:
    """The first time has spent what the second would lack."""
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx, credit_micros=CHARGE)
        order = await add_order(tx, service)
        assert not await tx.ledger.post(hold(order.id, ANNA, CHARGE, "USD"), NOW)
    assert await wallet(database) == WalletBalance(held_micros=CHARGE)


@pytest.mark.parametrize("source", [available(ANNA), held(ANNA), available(BORIS)])
async def test_an_overdraft_is_refused_and_the_transaction_goes_on(database: Database, source: AccountRef) -> None:
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
        too_much = Posting("admin:2", PostingKind.DEBIT, source, ADJUSTMENTS, 101, "USD")
        with pytest.raises(InsufficientFundsError) as refused:
            await tx.ledger.post(too_much, NOW)
        await tx.settings.set("after", True, NOW)
    there = 100 if source == available(ANNA) else 0
    assert refused.value.facts == {"missing_micros": 101 - there, "available_micros": there, "charge_micros": 101}
    async with database.reading() as tx:
        assert await tx.settings.get("after") is True
    assert await wallet(database) == WalletBalance(available_micros=100)
    assert await proven(database)


@pytest.mark.parametrize("amount_micros", [0, -5])
async def test_a_posting_moves_something_somewhere(database: Database, amount_micros: int) -> None:
    async with database.transaction() as tx:
        with pytest.raises(ValueError, match="moves nothing"):
            await tx.ledger.post(credit("admin:1", ANNA, amount_micros), NOW)
        with pytest.raises(ValueError, match="moves nothing"):
            await tx.ledger.post(Posting("a", PostingKind.CREDIT, REVENUE, REVENUE, 5, "USD"), NOW)


async def test_the_way_of_an_order_s_money(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        order = await accepted(tx, await add_order(tx, service))
        assert await tx.ledger.lock_balance(ANNA) == WalletBalance(available_micros=8_830_000)
        assert await tx.ledger.balances([BORIS, ANNA]) == {
            ANNA: WalletBalance(available_micros=8_830_000),
            BORIS: WalletBalance(),
        }
        for target, already in ((292_500, 0), (292_500, 292_500 - 1), (CHARGE, 292_500)):
            await tx.ledger.post(refund(order.id, ANNA, target, already, "USD"), NOW + MINUTE)
        assert await tx.orders.save(order, replace(order, refunded_micros=CHARGE))
        await rejected(tx, await add_order(tx, service, link="https://b.example/"))
    assert await wallet(database) == WalletBalance(available_micros=10_000_000)
    assert await proven(database)


async def test_the_statement_tells_the_available_money_newest_first(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        await add_customer(tx, BORIS)
        order = await accepted(tx, await add_order(tx, service))
        posting = Posting("admin:9", PostingKind.DEBIT, available(ANNA), ADJUSTMENTS, 830_000, "USD", note="a <b>\x00")
        await tx.ledger.post(posting, NOW + MINUTE)
    async with database.reading() as tx:
        lines = await tx.ledger.statement(ANNA, limit=10)
        assert await tx.ledger.statement(ANNA, limit=1, offset=1) == lines[1:2]
    told = [(line.at, line.kind, line.amount_micros, line.balance_micros, line.order_id, line.note) for line in lines]
    assert told == [
        (NOW + MINUTE, PostingKind.DEBIT, -830_000, 8_000_000, None, "a <b>"),
        (NOW, PostingKind.HOLD, -CHARGE, 8_830_000, order.id, ""),
        (NOW, PostingKind.CREDIT, 10_000_000, 10_000_000, None, ""),
    ]


async def test_debt_is_what_a_customer_owes(database: Database) -> None:
    async with database.transaction() as tx:
        debt = AccountRef(AccountKind.DEBT, ANNA)
        await tx.ledger.post(Posting("admin:1:owed", PostingKind.DEBIT, debt, ADJUSTMENTS, 500, "USD"), NOW)
    assert await wallet(database) == WalletBalance(debt_micros=500)
    assert await proven(database)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_postings SET amount_micros = 1",
        "UPDATE ledger_postings SET note = 'x'",
        "DELETE FROM ledger_postings",
        "UPDATE ledger_entries SET amount_micros = 1",
        "DELETE FROM ledger_entries",
        "UPDATE ledger_accounts SET balance_micros = 1000 WHERE customer_id IS NOT NULL",
        "UPDATE ledger_accounts SET balance_micros = balance_micros + 1 WHERE customer_id IS NOT NULL",
        "DELETE FROM ledger_accounts",
        "INSERT INTO ledger_accounts (kind, customer_id, currency, balance_micros) VALUES ('available', 9, 'USD', 5)",
        """INSERT INTO ledger_accounts (kind, customer_id, currency, balance_micros)
        VALUES ('available', NULL, 'USD', 0)""",
        "INSERT INTO ledger_accounts (kind, customer_id, currency, balance_micros) VALUES ('revenue', 9, 'USD', 0)",
        "INSERT INTO ledger_accounts (kind, customer_id, currency) VALUES ('adjustments', NULL, 'USD')",
        # An entry that no posting asks for; the half of one twice; one on a third account
        """INSERT INTO ledger_entries (posting_id, account_id, amount_micros)
        SELECT id, source_id, 1 FROM ledger_postings""",
        """INSERT INTO ledger_entries (posting_id, account_id, amount_micros, balance_after_micros)
        SELECT p.id, p.target_id, p.amount_micros, a.balance_micros + p.amount_micros
        FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.target_id""",
        f"""INSERT INTO ledger_entries (posting_id, account_id, amount_micros, balance_after_micros)
        SELECT p.id, a.id, p.amount_micros, a.balance_micros + p.amount_micros
        FROM ledger_postings p JOIN ledger_accounts a ON a.customer_id = {BORIS}""",
        # A posting in another currency than its accounts, of nothing, of less, to itself, of no order, overdrawn
        *(
            f"""INSERT INTO ledger_postings (key, kind, source_id, target_id, amount_micros, currency, note, created_at)
            SELECT 'x', '{kind}', {source}, {target}, {amount}, '{currency}', '', created_at FROM ledger_postings"""
            for kind, source, target, amount, currency in (
                ("credit", "source_id", "target_id", "5", "EUR"),
                ("credit", "source_id", "target_id", "0", "USD"),
                ("credit", "source_id", "target_id", "-5", "USD"),
                ("credit", "source_id", "source_id", "5", "USD"),
                ("hold", "source_id", "target_id", "5", "USD"),
                ("debit", "target_id", "source_id", "amount_micros + 1", "USD"),
            )
        ),
    ],
)
async def test_the_database_refuses_to_bend_the_ledger(database: Database, statement: str) -> None:
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
    await run_sql(
        database,
        f"""INSERT INTO ledger_accounts (kind, customer_id, currency, balance_micros)
        VALUES ('available', {BORIS}, 'USD', 0)""",
    )
    with pytest.raises(DBAPIError):
        await run_sql(database, statement)
    assert await wallet(database) == WalletBalance(available_micros=100)
    assert await proven(database)


async def test_a_posting_put_in_by_hand_is_whole_too(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
    await run_sql(
        database,
        """INSERT INTO ledger_postings (key, kind, source_id, target_id, amount_micros, currency, note, created_at)
        SELECT 'by hand', kind, source_id, target_id, 11, currency, '', created_at FROM ledger_postings""",
    )
    assert await wallet(database) == WalletBalance(available_micros=111)
    assert await proven(database)


async def test_postings_put_in_by_hand_at_once_are_whole_too(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
    await asyncio.gather(
        *(
            run_sql(
                database,
                """INSERT INTO ledger_postings
                (key, kind, source_id, target_id, amount_micros, currency, note, created_at)
                SELECT :key, kind, source_id, target_id, 1, currency, '', created_at FROM ledger_postings
                WHERE key = 'admin:1'""",
                key=f"by hand {number}",
            )
            for number in range(16)
        )
    )
    assert await wallet(database) == WalletBalance(available_micros=116)
    assert await proven(database)


async def test_sqlite_replaces_no_posting(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "shop.db")
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
    with pytest.raises(DBAPIError, match="only ever added to"):
        await run_sql(database, "INSERT OR REPLACE INTO ledger_postings SELECT * FROM ledger_postings")
    assert await proven(database)
    await database.close()


async def test_two_currencies_have_accounts_of_their_own(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.ledger.post(credit("admin:1", ANNA, 100), NOW)
        euros = replace(credit("admin:2", ANNA, 7), currency="EUR")
        await tx.ledger.post(euros, NOW)
        with pytest.raises(InsufficientFundsError):
            await tx.ledger.post(Posting("a", PostingKind.DEBIT, available(ANNA), ADJUSTMENTS, 8, "EUR"), NOW)
    async with database.reading() as tx:
        problems = (await tx.ledger.verify()).problems
    assert problems == ("the ledger holds 2 currencies, from EUR on",)


async def test_a_capture_needs_what_was_held(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        order = await add_order(tx, service)
        with pytest.raises(InsufficientFundsError):
            await tx.ledger.post(capture(order.id, ANNA, CHARGE + 1, "USD"), NOW)
        assert await tx.ledger.post(capture(order.id, ANNA, CHARGE, "USD"), NOW)
        assert not await tx.ledger.post(capture(order.id, ANNA, CHARGE, "USD"), NOW)
    assert await wallet(database) == WalletBalance(available_micros=8_830_000)
