"""Each invariant of the ledger, broken behind the database's back, is named by the proof."""

from __future__ import annotations

import pytest

from bot.core.ledger import refund
from storage.engine import Database
from tests.contract.storage_shop import (
    ANNA,
    BORIS,
    NOW,
    accepted,
    add_customer,
    add_order,
    add_service,
    corrupt,
    moved,
    rejected,
)

# Accounts: 1 adjustments, 2 Anna's available, 3 Boris's available, 4 Anna's held, then Boris's held and revenue.
# Postings: 1 and 2 credits; the orders below in their order.
CREATED, REJECTED, ACCEPTED, OTHER = 1, 2, 3, 4


@pytest.fixture
async def shop(database: Database) -> Database:
    """Anna's orders 1 (created), 2 (rejected), 3 (accepted, 0.2925 given back); Boris's 4 (accepted)."""
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        await add_customer(tx, BORIS)
        assert (await add_order(tx, service, link="1")).id == CREATED
        assert (await rejected(tx, await add_order(tx, service, link="2"))).id == REJECTED
        third = await accepted(tx, await add_order(tx, service, link="3"), "103")
        await tx.ledger.post(refund(third.id, ANNA, 292_500, 0, "USD"), NOW)
        assert (await moved(tx, third, refunded_micros=292_500)).id == ACCEPTED
        assert (await accepted(tx, await add_order(tx, service, BORIS, link="4"), "104")).id == OTHER
    return database


async def problems(database: Database) -> list[str]:
    async with database.reading() as tx:
        return list((await tx.ledger.verify()).problems)


def posting(key: str) -> str:
    return f"(SELECT id FROM ledger_postings WHERE key = '{key}')"


def account(kind: str, customer_id: int) -> str:
    return f"(SELECT id FROM ledger_accounts WHERE kind = '{kind}' AND customer_id = {customer_id})"


async def test_a_shop_at_work_holds(shop: Database) -> None:
    assert await problems(shop) == []
    async with shop.reading() as tx:
        proof = await tx.ledger.verify()
    assert (proof.postings, proof.accounts, proof.orders) == (10, 6, 4)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            f"DELETE FROM ledger_entries WHERE posting_id = {posting('order:1:hold')} AND amount_micros > 0",
            "(order:1:hold) has 1 entries that sum to -1.17, not two that sum to nothing",
        ),
        (
            (
                f"UPDATE ledger_entries SET amount_micros = 1 WHERE posting_id = {posting('order:1:hold')}"
                " AND amount_micros > 0"
            ),
            "(order:1:hold) has 2 entries that sum to -1.169999, not two that sum to nothing",
        ),
        (
            f"UPDATE ledger_entries SET amount_micros = amount_micros * 2 WHERE posting_id = {posting('order:1:hold')}",
            "is not what posting 3 (order:1:hold) moves",
        ),
        (
            f"UPDATE ledger_entries SET posting_id = 999 WHERE posting_id = {posting('order:1:hold')}",
            "belongs to posting 999, which is not there",
        ),
        (
            f"UPDATE ledger_accounts SET currency = 'EUR' WHERE id = {account('held', ANNA)}",
            "in another currency (USD) than the account's",
        ),
        (
            f"UPDATE ledger_postings SET currency = 'EUR' WHERE id = {posting('order:1:hold')}",
            "the ledger holds 2 currencies, from EUR on",
        ),
        (
            f"UPDATE ledger_accounts SET balance_micros = 99 WHERE id = {account('available', ANNA)}",
            "(available) says 0.000099, its entries sum to 7.9525",
        ),
        (
            (
                f"UPDATE ledger_entries SET balance_after_micros = 5 WHERE posting_id = {posting('order:1:hold')}"
                f" AND account_id = {account('available', ANNA)}"
            ),
            "says that 0.000005 was left, the entries before it and itself sum to 8.83",
        ),
        (
            (
                f"UPDATE ledger_entries SET amount_micros = -90000000 WHERE account_id = {account('available', ANNA)}"
                f" AND posting_id = {posting('order:1:hold')}"
            ),
            f"(available of customer {ANNA}) is below nothing: -80.8775",
        ),
        (
            f"UPDATE orders SET charge_micros = 2000000 WHERE id = {CREATED}",
            f"customer {ANNA}: 1.17 is held, the orders that wait for an answer of the provider hold 2",
        ),
        (
            f"UPDATE orders SET charge_micros = 2000000 WHERE id = {CREATED}",
            "order 1 is created: 1.17 is held for it, its charge is 2",
        ),
        (
            f"UPDATE orders SET state = 'rejected' WHERE id = {CREATED}",
            "order 1 is rejected: 1.17 is still held for it",
        ),
        (
            f"UPDATE orders SET state = 'created' WHERE id = {REJECTED}",
            "order 2 is created: 0 is held for it, its charge is 1.17",
        ),
        (
            f"UPDATE orders SET state = 'accepted', provider_order_id = '9' WHERE id = {CREATED}",
            "order 1 is accepted: 0 was captured, its charge is 1.17",
        ),
        (
            f"UPDATE orders SET state = 'rejected', provider_order_id = NULL WHERE id = {ACCEPTED}",
            "order 3 is rejected: 1.17 was captured though no provider has accepted it",
        ),
        (
            f"UPDATE ledger_postings SET amount_micros = 9000000 WHERE order_id = {ACCEPTED} AND kind = 'refund'",
            "order 3: 9 was given back, 1.17 was captured",
        ),
        (
            f"UPDATE orders SET refunded_micros = 0 WHERE id = {ACCEPTED}",
            "order 3 says that 0 was given back, its postings say 0.2925",
        ),
        (
            "UPDATE ledger_postings SET order_id = 77 WHERE key = 'order:1:hold'",
            "posting 3 is of order 77, which is not there",
        ),
        (
            f"UPDATE orders SET currency = 'EUR' WHERE id = {CREATED}",
            "posting 3 is in USD, its order 1 is not",
        ),
        (
            f"UPDATE orders SET customer_id = {BORIS} WHERE id = {ACCEPTED}",
            f"of order 3 moves money of customer {ANNA}, whose order it is not",
        ),
        (
            f"UPDATE orders SET provider_order_id = NULL WHERE id = {ACCEPTED}",
            "order 3 is accepted but has no order id of its provider",
        ),
        (
            f"UPDATE orders SET provider_order_id = '9' WHERE id = {CREATED}",
            "order 1 is created but has an order id of a provider",
        ),
    ],
)
async def test_what_is_broken_is_named(shop: Database, database_url: str, statement: str, said: str) -> None:
    await corrupt(database_url, statement)
    found = await problems(shop)
    assert any(said in line for line in found), "\n".join(found)


async def test_an_order_id_of_a_provider_that_two_orders_have_is_named(shop: Database, database_url: str) -> None:
    await corrupt(
        database_url,
        "DROP INDEX uq_orders_provider_order_id",
        f"UPDATE orders SET provider_order_id = '104' WHERE id = {ACCEPTED}",
    )
    assert await problems(shop) == ["orders 3 and 4 have the same order id of their provider: panel 104"]


async def test_the_proof_sees_one_moment_while_the_shop_goes_on(shop: Database) -> None:
    """An order is made between two looks of no proof: each proof is one statement."""
    async with shop.transaction() as tx:
        service = (await tx.catalog.services())[0]
        await add_order(tx, service, link="5")
        assert await problems(shop) == []
    assert await problems(shop) == []
