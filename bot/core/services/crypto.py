"""Crypto Pay: an invoice there for each of ours; what it says is paid is credited, or looked at by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError
from bot.core.money import MICROS, to_decimal
from bot.core.payment_ports import CryptoGateway
from bot.core.payments import (
    CRYPTO_GRACE,
    CRYPTO_INVOICE_HOLDS,
    CRYPTO_PAY_FIATS,
    CRYPTO_TOLERANCE,
    CryptoInvoice,
    Invoice,
    InvoiceState,
    Limits,
    Payment,
    PaymentGatewayError,
    PaymentMethod,
    PaymentRefusedError,
    limits_of,
)
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.services.topup_credit import Crediting

LOOK_BACK = timedelta(days=7)  # an invoice may be paid at its last moment, and be told late
FRESH = timedelta(hours=2)
_A_LOOK = 100


class CryptoPayments:
    """`gateway` is None where Crypto Pay is not set up."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bells: Bells,
        crediting: Crediting,
        gateway: CryptoGateway,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._crediting = crediting
        self._gateway = gateway

    @property
    def limits(self) -> Limits:
        return limits_of(self._policy.currency)

    async def begin(self, customer_id: int, amount_micros: int) -> Invoice:
        """Ours first, then theirs: one that was made there and is not known here was shown to nobody."""
        now = self._clock.now()
        asked, asked_in = crypto_price(amount_micros, self._policy)
        async with self._storage.transaction() as tx:
            invoice = await tx.invoices.add(
                customer_id=customer_id,
                method=PaymentMethod.CRYPTO,
                amount_micros=amount_micros,
                currency=self._policy.currency,
                asked=asked,
                asked_in=asked_in,
                created_at=now,
                expires_at=now + CRYPTO_INVOICE_HOLDS,
            )
        seconds = int(CRYPTO_INVOICE_HOLDS.total_seconds())
        try:
            remote = await self._gateway.create(asked, asked_in, str(invoice.id), seconds)
        except (PaymentGatewayError, PaymentRefusedError) as error:
            raise InputError("way-silent") from error
        async with self._storage.transaction() as tx:
            await tx.invoices.set_remote(invoice.id, remote.remote_id, remote.pay_url)
            saved = await tx.invoices.get(invoice.id)
        assert saved is not None  # noqa: S101 - invoices are never deleted
        return saved

    async def look(self, *, fresh: bool) -> int:
        """Ask how unpaid invoices do: the fresh ones, or all of the last days; how many were settled."""
        now = self._clock.now()
        async with self._storage.reading() as tx:
            since = now - (FRESH if fresh else LOOK_BACK)
            waiting = await tx.invoices.open_remote(PaymentMethod.CRYPTO, since, 1_000)
        settled = 0
        for start in range(0, len(waiting), _A_LOOK):
            settled += await self.look_at([invoice.remote_id or "" for invoice in waiting[start : start + _A_LOOK]])
        return settled

    async def look_at(self, remote_ids: Sequence[str]) -> int:
        """Whatever somebody said of them, Crypto Pay itself is asked. PaymentGatewayError: it is away."""
        settled = 0
        for remote in await self._gateway.find(remote_ids):
            settled += await self._settle(remote) is not None
        return settled

    async def _settle(self, remote: CryptoInvoice) -> Payment | None:
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            invoice = await self._ours(tx, remote)
            if invoice is None:
                return None
            if remote.status == "expired":
                await tx.invoices.move(invoice.id, [InvoiceState.OPEN], InvoiceState.EXPIRED)
            if remote.status != "paid":
                return None
            value = remote.asked if remote.value is None else remote.value
            payment = await self._crediting.arrived(
                tx,
                method=PaymentMethod.CRYPTO,
                charge_id=remote.remote_id,
                customer_id=invoice.customer_id,
                invoice=invoice,
                paid=value,
                paid_in=remote.asked_in,
                amount_micros=_worth(invoice, value) if _reason(invoice, remote, value) else invoice.amount_micros,
                at=now,
                reason=_reason(invoice, remote, value),
            )
        self._bells.outbox.ring()
        return payment

    async def _ours(self, tx: Transaction, remote: CryptoInvoice) -> Invoice | None:
        """By its id there; or by our number in it, where we were killed before we wrote its id down."""
        invoice = await tx.invoices.by_remote_id(PaymentMethod.CRYPTO, remote.remote_id)
        if invoice is None and remote.payload.isascii() and remote.payload.isdigit() and len(remote.payload) < 19:
            named = await tx.invoices.get(int(remote.payload))
            if named is not None and named.method is PaymentMethod.CRYPTO and named.remote_id is None:
                await tx.invoices.set_remote(named.id, remote.remote_id, remote.pay_url)
                return named
        return invoice


def crypto_price(amount_micros: int, policy: ShopPolicy) -> tuple[Decimal, str]:
    """What Crypto Pay is to ask for, rounded up to a hundredth. InputError where the shop's currency has no rate."""
    amount, currency = to_decimal(amount_micros), policy.currency
    if currency not in CRYPTO_PAY_FIATS:
        rate = policy.exchange_rates.get("USD")
        if rate is None:
            raise InputError("way-closed")
        amount, currency = amount / rate, "USD"
    return amount.quantize(Decimal("0.01"), ROUND_CEILING), currency


def can_take_crypto(policy: ShopPolicy) -> bool:
    return policy.currency in CRYPTO_PAY_FIATS or "USD" in policy.exchange_rates


def _reason(invoice: Invoice, remote: CryptoInvoice, value: Decimal) -> str:
    """Why a person has to look; empty where it is just what was asked for."""
    if remote.asked_in != invoice.asked_in or remote.asked != invoice.asked:
        return "mismatch"
    slack = invoice.asked * CRYPTO_TOLERANCE
    if value < invoice.asked - slack:
        return "underpaid"
    if value > invoice.asked + slack:
        return "overpaid"
    if remote.paid_at is not None and remote.paid_at > invoice.expires_at + CRYPTO_GRACE:
        return "late"
    return ""


def _worth(invoice: Invoice, value: Decimal) -> int:
    """What came, in the shop's own millionths, rounded down."""
    return int(value / invoice.asked * to_decimal(invoice.amount_micros) * MICROS)
