"""What admins decide about payments: give one back, credit or refuse one that waits for a person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.ledger import WalletBalance
from bot.core.payments import Invoice, InvoiceState, Payment, PaymentMethod, PaymentState
from bot.core.ports import Storage, Transaction
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.caps import require_another
from bot.core.services.topup_credit import Crediting, amount_text, payment_facts

_LISTED = 10


@dataclass(frozen=True, slots=True)
class PaymentCard:
    payment: Payment
    customer: Customer | None
    balance: WalletBalance
    invoice: Invoice | None

    @property
    def would_owe_micros(self) -> int:
        """What the customer would owe if it were given back now."""
        back = self.payment.amount_micros + self.payment.bonus_micros
        return max(0, back - self.balance.available_micros)


class PaymentDesk:
    def __init__(
        self, storage: Storage, clock: Clock, bells: Bells, crediting: Crediting, authority: Authority
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._bells = bells
        self._authority = authority
        self._crediting = crediting

    async def waiting(self, admin_id: int) -> tuple[list[Payment], list[Invoice]]:
        """Payments to be looked at, and transfers whose proof was sent."""
        self._require(admin_id)
        async with self._storage.reading() as tx:
            return (
                await tx.payments.in_state(PaymentState.REVIEW, _LISTED),
                await tx.invoices.in_state(InvoiceState.CLAIMED, _LISTED),
            )

    async def of_customer(self, admin_id: int, customer_id: int) -> list[Payment]:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            return await tx.payments.of_customer(customer_id, _LISTED)

    async def card(self, admin_id: int, payment_id: int) -> PaymentCard:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            payment = await _payment(tx, payment_id)
            return PaymentCard(
                payment,
                await tx.customers.get(payment.customer_id),
                await tx.ledger.balance(payment.customer_id),
                await tx.invoices.get(payment.invoice_id) if payment.invoice_id else None,
            )

    async def refund(self, admin_id: int, payment_id: int) -> Payment:
        """Stars go back to the payer: the credit is taken back first, then Telegram is asked, until it answers.

        A second tap finds it begun. InputError: nothing to give back by this way.
        """
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            payment = await _payment(tx, payment_id)
            if payment.method is not PaymentMethod.STARS:
                raise InputError("refund-by-hand")
            if payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED):
                return payment
            refunds = payment.refunds + 1
            changes = {"refunds": refunds, "decided_by": admin_id}
            if await tx.payments.move(payment_id, PaymentState.CREDITED, PaymentState.REFUNDING, **changes):
                key = f"{payment.key}:refund:{refunds}"
                await self._crediting.take_back(tx, payment, key, now, admin_id)
            else:
                raise InputError("payment-decided")
            payment = await _payment(tx, payment_id)
            await self._note(tx, admin_id, "payment-refund", payment)
        self._bells.refund.ring()
        return payment

    async def credit(self, admin_id: int, payment_id: int, *, asked: bool) -> Payment:
        """Book a payment that waits: what came, or with `asked` what the invoice asked for."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            payment = await _payment(tx, payment_id)
            require_another(self._authority, admin_id, payment.customer_id)
            amount = payment.amount_micros
            if asked and payment.invoice_id is not None:
                invoice = await tx.invoices.get(payment.invoice_id)
                amount = invoice.amount_micros if invoice else amount
            if amount <= 0:
                raise InputError("payment-worth-unknown")
            changes = {"amount_micros": amount, "decided_by": admin_id}
            if not await tx.payments.move(payment_id, PaymentState.REVIEW, PaymentState.CREDITED, **changes):
                raise InputError("payment-decided")
            await self._crediting.book(tx, await _payment(tx, payment_id), now, admin_id)
            payment = await _payment(tx, payment_id)
            await self._note(tx, admin_id, "payment-credit", payment)
        self._bells.outbox.ring()
        return payment

    async def refuse(self, admin_id: int, payment_id: int) -> Payment:
        """It is not credited; what to do with the money itself is between the shop and the payer."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if not await tx.payments.move(payment_id, PaymentState.REVIEW, PaymentState.REFUSED, decided_by=admin_id):
                raise InputError("payment-decided")
            payment = await _payment(tx, payment_id)
            notice = Notice(
                f"{payment.key}:refused", payment.customer_id, NoticeKind.TOPUP_REFUSED, payment_facts(payment)
            )
            await tx.outbox.add([notice], now)
            await self._note(tx, admin_id, "payment-refuse", payment)
        self._bells.outbox.ring()
        return payment

    async def _note(self, tx: Transaction, admin_id: int, what: str, payment: Payment) -> None:
        amounts = (f"{payment.paid:f} {payment.paid_in}", amount_text(payment.amount_micros, payment.currency))
        await tx.audit.add(AuditLine(self._clock.now(), admin_id, what, str(payment.id), *amounts))

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.MONEY)


async def _payment(tx: Transaction, payment_id: int) -> Payment:
    payment = await tx.payments.get(payment_id)
    if payment is None:
        raise NotFoundError("payment")
    return payment
