"""Payments on both databases: booked once, taken back, given to whom they belong; the proof names what is broken."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.core.bells import Bells
from bot.core.errors import InputError
from bot.core.ledger import WalletBalance
from bot.core.payments import InvoiceState, Payment, PaymentMethod, PaymentState, Proof
from bot.core.policy import ShopPolicy
from bot.core.promotions import PromoCode
from bot.core.services.authority import Authority
from bot.core.services.promo import Promotions
from bot.core.services.topup_credit import Crediting
from storage.engine import Database
from tests.contract.storage_shop import ANNA, BORIS, NOW, add_customer, corrupt

POLICY = ShopPolicy(referral_percent=Decimal(10), admin_ids=frozenset({9}))
TEN = PromoCode(0, "TEN", None, Decimal(10), "USD", 5, 0, NOW, None, 9)
GIFT = PromoCode(0, "GIFT", 1_000_000, None, "USD", 2, 0, NOW, None, 9)


class Now:
    def now(self) -> datetime:
        return NOW


def crediting(database: Database) -> Crediting:
    return Crediting(POLICY, Authority(database, Now(), POLICY))


@pytest.fixture
async def shop(database: Database) -> Database:
    """Anna (10.00) was brought by Boris (10.00)."""
    async with database.transaction() as tx:
        await add_customer(tx, BORIS)
        await add_customer(tx)
        assert await tx.referrals.first_start(ANNA, BORIS, NOW)
        assert not await tx.referrals.first_start(ANNA, None, NOW)
    return database


async def arrived(database: Database, charge_id: str = "c1", amount_micros: int = 5_000_000) -> Payment | None:
    async with database.transaction() as tx:
        return await crediting(database).arrived(
            tx,
            method=PaymentMethod.STARS,
            charge_id=charge_id,
            customer_id=ANNA,
            invoice=None,
            paid=Decimal(250),
            paid_in="XTR",
            amount_micros=amount_micros,
            at=NOW,
        )


async def wallet(database: Database, customer_id: int = ANNA) -> WalletBalance:
    async with database.reading() as tx:
        return await tx.ledger.balance(customer_id)


async def problems(database: Database) -> list[str]:
    async with database.reading() as tx:
        return list((await tx.ledger.verify()).problems)


async def test_one_charge_at_once_from_many_sides_is_one_credit(shop: Database) -> None:
    found = await asyncio.gather(*(arrived(shop) for _ in range(8)))
    assert sum(payment is not None for payment in found) == 1
    assert await wallet(shop) == WalletBalance(15_000_000)
    assert await wallet(shop, BORIS) == WalletBalance(10_500_000)
    assert await problems(shop) == []


async def test_what_is_taken_back_takes_all_that_came_of_it(shop: Database) -> None:
    async with shop.transaction() as tx:
        ten = await tx.promos.add(TEN)
        assert ten is not None
        assert await tx.promos.add(TEN) is None
        assert await tx.promos.use(ten, ANNA, "waiting", NOW) is not None
        assert await tx.promos.use(ten, ANNA, "waiting", NOW) is None
    payment = await arrived(shop)
    assert payment is not None
    assert (payment.bonus_micros, payment.referrer_id, payment.referral_micros) == (500_000, BORIS, 500_000)
    assert await wallet(shop) == WalletBalance(15_500_000)
    async with shop.transaction() as tx:
        assert await tx.payments.move(payment.id, PaymentState.CREDITED, PaymentState.REFUNDING, refunds=1)
        assert not await tx.payments.move(payment.id, PaymentState.CREDITED, PaymentState.REFUNDING, refunds=1)
        await crediting(shop).take_back(tx, payment, f"{payment.key}:refund:1", NOW, 9)
    assert await wallet(shop) == WalletBalance(10_000_000)
    assert await wallet(shop, BORIS) == WalletBalance(10_000_000)
    assert await problems(shop) == []
    async with shop.transaction() as tx:
        assert await tx.payments.move(payment.id, PaymentState.REFUNDING, PaymentState.CREDITED)
        await crediting(shop).put_back(tx, payment, f"{payment.key}:refund:1:undone", NOW)
    assert await wallet(shop) == WalletBalance(15_500_000)
    assert await wallet(shop, BORIS) == WalletBalance(10_500_000)
    assert await problems(shop) == []


async def test_what_was_spent_is_owed_and_paid_by_the_next(shop: Database) -> None:
    big = await arrived(shop, amount_micros=100_000_000)
    assert big is not None
    spent = replace(big, amount_micros=130_000_000)
    async with shop.transaction() as tx:
        assert await crediting(shop).take_back(tx, spent, "stars:c1:reversed", NOW, None) == 20_000_000
    assert await wallet(shop) == WalletBalance(0, 0, 20_000_000)
    await arrived(shop, "c2", 5_000_000)
    assert await wallet(shop) == WalletBalance(0, 0, 15_000_000)
    await arrived(shop, "c3", 50_000_000)
    assert await wallet(shop) == WalletBalance(35_000_000)


async def test_a_code_has_only_so_many_uses(shop: Database) -> None:
    promotions = Promotions(shop, Now(), POLICY, Bells(), Authority(shop, Now(), POLICY))
    async with shop.transaction() as tx:
        await tx.promos.add(replace(GIFT, max_uses=1))
    used = await asyncio.gather(
        *(promotions.use(who, "gift") for who in (ANNA, BORIS, ANNA, BORIS)), return_exceptions=True
    )
    assert sum(isinstance(one, PromoCode) for one in used) == 1
    assert all(isinstance(one, PromoCode | InputError) for one in used), used
    assert (await wallet(shop)).available_micros + (await wallet(shop, BORIS)).available_micros == 21_000_000
    assert await problems(shop) == []


async def test_what_an_admins_codes_can_cost(shop: Database) -> None:
    async with shop.transaction() as tx:
        for code in (GIFT, TEN, replace(GIFT, code="HUGE", amount_micros=10**15, max_uses=10**6)):
            await tx.promos.add(replace(code, created_by=9, created_at=NOW))
        await tx.promos.add(replace(GIFT, code="OLD", created_by=9, created_at=NOW - timedelta(days=1)))
        await tx.promos.add(replace(GIFT, code="HERS", created_by=10, created_at=NOW))
        assert await tx.promos.promised_by(9, NOW) == (GIFT.amount_micros or 0) * GIFT.max_uses + 10**21
        assert await tx.promos.promised_by(11, NOW) == 0


async def test_an_invoice_is_claimed_and_decided_once(shop: Database) -> None:
    async with shop.transaction() as tx:
        invoice = await tx.invoices.add(
            customer_id=ANNA,
            method=PaymentMethod.MANUAL,
            amount_micros=5_000_000,
            currency="USD",
            asked=Decimal("5.00"),
            asked_in="USD",
            created_at=NOW,
            expires_at=NOW + timedelta(hours=1),
        )
        assert await tx.invoices.proof(invoice.id) is None
        assert await tx.invoices.claim(invoice.id, Proof("photo", "F1", "from \x00 me"))
        assert not await tx.invoices.claim(invoice.id, Proof("text", None, "again"))
        assert await tx.invoices.proof(invoice.id) == Proof("photo", "F1", "from  me")
        assert [one.id for one in await tx.invoices.in_state(InvoiceState.CLAIMED, 5)] == [invoice.id]
        assert await tx.invoices.move(invoice.id, [InvoiceState.CLAIMED], InvoiceState.PAID, 9)
        assert not await tx.invoices.move(invoice.id, [InvoiceState.CLAIMED], InvoiceState.REFUSED, 10)
        found = await tx.invoices.get(invoice.id)
        assert found is not None
        assert (found.state, found.decided_by, found.asked) == (InvoiceState.PAID, 9, Decimal("5.00"))
        assert await tx.invoices.any_of(PaymentMethod.MANUAL)
        assert not await tx.invoices.any_of(PaymentMethod.CRYPTO)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE payments SET amount_micros = 1", "5 came by stars, the payments that are credited make 0.000001"),
        ("UPDATE payments SET amount_micros = 1", "(stars:c1) says that 0.000001 was credited, its posting says 5"),
        ("UPDATE payments SET state = 'review'", "(stars:c1) says that 5 was credited, its posting says 5"),
        ("UPDATE payments SET state = 'refunded'", "5 came by stars, the payments that are credited make 0"),
        ("UPDATE payments SET referral_micros = 0", "0.5 was given by promotions, codes and referrals make 0"),
        ("UPDATE ledger_accounts SET kind = 'debt' WHERE kind = 'available'", "(debt of customer"),
    ],
)
async def test_what_is_broken_is_named(shop: Database, database_url: str, statement: str, said: str) -> None:
    await arrived(shop)
    assert await problems(shop) == []
    await corrupt(database_url, statement)
    found = await problems(shop)
    assert any(said in line for line in found), "\n".join(found)
