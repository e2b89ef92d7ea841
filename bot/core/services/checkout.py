"""From the answers of a customer to an order: quote, confirm, drop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.answers import accepts_handles, check_answer
from bot.core.bells import Bells
from bot.core.catalog import Service
from bot.core.clock import Clock
from bot.core.errors import (
    ConflictError,
    InputError,
    InsufficientFundsError,
    LinkBusyError,
    NotAllowedError,
    NotFoundError,
    NotOnSaleError,
    PriceChangedError,
    QuoteExpiredError,
)
from bot.core.ledger import hold
from bot.core.links import LinkCheck
from bot.core.money import MAX_MICROS
from bot.core.order_types import INTERVAL, RUNS, Field, FieldKind, OrderType, PricedBy
from bot.core.orders import Order, OrderEvent, Quote
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage, Transaction
from bot.core.pricing import charge_micros, cost_micros, priced_quantity
from bot.core.services.catalog import CatalogService
from bot.core.services.debts import settle_debt
from bot.core.services.funds import Funds


@dataclass(frozen=True, slots=True)
class _Price:
    quantity: int
    charge_micros: int
    cost_micros: int


class Checkout:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        catalog: CatalogService,
        bells: Bells,
        link_check: LinkCheck,
        funds: Funds | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._catalog = catalog
        self._bells = bells
        self._link_check = link_check
        self._funds = funds or Funds(bells)

    def questions(self, service: Service, answers: Mapping[str, str]) -> Field | None:
        """The next field to ask for; None: all are answered. An optional field is skipped by an empty answer."""
        for field in _type_of(service).fields:
            if field.only_if is not None and answers.get(field.only_if[0]) != field.only_if[1]:
                continue
            if field.name not in answers:
                return field
        return None

    def check(self, service: Service, field: Field, typed: str, answers: Mapping[str, str] | None = None) -> str:
        """The cleaned answer; InputError names the limits."""
        category = self._catalog.catalogue.category(service.category_id)
        answer = check_answer(
            service,
            field,
            typed,
            answers or {},
            link_check=self._link_check,
            now=self._clock.now(),
            handles=accepts_handles(service, category.name if category else ""),
        )
        if field.kind in (FieldKind.LINK, FieldKind.LINES):
            denied = self._catalog.deny_list.denied_host(answer)
            if denied is not None:
                raise InputError("link-denied", host=denied)
        return answer

    async def quote(self, customer_id: int, service_id: int, answers: Mapping[str, str]) -> Quote:
        """A price that holds for a while; nothing is charged. Every answer is checked anew: it may be days old."""
        service = self._catalog.offer(service_id).service
        self._require_open(service)
        fields = self._checked(service, answers)
        price = self._price(service, fields, customer_id)
        self._funds.require(service.provider, price.cost_micros)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await self._require_customer(tx, customer_id)
            await self._require_free_link(tx, customer_id, service_id, fields)
            return await tx.quotes.add(
                customer_id=customer_id,
                service_id=service_id,
                fields=fields,
                quantity=price.quantity,
                charge_micros=price.charge_micros,
                cost_micros=price.cost_micros,
                currency=self._policy.currency,
                rate=service.rate,
                created_at=now,
                expires_at=now + self._policy.quote_ttl,
                terms_version=self._policy.terms_version,
            )

    async def requote(self, customer_id: int, quote_id: int, changes: Mapping[str, str] | None = None) -> Quote:
        """A fresh quote from an old one; an empty change takes a field out (`runs`, `interval`: drip-feed)."""
        old = await self.get_quote(customer_id, quote_id)
        answers = {name: value for name, value in {**old.fields, **(changes or {})}.items() if value}
        quote = await self.quote(customer_id, old.service_id, answers)
        await self.drop(customer_id, quote_id)
        return quote

    async def get_quote(self, customer_id: int, quote_id: int) -> Quote:
        async with self._storage.reading() as tx:
            return await _owned_quote(tx, customer_id, quote_id)

    async def take_up(self, customer_id: int, quote_id: int) -> Quote | Order:
        """The price once more, a fresh one where it holds no longer; the order where it was confirmed already."""
        async with self._storage.reading() as tx:
            quote = await _owned_quote(tx, customer_id, quote_id)
            order = await tx.orders.by_quote(quote_id)
        if order is not None:
            return order
        if quote.state == "open" and self._clock.now() < quote.expires_at:
            return quote
        return await self.requote(customer_id, quote_id)

    async def drop(self, customer_id: int, quote_id: int) -> Order | None:
        """The customer does not want it; the order where it was confirmed already."""
        async with self._storage.transaction() as tx:
            await _owned_quote(tx, customer_id, quote_id)
            await tx.quotes.move(quote_id, "open", "dropped")
            return await tx.orders.by_quote(quote_id)

    async def active_on_link(self, customer_id: int, service_id: int, link: str) -> Order | None:
        """An order on the same service and link that is still open: worth a warning before one pays twice."""
        async with self._storage.reading() as tx:
            return await tx.orders.active_on_link(customer_id, service_id, link)

    async def confirm(self, customer_id: int, quote_id: int, card_message_id: int | None) -> Order:
        """Use the quote, hold the money and write the order, all or nothing; a second tap finds the first one's order.

        QuoteExpiredError, PriceChangedError, NotOnSaleError and LinkBusyError leave the money where it was.
        """
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            quote = await _owned_quote(tx, customer_id, quote_id)
            if quote.state == "used":
                return await _order_of(tx, quote_id)
            if quote.state != "open" or now >= quote.expires_at:
                raise QuoteExpiredError
            # Before anything else is looked at: of taps at once the later ones wait here for what the first one does.
            if not await tx.quotes.move(quote_id, "open", "used"):
                return await _order_of(tx, quote_id)
            await self._require_customer(tx, customer_id)
            if quote.terms_version != self._policy.terms_version:
                raise QuoteExpiredError
            service = await self._sellable(tx, quote.service_id)
            self._require_same_price(service, quote)
            await self._require_free_link(tx, customer_id, service.id, quote.fields)
            self._funds.require(service.provider, quote.cost_micros)
            if (await tx.ledger.lock_balance(customer_id)).debt_micros:
                await settle_debt(tx, customer_id, f"quote:{quote_id}", self._policy.currency, now)
            wallet = await tx.ledger.lock_balance(customer_id)
            if wallet.debt_micros:
                raise InsufficientFundsError(
                    "debt",
                    missing_micros=wallet.debt_micros + quote.charge_micros,
                    available_micros=wallet.available_micros,
                    charge_micros=quote.charge_micros,
                )
            if wallet.available_micros < quote.charge_micros:
                raise InsufficientFundsError(
                    missing_micros=quote.charge_micros - wallet.available_micros,
                    available_micros=wallet.available_micros,
                    charge_micros=quote.charge_micros,
                )
            order = await tx.orders.add(quote, service, now, card_message_id=card_message_id)
            if quote.charge_micros:
                await tx.ledger.post(hold(order.id, customer_id, quote.charge_micros, quote.currency), now)
            await tx.orders.add_event(OrderEvent(order.id, now, "created"))
        self._funds.take(order.provider, quote.cost_micros)
        self._bells.submit.ring()
        return order

    def _checked(self, service: Service, answers: Mapping[str, str]) -> dict[str, str]:
        order_type = _type_of(service)
        fields: dict[str, str] = {}
        while (field := self.questions(service, fields)) is not None:
            if field.name not in answers and field.required:
                raise InputError("answer-missing", field=field.name)
            fields[field.name] = self.check(service, field, answers.get(field.name, ""), fields)
        if order_type.dripfeed and service.dripfeed and answers.get("runs"):
            for field in (RUNS, INTERVAL):
                fields[field.name] = self.check(service, field, answers.get(field.name, ""))
        if order_type.priced_by is PricedBy.POSTS and priced_quantity(PricedBy.POSTS, fields) == 0:
            raise InputError("posts-none")
        return {name: value for name, value in fields.items() if value}

    def _price(self, service: Service, fields: Mapping[str, str], customer_id: int) -> _Price:
        rule = self._catalog.price_book.rule(service, customer_id)
        if rule is None:
            raise NotOnSaleError("service-gone")
        order_type = _type_of(service)
        counted = order_type.counted_lines
        quantity = priced_quantity(order_type.priced_by, fields, counted.name if counted else "")
        price = _Price(
            quantity,
            charge_micros(service.rate, service.rate_unit, quantity, rule),
            cost_micros(service.rate, service.rate_unit, quantity, rule),
        )
        if max(price.charge_micros, price.cost_micros) > MAX_MICROS:
            raise InputError("amount-out-of-range", typed=quantity)
        return price

    def _require_same_price(self, service: Service, quote: Quote) -> None:
        """A service that asks for other answers now, or has other limits, is no longer what was shown either."""
        try:
            fields = self._checked(service, quote.fields)
        except InputError as error:
            raise PriceChangedError from error
        price = self._price(service, fields, quote.customer_id)
        if fields != dict(quote.fields) or price.charge_micros != quote.charge_micros:
            raise PriceChangedError

    async def _sellable(self, tx: Transaction, service_id: int) -> Service:
        """As the database has it: the picture in memory may be a moment behind a sync."""
        service = await tx.catalog.service(service_id)
        if service is None or service.gone_at is not None or not service.published:
            raise NotOnSaleError("service-gone")
        if self._catalog.deny_list.denies_name(service.name):
            raise NotOnSaleError("service-gone")
        self._require_open(service)
        return service

    def _require_open(self, service: Service) -> None:
        if self._catalog.is_closed:
            raise NotOnSaleError("maintenance")
        if not self._catalog.is_available(service.provider):
            raise NotOnSaleError("provider-away")

    async def _require_customer(self, tx: Transaction, customer_id: int) -> None:
        customer = await tx.customers.get(customer_id)
        if customer is None:
            raise NotFoundError("customer")
        if customer.banned_at is not None:
            raise NotAllowedError("banned")
        if self._policy.asks_for_terms and customer.terms_version != self._policy.terms_version:
            raise NotAllowedError("terms")

    async def _require_free_link(
        self, tx: Transaction, customer_id: int, service_id: int, fields: Mapping[str, str]
    ) -> None:
        link = fields.get("link") or fields.get("username", "")
        checked = await tx.orders.held_link(customer_id, service_id, link)
        if checked is not None:
            raise LinkBusyError(order_id=checked.id)


def _type_of(service: Service) -> OrderType:
    order_type = service.order_type
    if order_type is None:
        raise NotOnSaleError("service-gone")
    return order_type


async def _owned_quote(tx: Transaction, customer_id: int, quote_id: int) -> Quote:
    quote = await tx.quotes.get(quote_id)
    if quote is None or quote.customer_id != customer_id:
        raise NotFoundError("quote")
    return quote


async def _order_of(tx: Transaction, quote_id: int) -> Order:
    """The order that somebody's confirmation made; a quote that was dropped at the same moment has none."""
    order = await tx.orders.by_quote(quote_id)
    if order is not None:
        return order
    quote = await tx.quotes.get(quote_id)
    raise QuoteExpiredError if quote is not None and quote.state == "dropped" else ConflictError
