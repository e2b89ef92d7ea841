"""Customers and the catalogue."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.core.order_types import RateUnit
from storage.schema.metadata import metadata
from storage.types import BigId, DecimalText, JsonText, OuterCount, OuterText, UtcDateTime, WordOf

customers = Table(
    "customers",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("first_name", OuterText, nullable=False),
    Column("username", OuterText),
    Column("username_folded", OuterText),
    Column("language_code", OuterText),
    Column("language", OuterText),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("banned_at", UtcDateTime),
    Column("unreachable_at", UtcDateTime),
    Column("terms_version", Text),
    Column("terms_accepted_at", UtcDateTime),
    Index("ix_customers_username", "username_folded"),
)

categories = Table(
    "categories",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", OuterText, nullable=False),
    Column("folded", OuterText, nullable=False),
    Column("position", Integer, nullable=False),
    Column("published", Boolean, nullable=False),
    # What an admin wrote instead of the provider's words.
    Column("own_name", OuterText),
    UniqueConstraint("folded"),
)

services = Table(
    "services",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("provider", String, nullable=False),
    Column("provider_service_id", OuterText, nullable=False),
    Column("category_id", BigInteger, ForeignKey("categories.id"), nullable=False),
    Column("name", OuterText, nullable=False),
    Column("type", Text),
    Column("type_raw", OuterText),
    Column("rate", DecimalText, nullable=False),
    Column("rate_unit", WordOf(RateUnit), nullable=False),
    Column("min", OuterCount, nullable=False),
    Column("max", OuterCount, nullable=False),
    Column("refill", Boolean),
    Column("cancel", Boolean),
    Column("dripfeed", Boolean),
    # Learnt from a refusal; stays whatever the provider's list prints.
    Column("refill_refused", Boolean, nullable=False, server_default=false()),
    Column("cancel_refused", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("gone_at", UtcDateTime),
    Column("description", OuterText, nullable=False),
    Column("own_name", OuterText),
    Column("own_description", OuterText),
    UniqueConstraint("provider", "provider_service_id"),
    Index("ix_services_category_id", "category_id"),
)

# Where an order goes when the service's own provider definitely refuses it.
service_fallbacks = Table(
    "service_fallbacks",
    metadata,
    Column("service_id", BigInteger, ForeignKey("services.id"), primary_key=True, autoincrement=False),
    Column("fallback_id", BigInteger, ForeignKey("services.id"), nullable=False),
    Column("below_cost", Boolean, nullable=False),
    CheckConstraint("service_id <> fallback_id", name="another"),
)

# One row, made by the migrations.
catalog_versions = Table(
    "catalog_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

sync_reports = Table(
    "sync_reports",
    metadata,
    Column("provider", String, primary_key=True),
    Column("synced_at", UtcDateTime, nullable=False),
    Column("report", JsonText, nullable=False),
)
