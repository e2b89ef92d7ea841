"""Reckons the delivery times anew, beside everything else."""

from __future__ import annotations

from bot.core.services.delivery import Delivery
from bot.workers.supervisor import Heart, pause

EVERY_S = 300.0


class DeliveryWatch:
    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            await self._delivery.refresh()
            left = EVERY_S
            while left > 0 and not heart.stopping.is_set():
                heart.beat()
                await pause(heart, min(left, 30.0))
                left -= 30.0
