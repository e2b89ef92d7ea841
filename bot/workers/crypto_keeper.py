"""Asks Crypto Pay how our invoices do, by itself and when its webhook says that one was paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.core.clock import Clock
from bot.core.payments import PaymentGatewayError, PaymentRefusedError
from bot.core.services.crypto import CryptoPayments
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

FRESH_EVERY = 5.0
ALL_EVERY = timedelta(hours=1)
_LONGEST_WAIT = 60.0
_MAX_BODY = 64 * 1024


class CryptoKeeper:
    def __init__(self, payments: CryptoPayments, clock: Clock, fresh_every: float = FRESH_EVERY) -> None:
        self._payments = payments
        self._clock = clock
        self._fresh_every = fresh_every
        self._all_at: datetime | None = None

    async def run(self, heart: Heart) -> None:
        wait = self._fresh_every
        while not heart.stopping.is_set():
            heart.beat()
            now = self._clock.now()
            everything = self._all_at is None or now >= self._all_at
            try:
                await self._payments.look(fresh=not everything)
            except (PaymentGatewayError, PaymentRefusedError) as error:
                wait = min(wait * 2, _LONGEST_WAIT)
                log.warning("crypto_pay_away", error=str(error), again_in_s=wait)
            else:
                wait = self._fresh_every
                if everything:
                    self._all_at = now + ALL_EVERY
            await pause(heart, wait)


class CryptoWebhook:
    """A route for Crypto Pay's updates. The signature lets one in; what is true is asked of Crypto Pay itself."""

    def __init__(
        self,
        payments: CryptoPayments,
        is_signed: Callable[[bytes, str], bool],
        invoice_id: Callable[[bytes], str | None],
    ) -> None:
        self._payments = payments
        self._is_signed = is_signed
        self._invoice_id = invoice_id

    async def take(self, request: web.Request) -> web.Response:
        if (request.content_length or 0) > _MAX_BODY:
            return web.Response(status=413)
        body = await request.read()
        if not self._is_signed(body, request.headers.get("crypto-pay-api-signature", "")):
            log.warning("crypto_webhook_refused")
            return web.Response(status=403)
        remote_id = self._invoice_id(body)
        if remote_id is None:
            return web.Response(status=200)
        try:
            await self._payments.look_at([remote_id])
        except (PaymentGatewayError, PaymentRefusedError) as error:
            log.warning("crypto_pay_away", error=str(error))
            return web.Response(status=503)  # Crypto Pay sends it again
        return web.Response(status=200)
