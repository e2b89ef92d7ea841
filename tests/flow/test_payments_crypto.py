"""Crypto Pay through the whole shop: polled, by webhook, late, too little, too much, forged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.simulator.telegram.people import Person
from tests.crypto_pay_server import TOKEN, CryptoPayServer, post_webhook, sign
from tests.flow.talk import press, say, toast
from tests.flow.world import World, open_world


@asynccontextmanager
async def crypto_world(
    tmp_path: Path, server: CryptoPayServer, currency: str = "USD", rates: str = "{}"
) -> AsyncIterator[World]:
    async with (
        server.serve() as url,
        open_world(
            tmp_path,
            CRYPTO_PAY_TOKEN=TOKEN,
            CRYPTO_PAY_URL=url,
            CURRENCY=currency,
            EXCHANGE_RATES=rates,
            wait_for_sync=currency == "USD",
        ) as world,
    ):
        yield world


async def invoiced(person: Person, amount: str = "10.00 USD") -> None:
    await say(person, "/topup", "Choose a way")
    await press(person, "Crypto", "how much")
    await press(person, amount)
    await person.wait_for("for your wallet")


def hook(world: World) -> str:
    return f"http://127.0.0.1:{world.shop.health.port}/crypto-pay"


async def polled(world: World) -> None:
    crypto = world.shop.payments.crypto
    assert crypto is not None
    await crypto.look(fresh=True)


async def test_paid_and_polled(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna = world.customer()
        await invoiced(anna)
        (row,) = anna.last.buttons
        assert row[0].url == "https://t.me/CryptoBot?start=IV9000"
        await polled(world)
        assert await world.available_micros(anna.id) == 0
        server.pay(9000, "10.0020004")
        await anna.wait_for("10.00 USD added to your wallet", since=0)  # the worker asks by itself
        await polled(world)
        assert await world.available_micros(anna.id) == 10_000_000


async def test_the_webhook_is_believed_about_nothing(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna = world.customer()
        await invoiced(anna)
        body = server.update(9000).replace(b'"active"', b'"paid"')
        assert await post_webhook(hook(world), body, sign(body)) == 200
        assert await post_webhook(hook(world), body, sign(body, "1:other")) == 403
        assert await post_webhook(hook(world), body, "") == 403
        assert await world.available_micros(anna.id) == 0
        server.pay(9000, "10.002")
        body = server.update(9000)
        for _ in range(3):
            assert await post_webhook(hook(world), body, sign(body)) == 200
        assert await world.available_micros(anna.id) == 10_000_000
        server.broken = (502, "")
        assert await post_webhook(hook(world), body, sign(body)) == 503


@pytest.mark.parametrize(
    ("coins", "late", "why", "worth"),
    [
        ("4", timedelta(0), "less was paid than asked", "3.9992 USD"),
        ("20", timedelta(0), "more was paid than asked", "19.996 USD"),
        ("10.002", timedelta(hours=3), "paid after its time", "9.999999 USD"),
    ],
)
async def test_what_is_not_just_what_was_asked_waits_for_an_admin(
    tmp_path: Path, coins: str, late: timedelta, why: str, worth: str
) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await invoiced(anna)
        server.pay(9000, coins, late=late)
        await polled(world)
        await admin.wait_for(f"Payment 1 needs a decision: {why}", since=0)
        assert await world.available_micros(anna.id) == 0
        card = await press(admin, "Decide", "being looked at")
        assert f"Credit what came: {worth}" in card.button_texts
        await press(admin, "Credit what was asked", "Credit 10.00 USD for payment 1")
        assert await world.available_micros(anna.id) == 0
        await press(admin, "Confirm", "10.00 USD credited")
        await anna.wait_for("10.00 USD added", since=0)
        for data in ("a-paycr:1:0", "a-paycr:1:1", "a-payno:1"):
            assert "decided already" in await toast(admin, data)
        await polled(world)
        assert await world.available_micros(anna.id) == 10_000_000


async def test_what_came_is_credited_instead(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await invoiced(anna)
        server.pay(9000, "4", rate="1")
        await polled(world)
        await admin.wait_for("needs a decision", since=0)
        await press(admin, "Decide", "being looked at")
        await press(admin, "Credit what came: 4.00 USD", "Credit 4.00 USD")
        await press(admin, "Confirm", "4.00 USD credited")
        assert await world.available_micros(anna.id) == 4_000_000
        assert "refund" not in (await say(admin, "/payments", "No payment waits")).text
        assert "Only Stars" in await toast(admin, "a-payback:1:1")


async def test_paid_while_the_bot_was_killed_before_it_knew_the_invoice(tmp_path: Path) -> None:
    """Our number stands in the invoice there, so that a webhook finds it."""
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna = world.customer()
        await invoiced(anna)
        async with world.database.transaction() as tx:
            await tx.connection.execute(text("UPDATE invoices SET remote_id = NULL"))
        server.pay(9000, "10.002")
        body = server.update(9000)
        assert await post_webhook(hook(world), body, sign(body)) == 200
        assert await world.available_micros(anna.id) == 10_000_000


async def test_an_expired_invoice_and_another_amount_there(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        await invoiced(anna)
        server.invoices[9000]["status"] = "expired"
        await polled(world)
        server.invoices[9000]["amount"] = "1.00"
        server.pay(9000, "1", rate="1")
        await polled(world)
        await admin.wait_for("is not the one we made", since=0)
        await press(admin, "Decide", "being looked at")
        await press(admin, "Refuse", "Nothing is credited")
        await press(admin, "Confirm", "is refused")
        await anna.wait_for("could not be confirmed", since=0)
        assert await world.available_micros(anna.id) == 0


async def test_crypto_pay_is_away(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server) as world:
        anna = world.customer()
        await say(anna, "/topup")
        await press(anna, "Crypto", "how much")
        server.broken = (502, "<html>")
        assert "doesn't answer now" in await toast(anna, "pay:crypto:10000000")
        server.broken = None
        await press(anna, "10.00 USD")
        await anna.wait_for("for your wallet")


async def test_a_currency_that_crypto_pay_does_not_know(tmp_path: Path) -> None:
    server = CryptoPayServer()
    async with crypto_world(tmp_path, server, "CHF", '{"USD": "0.80"}') as world:
        anna = world.customer()
        await invoiced(anna, "10.00 CHF")
        assert server.invoices[9000]["amount"] == "12.50"
        server.pay(9000, "12.5", rate="1")
        await polled(world)
        await anna.wait_for("10.00 CHF added", since=0)


async def test_without_a_rate_it_is_not_offered(tmp_path: Path) -> None:
    async with crypto_world(tmp_path, CryptoPayServer(), "CHF") as world:
        assert "Crypto" not in (await say(world.customer(), "/topup")).text
