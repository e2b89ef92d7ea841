"""Transfers by hand: the customer sends a proof, one admin approves or refuses it, once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError, NotFoundError
from bot.core.events import Notice, NoticeKind
from bot.core.money import to_decimal
from bot.core.payments import (
    TRANSFER_HOLDS,
    Invoice,
    InvoiceState,
    Limits,
    Payment,
    PaymentMethod,
    Proof,
    limits_of,
)
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.caps import require_another
from bot.core.services.topup import owned_invoice
from bot.core.services.topup_credit import Crediting, amount_text


@dataclass(frozen=True, slots=True)
class Claim:
    """A transfer that a customer says was made."""

    invoice: Invoice
    customer: Customer | None
    proof: Proof | None


class ManualPayments:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bells: Bells,
        crediting: Crediting,
        authority: Authority,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._authority = authority
        self._crediting = crediting

    @property
    def limits(self) -> Limits:
        return limits_of(self._policy.currency)

    async def begin(self, customer_id: int, amount_micros: int) -> Invoice:
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            return await tx.invoices.add(
                customer_id=customer_id,
                method=PaymentMethod.MANUAL,
                amount_micros=amount_micros,
                currency=self._policy.currency,
                asked=to_decimal(amount_micros),
                asked_in=self._policy.currency,
                created_at=now,
                expires_at=now + TRANSFER_HOLDS,
            )

    async def open_invoice(self, customer_id: int, invoice_id: int) -> Invoice:
        """InputError where its proof was sent already, or it is too old."""
        async with self._storage.reading() as tx:
            invoice = await owned_invoice(tx, customer_id, invoice_id)
        if invoice.state is InvoiceState.CLAIMED:
            raise InputError("transfer-claimed")
        if invoice.state is not InvoiceState.OPEN or self._clock.now() >= invoice.expires_at:
            raise InputError("invoice-old")
        return invoice

    async def claim(self, customer_id: int, invoice_id: int, proof: Proof) -> Invoice:
        """Every admin gets it, once. InputError where a proof was sent before."""
        await self.open_invoice(customer_id, invoice_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if not await tx.invoices.claim(invoice_id, proof):
                raise InputError("transfer-claimed")
            invoice = await owned_invoice(tx, customer_id, invoice_id)
            customer = await tx.customers.get(customer_id)
            facts: dict[str, str | int | None] = {
                "invoice_id": invoice.id,
                "customer_id": customer_id,
                "name": customer.first_name if customer else "",
                "amount_micros": invoice.amount_micros,
                "currency": invoice.currency,
                "proof": proof.text,
                f"{proof.kind}_id": proof.file_id,
            }
            await tx.outbox.add(
                to_admins(self._crediting.deciders(), NoticeKind.ADMIN_TRANSFER, str(invoice.id), facts), now
            )
        self._bells.outbox.ring()
        return invoice

    async def look(self, admin_id: int, invoice_id: int) -> Claim:
        self._require(admin_id)
        async with self._storage.reading() as tx:
            invoice = await _transfer(tx, invoice_id)
            return Claim(invoice, await tx.customers.get(invoice.customer_id), await tx.invoices.proof(invoice_id))

    async def approve(self, admin_id: int, invoice_id: int, amount_micros: int | None = None) -> Payment:
        """Credit it, with another amount where the customer's was not what came. InputError: decided before."""
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            invoice = await _transfer(tx, invoice_id)
            require_another(self._authority, admin_id, invoice.customer_id)
            amount = amount_micros or invoice.amount_micros
            if not 0 < amount <= self.limits.max_micros:
                raise InputError("topup-out-of-range", min_micros=1, max_micros=self.limits.max_micros)
            if not await tx.invoices.move(invoice_id, [InvoiceState.CLAIMED], InvoiceState.PAID, admin_id):
                raise InputError("payment-decided")
            payment = await self._crediting.arrived(
                tx,
                method=PaymentMethod.MANUAL,
                charge_id=str(invoice_id),
                customer_id=invoice.customer_id,
                invoice=None,
                paid=Decimal(to_decimal(amount)),
                paid_in=invoice.currency,
                amount_micros=amount,
                at=now,
                actor_id=admin_id,
            )
            if payment is None:
                raise InputError("payment-decided")
            await tx.payments.change(payment.id, invoice_id=invoice_id)
            words = (amount_text(invoice.amount_micros, invoice.currency), amount_text(amount, invoice.currency))
            await tx.audit.add(AuditLine(now, admin_id, "transfer-approve", str(invoice_id), *words))
        self._bells.outbox.ring()
        return payment

    async def refuse(self, admin_id: int, invoice_id: int) -> Invoice:
        self._require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            invoice = await _transfer(tx, invoice_id)
            if not await tx.invoices.move(invoice_id, [InvoiceState.CLAIMED], InvoiceState.REFUSED, admin_id):
                raise InputError("payment-decided")
            facts: dict[str, str | int | None] = {
                "invoice_id": invoice_id,
                "method": PaymentMethod.MANUAL.value,
                "amount_micros": invoice.amount_micros,
                "currency": invoice.currency,
            }
            notice = Notice(f"manual:{invoice_id}:refused", invoice.customer_id, NoticeKind.TOPUP_REFUSED, facts)
            await tx.outbox.add([notice], now)
            named = amount_text(invoice.amount_micros, invoice.currency)
            await tx.audit.add(AuditLine(now, admin_id, "transfer-refuse", str(invoice_id), named))
        self._bells.outbox.ring()
        return invoice

    def _require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.MONEY)


async def _transfer(tx: Transaction, invoice_id: int) -> Invoice:
    invoice = await tx.invoices.get(invoice_id)
    if invoice is None or invoice.method is not PaymentMethod.MANUAL:
        raise NotFoundError("invoice")
    return invoice
