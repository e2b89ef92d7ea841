"""Crypto Pay (@CryptoBot): makes invoices, looks them up, and knows its webhook's signature.

https://help.crypt.bot/crypto-pay-api: POST to /api/METHOD with the token in `Crypto-Pay-API-Token`; the answer is
`{"ok": true, "result": ...}` or `{"ok": false, "error": {"code", "name"}}`. Amounts are text, never a float.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from bot.core.payments import CryptoInvoice, PaymentGatewayError, PaymentRefusedError

_TIMEOUT = 15.0
_DESCRIPTION = "Wallet top-up"


class CryptoPay:
    """`bot.core.payment_ports.CryptoGateway`. One for the whole process; `close` at its end."""

    def __init__(self, token: str, base_url: str, timeout: float = _TIMEOUT) -> None:
        self._key = hashlib.sha256(token.encode()).digest()
        self._client = httpx.AsyncClient(
            base_url=f"{base_url}/api/",
            headers={"Crypto-Pay-API-Token": token},
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def create(self, amount: Decimal, currency: str, payload: str, seconds: int) -> CryptoInvoice:
        result = await self._call(
            "createInvoice",
            {
                "currency_type": "fiat",
                "fiat": currency,
                "amount": f"{amount:f}",
                "description": _DESCRIPTION,
                "payload": payload,
                "expires_in": seconds,
                "allow_comments": False,
                "allow_anonymous": True,
            },
        )
        invoice = _invoice(result)
        if invoice is None or not invoice.pay_url:
            raise PaymentGatewayError("an invoice without its id or address")
        return invoice

    async def find(self, remote_ids: Collection[str]) -> list[CryptoInvoice]:
        if not remote_ids:
            return []
        result = await self._call(
            "getInvoices", {"invoice_ids": ",".join(remote_ids), "count": max(100, len(remote_ids))}
        )
        items = result.get("items") if isinstance(result, dict) else result
        if not isinstance(items, list):
            raise PaymentGatewayError("a list of invoices that is none")
        found = [invoice for invoice in map(_invoice, items) if invoice is not None]
        return [invoice for invoice in found if invoice.remote_id in remote_ids]

    def is_signed(self, body: bytes, signature: str) -> bool:
        """Whether the webhook's body comes from Crypto Pay; compared in constant time."""
        expected = hmac.new(self._key, body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.strip().lower().encode())

    async def _call(self, method: str, params: Mapping[str, Any]) -> Any:
        try:
            response = await self._client.post(method, json=params)
            body = json.loads(response.content, parse_float=Decimal)
        except httpx.HTTPError as error:
            raise PaymentGatewayError(type(error).__name__) from error
        except ValueError as error:
            raise PaymentGatewayError("an answer that is no JSON") from error
        if not isinstance(body, dict):
            raise PaymentGatewayError("an answer that is no object")
        if body.get("ok") is True:
            return body.get("result")
        if response.status_code >= 500 or "error" not in body:
            raise PaymentGatewayError(f"HTTP {response.status_code}")
        said = body["error"]
        name = said.get("name") if isinstance(said, dict) else None
        raise PaymentRefusedError(str(name or f"HTTP {response.status_code}")[:200])


def webhook_invoice_id(body: bytes) -> str | None:
    """Which invoice a signed body speaks of; None: of something else. What it says of it is not believed."""
    try:
        update = json.loads(body, parse_float=Decimal)
    except ValueError:
        return None
    if not isinstance(update, dict) or update.get("update_type") != "invoice_paid":
        return None
    payload = update.get("payload")
    return _id(payload.get("invoice_id")) if isinstance(payload, dict) else None


def _invoice(row: Any) -> CryptoInvoice | None:
    """None where it has no id, amount or state that can be read: then nothing is known of it."""
    if not isinstance(row, dict):
        return None
    remote_id, asked = _id(row.get("invoice_id")), _decimal(row.get("amount"))
    asked_in = row.get("fiat") or row.get("asset")
    if remote_id is None or asked is None or not isinstance(asked_in, str) or not isinstance(row.get("status"), str):
        return None
    return CryptoInvoice(
        remote_id,
        row["status"],
        asked,
        asked_in,
        pay_url=str(row.get("bot_invoice_url") or row.get("pay_url") or ""),
        payload=str(row.get("payload") or ""),
        value=_value(row, asked_in),
        paid_at=_moment(row.get("paid_at")),
    )


def _value(row: Mapping[str, Any], asked_in: str) -> Decimal | None:
    """What was paid, in the invoice's currency; None where it does not say."""
    paid = _decimal(row.get("paid_amount"))
    if paid is None:
        return None
    if row.get("paid_asset") == asked_in:
        return paid
    rate = _decimal(row.get("paid_fiat_rate"))
    return None if rate is None else paid * rate


def _id(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return text if text.isascii() and text.isdigit() and len(text) < 20 else None


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _moment(value: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
