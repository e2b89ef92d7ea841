"""Telegram Stars: invoices, checkouts, refunds."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.simulator.telegram import PaymentOutcome, Person
from tests.simulator.telegram_client import BotClient, keyboard

INVOICE: dict[str, Any] = {
    "chat_id": 1001,
    "title": "10 USD",
    "description": "Top up",
    "payload": "topup:1",
    "currency": "XTR",
    "provider_token": "",
    "prices": [{"label": "10 USD", "amount": 500}],
}


async def checkout(bot: BotClient, anna: Person) -> tuple[asyncio.Task[PaymentOutcome], dict[str, Any]]:
    """Anna presses Pay; her payment under way, and the query that the bot gets."""
    paying = asyncio.get_running_loop().create_task(anna.pay())
    (update,) = await bot.updates(timeout=5)
    await bot.updates(offset=update["update_id"] + 1)
    return paying, update["pre_checkout_query"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"prices": [{"label": "a", "amount": 1}, {"label": "b", "amount": 2}]}, "STARS_INVOICE_INVALID"),
        ({"provider_token": "x"}, "STARS_INVOICE_INVALID"),
        ({"need_email": True}, "STARS_INVOICE_INVALID"),
        ({"prices": [{"label": "a", "amount": 0}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"currency": "USD"}, "PAYMENT_PROVIDER_INVALID"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
        ({"reply_markup": keyboard({"text": "Go", "callback_data": "x"})}, "REPLY_MARKUP_BUY_EMPTY"),
    ],
)
async def test_refused_invoices(bot: BotClient, anna: Person, change: dict[str, Any], reason: str) -> None:
    assert await bot.refused("sendInvoice", **{**INVOICE, **change}) == (400, f"Bad Request: {reason}")


async def test_a_payment(bot: BotClient, anna: Person) -> None:
    sent = await bot.ok("sendInvoice", **INVOICE)
    assert sent["invoice"]["total_amount"] == 500
    assert anna.last.buttons[0][0].pay
    paying, query = await checkout(bot, anna)
    assert query["invoice_payload"] == "topup:1"
    assert (query["currency"], query["total_amount"]) == ("XTR", 500)
    await bot.ok("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    outcome = await paying
    assert outcome.ok
    (update,) = await bot.updates()
    paid = update["message"]["successful_payment"]
    assert paid["telegram_payment_charge_id"] == outcome.charge_id
    assert paid["invoice_payload"] == "topup:1"
    (row,) = (await bot.ok("getStarTransactions"))["transactions"]
    assert (row["id"], row["amount"]) == (outcome.charge_id, 500)
    assert row["source"]["invoice_payload"] == "topup:1"
    assert await bot.ok("getMyStarBalance") == {"amount": 500}


async def test_a_refused_checkout_costs_nothing(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendInvoice", **INVOICE)
    paying, query = await checkout(bot, anna)
    answer = {"pre_checkout_query_id": query["id"], "ok": False}
    assert (await bot.refused("answerPreCheckoutQuery", **answer))[0] == 400
    await bot.ok("answerPreCheckoutQuery", **answer, error_message="The price has changed")
    assert await paying == PaymentOutcome(ok=False, error_message="The price has changed")
    assert await bot.ok("getMyStarBalance") == {"amount": 0}


async def test_a_checkout_has_a_deadline(bot: BotClient, anna: Person) -> None:
    anna.backend.checkout_lifetime = 0.05
    await bot.ok("sendInvoice", **INVOICE)
    paying, query = await checkout(bot, anna)
    assert await paying == PaymentOutcome(ok=False)
    refused = await bot.refused("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    assert refused[1].startswith("Bad Request: query is too old")


async def test_refunds(bot: BotClient, anna: Person) -> None:
    link = await bot.ok("createInvoiceLink", **INVOICE)
    paying = asyncio.get_running_loop().create_task(anna.pay_link(link))
    (update,) = await bot.updates(timeout=5)
    query_id = update["pre_checkout_query"]["id"]
    await bot.ok("answerPreCheckoutQuery", pre_checkout_query_id=query_id, ok=True)
    charge = {"user_id": 1001, "telegram_payment_charge_id": (await paying).charge_id}
    await bot.ok("refundStarPayment", **charge)
    assert await bot.refused("refundStarPayment", **charge) == (400, "Bad Request: CHARGE_ALREADY_REFUNDED")
    assert (await bot.refused("refundStarPayment", user_id=1001, telegram_payment_charge_id="x"))[0] == 400
    rows = (await bot.ok("getStarTransactions"))["transactions"]
    assert [("source" in row, "receiver" in row) for row in rows] == [(True, False), (False, True)]
    assert len((await bot.ok("getStarTransactions", offset=1, limit=5))["transactions"]) == 1
    assert await bot.ok("getMyStarBalance") == {"amount": 0}
    kinds = [update["message"] for update in await bot.updates() if "message" in update]
    assert kinds[-1]["refunded_payment"]["invoice_payload"] == "topup:1"
