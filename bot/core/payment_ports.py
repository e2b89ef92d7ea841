"""What payments ask of the world, beside `bot.core.ports`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.core.payments import (
    CryptoInvoice,
    Invoice,
    InvoiceState,
    Payment,
    PaymentMethod,
    PaymentState,
    Proof,
    StarTransaction,
)
from bot.core.promotions import PromoCode, PromoUse


class StarBook(Protocol):
    """The bot's account of Telegram Stars. PaymentGatewayError: Telegram is away."""

    async def refund(self, customer_id: int, charge_id: str) -> None:
        """Give a payment back; one that was given back already is no error. PaymentRefusedError: Telegram says no."""
        ...

    async def transactions(self, offset: int, limit: int) -> tuple[list[StarTransaction], int]:
        """Oldest first, from the `offset`th on; and how many lines there were, whatever their kind."""
        ...


class CryptoGateway(Protocol):
    """Crypto Pay. PaymentGatewayError: no answer; PaymentRefusedError: it says no."""

    async def create(self, amount: Decimal, currency: str, payload: str, seconds: int) -> CryptoInvoice: ...

    async def find(self, remote_ids: Collection[str]) -> list[CryptoInvoice]:
        """At most 100 ids a call; those that are not known are left out."""
        ...


class InvoiceStore(Protocol):
    async def add(
        self,
        *,
        customer_id: int,
        method: PaymentMethod,
        amount_micros: int,
        currency: str,
        asked: Decimal,
        asked_in: str,
        created_at: datetime,
        expires_at: datetime,
    ) -> Invoice: ...

    async def get(self, invoice_id: int) -> Invoice | None: ...

    async def by_remote_id(self, method: PaymentMethod, remote_id: str) -> Invoice | None: ...

    async def set_remote(self, invoice_id: int, remote_id: str, pay_url: str) -> None: ...

    async def claim(self, invoice_id: int, proof: Proof) -> bool:
        """open -> claimed; False: it is not open."""
        ...

    async def proof(self, invoice_id: int) -> Proof | None: ...

    async def move(
        self, invoice_id: int, old: Collection[InvoiceState], new: InvoiceState, decided_by: int | None = None
    ) -> bool:
        """Compare-and-set of the state; False: somebody else was first."""
        ...

    async def open_remote(self, method: PaymentMethod, since: datetime, limit: int) -> list[Invoice]:
        """Not paid yet, made since then, known to the payment system; newest first."""
        ...

    async def in_state(self, state: InvoiceState, limit: int) -> list[Invoice]: ...

    async def any_of(self, method: PaymentMethod) -> bool: ...


class PaymentStore(Protocol):
    async def add(
        self,
        *,
        method: PaymentMethod,
        charge_id: str,
        customer_id: int,
        invoice_id: int | None,
        paid: Decimal,
        paid_in: str,
        amount_micros: int,
        currency: str,
        state: PaymentState,
        created_at: datetime,
        reason: str = "",
        decided_by: int | None = None,
    ) -> Payment | None:
        """None: this charge of this method is there already."""
        ...

    async def get(self, payment_id: int) -> Payment | None: ...

    async def by_charge(self, method: PaymentMethod, charge_id: str) -> Payment | None: ...

    async def of_customer(self, customer_id: int, limit: int) -> list[Payment]:
        """Newest first."""
        ...

    async def in_state(self, state: PaymentState, limit: int) -> list[Payment]: ...

    async def move(self, payment_id: int, old: PaymentState, new: PaymentState, **changes: Any) -> bool:
        """Compare-and-set of the state, with changes of other fields; False: somebody else was first."""
        ...

    async def change(self, payment_id: int, **changes: Any) -> None: ...


class PromoStore(Protocol):
    async def add(self, code: PromoCode) -> PromoCode | None:
        """`code.id` is chosen here. None: there is such a code already."""
        ...

    async def get(self, promo_id: int) -> PromoCode | None: ...

    async def by_code(self, code: str) -> PromoCode | None: ...

    async def promised_by(self, admin_id: int, since: datetime) -> int:
        """What the codes that this admin made since then can cost at most, those by per cent left out."""
        ...

    async def use(self, promo: PromoCode, customer_id: int, state: str, at: datetime) -> PromoUse | None:
        """One use of it, counted; None: this customer has used it, or nothing is left."""
        ...

    async def used_by(self, promo_id: int, customer_id: int) -> PromoUse | None: ...

    async def waiting(self, customer_id: int) -> PromoUse | None: ...

    async def apply(self, use_id: int, payment_id: int) -> bool:
        """waiting -> applied."""
        ...


class ReferralStore(Protocol):
    async def first_start(self, customer_id: int, referrer_id: int | None, at: datetime) -> bool:
        """Remember how a customer came, once for ever; False: it is known already."""
        ...

    async def known(self, customer_id: int) -> bool: ...

    async def referrer(self, customer_id: int) -> int | None: ...

    async def count(self, referrer_id: int) -> int: ...

    async def earned_micros(self, referrer_id: int) -> int: ...


class PaymentStores(Protocol):
    @property
    def invoices(self) -> InvoiceStore: ...
    @property
    def payments(self) -> PaymentStore: ...
    @property
    def promos(self) -> PromoStore: ...
    @property
    def referrals(self) -> ReferralStore: ...
