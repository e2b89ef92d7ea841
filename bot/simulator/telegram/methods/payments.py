"""Invoices in Telegram Stars, checkouts and refunds."""

from __future__ import annotations

import secrets
import time
from typing import Any

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.keyboards import read_reply_markup
from bot.simulator.telegram.methods.messages import reply_content, spend
from bot.simulator.telegram.methods.queries import TOO_OLD
from bot.simulator.telegram.params import Params

MAX_STARS = 100_000


def _invoice(params: Params) -> Json:
    """The checked invoice: title, description, payload, amount."""
    title, description, payload = (params.text(name) for name in ("title", "description", "payload"))
    if not 1 <= len(title) <= 32:
        raise bad_request("INVOICE_TITLE_INVALID" if title else "title must be non-empty")
    if not 1 <= len(description) <= 255:
        raise bad_request("INVOICE_DESCRIPTION_INVALID" if description else "description must be non-empty")
    if not 1 <= len(payload.encode()) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    if params.text("currency") != "XTR":
        # Other currencies need a provider's token, and this server has none.
        raise bad_request("PAYMENT_PROVIDER_INVALID" if params.text("currency") else "CURRENCY_INVALID")
    prices = params.structure("prices")
    if params.text("provider_token") or not isinstance(prices, list) or len(prices) != 1:
        raise bad_request("STARS_INVOICE_INVALID")
    if params.integer("max_tip_amount") or any(
        params.flag(name) for name in ("need_name", "need_email", "need_phone_number", "is_flexible")
    ):
        raise bad_request("STARS_INVOICE_INVALID")
    amount = prices[0].get("amount")
    if not isinstance(amount, int) or not 1 <= amount <= MAX_STARS or not prices[0].get("label"):
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    return {"title": title, "description": description, "payload": payload, "amount": amount}


async def send_invoice(backend: Backend, params: Params) -> Json:
    chat = backend.world.open_chat_of(params)
    invoice = _invoice(params)
    markup = read_reply_markup(params, invoice=True)
    if markup is None:
        markup = {"inline_keyboard": [[{"text": f"Pay ⭐️{invoice['amount']}", "pay": True}]]}
    for row in markup["inline_keyboard"]:
        for button in row:
            button["text"] = button["text"].replace("XTR", "⭐️") if button.get("pay") else button["text"]
    shown = {
        "title": invoice["title"],
        "description": invoice["description"],
        "start_parameter": params.text("start_parameter"),
        "currency": "XTR",
        "total_amount": invoice["amount"],
    }
    content = reply_content(chat, params) | {"invoice": shown}
    spend(backend, chat)
    message = backend.world.post(
        chat, backend.world.bot, "invoice", content=content, reply_markup=markup, payload=invoice
    )
    return message.to_api()


async def create_invoice_link(backend: Backend, params: Params) -> str:
    slug = secrets.token_urlsafe(12)
    backend.stars.invoices[slug] = _invoice(params)
    return f"https://t.me/${slug}"


async def answer_pre_checkout_query(backend: Backend, params: Params) -> bool:
    checkout = backend.stars.checkouts.get(params.text("pre_checkout_query_id"))
    if checkout is None or checkout.answer.done():
        raise bad_request(TOO_OLD)
    if not params.flag("ok") and not params.text("error_message"):
        raise bad_request("error message must be non-empty")
    checkout.answer.set_result({"ok": params.flag("ok"), "error_message": params.text("error_message")})
    backend.world.pulse.beat()
    return True


async def refund_star_payment(backend: Backend, params: Params) -> bool:
    user_id = params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if user_id not in backend.world.people:
        raise bad_request("USER_ID_INVALID")
    payment = backend.stars.find(params.text("telegram_payment_charge_id"))
    if payment is None or payment.person["id"] != user_id:
        raise bad_request("CHARGE_NOT_FOUND" if params.text("telegram_payment_charge_id") else "CHARGE_ID_EMPTY")
    if payment.refunded_at is not None:
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    payment.refunded_at = int(time.time())
    refunded = {
        "currency": "XTR",
        "total_amount": payment.amount,
        "invoice_payload": payment.payload,
        "telegram_payment_charge_id": payment.charge_id,
    }
    chat = backend.world.chats[user_id]
    message = backend.world.post(chat, backend.world.bot, "service", content={"refunded_payment": refunded})
    backend.updates.push("message", message.to_api(), user_id)
    return True


async def get_star_transactions(backend: Backend, params: Params) -> Json:
    offset = max(params.integer("offset"), 0)
    limit = min(max(params.integer("limit", 100), 1), 100)
    return {"transactions": backend.stars.transactions()[offset : offset + limit]}


async def get_my_star_balance(backend: Backend, params: Params) -> Json:
    return {"amount": backend.stars.balance}


METHODS: dict[str, Any] = {
    "sendInvoice": send_invoice,
    "createInvoiceLink": create_invoice_link,
    "answerPreCheckoutQuery": answer_pre_checkout_query,
    "refundStarPayment": refund_star_payment,
    "getStarTransactions": get_star_transactions,
    "getMyStarBalance": get_my_star_balance,
}
