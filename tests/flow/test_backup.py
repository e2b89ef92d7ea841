"""Backups: taken while people order, put back, and nothing is done a second time."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from bot.workers import backup_keeper
from storage.backup import BackupError, back_up
from storage.engine import Database
from storage.migrate import migrate
from storage.sealed import PIECE, PassphraseError, is_sealed, seal, unseal
from tests.flow.clock import HeldClock
from tests.flow.talk import press, say
from tests.flow.world import SAM, TOKEN, VISITS, open_world
from tests.program import program

PASSPHRASE = "correct horse battery"


async def order(person: Person, link: str) -> None:
    await say(person, "/catalog", "Choose a category")
    await press(person, "Traffic", "Choose a service")
    await press(person, "Website visits", "Price of 1000")
    await press(person, "Order", "Send the link")
    await say(person, link, "How many")
    await say(person, "100", "Total")
    await press(person, "Confirm", "Order #")


async def test_a_backup_taken_under_load_restores_to_a_shop_that_repeats_nothing(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    telegram = TelegramSimulator(token=TOKEN)
    copies = tmp_path / "copies"
    async with open_world(tmp_path / "first", panels=[panel], telegram=telegram, SEND_RATE="1000") as world:
        people = [world.customer(6000 + number, name=f"D{number}") for number in range(12)]
        for person in people:
            await say(person, "/start", "Hello")
            action = await world.shop.services.adjustments.propose(SAM, person.id, 50_000_000, "")
            await world.shop.services.changes.confirm(SAM, action.id)
        url = world.settings.database_url.get_secret_value()
        panel.fail("add", Fault.HANG_AFTER, times=6, seconds=60)  # these stay in `submitting` until the end
        async with asyncio.TaskGroup() as tasks:
            buying = [
                tasks.create_task(order(person, f"https://example.com/b/{person.id}"), name=str(person.id))
                for person in people
            ]
            number = 0
            while not all(task.done() for task in buying):
                await asyncio.to_thread(back_up, url, copies / str(number))
                number += 1
        await panel.called("add", len(people))
        await asyncio.to_thread(back_up, url, copies / "last")
        panel.heal()
    assert number > 1, "no backup was taken while people ordered"
    known = {remote.link for remote in panel.book.values()}
    assert len(panel.book) == len(known) == 12

    for copy in (copies / str(number // 2), copies / "last"):
        home = tmp_path / f"again-{copy.name}"
        environ = {"DATA_DIR": str(home)}
        done = await asyncio.to_thread(program, "restore", str(copy), environ=environ)
        assert done.exit_code == 0, done.stderr
        assert "agree" in done.stdout
        database = await Database.open(f"sqlite+aiosqlite:///{home}/shop.db")
        async with database.reading() as tx:
            states = await tx.orders.count_by_state()
            waiting = await tx.outbox.oldest_waiting()
            unfinished = await tx.inbox.oldest_unfinished()
            proof = await tx.ledger.verify()
        await database.close()
        assert proof.holds
        assert not states.keys() & {OrderState.CREATED, OrderState.SUBMITTING}
        assert (waiting, unfinished) == (None, None)
        if copy.name == "last":
            assert states[OrderState.UNKNOWN] >= 6
            assert f"unknown: {states[OrderState.UNKNOWN]} orders" in done.stdout
        parked = re.search(r"parked: (\d+) messages", done.stdout)
        assert parked is not None
        released = await asyncio.to_thread(program, "release", environ=environ)
        assert released.stdout == f"ok: {parked[1]} messages wait to be sent\n"

    adds = panel.calls("add")
    async with open_world(tmp_path / "again-last", panels=[panel], telegram=telegram) as world:
        newcomer = world.customer(7777, name="New")
        await world.credit(newcomer, "50")
        await order(newcomer, "https://example.com/b/new")
        await panel.called("add", adds + 1)
    assert len(panel.book) == 13, "something was ordered a second time"


async def made_shop(folder: Path) -> str:
    url = f"sqlite+aiosqlite:///{folder}/shop.db"
    await migrate(url)
    return url


async def test_the_commands_back_up_and_restore_under_a_passphrase(tmp_path: Path) -> None:
    await made_shop(tmp_path / "a")
    copy = tmp_path / "copy.backup"
    environ = {"DATA_DIR": str(tmp_path / "a"), "BACKUP_PASSPHRASE": PASSPHRASE}
    done = await asyncio.to_thread(program, "backup", str(copy), environ=environ)
    assert (done.exit_code, done.stderr) == (0, "")
    assert is_sealed(copy)
    assert b"SQLite" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    environ["DATA_DIR"] = str(tmp_path / "b")
    for passphrase, code, line in (
        ("another passphrase", 2, "BACKUP_PASSPHRASE does not open"),
        ("", 1, "is encrypted: set BACKUP_PASSPHRASE"),
        (PASSPHRASE, 0, ""),
    ):
        environ["BACKUP_PASSPHRASE"] = passphrase
        done = await asyncio.to_thread(program, "restore", str(copy), environ=environ)
        assert done.exit_code == code, done.stderr
        assert line in done.stderr
        assert (tmp_path / "b" / "shop.db").exists() is (code == 0)
        assert [path.name for path in (tmp_path / "b").iterdir() if path.name.startswith(".")] == []


async def test_restore_replaces_no_database_unasked_and_none_that_is_in_use(tmp_path: Path) -> None:
    url = await made_shop(tmp_path / "a")
    copy = tmp_path / "copy.backup"
    back_up(url, copy)
    environ = {"DATA_DIR": str(tmp_path / "a")}

    async def run(*flags: str) -> Result:
        return await asyncio.to_thread(program, "restore", str(copy), *flags, environ=environ)

    refused = await run()
    assert (refused.exit_code, "--force keeps it aside" in refused.stderr) == (1, True)
    database = await Database.open(url)
    in_use = await run("--force")
    await database.close()
    assert (in_use.exit_code, "is in use: stop the shop first" in in_use.stderr) == (1, True)
    assert len(list((tmp_path / "a").iterdir())) == 1
    forced = await run("--force")
    assert forced.exit_code == 0, forced.stderr
    (aside,) = (tmp_path / "a").glob("shop.db.before-restore-*")
    assert str(aside) in forced.stdout


async def test_postgresql_is_told_of_its_own_tools(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgresql+asyncpg://127.0.0.1:1/shop"}
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        done = await asyncio.to_thread(program, command, "x", environ=environ)
        assert done.exit_code == 1
        assert tool in done.stderr


async def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    url = await made_shop(tmp_path / "a")
    whole = tmp_path / "whole"
    back_up(url, whole)
    content = whole.read_bytes()
    with closing(sqlite3.connect(tmp_path / "newer")) as newer, newer:
        newer.deserialize(content)
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
        of_a_newer_version = newer.serialize()
    broken = {
        "newer": of_a_newer_version,
        "text": b"not a database at all\n" * 50,
        "cut": content[: len(content) // 2],
        "empty": b"",
        "scratched": content[:8192] + bytes(8192) + content[16384:],
    }
    for name, said in broken.items():
        (tmp_path / name).write_bytes(said)
        environ = {"DATA_DIR": str(tmp_path / "b")}
        done = await asyncio.to_thread(program, "restore", str(tmp_path / name), environ=environ)
        assert done.exit_code == 1, name
        assert not (tmp_path / "b" / "shop.db").exists(), name


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_sealed_file_opens_whole_or_not_at_all(tmp_path: Path, size: int) -> None:
    plain, closed, opened = (tmp_path / name for name in ("plain", "closed", "opened"))
    plain.write_bytes(os.urandom(size))
    seal(plain, closed, PASSPHRASE)
    unseal(closed, opened, PASSPHRASE)
    assert opened.read_bytes() == plain.read_bytes()
    whole = closed.read_bytes()
    head = whole[:31]
    spoilt = [whole[:-1], whole[:-17] + b"\x00" * 17, whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], head]
    if size == 3 * PIECE:
        piece = PIECE + 16
        body = [whole[31 + number * piece :][:piece] for number in range(3)]
        spoilt += [head + body[1] + body[0] + body[2], head + body[0] + body[2], head + body[0] + body[1]]
    for content in spoilt:
        closed.write_bytes(content)
        with pytest.raises(PassphraseError):
            unseal(closed, opened, PASSPHRASE)
    closed.write_bytes(whole)
    with pytest.raises(PassphraseError):
        unseal(closed, opened, PASSPHRASE + " ")


async def test_backups_are_made_by_themselves_pruned_and_sent_to_the_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_keeper, "LOOK_EVERY", 0.02)
    clock = HeldClock()
    extra = {
        "BACKUP_EVERY": "6", "BACKUP_KEEP": "2", "BACKUP_PASSPHRASE": PASSPHRASE, "BACKUP_TO": str(SAM),
    }  # fmt: skip
    async with open_world(tmp_path, clock=clock, more=extra) as world:
        folder = tmp_path / "backups"
        await say(world.admin, "/start", "Hello")
        for before, hours in enumerate((1, 6, 6, 6)):
            assert len(documents(world.admin)) == before
            clock.pass_by(hours=hours)
            await world.admin.wait_until(lambda: True if len(documents(world.admin)) > before else None)  # noqa: B023
        kept = sorted(folder.iterdir())
        assert [path.name for path in kept] == documents(world.admin)[-2:]
        assert all(is_sealed(path) for path in kept)


def documents(person: Person) -> list[str]:
    return [message.content["document"]["file_name"] for message in person.received if "document" in message.content]


def test_a_backup_is_given_up_when_the_program_ends(tmp_path: Path) -> None:
    url = asyncio.run(made_shop(tmp_path / "a"))
    stop = threading.Event()
    stop.set()
    with pytest.raises(BackupError, match="the program ends"):
        back_up(url, tmp_path / "copy", stop=stop)
    assert not (tmp_path / "copy").exists()
