"""Keeps our book of Stars equal to Telegram's: payments that nobody told us of, refunds until they are confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.payment_ports import StarBook
from bot.core.payments import PaymentGatewayError, PaymentRefusedError
from bot.core.services.stars import Stars
from bot.workers.supervisor import Heart

log = structlog.get_logger(__name__)

READ_EVERY = timedelta(days=1)
_AFTER_FAILURE = timedelta(minutes=1)
_LOOK_EVERY = 10.0
_A_PAGE = 100


class StarKeeper:
    def __init__(self, stars: Stars, book: StarBook, clock: Clock, bells: Bells) -> None:
        self._stars = stars
        self._book = book
        self._clock = clock
        self._bells = bells
        self._read_at: datetime | None = None

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            now = self._clock.now()
            if self._read_at is None or now >= self._read_at:
                self._read_at = now + (READ_EVERY if await self.read() else _AFTER_FAILURE)
            await self.refund()
            await self._bells.refund.wait(_LOOK_EVERY)

    async def read(self) -> bool:
        """Telegram's book from where we left off; False: it could not be read to its end."""
        position = await self._stars.position()
        if position is None:
            return True
        try:
            while True:
                lines, count = await self._book.transactions(position, _A_PAGE)
                done = await self._stars.reconcile(lines)
                position += count
                if done.found or done.reversed:
                    log.warning("stars_found", payments=done.found, reversed=done.reversed)
                if count < _A_PAGE:
                    await self._stars.read_up_to(position)
                    return True
        except PaymentGatewayError as error:
            log.warning("stars_not_read", error=str(error))
            return False

    async def refund(self) -> None:
        for payment in await self._stars.refunds():
            try:
                await self._book.refund(payment.customer_id, payment.charge_id)
            except PaymentRefusedError as error:
                log.error("refund_refused", payment_id=payment.id, error=str(error))
                await self._stars.refund_refused(payment.id, str(error))
            except PaymentGatewayError as error:
                log.warning("refund_not_sent", payment_id=payment.id, error=str(error))
            else:
                await self._stars.taken_back(payment.charge_id)
                log.info("refunded", payment_id=payment.id, customer_id=payment.customer_id)
