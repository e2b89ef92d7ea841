"""Who writes to the shop."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage

_REMEMBERED = 10_000
_FRESH_FOR = timedelta(minutes=10)  # who changes a customer here says so; somebody may mend the database by hand


class Customers:
    """`alone`: no other process serves customers. Of several each looks anew, every time: terms that were accepted at
    one replica are not asked for again at the next.
    """

    def __init__(self, storage: Storage, clock: Clock, policy: ShopPolicy, *, alone: bool = True) -> None:
        self._alone = alone
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._recent: OrderedDict[int, tuple[Customer, datetime]] = OrderedDict()
        self._seen_on: OrderedDict[int, date] = OrderedDict()

    async def seen(
        self, customer_id: int, first_name: str, username: str | None, language_code: str | None
    ) -> Customer:
        """The customer, written when new, renamed, or back after having blocked the bot, and else once a day."""
        now = self._clock.now()
        known = self._recent.get(customer_id) if self._alone else None
        if known is not None and now - known[1] < _FRESH_FOR and _same(known[0], first_name, username, language_code):
            return known[0]
        async with self._storage.reading() as tx:
            customer = await tx.customers.get(customer_id)
        if customer is None or not _same(customer, first_name, username, language_code):
            fresh = Customer(customer_id, first_name, username, language_code, None, now)
            async with self._storage.transaction() as tx:
                customer = await tx.customers.see(fresh)
                await tx.outbox.unpark_chat(customer_id)
        elif self._seen_on.get(customer_id) != now.date():
            async with self._storage.transaction() as tx:
                await tx.customers.here_again(customer_id, now)
        self._remember(customer, now)
        return customer

    async def get(self, customer_id: int) -> Customer | None:
        async with self._storage.reading() as tx:
            return await tx.customers.get(customer_id)

    async def choose_language(self, customer_id: int, language: str) -> None:
        async with self._storage.transaction() as tx:
            await tx.customers.set_language(customer_id, language)
        self.forget(customer_id)

    async def accept_terms(self, customer_id: int, version: str) -> None:
        if version != self._policy.terms_version:
            raise InputError("terms-version")
        async with self._storage.transaction() as tx:
            await tx.customers.accept_terms(customer_id, version, self._clock.now())
        self.forget(customer_id)

    def needs_terms(self, customer: Customer) -> bool:
        return self._policy.asks_for_terms and customer.terms_version != self._policy.terms_version

    def forget(self, customer_id: int) -> None:
        self._recent.pop(customer_id, None)

    def _remember(self, customer: Customer, now: datetime) -> None:
        self._recent[customer.id] = (replace(customer, unreachable_at=None), now)
        self._recent.move_to_end(customer.id)
        self._seen_on[customer.id] = now.date()
        self._seen_on.move_to_end(customer.id)
        while len(self._seen_on) > _REMEMBERED:
            self._seen_on.popitem(last=False)
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)


def _same(customer: Customer, first_name: str, username: str | None, language_code: str | None) -> bool:
    return (
        customer.first_name == first_name
        and customer.username == username
        and customer.language_code == language_code
        and customer.unreachable_at is None
    )
