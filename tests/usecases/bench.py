"""A shop without chat and network: the services over a real database, a held clock, a provider in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.core.bells import Bells
from bot.core.catalog import SyncReport
from bot.core.events import NoticeKind, OutboxRow
from bot.core.ledger import WalletBalance
from bot.core.order_types import RateUnit
from bot.core.orders import DueLook, Order, OrderState, Quote
from bot.core.payments import Payment, PaymentMethod
from bot.core.policy import ShopPolicy
from bot.core.ports import Provider
from bot.core.provider import (
    AddOutcome,
    AddResult,
    Asked,
    Balance,
    ErrorKind,
    OrderKind,
    OrderRequest,
    OrderStatus,
    Refusal,
    RemoteState,
    RequestStatus,
    ServiceList,
    ServiceRow,
    StatusBatch,
    StatusNews,
)
from bot.core.services.adjustments import Adjustments
from bot.core.services.admin import Admin
from bot.core.services.aftercare import Aftercare
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.changes import Changes
from bot.core.services.checkout import Checkout
from bot.core.services.customers import Customers
from bot.core.services.markups import Markups
from bot.core.services.payment_desk import PaymentDesk
from bot.core.services.review import Review
from bot.core.services.shelf import Shelf
from bot.core.services.stars import Stars
from bot.core.services.submission import Attempt, Submission
from bot.core.services.topup_credit import Crediting
from bot.core.services.tracking import Tracking
from bot.core.services.wallet import Wallet
from bot.links import check_url
from storage.engine import Database

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANNA, BORIS, ADMIN, OTHER_ADMIN = 1001, 1002, 9001, 9002
LINK = "https://example.com/p/abc?x=1&y=%20"
MAIN = "main"


@dataclass
class HeldClock:
    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


@dataclass
class Book:
    """A provider that answers from memory; `rows` is what it says of its orders."""

    name: str = MAIN
    rows: dict[str, OrderStatus | Refusal] = field(default_factory=dict)

    async def services(self) -> ServiceList:
        return ServiceList(SHELF)

    async def add(self, request: OrderRequest) -> AddResult:
        order_id = str(70_000 + len(self.rows))
        self.rows[order_id] = status(order_id, RemoteState.PENDING)
        return AddResult(AddOutcome.ACCEPTED, order_id)

    async def statuses(self, order_ids: Sequence[str]) -> StatusBatch:
        missing = Refusal(ErrorKind.MISSING_IN_RESPONSE)
        return StatusBatch({order_id: self.rows.get(order_id, missing) for order_id in order_ids})

    async def balance(self) -> Balance:
        return Balance(Decimal(100), "USD")

    async def refill(self, order_ids: Sequence[str]) -> Mapping[str, Asked | Refusal]:
        return {order_id: Asked("1") for order_id in order_ids}

    async def refill_statuses(self, refill_ids: Sequence[str]) -> Mapping[str, RequestStatus | Refusal]:
        return {}

    async def cancel(self, order_ids: Sequence[str]) -> Mapping[str, Asked | Refusal]:
        return {order_id: Asked() for order_id in order_ids}

    async def cancel_statuses(self, cancel_ids: Sequence[str]) -> Mapping[str, RequestStatus | Refusal]:
        return {}


def row(
    service: str,
    name: str,
    type_: str | None = "default",
    *,
    rate: str = "0.90",
    rate_unit: RateUnit = RateUnit.PER_1000,
    min_: int = 50,
    max_: int = 10_000,
    category: str = "Traffic",
    dripfeed: bool | None = None,
    cancel: bool | None = None,
    refill: bool | None = None,
) -> ServiceRow:
    return ServiceRow(
        service,
        name,
        type_,
        type_,
        category,
        Decimal(rate),
        rate_unit,
        min_,
        max_,
        refill=refill,
        cancel=cancel,
        dripfeed=dripfeed,
    )


SHELF = (
    row("1", "Website visits", dripfeed=True),
    row("2", "Starter package", "package", rate="2.5", rate_unit=RateUnit.PER_ORDER, min_=1, max_=1),
    row("3", "Monthly subscription", "subscriptions", rate="10", min_=10, max_=1_000, category="Plans"),
    row("4", "Written comments", "custom_comments", rate="20", min_=1, max_=100, category="Words"),
    row("5", "Free leaflet", rate="0", category="Gifts"),
)


def status(
    order_id: str,
    state: RemoteState,
    remains: int | None = None,
    *,
    word: str | None = None,
    kind: OrderKind = OrderKind.ORDER,
    runs: int | None = None,
    posts: int | None = None,
    children: tuple[str, ...] = (),
) -> OrderStatus:
    return OrderStatus(
        order_id,
        state,
        word or state.value,
        remains=remains,
        kind=kind,
        runs=runs,
        posts=posts,
        child_orders=children,
    )


def accepted(order_id: str) -> AddResult:
    return AddResult(AddOutcome.ACCEPTED, order_id)


def rejected(kind: ErrorKind = ErrorKind.INVALID_LINK, raw: str = "Bad link", after_s: int | None = None) -> AddResult:
    return AddResult(AddOutcome.REJECTED, error=Refusal(kind, raw, retry_after_s=after_s))


NOT_SENT = AddResult(AddOutcome.NOT_SENT, error=Refusal(ErrorKind.CONNECTION, "refused"))
UNKNOWN = AddResult(AddOutcome.UNKNOWN, error=Refusal(ErrorKind.UNLISTED, "Hmm"))


class Bench:
    """`away` are the providers whose circuit is open; `learnt` the refusals that admins taught."""

    def __init__(self, database: Database, policy: ShopPolicy | None = None, clock: HeldClock | None = None) -> None:
        self.database = database
        self.clock = clock or HeldClock()
        self.policy = policy or ShopPolicy(
            publish_all=True, admin_ids=frozenset({ADMIN, OTHER_ADMIN}), stars_per_unit=Decimal(50)
        )
        self.book = Book()
        self.away: set[str] = set()
        self.learnt: list[tuple[str, str]] = []
        self.restart()

    def restart(self) -> None:
        """New objects over the same database, as after a kill."""
        storage, clock, policy, bells = self.database, self.clock, self.policy, Bells()
        self.bells = bells
        self.authority = Authority(storage, clock, policy)
        self.changes = Changes(storage, clock, self.authority, bells)
        self.catalog = CatalogService(
            storage, clock, policy, bells, self._names, lambda name: name not in self.away, self.authority
        )
        self.checkout = Checkout(storage, clock, policy, self.catalog, bells, check_url)
        self.submission = Submission(storage, clock, policy, self.catalog, bells, self.authority)
        self.tracking = Tracking(storage, clock, policy, bells, self.authority)
        self.aftercare = Aftercare(storage, clock, policy, bells)
        self.customers = Customers(storage, clock, policy)
        self.wallet = Wallet(storage)
        self.admin = Admin(storage, self.catalog, self.authority, self._names)
        self.adjustments = Adjustments(storage, clock, policy, self.authority, self.changes)
        self.markups = Markups(storage, clock, policy, self.catalog, self.changes)
        self.shelf = Shelf(storage, clock, self.catalog, self.authority, self.changes)
        self.review = Review(storage, clock, policy, bells, self._provider, self._learn, self.authority)
        crediting = Crediting(policy, self.authority)
        self.stars = Stars(storage, clock, policy, bells, crediting)
        self.payment_desk = PaymentDesk(storage, clock, bells, crediting, self.authority)

    def set_policy(self, **changes: object) -> None:
        self.policy = replace(self.policy, **changes)  # type: ignore[arg-type]
        self.restart()

    def _names(self) -> tuple[str, ...]:
        return (MAIN,)

    def _provider(self, name: str) -> Provider | None:
        return self.book if name == MAIN else None

    async def _learn(self, provider: str, text: str) -> None:
        self.learnt.append((provider, text))

    async def sync(self, *rows: ServiceRow, currency: str | None = "USD") -> SyncReport:
        await self.catalog.record_balance(MAIN, Balance(Decimal(100), currency))
        return await self.catalog.merge(MAIN, ServiceList(rows or SHELF))

    async def prepare(self, *customer_ids: int, credit: int = 10_000_000) -> None:
        """A synced shelf, and customers with money."""
        await self.sync()
        for customer_id in customer_ids or (ANNA,):
            await self.customers.seen(customer_id, "Anna", f"user{customer_id}", "en")
            if credit:
                await self.credit(customer_id, credit)

    async def credit(self, customer_id: int, amount_micros: int) -> None:
        action = await self.adjustments.propose(ADMIN, customer_id, amount_micros, "")
        await self.changes.confirm(ADMIN, action.id)

    def service_id(self, provider_service_id: str = "1") -> int:
        offers = self.catalog.catalogue.offers.values()
        return next(o.service.id for o in offers if o.service.provider_service_id == provider_service_id)

    async def quote(self, customer_id: int = ANNA, service: str = "1", **answers: str) -> Quote:
        filled = answers or {"link": LINK, "quantity": "1000"}
        return await self.checkout.quote(customer_id, self.service_id(service), filled)

    async def buy(self, customer_id: int = ANNA, service: str = "1", **answers: str) -> Order:
        quote = await self.quote(customer_id, service, **answers)
        return await self.checkout.confirm(customer_id, quote.id, 5)

    async def claim(self) -> Attempt:
        (attempt,) = await self.submission.claim(MAIN, 10)
        return attempt

    async def submit(self, result: AddResult) -> Order | None:
        return await self.submission.record(await self.claim(), result)

    async def accepted(
        self, provider_order_id: str = "501", *, service: str = "1", customer_id: int = ANNA, **answers: str
    ) -> Order:
        await self.buy(customer_id, service, **answers)
        order = await self.submit(accepted(provider_order_id))
        assert order is not None
        return order

    async def order(self, order_id: int = 1) -> Order:
        async with self.database.reading() as tx:
            order = await tx.orders.get(order_id)
        assert order is not None
        return order

    async def look(self, order_id: int, answer: OrderStatus | Refusal | None) -> int:
        order = await self.order(order_id)
        assert order.provider_order_id is not None
        return await self.take([order], {} if answer is None else {order.provider_order_id: answer})

    async def take(self, orders: Sequence[Order], rows: Mapping[str, OrderStatus | Refusal]) -> int:
        """As a poller does it that remembers nothing; how many changed."""
        now = self.clock.now()
        due = [DueLook(one.id, one.provider_order_id, one.version, one.next_poll_at or now) for one in orders]
        return await self.tracking.looks(MAIN).take(due, StatusNews(rows))

    async def due(self) -> list[Order]:
        """Orders that are to be looked at now."""
        now = self.clock.now()
        return [one for one in await self.orders_in() if one.next_poll_at is not None and one.next_poll_at <= now]

    async def balance(self, customer_id: int = ANNA) -> WalletBalance:
        return await self.wallet.balance(customer_id)

    async def orders_in(self, *states: OrderState) -> list[Order]:
        async with self.database.reading() as tx:
            return await tx.orders.in_state(set(states or OrderState), limit=10_000)

    async def notices(self, *kinds: NoticeKind) -> list[OutboxRow]:
        """Everything that waits to be sent, taken out one after another; cards are left out unless asked for."""
        rows: list[OutboxRow] = []
        while True:
            async with self.database.transaction() as tx:
                now = self.clock.now()
                claimed = await tx.outbox.claim(now, 100, now + timedelta(minutes=1))
                for one in claimed:
                    await tx.outbox.sent(one.id, now)
            if not claimed:
                break
            rows += claimed
        wanted = kinds or tuple(kind for kind in NoticeKind if kind is not NoticeKind.ORDER_CARD)
        return [one for one in rows if one.notice.kind in wanted]

    async def payment(self, charge_id: str) -> Payment:
        async with self.database.reading() as tx:
            payment = await tx.payments.by_charge(PaymentMethod.STARS, charge_id)
        assert payment is not None
        return payment

    async def prove(self) -> None:
        async with self.database.reading() as tx:
            proof = await tx.ledger.verify()
        assert proof.holds, "\n".join(proof.problems)
