"""A copy of the SQLite database while the shop runs, and the way back.

A copy is of one moment: what happened after it is known to the providers and to Telegram alone (`storage.held_back`).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.connect import database_url, is_sqlite
from storage.errors import StorageError
from storage.held_back import HeldBack, hold_back
from storage.migrate import migrate
from storage.sealed import is_sealed, seal, unseal

PAGES_A_STEP = 4096


class BackupError(StorageError):
    """The copy, or the way back, is refused; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside`: the database that was there before."""

    held_back: HeldBack
    aside: Path | None


def sqlite_file(url: str, *, otherwise: str) -> Path:
    """BackupError for PostgreSQL, which has tools of its own: `otherwise` names the one to use."""
    parsed = database_url(url)
    if not is_sqlite(parsed) or parsed.database is None:
        raise BackupError(f"DATABASE_URL names PostgreSQL, which has a better tool: {otherwise}")
    return Path(parsed.database)


def back_up(url: str, target: Path, passphrase: str | None = None, *, stop: threading.Event | None = None) -> None:
    """Copy the database to `target`, checked; the shop may write meanwhile. BackupError, OSError.

    `stop`, once set, makes it give up by a BackupError.
    """

    def keep_on(status: int, remaining: int, total: int) -> None:
        if stop is not None and stop.is_set():
            raise BackupError("the backup was given up: the program ends")

    source = sqlite_file(url, otherwise="pg_dump --format=custom --file=FILE")
    if not source.exists():
        raise BackupError(f"there is no database at {source} yet")
    target.parent.mkdir(parents=True, exist_ok=True)
    plain, done = _beside(target, "plain"), _beside(target, "part")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as shop,
            closing(sqlite3.connect(plain)) as copy,
        ):
            # One reading transaction around the steps, or they begin anew whenever somebody writes.
            shop.execute("BEGIN")
            shop.execute("SELECT 1 FROM sqlite_master").fetchone()
            shop.backup(copy, pages=PAGES_A_STEP, progress=keep_on)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        _check(plain)
        if passphrase:
            seal(plain, done, passphrase)
        else:
            plain.replace(done)
        _to_disk(done)
        done.chmod(0o600)
        done.replace(target)
    except sqlite3.Error as error:
        raise BackupError(f"{source} cannot be copied: {error}") from error
    finally:
        for path in (plain, done):
            path.unlink(missing_ok=True)


async def restore(source: Path, url: str, now: datetime, passphrase: str | None = None, *, force: bool) -> Restored:
    """Put the copy in the database's place. `force`: a database that is there is kept aside, under another name.

    BackupError; PassphraseError. One that some program has open is never replaced.
    """
    target = sqlite_file(
        url, otherwise="pg_restore --clean --if-exists --dbname=... FILE, then python -m bot hold-back"
    )
    fresh = _beside(target, "restored")
    try:
        await asyncio.to_thread(_fetch, source, target, fresh, passphrase, force)
        beside = f"sqlite+aiosqlite:///{fresh}"
        await migrate(beside)
        held_back = await hold_back(beside, now)
        return Restored(held_back, await asyncio.to_thread(_put_in_place, fresh, target, now))
    except sqlite3.Error as error:
        raise BackupError(f"{source} is no backup of this shop: {error}") from error
    finally:
        _remove(fresh)


def _fetch(source: Path, target: Path, fresh: Path, passphrase: str | None, force: bool) -> None:
    """The copy as a database beside the one to be replaced, if that may be."""
    if not source.exists():
        raise BackupError(f"there is no file {source}")
    if target.exists():
        refuse_in_use(target)
        if not force:
            raise BackupError(f"{target} is there already; --force keeps it aside under another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not is_sealed(source):
        shutil.copyfile(source, fresh)
    elif passphrase:
        unseal(source, fresh, passphrase)
    else:
        raise BackupError(f"{source} is encrypted: set BACKUP_PASSPHRASE")
    _check(fresh)


def _put_in_place(fresh: Path, target: Path, now: datetime) -> Path | None:
    """Where the database that was there before is now."""
    _one_file(fresh)
    _to_disk(fresh)
    fresh.chmod(0o600)
    aside = _put_aside(target, now) if target.exists() else None
    fresh.replace(target)
    return aside


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{ending}")


def _check(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if said != ["ok"]:
        raise BackupError(f"the copy is damaged: {said[0]}")
    if broken:
        raise BackupError(f"the copy is damaged: rows refer to others that are not there: {broken}")
    if not {"alembic_version", "ledger_entries", "orders"} <= tables:
        raise BackupError("this is no database of a shop")


def refuse_in_use(path: Path) -> None:
    """Whoever has a database in WAL mode open holds a lock that leaving the mode would need."""
    try:
        with closing(sqlite3.connect(path, timeout=0.5)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupError(f"{path} is in use: stop the shop first") from error
    except sqlite3.DatabaseError:
        return  # damaged: that is what backups are for
    if mode != "delete":
        raise BackupError(f"{path} is in use: stop the shop first")


def _put_aside(path: Path, now: datetime) -> Path:
    aside = path.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        log = Path(f"{path}{ending}")
        if log.exists():
            log.replace(f"{aside}{ending}")
    return aside


def _one_file(path: Path) -> None:
    """Without a log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
