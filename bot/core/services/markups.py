"""Markups: over all that is sold, of a category, of a service, of a customer; shown with price and profit first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.core.audit import AuditLine
from bot.core.catalog import Service
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.policy import ShopPolicy
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.price_book import PriceBook
from bot.core.pricing import Markup, MarkupScope
from bot.core.roles import Right
from bot.core.services.catalog import MARKUP_SETTING, CatalogService
from bot.core.services.changes import Changes

MARKUP = "markup"
MAX_MARKUP = Decimal(1000)
MIN_OWN_MARKUP = Decimal(-99)
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class PriceExample:
    """Of 1000, or of one order."""

    name: str
    before_micros: int
    after_micros: int
    cost_micros: int

    @property
    def profit_micros(self) -> int:
        return self.after_micros - self.cost_micros


@dataclass(frozen=True, slots=True)
class MarkupPreview:
    """`loses` tells that something would be sold below its cost: it takes a Confirm that says so."""

    action: AdminAction
    examples: tuple[PriceExample, ...]
    touched: int
    loses: bool


def read_percent(typed: str) -> Decimal | None:
    """`30`, `12.5`, `12,5%`, `-5`; None where it is no such number."""
    text = typed.strip().removesuffix("%").replace(",", ".").strip()
    digits = text.removeprefix("-")
    if not digits or len(text) > 10 or not all(char in "0123456789." for char in digits):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


class Markups:
    def __init__(
        self, storage: Storage, clock: Clock, policy: ShopPolicy, catalog: CatalogService, changes: Changes
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._catalog = catalog
        self._changes = changes
        changes.learn(MARKUP, Right.PRICE, self._set, catalog.reload)

    async def propose(
        self, admin_id: int, percent: Decimal | None, scope: MarkupScope | None = None, subject_id: int = 0
    ) -> MarkupPreview:
        """Over every provider that has none of its own, or of one `scope`; `percent` None takes that one away again."""
        self._changes.require(admin_id, MARKUP)
        lowest = Decimal(0) if scope is None else MIN_OWN_MARKUP
        if percent is not None and not (percent.is_finite() and lowest <= percent <= MAX_MARKUP):
            raise InputError("markup-out-of-range", min=int(lowest), max=int(MAX_MARKUP))
        name = await self._subject(scope, subject_id)
        book = self._catalog.price_book
        old = book.markup_percent if scope is None else _own(book, scope, subject_id)
        params: dict[str, Any] = {
            "scope": scope.value if scope else None,
            "subject_id": subject_id,
            "name": name,
            "old": None if old is None else _words(old),
            "new": None if percent is None else _words(percent),
        }
        after = self._book_after(book, percent, scope, subject_id)
        examples, touched, loses = self._look(self._sold(), book, after, scope, subject_id)
        if not examples:  # nothing of it is on sale yet: what it would cost
            examples = self._look(await self._sellable(), book, after, scope, subject_id)[0]
        params["below_cost"] = loses
        action = await self._changes.propose(admin_id, MARKUP, params)
        return MarkupPreview(action, examples, touched, loses)

    def _book_after(
        self, book: PriceBook, percent: Decimal | None, scope: MarkupScope | None, subject_id: int
    ) -> PriceBook:
        if scope is None:
            return PriceBook(percent or Decimal(0), book.exchange, book.provider_markup, book.own)
        others = [markup for key, markup in book.own.items() if key != (scope, subject_id)]
        return book.with_markups(others if percent is None else [*others, Markup(scope, subject_id, percent)])

    def _sold(self) -> list[Service]:
        return [offer.service for offer in self._catalog.catalogue.offers.values()]

    async def _sellable(self) -> list[Service]:
        async with self._storage.reading() as tx:
            return [service for service in await tx.catalog.services() if service.order_type is not None]

    def _look(
        self, services: Iterable[Service], book: PriceBook, after: PriceBook, scope: MarkupScope | None, subject_id: int
    ) -> tuple[tuple[PriceExample, ...], int, bool]:
        """A few services that it touches, how many there are on sale, and whether one would be sold at a loss."""
        customer_id = subject_id if scope is MarkupScope.CUSTOMER else None
        examples: list[PriceExample] = []
        touched, loses = 0, False
        for service in services:
            if scope is MarkupScope.SERVICE and service.id != subject_id:
                continue
            if scope is MarkupScope.CATEGORY and service.category_id != subject_id:
                continue
            before, new = book.shown_price(service, customer_id), after.shown_price(service, customer_id)
            cost = after.shown_cost(service)
            if before is None or new is None or cost is None:
                continue
            if before == new and scope is None and after.percent(service) != after.markup_percent:
                continue  # it has a markup of its own
            touched += 1
            loses = loses or new < cost
            if len(examples) < _EXAMPLES:
                examples.append(PriceExample(service.name, before, new, cost))
        return tuple(examples), touched, loses or self._sells_below(after, scope, subject_id)

    def _sells_below(self, after: PriceBook, scope: MarkupScope | None, subject_id: int) -> bool:
        """Whatever is on sale now: a negative markup means a loss."""
        own = None if scope is None else after.own.get((scope, subject_id))
        return own is not None and own.percent < 0

    async def _subject(self, scope: MarkupScope | None, subject_id: int) -> str:
        if scope is None:
            return ""
        async with self._storage.reading() as tx:
            if scope is MarkupScope.CUSTOMER:
                customer = await tx.customers.get(subject_id)
                found = customer.first_name if customer else None
            elif scope is MarkupScope.SERVICE:
                service = await tx.catalog.service(subject_id)
                found = service.name if service else None
            else:
                found = next((c.name for c in await tx.catalog.categories() if c.id == subject_id), None)
        if found is None:
            raise NotFoundError(scope.value)
        return found

    async def _set(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        scope, subject_id, new = action.params.get("scope"), action.params.get("subject_id", 0), action.params["new"]
        if scope is None:
            await tx.settings.set(MARKUP_SETTING, new, now)
        else:
            percent = None if new is None else Decimal(new)
            below_cost = bool(action.params["below_cost"])
            await tx.markups.set(MarkupScope(scope), int(subject_id), percent, below_cost=below_cost)
        subject = f"{scope} {subject_id}" if scope else ""
        words = (action.params["old"] or "", new or "")
        await tx.audit.add(AuditLine(now, action.admin_id, "markup", subject, *words))


def _own(book: PriceBook, scope: MarkupScope, subject_id: int) -> Decimal | None:
    markup = book.own.get((scope, subject_id))
    return None if markup is None else markup.percent


def _words(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
