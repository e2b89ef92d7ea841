"""What is left at each provider, as far as this process knows: nothing is sold that can't be paid for there."""

from __future__ import annotations

from bot.core.bells import Bells
from bot.core.errors import NotOnSaleError


class Funds:
    """Held in memory, so that a price costs no look into the database; ProviderWatches brings it up to date."""

    def __init__(self, bells: Bells) -> None:
        self._bells = bells
        self._left_micros: dict[str, int] = {}
        self._short: frozenset[str] = frozenset()
        self.missed: set[str] = set()
        """Providers of which something could not be sold since the last look at their balance."""

    def set(self, left_micros: dict[str, int], short: frozenset[str]) -> None:
        """`left_micros` is in the shop's currency; of a provider that is not named nothing is known."""
        self._left_micros, self._short = left_micros, short

    def is_short(self, provider: str) -> bool:
        """It refused an order for lack of money, or has nothing at all."""
        return provider in self._short or self._left_micros.get(provider, 1) <= 0

    def stop(self, provider: str) -> None:
        self._short |= {provider}

    def require(self, provider: str, cost_micros: int) -> None:
        """NotOnSaleError where the provider could not be paid: said before the customer pays."""
        left = self._left_micros.get(provider)
        if provider in self._short or (left is not None and left < cost_micros):
            self.missed.add(provider)
            self._bells.balance(provider).ring()
            raise NotOnSaleError("provider-short")

    def take(self, provider: str, cost_micros: int) -> None:
        """An order is on its way."""
        if provider in self._left_micros:
            self._left_micros[provider] -= cost_micros
