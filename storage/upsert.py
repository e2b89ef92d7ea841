"""INSERT ... ON CONFLICT, one text for both databases: SQLite compiles PostgreSQL's form of it as its own."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import Insert, insert

__all__ = ["Insert", "insert"]
