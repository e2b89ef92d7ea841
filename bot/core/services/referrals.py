"""Who brought whom, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage

# Handled twice after a crash, a first /start is still the first; one who came before is no newcomer.
_NEW_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReferralCard:
    payload: str
    percent: Decimal
    invited: int
    earned_micros: int


class Referrals:
    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy

    @property
    def is_on(self) -> bool:
        return self._policy.referral_percent > 0

    async def started(self, customer: Customer, payload: str) -> None:
        """Remember how a newcomer came: the first /start counts, whether by a link or not."""
        now = self._clock.now()
        if not self.is_on or now - customer.created_at > _NEW_FOR:
            return
        async with self._storage.reading() as tx:
            if await tx.referrals.known(customer.id):
                return
            referrer_id = _referrer(payload)
            if referrer_id == customer.id or (referrer_id and await tx.customers.get(referrer_id) is None):
                referrer_id = None
        async with self._storage.transaction() as tx:
            await tx.referrals.first_start(customer.id, referrer_id, now)

    async def card(self, customer_id: int) -> ReferralCard:
        async with self._storage.reading() as tx:
            return ReferralCard(
                f"r{customer_id}",
                self._policy.referral_percent,
                await tx.referrals.count(customer_id),
                await tx.referrals.earned_micros(customer_id),
            )


def _referrer(payload: str) -> int | None:
    """`r123`"""
    number = payload[1:]
    is_link = payload[:1] == "r" and number.isascii() and number.isdigit() and len(number) < 19
    return int(number) if is_link else None
