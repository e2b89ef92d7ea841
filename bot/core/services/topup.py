"""From an amount to an invoice: which ways to pay there are, and what each can take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.core.clock import Clock
from bot.core.errors import InputError, NotAllowedError, NotFoundError
from bot.core.payments import Invoice, Limits, Payment, PaymentMethod, ladder
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction


class WayToPay(Protocol):
    """One payment method that is set up."""

    @property
    def limits(self) -> Limits: ...

    async def begin(self, customer_id: int, amount_micros: int) -> Invoice:
        """The invoice, committed; nothing is paid yet."""
        ...


class TopUp:
    """`ways` are those whose settings are there, in the order in which they are shown."""

    def __init__(
        self, storage: Storage, clock: Clock, policy: ShopPolicy, ways: Mapping[PaymentMethod, WayToPay]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._ways = ways

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        return tuple(self._ways)

    def limits(self, method: PaymentMethod) -> Limits:
        return self._way(method).limits

    def amounts(self, method: PaymentMethod, suggested_micros: int = 0) -> list[int]:
        """For the buttons; the suggested amount first, where there is one."""
        return ladder(self._policy.currency, self.limits(method), suggested_micros)

    async def begin(self, customer_id: int, method: PaymentMethod, amount_micros: int) -> Invoice:
        """InputError names the limits; NotAllowedError: banned, or the terms are not accepted."""
        way = self._way(method)
        limits = way.limits
        if not limits.min_micros <= amount_micros <= limits.max_micros:
            raise InputError("topup-out-of-range", min_micros=limits.min_micros, max_micros=limits.max_micros)
        if amount_micros % 10_000:
            raise InputError("topup-too-fine")
        async with self._storage.reading() as tx:
            await require_payer(tx, customer_id, self._policy)
        return await way.begin(customer_id, amount_micros)

    async def payments(self, customer_id: int, limit: int = 5) -> list[Payment]:
        async with self._storage.reading() as tx:
            return await tx.payments.of_customer(customer_id, limit)

    def _way(self, method: PaymentMethod) -> WayToPay:
        way = self._ways.get(method)
        if way is None:
            raise InputError("way-closed")
        return way


async def require_payer(tx: Transaction, customer_id: int, policy: ShopPolicy) -> None:
    customer = await tx.customers.get(customer_id)
    if customer is None:
        raise NotFoundError("customer")
    if customer.banned_at is not None:
        raise NotAllowedError("banned")
    if policy.asks_for_terms and customer.terms_version != policy.terms_version:
        raise NotAllowedError("terms")


async def owned_invoice(tx: Transaction, customer_id: int, invoice_id: int) -> Invoice:
    invoice = await tx.invoices.get(invoice_id)
    if invoice is None or invoice.customer_id != customer_id:
        raise NotFoundError("invoice")
    return invoice
