"""Payments: invoices, what came, promo codes, referrals.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_in", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("pay_url", sa.Text(), nullable=True),
        sa.Column("proof_kind", sa.String(), nullable=True),
        sa.Column("proof_file_id", sa.Text(), nullable=True),
        sa.Column("proof_text", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("method IN ('crypto', 'manual', 'stars')", name=op.f("ck_invoices_method")),
        sa.CheckConstraint(
            "state IN ('claimed', 'expired', 'open', 'paid', 'refused')", name=op.f("ck_invoices_state")
        ),
        sa.CheckConstraint("amount_micros > 0", name=op.f("ck_invoices_amount")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_invoices_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invoices_customer_id", "invoices", ["customer_id", "id"])
    op.create_index("ix_invoices_claimed", "invoices", ["id"], **where("state = 'claimed'"))
    op.create_index("ix_invoices_unpaid", "invoices", ["method", "created_at"], **where("state IN ('open', 'expired')"))
    op.create_index(
        "uq_invoices_remote_id", "invoices", ["method", "remote_id"], unique=True, **where("remote_id IS NOT NULL")
    )
    op.create_table(
        "payments",
        sa.Column("id", BigId, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("charge_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.String(), nullable=False),
        sa.Column("paid_in", sa.String(), nullable=False),
        sa.Column("amount_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("bonus_micros", sa.BigInteger(), nullable=False),
        sa.Column("referrer_id", sa.BigInteger(), nullable=True),
        sa.Column("referral_micros", sa.BigInteger(), nullable=False),
        sa.Column("refunds", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("method IN ('crypto', 'manual', 'stars')", name=op.f("ck_payments_method")),
        sa.CheckConstraint(
            "state IN ('credited', 'refunded', 'refunding', 'refused', 'reversed', 'review')",
            name=op.f("ck_payments_state"),
        ),
        sa.CheckConstraint(
            "amount_micros >= 0 AND bonus_micros >= 0 AND referral_micros >= 0", name=op.f("ck_payments_amounts")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payments_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("method", "charge_id", name=op.f("uq_payments_method_charge_id")),
    )
    op.create_index("ix_payments_customer_id", "payments", ["customer_id", "id"])
    op.create_index("ix_payments_referrer_id", "payments", ["referrer_id"], **where("referrer_id IS NOT NULL"))
    op.create_index("ix_payments_unsettled", "payments", ["state"], **where("state IN ('review', 'refunding')"))
    _promotions()


def _promotions() -> None:
    op.create_table(
        "promo_codes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("amount_micros", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("max_uses", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(amount_micros IS NULL) <> (percent IS NULL)", name=op.f("ck_promo_codes_one_kind")),
        sa.CheckConstraint("used BETWEEN 0 AND max_uses", name=op.f("ck_promo_codes_uses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_promo_codes_code")),
    )
    op.create_table(
        "promo_uses",
        sa.Column("id", BigId, nullable=False),
        sa.Column("promo_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('applied', 'waiting')", name=op.f("ck_promo_uses_state")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_promo_uses_customer_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_promo_uses_payment_id")),
        sa.ForeignKeyConstraint(["promo_id"], ["promo_codes.id"], name=op.f("fk_promo_uses_promo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_uses")),
        sa.UniqueConstraint("promo_id", "customer_id", name=op.f("uq_promo_uses_promo_id_customer_id")),
    )
    op.create_index("uq_promo_uses_waiting", "promo_uses", ["customer_id"], unique=True, **where("state = 'waiting'"))
    op.create_table(
        "referrals",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("referrer_id", sa.BigInteger(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("referrer_id <> customer_id", name=op.f("ck_referrals_another")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_referrals_customer_id")),
        sa.ForeignKeyConstraint(["referrer_id"], ["customers.id"], name=op.f("fk_referrals_referrer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_referrer_id", "referrals", ["referrer_id"], **where("referrer_id IS NOT NULL"))


def downgrade() -> None:
    for table in ("referrals", "promo_uses", "promo_codes", "payments", "invoices"):
        op.drop_table(table)
