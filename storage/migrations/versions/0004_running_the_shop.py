"""Running the shop: roles, the audit, notes, markups, names of one's own; favourites and mass orders.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FORBIDDEN = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}
_WORDS = "the audit is only ever added to"


def upgrade() -> None:
    op.create_table(
        "roles",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('manager', 'owner', 'support')", name=op.f("ck_roles_role")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_roles")),
    )
    op.create_table(
        "audit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "customer_notes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_customer_notes_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_notes")),
    )
    op.create_index("ix_customer_notes_customer_id", "customer_notes", ["customer_id", "id"])
    op.create_table(
        "markups",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("percent", sa.String(), nullable=False),
        sa.Column("below_cost", sa.Boolean(), nullable=False),
        sa.CheckConstraint("scope IN ('category', 'customer', 'service')", name=op.f("ck_markups_scope")),
        sa.PrimaryKeyConstraint("scope", "subject_id", name=op.f("pk_markups")),
    )
    op.create_table(
        "favourites",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_favourites_customer_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_favourites_service_id")),
        sa.PrimaryKeyConstraint("customer_id", "service_id", name=op.f("pk_favourites")),
    )
    op.create_table(
        "mass_orders",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_mass_orders_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_orders")),
    )
    op.create_index("ix_mass_orders_customer_id", "mass_orders", ["customer_id"])
    for name in ("own_name", "own_description"):
        op.add_column("services", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("categories", sa.Column("own_name", sa.Text(), nullable=True))
    op.create_index(
        "ix_ledger_postings_actor",
        "ledger_postings",
        ["actor_id", "created_at"],
        sqlite_where=sa.text("actor_id IS NOT NULL"),
        postgresql_where=sa.text("actor_id IS NOT NULL"),
    )
    _guard_the_audit()


def _guard_the_audit() -> None:
    dialect = op.get_bind().dialect.name
    for what in _FORBIDDEN[dialect]:
        name = f"audit_forbid_{what}"
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {what.upper()} ON audit BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        each = "STATEMENT" if what == "truncate" else "ROW"
        op.execute(f"CREATE TRIGGER {name} BEFORE {what.upper()} ON audit FOR EACH {each} EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for what in _FORBIDDEN[dialect]:
        name = f"audit_forbid_{what}"
        op.execute(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else " ON audit"))
        if dialect != "sqlite":
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_ledger_postings_actor", "ledger_postings")
    op.drop_column("categories", "own_name")
    for name in ("own_description", "own_name"):
        op.drop_column("services", name)
    for table in ("mass_orders", "favourites", "markups", "customer_notes", "audit", "roles"):
        op.drop_table(table)
