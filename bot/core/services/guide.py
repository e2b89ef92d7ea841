"""The way from a token to the first service on sale, as far as it has been gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.core.payments import PaymentMethod
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.catalog import MARKUP_SETTING, CatalogService


@dataclass(frozen=True, slots=True)
class ProviderStep:
    """`rate` is the shop's currency for one unit of the provider's; None: unknown, and so nothing of it is sold."""

    name: str
    answers: bool
    balance: Decimal | None
    currency: str | None
    rate: Decimal | None
    services: int
    error: str | None


@dataclass(frozen=True, slots=True)
class GuideState:
    providers: tuple[ProviderStep, ...]
    markup_percent: Decimal
    markup_chosen: bool
    on_sale: int
    sellable: int
    terms: bool
    ways: frozenset[PaymentMethod]
    orders: int

    @property
    def provider_ready(self) -> bool:
        return any(step.answers and step.rate is not None and step.services for step in self.providers)

    @property
    def is_open(self) -> bool:
        """The first service is on sale."""
        return self.provider_ready and self.on_sale > 0


class Guide:
    def __init__(
        self,
        storage: Storage,
        policy: ShopPolicy,
        catalog: CatalogService,
        authority: Authority,
        provider_names: Callable[[], tuple[str, ...]],
    ) -> None:
        self._storage = storage
        self._policy = policy
        self._catalog = catalog
        self._authority = authority
        self._provider_names = provider_names
        self._is_over = False

    def is_needed(self, user_id: int) -> bool:
        """Nothing is on sale, and this is somebody who can change that."""
        return not self._catalog.catalogue.offers and self._authority.may(user_id, Right.SHELF)

    async def is_going_on(self, user_id: int) -> bool:
        """Until the first order, for those who can open the shop."""
        if self._is_over or not self._authority.may(user_id, Right.SHELF):
            return False
        async with self._storage.reading() as tx:
            self._is_over = any((await tx.orders.count_by_state()).values())
        return not self._is_over

    async def state(self, admin_id: int, ways: Iterable[PaymentMethod]) -> GuideState:
        """`ways` are the ways to pay that are set up."""
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.reading() as tx:
            records = {record.name: record for record in await tx.providers.all()}
            services = await tx.catalog.services()
            chosen = await tx.settings.get(MARKUP_SETTING) is not None
            orders = sum((await tx.orders.count_by_state()).values())
        book = self._catalog.price_book
        steps = []
        for name in self._provider_names():
            record = records.get(name)
            known = record is not None and record.balance_at is not None
            steps.append(
                ProviderStep(
                    name,
                    known and record is not None and record.down_since is None and self._catalog.is_available(name),
                    record.balance if record else None,
                    self._policy.provider_currency.get(name) or (record.currency if record else None),
                    book.exchange.get(name),
                    sum(service.provider == name for service in services),
                    record.last_error if record else None,
                )
            )
        return GuideState(
            tuple(steps),
            book.markup_percent,
            chosen,
            len(self._catalog.catalogue.offers),
            sum(service.order_type is not None for service in services),
            bool(self._policy.terms_version),
            frozenset(ways),
            orders,
        )
