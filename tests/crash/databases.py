"""Fresh databases with their tables, copied from one that was migrated once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from storage.migrate import migrate

_migrated: dict[str, str] = {}


def folder(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """In memory where the system has such a place: what is killed is a process, never the machine."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix=prefix, dir=memory if os.access(memory, os.W_OK) else None)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return folder("crash-template-")


@asynccontextmanager
async def fresh(server: str | None, directory: Path) -> AsyncIterator[str]:
    """The URL of a database of one's own: a file in `directory`, or one on the PostgreSQL server."""
    if server is None:
        path = directory / "shop.db"
        shutil.copyfile(await _sqlite_template(), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    template = await _postgres_template(server)
    name = f"crash_{uuid.uuid4().hex[:12]}"
    await _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def drop_template(server: str | None) -> None:
    if server is not None and server in _migrated:
        await _on_server(server, f'DROP DATABASE "{_migrated.pop(server)}" WITH (FORCE)')


async def _sqlite_template() -> str:
    path = str(Path(_folder().name) / "template.db")
    if path not in _migrated:
        await migrate(f"sqlite+aiosqlite:///{path}")
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        _migrated[path] = path
    return path


async def _postgres_template(server: str) -> str:
    if server not in _migrated:
        name = f"crash_template_{os.getpid()}"
        await _on_server(server, f'CREATE DATABASE "{name}"')
        await migrate(urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
        _migrated[server] = name
    return _migrated[server]


async def _on_server(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server.replace("postgresql+asyncpg://", "postgresql://", 1), timeout=30)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
