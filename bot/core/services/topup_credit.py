"""A payment becomes money in the wallet, once; or waits for a person; or is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot.core.events import Notice, NoticeKind
from bot.core.ledger import PROMOTIONS, AccountRef, Posting, PostingKind, available
from bot.core.money import to_decimal
from bot.core.payments import Invoice, InvoiceState, Payment, PaymentMethod, PaymentState, percent_of
from bot.core.policy import ShopPolicy
from bot.core.ports import Transaction
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.debts import settle_debt, take_back
from bot.core.services.order_notices import price_facts

UNPAID = (InvoiceState.OPEN, InvoiceState.EXPIRED, InvoiceState.CLAIMED)


class Crediting:
    """Who may decide about money is told of what waits for them."""

    def __init__(self, policy: ShopPolicy, authority: Authority) -> None:
        self._policy = policy
        self._authority = authority

    def deciders(self) -> frozenset[int]:
        return self._authority.staff(Right.MONEY)

    async def arrived(
        self,
        tx: Transaction,
        *,
        method: PaymentMethod,
        charge_id: str,
        customer_id: int,
        invoice: Invoice | None,
        paid: Decimal,
        paid_in: str,
        amount_micros: int,
        at: datetime,
        reason: str = "",
        actor_id: int | None = None,
    ) -> Payment | None:
        """Write the payment down and credit it; a `reason` holds it for an admin. None: it was there already."""
        payment = await tx.payments.add(
            method=method,
            charge_id=charge_id,
            customer_id=customer_id,
            invoice_id=invoice.id if invoice else None,
            paid=paid,
            paid_in=paid_in,
            amount_micros=amount_micros,
            currency=self._policy.currency,
            state=PaymentState.REVIEW if reason else PaymentState.CREDITED,
            created_at=at,
            reason=reason,
            decided_by=actor_id,
        )
        if payment is None:
            return None
        if invoice is not None:
            await tx.invoices.move(invoice.id, UNPAID, InvoiceState.PAID, actor_id)
        if not reason:
            return await self.book(tx, payment, at, actor_id)
        facts = _facts(payment) | {"asked_micros": invoice.amount_micros if invoice else 0, "reason": reason}
        key = f"{payment.id}"
        await tx.outbox.add(to_admins(self.deciders(), NoticeKind.ADMIN_PAYMENT_REVIEW, key, facts), at)
        return payment

    async def book(self, tx: Transaction, payment: Payment, at: datetime, actor_id: int | None = None) -> Payment:
        """The credit with all that comes of it: a promo code's bonus, the referrer's share, a debt that is paid."""
        customer_id, currency = payment.customer_id, payment.currency
        await tx.ledger.lock_balance(customer_id)
        await self._post(tx, payment, payment.key, PostingKind.TOPUP, payment.method.account, customer_id, at, actor_id)
        payment = replace(payment, bonus_micros=await self._bonus(tx, payment, at))
        payment = await self._referral(tx, payment, at)
        owed = await settle_debt(tx, customer_id, payment.key, currency, at)
        await tx.payments.change(
            payment.id,
            bonus_micros=payment.bonus_micros,
            referrer_id=payment.referrer_id,
            referral_micros=payment.referral_micros,
        )
        balance = await tx.ledger.balance(customer_id)
        facts = _facts(payment) | {
            "bonus_micros": payment.bonus_micros,
            "debt_paid_micros": owed,
            "balance_micros": balance.available_micros,
            **await price_facts(tx, customer_id, at),
        }
        await tx.outbox.add([Notice(payment.key, customer_id, NoticeKind.TOPUP_CREDITED, facts)], at)
        return payment

    async def take_back(self, tx: Transaction, payment: Payment, key: str, at: datetime, actor_id: int | None) -> int:
        """The credit and what came of it, off the wallets again; how much of it the customer now owes."""
        customer_id, currency = payment.customer_id, payment.currency
        owed = await take_back(
            tx, customer_id, payment.amount_micros, key, payment.method.account, currency, at, actor_id
        )
        if payment.bonus_micros:
            owed += await take_back(
                tx, customer_id, payment.bonus_micros, f"{key}:bonus", PROMOTIONS, currency, at, actor_id
            )
        if payment.referrer_id is not None and payment.referral_micros:
            await take_back(
                tx,
                payment.referrer_id,
                payment.referral_micros,
                f"{key}:referral",
                PROMOTIONS,
                currency,
                at,
                actor_id,
            )
        return owed

    async def put_back(self, tx: Transaction, payment: Payment, key: str, at: datetime) -> None:
        """A refund did not happen after all: what was taken back returns, and pays the debt that it had made."""
        own = payment.amount_micros
        await self._post(
            tx, payment, key, PostingKind.TOPUP, payment.method.account, payment.customer_id, at, None, own
        )
        if payment.bonus_micros:
            await self._post(
                tx,
                payment,
                f"{key}:bonus",
                PostingKind.BONUS,
                PROMOTIONS,
                payment.customer_id,
                at,
                None,
                payment.bonus_micros,
            )
        await settle_debt(tx, payment.customer_id, key, payment.currency, at)
        if payment.referrer_id is not None and payment.referral_micros:
            await self._post(
                tx,
                payment,
                f"{key}:referral",
                PostingKind.REFERRAL,
                PROMOTIONS,
                payment.referrer_id,
                at,
                None,
                payment.referral_micros,
            )
            await settle_debt(tx, payment.referrer_id, f"{key}:referral", payment.currency, at)

    async def _bonus(self, tx: Transaction, payment: Payment, at: datetime) -> int:
        use = await tx.promos.waiting(payment.customer_id)
        if use is None or use.percent is None or not await tx.promos.apply(use.id, payment.id):
            return 0
        bonus = percent_of(payment.amount_micros, use.percent)
        if bonus:
            key = f"promo:{use.promo_id}:{payment.customer_id}"
            await self._post(tx, payment, key, PostingKind.BONUS, PROMOTIONS, payment.customer_id, at, None, bonus)
        return bonus

    async def _referral(self, tx: Transaction, payment: Payment, at: datetime) -> Payment:
        percent = self._policy.referral_percent
        referrer_id = await tx.referrals.referrer(payment.customer_id) if percent else None
        share = percent_of(payment.amount_micros, percent)
        if referrer_id is None or not share:
            return payment
        key = f"referral:{payment.key}"
        await self._post(tx, payment, key, PostingKind.REFERRAL, PROMOTIONS, referrer_id, at, None, share)
        await settle_debt(tx, referrer_id, key, payment.currency, at)
        balance = await tx.ledger.balance(referrer_id)
        facts: dict[str, str | int | None] = {
            "amount_micros": share,
            "balance_micros": balance.available_micros,
            "currency": payment.currency,
        }
        await tx.outbox.add([Notice(key, referrer_id, NoticeKind.REFERRAL_EARNED, facts)], at)
        return replace(payment, referrer_id=referrer_id, referral_micros=share)

    async def _post(
        self,
        tx: Transaction,
        payment: Payment,
        key: str,
        kind: PostingKind,
        source: AccountRef,
        customer_id: int,
        at: datetime,
        actor_id: int | None,
        amount_micros: int | None = None,
    ) -> None:
        amount = payment.amount_micros if amount_micros is None else amount_micros
        target = available(customer_id)
        await tx.ledger.post(Posting(key, kind, source, target, amount, payment.currency, actor_id=actor_id), at)


def amount_text(micros: int, currency: str) -> str:
    """For the audit."""
    return f"{to_decimal(micros):f} {currency}"


def _facts(payment: Payment) -> dict[str, str | int | None]:
    return {
        "payment_id": payment.id,
        "customer_id": payment.customer_id,
        "method": payment.method.value,
        "amount_micros": payment.amount_micros,
        "currency": payment.currency,
        "paid": f"{payment.paid:f} {payment.paid_in}",
    }


payment_facts = _facts
