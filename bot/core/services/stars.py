"""Telegram Stars: invoice, pre-checkout, payment, what Telegram's own book says, refund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.payments import (
    MAX_STARS,
    STAR_CURRENCY,
    STARS_INVOICE_HOLDS,
    Invoice,
    InvoiceState,
    Limits,
    Payment,
    PaymentMethod,
    PaymentState,
    StarTransaction,
    limits_of,
    stars_for,
    worth_of_stars,
)
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.services.alerts import to_admins
from bot.core.services.topup import require_payer
from bot.core.services.topup_credit import Crediting, payment_facts

SEEN_SETTING = "star_transactions_seen"
SINCE_SETTING = "stars_since"
# Lines of the same second may still be put in front of those that were seen.
LOOK_BACK = 100
# Telegram's clock and ours, and dates in whole seconds.
_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Reconciled:
    found: int
    reversed: int


class Stars:
    """`policy.stars_per_unit` may be None: then nothing is sold for Stars, and what was paid is still looked after."""

    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells, crediting: Crediting) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._crediting = crediting

    @property
    def limits(self) -> Limits:
        usual = limits_of(self._policy.currency)
        most = worth_of_stars(MAX_STARS, self._rate) // 10_000 * 10_000
        # One Star is the least that Telegram takes: a cheaper amount would be rounded up a lot.
        return Limits(min(usual.min_micros, most), min(usual.max_micros, most))

    @property
    def _rate(self) -> Decimal:
        if self._policy.stars_per_unit is None:
            raise InputError("way-closed")
        return self._policy.stars_per_unit

    async def begin(self, customer_id: int, amount_micros: int) -> Invoice:
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await tx.settings.set_first(SINCE_SETTING, now.isoformat(), now)
            return await tx.invoices.add(
                customer_id=customer_id,
                method=PaymentMethod.STARS,
                amount_micros=amount_micros,
                currency=self._policy.currency,
                asked=Decimal(stars_for(amount_micros, self._rate)),
                asked_in=STAR_CURRENCY,
                created_at=now,
                expires_at=now + STARS_INVOICE_HOLDS,
            )

    async def check(self, customer_id: int, payload: str, currency: str, stars: int) -> Invoice:
        """Before Telegram takes the Stars: the invoice if it is still good for exactly this, else a ShopError."""
        async with self._storage.reading() as tx:
            invoice = await _invoice(tx, payload)
            if invoice is None or invoice.customer_id != customer_id:
                raise NotFoundError("invoice")
            await require_payer(tx, customer_id, self._policy)
        if currency != invoice.asked_in or stars != invoice.asked or invoice.method is not PaymentMethod.STARS:
            raise InputError("invoice-amount")
        if invoice.state is InvoiceState.PAID:
            raise InputError("invoice-paid")
        is_open = invoice.state is InvoiceState.OPEN and self._clock.now() < invoice.expires_at
        if not is_open or self._policy.stars_per_unit is None:
            raise InputError("invoice-old")
        return invoice

    async def paid(
        self, customer_id: int, payload: str, stars: int, charge_id: str, at: datetime | None = None
    ) -> Payment | None:
        """Telegram has taken the Stars: credit them, once a charge. None: that was done before.

        What does not fit its invoice is worth what was paid, and goes to the one who paid it.
        """
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            invoice = await _invoice(tx, payload)
            fits = (
                invoice is not None
                and invoice.customer_id == customer_id
                and invoice.asked == stars
                and invoice.state is not InvoiceState.PAID
            )
            amount, reason = self._worth(invoice, stars, fits=fits)
            payment = await self._crediting.arrived(
                tx,
                method=PaymentMethod.STARS,
                charge_id=charge_id,
                customer_id=customer_id,
                invoice=invoice if fits else None,
                paid=Decimal(stars),
                paid_in=STAR_CURRENCY,
                amount_micros=amount,
                at=now,
                reason=reason,
            )
        self._bells.outbox.ring()
        return payment

    async def taken_back(self, charge_id: str) -> bool:
        """Telegram says that a payment was given back to the payer: by us, or over our heads. False: known."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            payment = await tx.payments.by_charge(PaymentMethod.STARS, charge_id)
            if payment is None:
                return False
            if await tx.payments.move(payment.id, PaymentState.REFUNDING, PaymentState.REFUNDED):
                await self._tell_refunded(tx, payment, now)
            elif await tx.payments.move(payment.id, PaymentState.REVIEW, PaymentState.REVERSED):
                return True
            elif await tx.payments.move(payment.id, PaymentState.CREDITED, PaymentState.REVERSED):
                owed = await self._crediting.take_back(tx, payment, f"{payment.key}:reversed", now, None)
                facts = payment_facts(payment) | {"owed_micros": owed}
                await tx.outbox.add(
                    [
                        Notice(f"{payment.key}:reversed", payment.customer_id, NoticeKind.PAYMENT_TAKEN_BACK, facts),
                        *to_admins(
                            self._crediting.deciders(), NoticeKind.ADMIN_PAYMENT_REVERSED, str(payment.id), facts
                        ),
                    ],
                    now,
                )
            else:
                return False
        self._bells.outbox.ring()
        return True

    async def position(self) -> int | None:
        """From which line of Telegram's book to read on; None: Stars were never sold here."""
        async with self._storage.reading() as tx:
            if await tx.settings.get(SINCE_SETTING) is None:
                return None
            seen: int = await tx.settings.get(SEEN_SETTING) or 0
        return max(0, seen - LOOK_BACK)

    async def reconcile(self, lines: Sequence[StarTransaction]) -> Reconciled:
        """Credit what nobody told us of, and take back what was taken back; what is known changes nothing.

        A bot may have sold other things for Stars before: what was paid before this shop's first invoice is not its.
        """
        async with self._storage.reading() as tx:
            since = datetime.fromisoformat(str(await tx.settings.get(SINCE_SETTING)))
        found = reversed_ = 0
        for line in lines:
            if line.at < since - _SLACK:
                continue
            if not line.is_incoming:
                reversed_ += await self.taken_back(line.charge_id)
            elif line.customer_id is not None and line.payload is not None:
                payment = await self.paid(line.customer_id, line.payload, line.stars, line.charge_id)
                found += payment is not None
        return Reconciled(found, reversed_)

    async def read_up_to(self, position: int) -> None:
        async with self._storage.transaction() as tx:
            await tx.settings.set(SEEN_SETTING, position, self._clock.now())

    async def refunds(self) -> list[Payment]:
        """Begun, not yet confirmed by Telegram."""
        async with self._storage.reading() as tx:
            payments = await tx.payments.in_state(PaymentState.REFUNDING, 50)
        return [payment for payment in payments if payment.method is PaymentMethod.STARS]

    async def refund_refused(self, payment_id: int, words: str) -> None:
        """Telegram won't give it back: the money returns to the wallet, and the admins are told."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            payment = await tx.payments.get(payment_id)
            if payment is None or not await tx.payments.move(payment_id, PaymentState.REFUNDING, PaymentState.CREDITED):
                return
            await self._crediting.put_back(tx, payment, f"{payment.key}:refund:{payment.refunds}:undone", now)
            facts = payment_facts(payment) | {"error": words[:200]}
            key = f"{payment.id}:{payment.refunds}"
            await tx.outbox.add(to_admins(self._crediting.deciders(), NoticeKind.ADMIN_REFUND_REFUSED, key, facts), now)
        self._bells.outbox.ring()

    async def _tell_refunded(self, tx: Transaction, payment: Payment, now: datetime) -> None:
        balance = await tx.ledger.balance(payment.customer_id)
        facts = payment_facts(payment) | {"owed_micros": balance.debt_micros}
        notice = Notice(f"{payment.key}:refunded", payment.customer_id, NoticeKind.PAYMENT_TAKEN_BACK, facts)
        await tx.outbox.add([notice], now)

    def _worth(self, invoice: Invoice | None, stars: int, *, fits: bool) -> tuple[int, str]:
        """What to credit, and why an admin has to look where that is not known."""
        if invoice is not None and fits:
            return invoice.amount_micros, ""
        if stars <= 0:
            return 0, "mismatch"
        if invoice is not None and invoice.asked:
            return int(invoice.amount_micros * stars // int(invoice.asked)), ""
        if self._policy.stars_per_unit is None:
            return 0, "no-rate"
        return worth_of_stars(stars, self._policy.stars_per_unit), ""


async def _invoice(tx: Transaction, payload: str) -> Invoice | None:
    """A payload is the invoice's id."""
    if not (payload.isascii() and payload.isdigit() and len(payload) < 19):
        return None
    invoice = await tx.invoices.get(int(payload))
    return invoice if invoice is not None and invoice.method is PaymentMethod.STARS else None
