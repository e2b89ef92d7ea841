"""From SQLite to PostgreSQL: the same shop on the other side, or nothing at all."""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

import asyncpg
import pytest

from bot.core.orders import OrderState
from storage.backup import BackupError
from storage.engine import Database
from storage.migrate import migrate
from storage.move import MoveError, move
from tests.contract.storage_shop import accepted, add_customer, add_order, add_quote, add_service, credit
from tests.deploy.large_shop import books, fill
from tests.flow.process import ROOT

PEOPLE = 60
ORDERS = int(os.environ.get("MOVE_ORDERS", "3000"))


@pytest.fixture
async def target(postgres_url: str) -> AsyncIterator[str]:
    """An empty database."""
    name = f"move_{uuid.uuid4().hex[:12]}"
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", "", 1))
    await connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{postgres_url.rpartition('/')[0]}/{name}"
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


async def a_shop(folder: Path) -> str:
    url = f"sqlite+aiosqlite:///{folder}/shop.db"
    await migrate(url)
    database = await Database.open(url)
    async with database.transaction() as tx:
        service = await add_service(tx)
        for number in range(PEOPLE):
            await add_customer(tx, 100 + number)
            order = await add_order(tx, service, 100 + number, link=f"https://a.example/{number}?q=é😀")
            if number % 2:
                await accepted(tx, order, str(9000 + number))
    await database.close()
    return url


async def test_a_shop_is_moved_whole_and_sells_on(tmp_path: Path, target: str) -> None:
    source = await a_shop(tmp_path)
    moved = await move(source, target)
    assert moved.rows["orders"] == moved.rows["customers"] == PEOPLE
    assert moved.rows["ledger_entries"] == 2 * moved.rows["ledger_postings"] > 0
    there, here = await Database.open(target), await Database.open(source)
    try:
        async with there.reading() as tx, here.reading() as old:
            for number in range(PEOPLE):
                assert await tx.customers.get(100 + number) == await old.customers.get(100 + number)
                assert await tx.ledger.balance(100 + number) == await old.ledger.balance(100 + number)
                assert await tx.orders.of_customer(100 + number, limit=9) == await old.orders.of_customer(
                    100 + number, limit=9
                )
            (service,) = await tx.catalog.services()
        async with there.transaction() as tx:  # what counts up goes on, and the triggers write entries again
            quote = await add_quote(tx, service, 100)
            order = await tx.orders.add(quote, service, quote.created_at, card_message_id=None)
            assert order.id == PEOPLE + 1
            before = (await tx.ledger.balance(100)).available_micros
            await tx.ledger.post(credit("again", 100, 5), quote.created_at)
            assert (await tx.ledger.balance(100)).available_micros == before + 5
            states = await tx.orders.count_by_state()
        assert states[OrderState.ACCEPTED] == PEOPLE // 2
    finally:
        await there.close()
        await here.close()


@pytest.mark.timeout(120 + ORDERS / 50)
async def test_a_large_shop_is_moved_by_one_command(tmp_path: Path, target: str) -> None:
    """MOVE_ORDERS says how large."""
    source = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
    await fill(source, ORDERS)
    begin = perf_counter()
    environ = {"DATABASE_URL": source, "PATH": os.environ["PATH"]}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "move-to", target, cwd=ROOT, env=environ, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await program.communicate()
    print(f"{ORDERS} orders in {perf_counter() - begin:.1f} s:\n{said.decode()}")
    assert program.returncode == 0
    there, here = await Database.open(target), await Database.open(source)
    try:
        counts, balances, proof = await books(there)
        assert (counts, balances, proof) == await books(here)
    finally:
        await there.close()
        await here.close()
    assert counts["orders"] == counts["quotes"] == ORDERS
    assert counts["ledger_entries"] == 2 * counts["ledger_postings"]
    assert proof.holds, proof.problems
    assert f"{ORDERS} orders agree" in said.decode()


async def test_a_database_that_has_rows_is_not_written(tmp_path: Path, target: str) -> None:
    source = await a_shop(tmp_path)
    await move(source, target)
    with pytest.raises(MoveError, match="not empty"):
        await move(source, target)


async def test_a_ledger_that_does_not_hold_is_not_moved(tmp_path: Path, target: str) -> None:
    source = await a_shop(tmp_path)
    database = await Database.open(source)
    async with database.transaction() as tx:
        await tx.connection.exec_driver_sql("UPDATE orders SET refunded_micros = 1 WHERE id = 1")
    await database.close()
    with pytest.raises(MoveError, match="the ledger does not hold"):
        await move(source, target)
    there = await Database.open(target)
    async with there.reading() as tx:
        assert await tx.orders.count_of_customer(101) == 0
    await there.close()


async def test_a_shop_that_runs_is_not_moved(tmp_path: Path, target: str) -> None:
    source = await a_shop(tmp_path)
    database = await Database.open(source)
    with pytest.raises(BackupError, match="in use"):
        await move(source, target)
    await database.close()
