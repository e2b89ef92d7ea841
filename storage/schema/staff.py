"""The people who run the shop, what they set, and what customers keep for themselves."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table

from bot.core.pricing import MarkupScope
from bot.core.roles import Role
from storage.schema.metadata import metadata, one_of
from storage.types import BigId, DecimalText, JsonText, OuterText, UtcDateTime, WordOf

roles = Table(
    "roles",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", WordOf(Role), nullable=False),
    Column("granted_by", BigInteger, nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    CheckConstraint(one_of("role", Role), name="role"),
)

# Only ever added to: triggers forbid the rest.
audit = Table(
    "audit",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", OuterText, nullable=False),
    Column("before", OuterText, nullable=False),
    Column("after", OuterText, nullable=False),
    sqlite_autoincrement=True,
)

customer_notes = Table(
    "customer_notes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", OuterText, nullable=False),
    Index("ix_customer_notes_customer_id", "customer_id", "id"),
)

markups = Table(
    "markups",
    metadata,
    Column("scope", WordOf(MarkupScope), primary_key=True),
    Column("subject_id", BigInteger, primary_key=True, autoincrement=False),
    Column("percent", DecimalText, nullable=False),
    Column("below_cost", Boolean, nullable=False),
    CheckConstraint(one_of("scope", MarkupScope), name="scope"),
)

favourites = Table(
    "favourites",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customers.id"), primary_key=True, autoincrement=False),
    Column("service_id", BigInteger, ForeignKey("services.id"), primary_key=True, autoincrement=False),
    Column("added_at", UtcDateTime, nullable=False),
)

# Lines that a customer was shown with their prices, before Confirm.
mass_orders = Table(
    "mass_orders",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("lines", JsonText, nullable=False),
    Index("ix_mass_orders_customer_id", "customer_id"),
)
