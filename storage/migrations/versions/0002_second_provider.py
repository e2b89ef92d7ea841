"""A second provider's service for orders that the first one refuses, and an index for looking into unknown ones.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_fallbacks",
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fallback_id", sa.BigInteger(), nullable=False),
        sa.Column("below_cost", sa.Boolean(), nullable=False),
        sa.CheckConstraint("service_id <> fallback_id", name=op.f("ck_service_fallbacks_another")),
        sa.ForeignKeyConstraint(
            ["fallback_id"], ["services.id"], name=op.f("fk_service_fallbacks_fallback_id_services")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_fallbacks_service_id_services")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_fallbacks")),
    )
    op.create_index(op.f("ix_orders_accepted_at"), "orders", ["provider", "accepted_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_orders_accepted_at"), "orders")
    op.drop_table("service_fallbacks")
