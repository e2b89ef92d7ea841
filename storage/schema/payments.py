"""What was asked for, what came, promo codes and who brought whom."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.core.payments import InvoiceState, PaymentMethod, PaymentState
from storage.schema.metadata import metadata, one_of, partial_index
from storage.types import BigId, DecimalText, OuterText, UtcDateTime, WordOf

invoices = Table(
    "invoices",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("method", WordOf(PaymentMethod), nullable=False),
    Column("amount_micros", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("asked", DecimalText, nullable=False),
    Column("asked_in", String, nullable=False),
    Column("state", WordOf(InvoiceState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("remote_id", OuterText),
    Column("pay_url", OuterText),
    Column("proof_kind", String),
    Column("proof_file_id", OuterText),
    Column("proof_text", OuterText),
    Column("decided_by", BigInteger),
    CheckConstraint(one_of("method", PaymentMethod), name="method"),
    CheckConstraint(one_of("state", InvoiceState), name="state"),
    CheckConstraint("amount_micros > 0", name="amount"),
    Index("ix_invoices_customer_id", "customer_id", "id"),
    partial_index("uq_invoices_remote_id", "method", "remote_id", where="remote_id IS NOT NULL", unique=True),
    partial_index("ix_invoices_unpaid", "method", "created_at", where="state IN ('open', 'expired')"),
    partial_index("ix_invoices_claimed", "id", where="state = 'claimed'"),
    sqlite_autoincrement=True,
)

# No foreign key to customers: money may come from one who has never written to the bot.
payments = Table(
    "payments",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("method", WordOf(PaymentMethod), nullable=False),
    Column("charge_id", OuterText, nullable=False),
    Column("customer_id", BigInteger, nullable=False),
    Column("invoice_id", BigInteger, ForeignKey("invoices.id")),
    Column("paid", DecimalText, nullable=False),
    Column("paid_in", String, nullable=False),
    Column("amount_micros", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("state", WordOf(PaymentState), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("reason", String, nullable=False),
    Column("bonus_micros", BigInteger, nullable=False),
    Column("referrer_id", BigInteger),
    Column("referral_micros", BigInteger, nullable=False),
    Column("refunds", Integer, nullable=False),
    Column("decided_by", BigInteger),
    UniqueConstraint("method", "charge_id"),
    CheckConstraint(one_of("method", PaymentMethod), name="method"),
    CheckConstraint(one_of("state", PaymentState), name="state"),
    CheckConstraint("amount_micros >= 0 AND bonus_micros >= 0 AND referral_micros >= 0", name="amounts"),
    Index("ix_payments_customer_id", "customer_id", "id"),
    partial_index("ix_payments_referrer_id", "referrer_id", where="referrer_id IS NOT NULL"),
    partial_index("ix_payments_unsettled", "state", where="state IN ('review', 'refunding')"),
)

promo_codes = Table(
    "promo_codes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("code", String, nullable=False),
    Column("amount_micros", BigInteger),
    Column("percent", DecimalText),
    Column("currency", String, nullable=False),
    Column("max_uses", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("created_by", BigInteger, nullable=False),
    UniqueConstraint("code"),
    CheckConstraint("(amount_micros IS NULL) <> (percent IS NULL)", name="one_kind"),
    CheckConstraint("used BETWEEN 0 AND max_uses", name="uses"),
)

promo_uses = Table(
    "promo_uses",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("promo_id", BigInteger, ForeignKey("promo_codes.id"), nullable=False),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("payment_id", BigInteger, ForeignKey("payments.id")),
    UniqueConstraint("promo_id", "customer_id"),
    CheckConstraint(one_of("state", ("waiting", "applied")), name="state"),
    partial_index("uq_promo_uses_waiting", "customer_id", where="state = 'waiting'", unique=True),
)

# How everybody came, whether by a link or not: the first /start counts, and no later one.
referrals = Table(
    "referrals",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customers.id"), primary_key=True, autoincrement=False),
    Column("referrer_id", BigInteger, ForeignKey("customers.id")),
    Column("started_at", UtcDateTime, nullable=False),
    CheckConstraint("referrer_id <> customer_id", name="another"),
    partial_index("ix_referrals_referrer_id", "referrer_id", where="referrer_id IS NOT NULL"),
)
