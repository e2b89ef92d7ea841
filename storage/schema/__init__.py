"""The tables. Their invariants stand here as constraints; the ledger's triggers stand in the migrations.

Money is whole millionths (BigInteger), times are UtcDateTime. Every index is there for a query that a worker or a tap
makes; a partial one holds only the rows that are still to be worked on.
"""

from __future__ import annotations

from storage.schema.desk import broadcast_recipients, broadcasts, provider_watches, ticket_messages, tickets
from storage.schema.flow import admin_actions, fsm, inbox, outbox, providers, settings
from storage.schema.metadata import TRIGGERS, metadata
from storage.schema.money import ledger_accounts, ledger_entries, ledger_postings
from storage.schema.orders import aftercare_requests, order_events, orders, quotes
from storage.schema.payments import invoices, payments, promo_codes, promo_uses, referrals
from storage.schema.shop import catalog_versions, categories, customers, service_fallbacks, services, sync_reports
from storage.schema.staff import audit, customer_notes, favourites, markups, mass_orders, roles

__all__ = [
    "TRIGGERS",
    "admin_actions",
    "aftercare_requests",
    "audit",
    "broadcast_recipients",
    "broadcasts",
    "catalog_versions",
    "categories",
    "customer_notes",
    "customers",
    "favourites",
    "fsm",
    "inbox",
    "invoices",
    "ledger_accounts",
    "ledger_entries",
    "ledger_postings",
    "markups",
    "mass_orders",
    "metadata",
    "order_events",
    "orders",
    "outbox",
    "payments",
    "promo_codes",
    "promo_uses",
    "provider_watches",
    "providers",
    "quotes",
    "referrals",
    "roles",
    "service_fallbacks",
    "services",
    "settings",
    "sync_reports",
    "ticket_messages",
    "tickets",
]
