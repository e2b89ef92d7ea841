"""One cache of compiled SQL for all engines of this process, where each engine would begin with an empty one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache


def share_statements() -> Callable[[], None]:
    """What is given back undoes it."""
    cache: LRUCache[Any, Any] = LRUCache(2_000)
    plain = Engine.__init__

    def made(self: Engine, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        self._compiled_cache = cache

    patch = pytest.MonkeyPatch()
    patch.setattr(Engine, "__init__", made)
    for dialect in (SQLiteDialect_aiosqlite, PGDialect_asyncpg):
        # The cache knows a statement by its dialect too: those of one kind compile alike here.
        patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
    return patch.undo
