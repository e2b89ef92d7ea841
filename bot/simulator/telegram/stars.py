"""Telegram Stars: open checkouts, payments and refunds."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from bot.simulator.telegram.errors import Json


@dataclass
class Checkout:
    """A pre-checkout query that waits for the bot's word; `answer` gets the parameters of it."""

    query_id: str
    person_id: int
    made_at: float
    answer: asyncio.Future[Json]


@dataclass
class Payment:
    charge_id: str
    person: Json
    amount: int
    payload: str
    date: int = field(default_factory=lambda: int(time.time()))
    refunded_at: int | None = None


class StarBook:
    """Payments in the order in which they came, as getStarTransactions lists them."""

    def __init__(self) -> None:
        self.checkouts: dict[str, Checkout] = {}
        self.payments: list[Payment] = []
        self.invoices: dict[str, Json] = {}
        """Invoices behind links, by the link's last part."""

    def pay(self, person: Json, amount: int, payload: str) -> Payment:
        payment = Payment(f"stx{secrets.token_urlsafe(24)}", person, amount, payload)
        self.payments.append(payment)
        return payment

    def find(self, charge_id: str) -> Payment | None:
        return next((payment for payment in self.payments if payment.charge_id == charge_id), None)

    @property
    def balance(self) -> int:
        return sum(payment.amount for payment in self.payments if payment.refunded_at is None)

    def transactions(self) -> list[Json]:
        """Oldest first; a refund has its payment's id and the person as its receiver."""
        listed: list[Json] = []
        for payment in self.payments:
            partner = {"type": "user", "transaction_type": "invoice_payment", "user": payment.person}
            partner["invoice_payload"] = payment.payload
            row = {"id": payment.charge_id, "amount": payment.amount}
            listed.append({**row, "date": payment.date, "source": partner})
            if payment.refunded_at is not None:
                listed.append({**row, "date": payment.refunded_at, "receiver": partner})
        return sorted(listed, key=lambda row: row["date"])
