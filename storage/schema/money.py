"""The ledger: accounts, postings, and the entries that a posting writes.

A posting is inserted alone. A trigger writes its two entries and moves the balances, so that a posting whose entries
do not sum to nothing cannot be written at all; further triggers forbid changing or deleting either, entries that no
posting asks for, and a balance that is not the one its newest entry names.

Only customers' accounts keep a running balance. The shop's own (revenue and the like) keep none: every order would
queue for that one row, and two workers that book several orders in one transaction could block each other for good.
Theirs is the sum of their entries.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
)

from bot.core.ledger import CUSTOMER_KINDS, AccountKind, PostingKind
from storage.schema.metadata import metadata, one_of, partial_index
from storage.types import BigId, OuterText, UtcDateTime, WordOf

# No foreign key to customers: the ledger outlives what is known of a person.
ledger_accounts = Table(
    "ledger_accounts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", WordOf(AccountKind), nullable=False),
    Column("customer_id", BigInteger),
    Column("currency", String, nullable=False),
    Column("balance_micros", BigInteger),
    UniqueConstraint("id", "currency"),
    CheckConstraint(f"({one_of('kind', CUSTOMER_KINDS)}) = (customer_id IS NOT NULL)", name="owner"),
    CheckConstraint("(customer_id IS NOT NULL) = (balance_micros IS NOT NULL)", name="running_balance"),
    CheckConstraint(f"NOT ({one_of('kind', ('available', 'held'))}) OR balance_micros >= 0", name="not_overdrawn"),
    partial_index(
        "uq_ledger_accounts_customer",
        "customer_id",
        "kind",
        "currency",
        where="customer_id IS NOT NULL",
        unique=True,
    ),
    partial_index("uq_ledger_accounts_shop", "kind", "currency", where="customer_id IS NULL", unique=True),
)

ledger_postings = Table(
    "ledger_postings",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", String, nullable=False),
    Column("kind", WordOf(PostingKind), nullable=False),
    Column("source_id", BigInteger, nullable=False),
    Column("target_id", BigInteger, nullable=False),
    Column("amount_micros", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("order_id", BigInteger, ForeignKey("orders.id")),
    Column("note", OuterText, nullable=False),
    Column("actor_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    # Both accounts are in the posting's currency.
    ForeignKeyConstraint(["source_id", "currency"], ["ledger_accounts.id", "ledger_accounts.currency"]),
    ForeignKeyConstraint(["target_id", "currency"], ["ledger_accounts.id", "ledger_accounts.currency"]),
    UniqueConstraint("key"),
    CheckConstraint("amount_micros > 0", name="amount"),
    CheckConstraint("source_id <> target_id", name="two_accounts"),
    CheckConstraint(
        f"order_id IS NOT NULL OR NOT ({one_of('kind', ('hold', 'capture', 'release'))})", name="of_an_order"
    ),
    Index("ix_ledger_postings_order_id", "order_id"),
    partial_index("ix_ledger_postings_actor", "actor_id", "created_at", where="actor_id IS NOT NULL"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("posting_id", BigInteger, ForeignKey("ledger_postings.id"), nullable=False),
    Column("account_id", BigInteger, ForeignKey("ledger_accounts.id"), nullable=False),
    Column("amount_micros", BigInteger, nullable=False),
    Column("balance_after_micros", BigInteger),
    UniqueConstraint("posting_id", "account_id"),
    CheckConstraint("amount_micros <> 0", name="amount"),
    Index("ix_ledger_entries_account_id", "account_id", "id"),
)
