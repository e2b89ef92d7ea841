"""A transaction is there whole or not at all, whatever ends it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.core.errors import InsufficientFundsError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import ADJUSTMENTS, Posting, PostingKind, available, hold
from bot.core.ports import Storage
from storage.engine import Database
from storage.errors import DatabaseBusyError, DatabaseLostError, SchemaMismatchError, StorageAwayError, StorageError
from storage.migrate import migrate
from tests.contract.storage_shop import ANNA, NOW, add_customer, add_order, add_quote, add_service, credit, run_sql

TURNS = sorted({int(1.15**step) - 1 for step in range(120)})
"""Of the loop, before a task is called off: each time a little later."""


async def stored(database: Database) -> dict[str, object]:
    async with database.reading() as tx:
        return dict(await tx.settings.all())


def test_it_is_the_storage_that_the_core_asks_for(database: Database) -> None:
    storage: Storage = database
    assert storage is database


async def test_a_block_that_ends_is_committed(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.settings.set("a", 1, NOW)
        assert await stored(database) == {}, "nothing is visible outside before"
    assert await stored(database) == {"a": 1}


async def test_an_exception_rolls_back_and_is_raised(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as tx:
            await tx.settings.set("a", 1, NOW)
            raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await fail()
    assert await stored(database) == {}


async def test_a_cancelled_block_is_rolled_back(database: Database) -> None:
    written = asyncio.Event()

    async def never_ends() -> None:
        async with database.transaction() as tx:
            await tx.settings.set("a", 1, NOW)
            written.set()
            await asyncio.Event().wait()

    task = asyncio.get_running_loop().create_task(never_ends())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await stored(database) == {}
    async with database.transaction() as tx:
        await tx.settings.set("b", 2, NOW)
    assert await stored(database) == {"b": 2}, "the writing connection is free again"


async def test_cancelled_at_any_step_it_is_there_whole_or_not_at_all(database: Database) -> None:
    """The cancellation arrives after 0, 1, 2 ... turns of the loop: in the waiting, each statement, the commit."""
    ended_by_itself = False
    for turns in TURNS:
        begun = asyncio.Event()

        async def pair(number: int, begun: asyncio.Event = begun) -> None:
            begun.set()
            async with database.transaction() as tx:
                await tx.settings.set(f"a{number}", 1, NOW)
                await tx.settings.set(f"b{number}", 1, NOW)

        task = asyncio.get_running_loop().create_task(pair(turns))
        await begun.wait()
        for _ in range(turns):
            await asyncio.sleep(0)
        cancelled = task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            assert cancelled
        found = await stored(database)
        assert (f"a{turns}" in found) == (f"b{turns}" in found)
        if not cancelled:
            ended_by_itself = True
            break
    assert ended_by_itself
    async with database.transaction() as tx:
        await tx.settings.set("last", 1, NOW)
    assert "last" in await stored(database)


async def test_what_is_called_off_keeps_no_lock_whoever_remembers_its_error(database_url: str) -> None:
    """SQLite: a cursor that is still referred to, by a traceback for one, keeps what its closed connection locked."""
    errors: list[BaseException] = []
    database = await Database.open(database_url, busy_timeout=2)

    async def tell(number: int) -> None:
        async with database.transaction() as tx:
            told = [Notice(f"{number}.{n}", n, NoticeKind.ORDER_CARD, {"order_id": n}, n, 1) for n in range(5)]
            await tx.outbox.add(told, NOW)
            await tx.outbox.claim(NOW, 5, NOW)

    for turns in TURNS:
        task = asyncio.get_running_loop().create_task(tell(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        cancelled = task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            errors.append(error)
        async with database.transaction() as tx:
            await tx.settings.set("turns", turns, NOW)
        if not cancelled:
            break
    assert len(errors) > 20
    await database.close()


async def test_a_cancellation_during_the_commit_waits_for_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.ext.asyncio import AsyncTransaction

    committing, go_on = asyncio.Event(), asyncio.Event()
    commit = AsyncTransaction.commit

    async def slow(self: AsyncTransaction) -> None:
        committing.set()
        await go_on.wait()
        await commit(self)

    monkeypatch.setattr(AsyncTransaction, "commit", slow)

    async def write() -> None:
        async with database.transaction() as tx:
            await tx.settings.set("a", 1, NOW)

    task = asyncio.get_running_loop().create_task(write())
    await committing.wait()
    task.cancel()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await stored(database) == {"a": 1}


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading() as tx:
            await tx.settings.set("a", 1, NOW)
    assert await stored(database) == {}


async def test_reading_goes_on_while_a_transaction_is_open(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.settings.set("a", 1, NOW)
        found = await asyncio.gather(*(stored(database) for _ in range(20)))
    assert found == [{}] * 20


async def test_sixteen_taps_at_once_hold_the_money_once(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        quote = await add_quote(tx, service)

    async def tap() -> bool:
        async with database.transaction() as tx:
            await tx.ledger.lock_balance(ANNA)
            if not await tx.quotes.move(quote.id, "open", "used"):
                return False
            order = await tx.orders.add(quote, service, NOW, card_message_id=None)
            return await tx.ledger.post(hold(order.id, ANNA, order.charge_micros, "USD"), NOW)

    assert sorted(await asyncio.gather(*(tap() for _ in range(16)))) == [False] * 15 + [True]
    async with database.reading() as tx:
        balance = await tx.ledger.balance(ANNA)
        assert (balance.available_micros, balance.held_micros) == (8_830_000, 1_170_000)
        assert (await tx.ledger.verify()).problems == ()


async def test_two_processes_hold_the_money_once(database: Database, database_url: str) -> None:
    """Each reads before it writes: SQLite would refuse the second one at its first write, had it not begun with one."""
    async with database.transaction() as tx:
        await add_customer(tx, credit_micros=8)
    other = await Database.open(database_url, busy_timeout=30)

    async def spend(process: Database, number: int) -> None:
        async with process.transaction() as tx:
            wallet = await tx.ledger.lock_balance(ANNA)
            await tx.ledger.post(
                Posting(f"admin:{number}", PostingKind.DEBIT, available(ANNA), ADJUSTMENTS, 1, "USD"), NOW
            )
            assert (await tx.ledger.balance(ANNA)).available_micros == wallet.available_micros - 1

    await asyncio.gather(*(spend((database, other)[number % 2], number) for number in range(8)))
    async with other.reading() as tx:
        assert (await tx.ledger.balance(ANNA)).available_micros == 0
        assert (await tx.ledger.verify()).problems == ()
    await other.close()


async def test_sixteen_orders_at_once_never_spend_more_than_there_is(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx, credit_micros=3 * 1_170_000)

    async def buy(number: int) -> bool:
        try:
            async with database.transaction() as tx:
                await add_order(tx, service, link=f"https://a.example/{number}")
        except InsufficientFundsError:
            return False
        return True

    assert sum(await asyncio.gather(*(buy(number) for number in range(16)))) == 3
    async with database.reading() as tx:
        assert (await tx.ledger.balance(ANNA)).available_micros == 0
        proof = await tx.ledger.verify()
    assert (proof.orders, proof.problems) == (3, ())


async def test_credits_at_once_are_all_there(database: Database) -> None:
    async with database.transaction() as tx:
        await add_customer(tx, credit_micros=0)

    async def post(number: int) -> None:
        async with database.transaction() as tx:
            assert await tx.ledger.post(credit(f"admin:{number}", ANNA, 1), NOW)

    await asyncio.gather(*(post(number) for number in range(32)))
    async with database.reading() as tx:
        assert (await tx.ledger.balance(ANNA)).available_micros == 32
        assert (await tx.ledger.verify()).problems == ()


async def test_tables_that_are_missing_are_named_with_the_cure(empty_url: str) -> None:
    database = await Database.open(empty_url)
    try:
        with pytest.raises(SchemaMismatchError, match="python -m bot migrate"):
            await stored(database)
    finally:
        await database.close()


async def test_the_folder_is_made(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a' / 'b' / 'shop.db'}"
    await migrate(url)
    database = await Database.open(url)
    assert await stored(database) == {}
    await database.close()


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseLostError, match="folder of"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'shop.db'}")


@pytest.mark.parametrize("work", [Database.open, migrate])
async def test_a_server_that_is_not_there_is_named(work: object) -> None:
    with pytest.raises(DatabaseLostError, match="cannot be reached"):
        await work("postgresql+asyncpg://nobody@127.0.0.1:1/none")  # type: ignore[operator]


@pytest.mark.parametrize("work", [Database.open, migrate])
async def test_a_database_that_the_server_has_not_is_named(postgres_url: str, work: object) -> None:
    with pytest.raises(DatabaseLostError, match='"no_such_database" does not exist'):
        await work(postgres_url.rpartition("/")[0] + "/no_such_database")  # type: ignore[operator]


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("a letter to my aunt, long enough to be read as a header " * 20)
    with pytest.raises(DatabaseLostError, match="file is not a database"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")


async def test_a_new_file_that_another_program_holds_is_named(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseBusyError, match="another program"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}", busy_timeout=0.05)
    other.close()


async def test_a_new_file_that_another_process_is_making_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself does not always wait there."""
    other = sqlite3.connect(tmp_path / "shop.db", isolation_level=None, check_same_thread=False)
    other.executescript("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1); BEGIN; SELECT * FROM theirs;")
    other.execute("SELECT * FROM theirs").fetchone()
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        other.close()

    monkeypatch.setattr("storage.connect.time.sleep", wait)
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}", busy_timeout=30)
    await database.close()
    assert len(waited) == 1


async def test_an_sqlite_that_is_too_old_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    with pytest.raises(StorageError, match=r"3\.35 or newer"):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite:///:memory:", "mysql://localhost/shop"])
async def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|not a database of this shop"):
        await Database.open(url)


async def test_a_database_that_another_program_holds_is_named(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    url = f"sqlite:///{path}"  # the driver may be left out
    await migrate(url)
    database = await Database.open(url, busy_timeout=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(DatabaseBusyError, match="another program"):
            async with database.transaction() as tx:
                await tx.settings.set("a", 1, NOW)
    finally:
        other.close()
    async with database.transaction() as tx:
        await tx.settings.set("a", 1, NOW)
    assert await stored(database) == {"a": 1}
    await database.close()


async def test_waiting_for_a_connection_has_an_end(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
    await migrate(url)
    database = await Database.open(url, busy_timeout=0.05)
    async with database.transaction():
        with pytest.raises(DatabaseBusyError, match="takes too long"):
            async with database.transaction():
                pytest.fail("there is one writing connection")
    await database.close()


async def test_commits_of_sqlite_reach_the_disk(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
    database = await Database.open(url)
    async with database.transaction() as tx:
        answers = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers"):
            answers[pragma] = (await tx.connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar()
    await database.close()
    assert answers == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await run_sql(
            database, "INSERT INTO order_events (order_id, at, what, detail) VALUES (1, :at, 'x', '{}')", at=None
        )


async def shown(database: Database, setting: str) -> str:
    async with database.transaction() as tx:
        return str((await tx.connection.execute(text(f"SHOW {setting}"))).scalar_one())


async def test_a_statement_has_an_end_on_postgresql(empty_postgres: str) -> None:
    database = await Database.open(empty_postgres, statement_timeout=1.0)
    try:
        with pytest.raises(DatabaseBusyError, match="DATABASE_STATEMENT_TIMEOUT"):
            async with database.reading() as tx:
                await tx.connection.execute(text("SELECT pg_sleep(30)"))
    finally:
        await database.close()


async def test_a_transaction_that_does_nothing_gives_its_locks_back_on_postgresql(empty_postgres: str) -> None:
    vanished = await Database.open(empty_postgres, statement_timeout=1.0)
    other = await Database.open(empty_postgres, busy_timeout=30)
    lock = text("SELECT pg_advisory_xact_lock(1)")

    async def lock_and_vanish() -> None:
        async with vanished.transaction() as tx:
            await tx.connection.execute(lock)
            async with other.transaction() as theirs:
                await theirs.connection.execute(lock)
            await tx.connection.execute(text("SELECT 1"))

    try:
        with pytest.raises(StorageAwayError):
            await lock_and_vanish()
    finally:
        await vanished.close()
        await other.close()


async def test_the_server_soon_notices_a_machine_that_vanished(empty_postgres: str) -> None:
    database = await Database.open(empty_postgres)
    try:
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
        assert [await shown(database, name) for name in names] == ["30", "10", "3"]
    finally:
        await database.close()


async def test_the_isolation_is_ours_whatever_the_server_prefers(empty_postgres: str) -> None:
    connection = await asyncpg.connect(empty_postgres.replace("+asyncpg", "", 1))
    name = empty_postgres.rpartition("/")[2]
    await connection.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'serializable'")
    await connection.close()
    database = await Database.open(empty_postgres, pool_size=1)
    try:
        assert await shown(database, "transaction_isolation") == "read committed"
        assert await shown(database, "transaction_read_only") == "off"
    finally:
        await database.close()
