"""The first tables, and the ledger's triggers.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations.ledger_triggers import CREATE, DROP
from storage.types import BigId, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "admin_actions",
        sa.Column("id", BigId, nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('done', 'dropped', 'open')", name=op.f("ck_admin_actions_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_actions")),
    )
    versions = op.create_table(
        "catalog_versions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalog_versions_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_versions")),
    )
    op.create_table(
        "categories",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("folded", name=op.f("uq_categories_folded")),
    )
    op.create_table(
        "customers",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("username_folded", sa.Text(), nullable=True),
        sa.Column("language_code", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("banned_at", UtcDateTime(), nullable=True),
        sa.Column("unreachable_at", UtcDateTime(), nullable=True),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.Column("terms_accepted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index("ix_customers_username", "customers", ["username_folded"])

    op.create_table(
        "fsm",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fsm")),
    )
    op.create_table(
        "inbox",
        sa.Column("seq", BigId, nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('done', 'parked', 'waiting')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_finished", "inbox", ["finished_at"], **where("finished_at IS NOT NULL"))
    op.create_index("ix_inbox_waiting", "inbox", ["bot_id", "seq"], **where("state = 'waiting'"))
    op.create_index("uq_inbox_update", "inbox", ["bot_id", "update_id"], unique=True)

    op.create_table(
        "ledger_accounts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("balance_micros", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('available', 'debt', 'held')) = (customer_id IS NOT NULL)", name=op.f("ck_ledger_accounts_owner")
        ),
        sa.CheckConstraint(
            "NOT (kind IN ('available', 'held')) OR balance_micros >= 0", name=op.f("ck_ledger_accounts_not_overdrawn")
        ),
        sa.CheckConstraint(
            "(customer_id IS NOT NULL) = (balance_micros IS NOT NULL)", name=op.f("ck_ledger_accounts_running_balance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("id", "currency", name=op.f("uq_ledger_accounts_id_currency")),
    )
    op.create_index(
        "uq_ledger_accounts_customer",
        "ledger_accounts",
        ["customer_id", "kind", "currency"],
        unique=True,
        **where("customer_id IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_accounts_shop", "ledger_accounts", ["kind", "currency"], unique=True, **where("customer_id IS NULL")
    )

    op.create_table(
        "outbox",
        sa.Column("id", BigId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("order_version", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('parked', 'sent', 'superseded', 'waiting')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat_id", "id"], **where("state = 'waiting'"))
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"], **where("finished_at IS NOT NULL"))
    op.create_index("ix_outbox_parked", "outbox", ["chat_id"], **where("state = 'parked'"))
    op.create_index("ix_outbox_waiting", "outbox", ["due_at", "id"], **where("state = 'waiting'"))

    op.create_table(
        "providers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("balance", sa.String(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("balance_at", UtcDateTime(), nullable=True),
        sa.Column("down_since", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_providers")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "sync_reports",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("synced_at", UtcDateTime(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_sync_reports")),
    )
    op.create_table(
        "services",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_service_id", sa.Text(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("type_raw", sa.Text(), nullable=True),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("rate_unit", sa.String(), nullable=False),
        sa.Column("min", sa.BigInteger(), nullable=False),
        sa.Column("max", sa.BigInteger(), nullable=False),
        sa.Column("refill", sa.Boolean(), nullable=True),
        sa.Column("cancel", sa.Boolean(), nullable=True),
        sa.Column("dripfeed", sa.Boolean(), nullable=True),
        sa.Column("refill_refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cancel_refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_services_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("provider", "provider_service_id", name=op.f("uq_services_provider_provider_service_id")),
    )
    op.create_index("ix_services_category_id", "services", ["category_id"])

    op.create_table(
        "quotes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.BigInteger(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("charge_micros", sa.BigInteger(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('dropped', 'open', 'used')", name=op.f("ck_quotes_state")),
        sa.CheckConstraint("charge_micros >= 0 AND cost_micros >= 0", name=op.f("ck_quotes_amounts")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_quotes_customer_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_quotes_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index("ix_quotes_customer_id", "quotes", ["customer_id"])

    op.create_table(
        "orders",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("quote_id", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.BigInteger(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_service_id", sa.Text(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("charge_micros", sa.BigInteger(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("provider_order_id", sa.Text(), nullable=True),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("next_submit_at", UtcDateTime(), nullable=True),
        sa.Column("next_poll_at", UtcDateTime(), nullable=True),
        sa.Column("polled_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("start_count", sa.BigInteger(), nullable=True),
        sa.Column("remains", sa.BigInteger(), nullable=True),
        sa.Column("refunded_micros", sa.BigInteger(), nullable=False),
        sa.Column("remote_word", sa.Text(), nullable=True),
        sa.Column("remote_charge", sa.String(), nullable=True),
        sa.Column("remote_currency", sa.Text(), nullable=True),
        sa.Column("refusal_kind", sa.String(), nullable=True),
        sa.Column("refusal_raw", sa.Text(), nullable=True),
        sa.Column("missing_since", UtcDateTime(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("remote_kind", sa.String(), nullable=False),
        sa.Column("runs_done", sa.BigInteger(), nullable=True),
        sa.Column("posts_done", sa.BigInteger(), nullable=True),
        sa.Column("child_orders", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('accepted', 'canceled', 'completed', 'created', 'in_progress', 'partial', "
            "'pending', 'processing', 'rejected', 'submitting', 'unknown')",
            name=op.f("ck_orders_state"),
        ),
        sa.CheckConstraint("charge_micros >= 0 AND cost_micros >= 0", name=op.f("ck_orders_amounts")),
        sa.CheckConstraint("refunded_micros BETWEEN 0 AND charge_micros", name=op.f("ck_orders_refunded")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_orders_quote_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_orders_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_orders_quote_id")),
    )
    op.create_index("ix_orders_customer", "orders", ["customer_id", "id"])
    op.create_index("ix_orders_link", "orders", ["customer_id", "service_id", "link_hash"])
    op.create_index("ix_orders_state", "orders", ["state", "provider"])
    op.create_index("ix_orders_submitting", "orders", ["lease_until"], **where("state = 'submitting'"))
    op.create_index("ix_orders_to_poll", "orders", ["provider", "next_poll_at"], **where("next_poll_at IS NOT NULL"))
    op.create_index(
        "uq_orders_provider_order_id",
        "orders",
        ["provider", "provider_order_id"],
        unique=True,
        **where("provider_order_id IS NOT NULL"),
    )
    op.create_index("ix_orders_to_submit", "orders", ["provider", "next_submit_at"], **where("state = 'created'"))

    op.create_table(
        "aftercare_requests",
        sa.Column("id", BigId, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_look_at", UtcDateTime(), nullable=True),
        sa.Column("refusal_kind", sa.String(), nullable=True),
        sa.Column("refusal_raw", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('cancel', 'refill')", name=op.f("ck_aftercare_requests_kind")),
        sa.CheckConstraint(
            "state IN ('asked', 'done', 'in_progress', 'pending', 'refused', 'sending')",
            name=op.f("ck_aftercare_requests_state"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_aftercare_requests_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aftercare_requests")),
    )
    op.create_index(
        "ix_aftercare_requests_due",
        "aftercare_requests",
        ["next_look_at"],
        **where("state IN ('asked', 'in_progress', 'pending', 'sending')"),
    )
    op.create_index("ix_aftercare_requests_order_id", "aftercare_requests", ["order_id", "id"])
    op.create_index(
        "uq_aftercare_requests_open",
        "aftercare_requests",
        ["order_id", "kind"],
        unique=True,
        **where("state IN ('asked', 'in_progress', 'pending', 'sending')"),
    )

    op.create_table(
        "ledger_postings",
        sa.Column("id", BigId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "order_id IS NOT NULL OR NOT (kind IN ('capture', 'hold', 'release'))",
            name=op.f("ck_ledger_postings_of_an_order"),
        ),
        sa.CheckConstraint("amount_micros > 0", name=op.f("ck_ledger_postings_amount")),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_ledger_postings_two_accounts")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ledger_postings_order_id")),
        sa.ForeignKeyConstraint(
            ["source_id", "currency"],
            ["ledger_accounts.id", "ledger_accounts.currency"],
            name=op.f("fk_ledger_postings_source_id_currency"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id", "currency"],
            ["ledger_accounts.id", "ledger_accounts.currency"],
            name=op.f("fk_ledger_postings_target_id_currency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_postings")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_postings_key")),
    )
    op.create_index("ix_ledger_postings_order_id", "ledger_postings", ["order_id"])

    op.create_table(
        "order_events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index("ix_order_events_order_id", "order_events", ["order_id", "id"])

    op.create_table(
        "ledger_entries",
        sa.Column("id", BigId, nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_micros", sa.BigInteger(), nullable=False),
        sa.Column("balance_after_micros", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_micros <> 0", name=op.f("ck_ledger_entries_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_entries_account_id")),
        sa.ForeignKeyConstraint(["posting_id"], ["ledger_postings.id"], name=op.f("fk_ledger_entries_posting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("posting_id", "account_id", name=op.f("uq_ledger_entries_posting_id_account_id")),
    )
    op.create_index("ix_ledger_entries_account_id", "ledger_entries", ["account_id", "id"])
    op.bulk_insert(versions, [{"id": 1, "version": 1}])
    for statement in CREATE[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in DROP[op.get_context().dialect.name]:
        op.execute(statement)
    for table in (
        "ledger_entries",
        "order_events",
        "ledger_postings",
        "aftercare_requests",
        "orders",
        "quotes",
        "services",
        "sync_reports",
        "settings",
        "providers",
        "outbox",
        "ledger_accounts",
        "inbox",
        "fsm",
        "customers",
        "categories",
        "catalog_versions",
        "admin_actions",
    ):
        op.drop_table(table)
