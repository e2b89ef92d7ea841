"""The MetaData that every table hangs on, its naming convention, and the few words that tables share."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Index, MetaData, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# What the migrations must have made besides the tables: the ledger's invariants, and that nothing is taken out.
TRIGGERS = frozenset(
    {
        "ledger_postings_write_entries",
        "ledger_postings_forbid_update",
        "ledger_postings_forbid_delete",
        "ledger_entries_match_posting",
        "ledger_entries_forbid_update",
        "ledger_entries_forbid_delete",
        "ledger_accounts_start_empty",
        "ledger_accounts_follow_entries",
        "audit_forbid_update",
        "audit_forbid_delete",
    }
)


def one_of(column: str, words: Iterable[StrEnum | str]) -> str:
    listed = ", ".join(f"'{word}'" for word in sorted(words))
    return f"{column} IN ({listed})"


def partial_index(index: str, *columns: str, where: str, unique: bool = False) -> Index:
    """A partial index, the same on both databases."""
    return Index(index, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
