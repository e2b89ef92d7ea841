"""A small Crypto Pay on loopback, written from its documentation: invoices, look-ups, signed webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

TOKEN = "777:AAcrypto-pay-token-of-these-tests"
RATE = "0.9998"  # of a coin in the invoice's currency


class CryptoPayServer:
    """`invoices` by id, as getInvoices shows them; `broken` is sent instead of any answer."""

    def __init__(self) -> None:
        self.url = ""
        self.invoices: dict[int, dict[str, Any]] = {}
        self.broken: tuple[int, str] | None = None
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        method, params = request.match_info["method"], await request.json()
        self.asked.append((method, params))
        if self.broken is not None:
            return web.Response(status=self.broken[0], text=self.broken[1])
        if request.headers.get("Crypto-Pay-API-Token") != TOKEN:
            return _no(401, "UNAUTHORIZED")
        if method == "createInvoice":
            return self._create(params)
        if method == "getInvoices":
            wanted = {int(one) for one in params["invoice_ids"].split(",")}
            return _yes({"items": [row for number, row in self.invoices.items() if number in wanted]})
        return _no(405, "METHOD_NOT_FOUND")

    def _create(self, params: dict[str, Any]) -> web.Response:
        if params.get("currency_type") != "fiat" or params.get("fiat") not in ("USD", "EUR", "RUB"):
            return _no(400, "FIAT_INVALID")
        number = 9_000 + len(self.invoices)
        now = datetime.now(UTC)
        self.invoices[number] = {
            "invoice_id": number,
            "hash": f"IV{number}",
            "currency_type": "fiat",
            "fiat": params["fiat"],
            "amount": params["amount"],
            "status": "active",
            "bot_invoice_url": f"https://t.me/CryptoBot?start=IV{number}",
            "payload": params.get("payload", ""),
            "created_at": _iso(now),
            "expiration_date": _iso(now + timedelta(seconds=params["expires_in"])),
        }
        return _yes(self.invoices[number])

    def pay(self, number: int, coins: str, *, rate: str = RATE, late: timedelta = timedelta(0)) -> None:
        """So many coins, at so much of the invoice's currency for each."""
        self.invoices[number].update(
            status="paid",
            paid_asset="USDT",
            paid_amount=coins,
            paid_fiat_rate=rate,
            paid_at=_iso(datetime.now(UTC) + late),
        )

    def update(self, number: int) -> bytes:
        """The body of a webhook."""
        body = {"update_id": 1, "update_type": "invoice_paid", "request_date": _iso(datetime.now(UTC))}
        return json.dumps({**body, "payload": self.invoices[number]}).encode()


def sign(body: bytes, token: str = TOKEN) -> str:
    return hmac.new(hashlib.sha256(token.encode()).digest(), body, hashlib.sha256).hexdigest()


async def post_webhook(url: str, body: bytes, signature: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers={"crypto-pay-api-signature": signature}) as response,
    ):
        return response.status


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _yes(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _no(code: int, name: str) -> web.Response:
    return web.json_response({"ok": False, "error": {"code": code, "name": name}}, status=code)
