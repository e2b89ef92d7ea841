"""What the database itself can refuse, each with a line that says what to do.

bot.core.errors.StorageError
├── bot.core.errors.StorageAwayError
│   ├── DatabaseBusyError    another program, or a transaction that takes too long, holds the database
│   ├── DatabaseFullError    the disk is full
│   └── DatabaseLostError    the server, or the file, cannot be reached
└── SchemaMismatchError      the tables are not those of this version of the program
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.core.errors import StorageAwayError, StorageError

__all__ = [
    "DatabaseBusyError",
    "DatabaseFullError",
    "DatabaseLostError",
    "SchemaMismatchError",
    "StorageAwayError",
    "StorageError",
]


class DatabaseBusyError(StorageAwayError):
    pass


class DatabaseFullError(StorageAwayError):
    pass


class DatabaseLostError(StorageAwayError):
    pass


class SchemaMismatchError(StorageError):
    pass


def plain_error(error: SQLAlchemyError) -> StorageError | None:
    """The error in the operator's words; None: not one of these, look at the original."""
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError("no database connection came free in time: a transaction takes too long")
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    plain = plain_database_error(error.orig)
    if plain is None and error.connection_invalidated:
        return DatabaseLostError(f"the database cannot be reached: {error.orig}")
    return plain


def plain_database_error(error: BaseException) -> StorageError | None:
    """The same for an error of the driver itself."""
    said = str(error).lower()
    if "database is locked" in said or "database table is locked" in said or "lock timeout" in said:
        return DatabaseBusyError("the database is locked: another program is writing to it and does not finish")
    if "statement timeout" in said or "idle-in-transaction timeout" in said:
        return DatabaseBusyError(f"the database took too long (DATABASE_STATEMENT_TIMEOUT): {error}")
    if "disk is full" in said or "no space left" in said or "disk i/o error" in said:
        return DatabaseFullError(f"the database cannot write to its disk: {error}")
    if "no such table" in said or ("relation" in said and "does not exist" in said):
        return SchemaMismatchError(f"{error}; run the migrations: python -m bot migrate")
    if "unable to open database file" in said:
        return DatabaseLostError(f"the database cannot be reached: {error}")
    return None
