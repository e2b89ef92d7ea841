"""Broadcasts, tickets, and what admins were told about providers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from bot.core.broadcasts import BroadcastState, RecipientState, SegmentKind
from bot.core.tickets import TicketState, TicketTopic
from storage.schema.metadata import metadata, one_of, partial_index
from storage.types import BigId, DecimalText, JsonText, OuterText, UtcDateTime, WordOf

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("admin_id", BigInteger, nullable=False),
    Column("text", OuterText, nullable=False),
    Column("entities", JsonText, nullable=False),
    Column("photo_id", String),
    Column("state", WordOf(BroadcastState), nullable=False),
    Column("segment", WordOf(SegmentKind)),
    Column("language", String, nullable=False),
    Column("total", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("message_id", BigInteger),
    # The process that carries it, for so long.
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    CheckConstraint(one_of("state", BroadcastState), name="state"),
    partial_index("ix_broadcasts_running", "id", where="state = 'running'"),
    sqlite_autoincrement=True,
)

broadcast_recipients = Table(
    "broadcast_recipients",
    metadata,
    Column("broadcast_id", BigInteger, ForeignKey("broadcasts.id"), primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), primary_key=True, autoincrement=False),
    Column("state", WordOf(RecipientState), nullable=False),
    Column("error", OuterText, nullable=False),
    CheckConstraint(one_of("state", RecipientState), name="state"),
    partial_index("ix_broadcast_recipients_waiting", "broadcast_id", "customer_id", where="state = 'waiting'"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("topic", WordOf(TicketTopic), nullable=False),
    Column("order_id", BigInteger, ForeignKey("orders.id")),
    Column("state", WordOf(TicketState), nullable=False),
    Column("awaits_answer", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    CheckConstraint(one_of("topic", TicketTopic), name="topic"),
    CheckConstraint(one_of("state", TicketState), name="state"),
    partial_index("uq_tickets_open", "customer_id", where="state = 'open'", unique=True),
    Index("ix_tickets_state", "state", "updated_at"),
    sqlite_autoincrement=True,
)

ticket_messages = Table(
    "ticket_messages",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("ticket_id", BigInteger, ForeignKey("tickets.id"), nullable=False),
    Column("admin_id", BigInteger),
    Column("text", OuterText, nullable=False),
    Column("photo_id", String),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_ticket_messages_ticket_id", "ticket_id", "id"),
)

provider_watches = Table(
    "provider_watches",
    metadata,
    Column("provider", String, primary_key=True),
    Column("low_since", UtcDateTime),
    Column("short_since", UtcDateTime),
    Column("short_balance", DecimalText),
    Column("short_cost_micros", BigInteger, nullable=False),
    Column("short_told_at", UtcDateTime),
    Column("failing_since", UtcDateTime),
)
