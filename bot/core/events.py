"""What has happened and must reach somebody: each is a row of the outbox, written in the transaction that caused it.

A notice names facts, never text: the notifier renders it in the reader's language when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """Fluent `notice-{value}` holds the words."""

    ORDER_CARD = "order-card"  # the live card of an order is to be edited
    ORDER_FINISHED = "order-finished"  # completed, partial or canceled: a message of its own
    ORDER_CORRECTED = "order-corrected"  # a finished order changed, or gave more money back
    ORDER_REJECTED = "order-rejected"
    ORDER_BEING_CHECKED = "order-being-checked"
    WALLET_CREDITED = "wallet-credited"
    WALLET_DEBITED = "wallet-debited"
    TOPUP_CREDITED = "topup-credited"
    TOPUP_REFUSED = "topup-refused"
    PAYMENT_TAKEN_BACK = "payment-taken-back"
    REFERRAL_EARNED = "referral-earned"
    TICKET_ANSWERED = "ticket-answered"
    TICKET_CLOSED = "ticket-closed"
    REFILL_CHANGED = "refill-changed"
    CANCEL_CHANGED = "cancel-changed"
    SHOP_MESSAGE = "shop-message"  # an admin's own words
    # To admins
    ADMIN_ORDER_UNKNOWN = "admin-order-unknown"
    ADMIN_ORDER_EVIDENCE = "admin-order-evidence"
    ADMIN_ORDER_REJECTED = "admin-order-rejected"
    ADMIN_ORDER_MISSING = "admin-order-missing"
    ADMIN_UNKNOWN_WORD = "admin-unknown-word"
    ADMIN_PROVIDER_DOWN = "admin-provider-down"
    ADMIN_PROVIDER_BACK = "admin-provider-back"
    ADMIN_FIRST_SYNC = "admin-first-sync"
    ADMIN_SYNC_REPORT = "admin-sync-report"
    ADMIN_UPDATE_PARKED = "admin-update-parked"
    ADMIN_TRANSFER = "admin-transfer"
    ADMIN_PAYMENT_REVIEW = "admin-payment-review"
    ADMIN_PAYMENT_REVERSED = "admin-payment-reversed"
    ADMIN_REFUND_REFUSED = "admin-refund-refused"
    ADMIN_LEDGER_BROKEN = "admin-ledger-broken"
    ADMIN_TICKET_MESSAGE = "admin-ticket-message"
    ADMIN_BROADCAST_DONE = "admin-broadcast-done"
    ADMIN_LOW_BALANCE = "admin-low-balance"
    ADMIN_SALE_STOPPED = "admin-sale-stopped"
    ADMIN_SALE_RESUMED = "admin-sale-resumed"
    ADMIN_FAILURES = "admin-failures"


@dataclass(frozen=True, slots=True)
class Notice:
    """`key` is unique: the same fact is told once. `facts` are JSON values, money in integers of a millionth."""

    key: str
    chat_id: int
    kind: NoticeKind
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    order_id: int | None = None
    order_version: int | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A notice on its way. Rows of one chat are sent in the order of `id`."""

    id: int
    notice: Notice
    attempts: int
    created_at: datetime
