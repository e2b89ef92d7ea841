"""What comes in, what goes out, and what is remembered between two updates."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table, Text

from bot.core.events import NoticeKind
from storage.schema.metadata import metadata, one_of, partial_index
from storage.types import BigId, DecimalText, JsonText, OuterText, UtcDateTime, WordOf

# `due_at` is the moment from which a row may be tried: a lease or a retry moves it on.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", WordOf(NoticeKind), nullable=False),
    Column("facts", JsonText, nullable=False),
    Column("order_id", BigInteger),
    Column("order_version", BigInteger),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("last_error", OuterText),
    CheckConstraint(one_of("state", ("waiting", "sent", "superseded", "parked")), name="state"),
    partial_index("ix_outbox_waiting", "due_at", "id", where="state = 'waiting'"),
    partial_index("ix_outbox_chat", "chat_id", "id", where="state = 'waiting'"),
    partial_index("ix_outbox_parked", "chat_id", where="state = 'parked'"),
    partial_index("ix_outbox_finished", "finished_at", where="finished_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", BigId, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("lane", BigInteger, nullable=False),
    Column("payload", OuterText, nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("last_error", OuterText),
    CheckConstraint(one_of("state", ("waiting", "done", "parked")), name="state"),
    Index("uq_inbox_update", "bot_id", "update_id", unique=True),
    partial_index("ix_inbox_waiting", "bot_id", "seq", where="state = 'waiting'"),
    partial_index("ix_inbox_finished", "finished_at", where="finished_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

admin_actions = Table(
    "admin_actions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("admin_id", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("params", JsonText, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    CheckConstraint(one_of("state", ("open", "done", "dropped")), name="state"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JsonText, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

providers = Table(
    "providers",
    metadata,
    Column("name", String, primary_key=True),
    Column("dialect", JsonText, nullable=False),
    Column("balance", DecimalText),
    Column("currency", OuterText),
    Column("balance_at", UtcDateTime),
    Column("down_since", UtcDateTime),
    Column("last_error", OuterText),
)

# The state of a conversation: `key` names bot, chat, person, thread, business connection and destiny.
fsm = Table(
    "fsm",
    metadata,
    Column("key", String, primary_key=True),
    Column("state", Text),
    Column("data", JsonText, nullable=False),
)
