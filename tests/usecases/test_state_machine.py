"""Customers, admins, workers and kills in any order, beside a provider's own book that knows what truly happened.

STATE_MACHINE_EXAMPLES and STATE_MACHINE_STEPS make it a long campaign.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.core.errors import ShopError
from bot.core.ledger import WalletBalance
from bot.core.money import refund_target
from bot.core.orders import FINISHED, HOLDING, OPEN_REMOTE, STATE_OF_REMOTE, Order, OrderState
from bot.core.provider import ErrorKind, RemoteState
from bot.core.services.submission import MAX_ATTEMPTS, Attempt
from storage.engine import Database
from tests.statements import share_statements
from tests.usecases.bench import (
    ADMIN,
    ANNA,
    BORIS,
    MAIN,
    NOT_SENT,
    SHELF,
    UNKNOWN,
    Bench,
    accepted,
    rejected,
    row,
    status,
)

EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "20"))
STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "30"))

Result = TypeVar("Result")
CUSTOMERS = st.sampled_from([ANNA, BORIS])
LINKS = st.sampled_from([f"https://example.com/{number}" for number in range(5)])
STATES = st.sampled_from([*RemoteState, RemoteState.PARTIAL, RemoteState.PARTIAL, RemoteState.IN_PROGRESS])
REMAINS = st.sampled_from([None, -3, 0, 10, 40, 600, 10**6])
LOST = ["accepted, the answer lost", "never arrived, the answer lost"]
OUTCOMES = st.sampled_from(
    [
        "accepted",
        "accepted",
        *LOST,
        "accepted, killed before it was written",
        "never arrived, killed",
        "another's id",
        "rejected",
        "rejected for now",
        "not sent",
    ]
)


class Shop(RuleBasedStateMachine):
    new_url: ClassVar[Callable[[], str]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.bench = Bench(self.run(Database.open(type(self).new_url())))
        self.paid_in: Counter[int] = Counter()
        self.quotes: list[tuple[int, int]] = []
        self.actions: list[tuple[int, int, int]] = []  # action, customer, amount
        self.in_flight: list[Attempt] = []
        self.charges: list[tuple[str, int, int]] = []  # payments in Stars: charge, customer, amount
        self.new_links = 0
        # The provider's book: its ids by the shop's order, and how often an admin has said "send again".
        self.taken: dict[int, list[str]] = {}
        self.sent_again: Counter[int] = Counter()
        self.targets: Counter[int] = Counter()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def refused(self, work: Coroutine[Any, Any, object]) -> bool:
        """Errors of the shop are ordinary answers; any other error fails the test."""
        try:
            self.run(work)
        except ShopError:
            return True
        return False

    def teardown(self) -> None:
        self.run(self.bench.database.close())
        self.runner.close()

    def orders(self, *states: OrderState) -> list[Order]:
        return self.run(self.bench.orders_in(*states))

    @initialize()
    def open_the_shop(self) -> None:
        self.run(self.bench.prepare(ANNA, BORIS, credit=12_000_000))
        self.service_id = self.bench.service_id("1")
        self.paid_in.update({ANNA: 12_000_000, BORIS: 12_000_000})

    # -- customers

    @rule(customer=CUSTOMERS, link=LINKS, quantity=st.sampled_from([50, 777, 1000, 10_000]))
    def quote(self, customer: int, link: str, quantity: int) -> None:
        try:
            answers = {"link": link, "quantity": str(quantity)}
            quote = self.run(self.bench.checkout.quote(customer, self.service_id, answers))
        except ShopError:
            return
        self.quotes.append((customer, quote.id))

    @rule(customer=CUSTOMERS, link=LINKS, quantity=st.sampled_from([50, 777, 1000]))
    def buy(self, customer: int, link: str, quantity: int) -> None:
        """The usual way in one step, up to the call."""
        if self.service_id in self.bench.catalog.catalogue.offers:
            self.refused(self.bench.buy(customer, link=link, quantity=str(quantity)))
        self.claim()

    @precondition(lambda self: self.quotes)
    @rule(data=st.data(), taps=st.integers(1, 4))
    def confirm(self, data: st.DataObject, taps: int) -> None:
        customer, quote_id = data.draw(st.sampled_from(self.quotes))
        assert self.refused(self.bench.checkout.confirm(ANNA + BORIS - customer, quote_id, None))

        async def tap() -> None:
            await asyncio.gather(
                *(self.bench.checkout.confirm(customer, quote_id, None) for _ in range(taps)), return_exceptions=True
            )

        self.run(tap())

    @precondition(lambda self: self.quotes)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        customer, quote_id = data.draw(st.sampled_from(self.quotes))
        self.run(self.bench.checkout.drop(customer, quote_id))

    # -- the way to the provider

    def claim(self) -> None:
        self.in_flight += self.run(self.bench.submission.claim(MAIN, 10))

    @rule(data=st.data(), outcome=OUTCOMES, customer=CUSTOMERS)
    def call_ends(self, data: st.DataObject, outcome: str, customer: int) -> None:
        """One that is in flight, or else that of a new order: so that nearly every step means something."""
        self.bench.clock.advance(seconds=5)
        self.claim()
        if not self.in_flight:
            self.new_links += 1
            self.buy(customer, f"https://example.com/new/{self.new_links}", 1000)
        if not self.in_flight:
            return
        attempt = self.in_flight.pop(data.draw(st.integers(0, len(self.in_flight) - 1)))
        order_id = attempt.order.id
        submission = self.bench.submission
        if outcome.startswith("accepted"):
            new_id = f"{order_id}-{attempt.order.attempts}-{self.sent_again[order_id]}"
            self.taken.setdefault(order_id, []).append(new_id)
            # Not again after anything but a definite no, unless an admin said so.
            assert len(self.taken[order_id]) <= 1 + self.sent_again[order_id]
            if outcome == "accepted":
                self.run(submission.record(attempt, accepted(new_id)))
            elif outcome == "accepted, the answer lost":
                self.run(submission.record(attempt, UNKNOWN))
        elif outcome == "never arrived, the answer lost":
            self.run(submission.record(attempt, UNKNOWN))
        elif outcome == "another's id":
            ids = [one_id for other, some in self.taken.items() if other != order_id for one_id in some]
            attached = {order.provider_order_id for order in self.orders(*OPEN_REMOTE, *FINISHED)}
            ids = [one_id for one_id in ids if one_id in attached]
            self.run(submission.record(attempt, accepted(ids[0]) if ids else UNKNOWN))
        elif outcome == "rejected":
            self.run(submission.record(attempt, rejected()))
        elif outcome == "rejected for now":
            self.run(submission.record(attempt, rejected(ErrorKind.RATE_LIMITED, "slow down")))
        elif outcome == "not sent":
            self.run(submission.record(attempt, NOT_SENT))

    @rule()
    def kill_and_start(self) -> None:
        """Calls in flight may still end: another process may have made them."""
        self.bench.restart()
        self.run(self.bench.catalog.refresh_if_changed())
        self.run(self.bench.submission.recover(everything=True))

    @rule(minutes=st.sampled_from([0.1, 1, 3, 11, 90]))
    def time_passes(self, minutes: float) -> None:
        self.bench.clock.advance(minutes=minutes)
        self.run(self.bench.submission.recover(everything=False))

    # -- what the provider says later

    @rule(data=st.data(), answers=st.lists(st.tuples(STATES, REMAINS), min_size=1, max_size=4))
    def poll(self, data: st.DataObject, answers: list[tuple[RemoteState, int | None]]) -> None:
        followed = self.orders(*OPEN_REMOTE, *FINISHED)
        if not followed:
            self.call_ends(data, "accepted", ANNA)
            followed = self.orders(*OPEN_REMOTE, *FINISHED)
        if not followed:
            return
        order = data.draw(st.sampled_from(followed))
        for state, remains in answers:
            self.run(self.bench.look(order.id, status(order.provider_order_id or "", state, remains)))
            owed = 0
            if state is not RemoteState.UNKNOWN_WORD and STATE_OF_REMOTE[state] is OrderState.CANCELED:
                owed = order.charge_micros
            elif state is RemoteState.PARTIAL and remains is not None:
                owed = refund_target(order.charge_micros, remains, order.quantity)
            self.targets[order.id] = max(self.targets[order.id], owed)
            self.agree(self.orders())

    # -- admins

    @rule(customer=CUSTOMERS, amount=st.sampled_from([1, 500_000, 4_000_000, -1, -700_000, -5_000_000]))
    def preview(self, customer: int, amount: int) -> None:
        try:
            action = self.run(self.bench.adjustments.propose(ADMIN, customer, amount, ""))
        except ShopError:
            return
        self.actions.append((action.id, customer, amount))

    @precondition(lambda self: self.actions)
    @rule(data=st.data(), taps=st.integers(1, 3), drops=st.booleans())
    def decide_preview(self, data: st.DataObject, taps: int, drops: bool) -> None:
        action_id, customer, amount = self.actions.pop(data.draw(st.integers(0, len(self.actions) - 1)))
        if drops:
            self.run(self.bench.changes.drop(ADMIN, action_id))

        async def tap() -> list[object]:
            return await asyncio.gather(
                *(self.bench.changes.confirm(ADMIN, action_id) for _ in range(taps)), return_exceptions=True
            )

        if not any(isinstance(result, BaseException) for result in self.run(tap())):
            self.paid_in[customer] += amount

    @rule(data=st.data(), send_again=st.booleans())
    def review(self, data: st.DataObject, send_again: bool) -> None:
        """An admin who knows the provider's book."""
        unknown = self.orders(OrderState.UNKNOWN)
        if not unknown:
            self.call_ends(data, data.draw(st.sampled_from(LOST)), ANNA)
            unknown = self.orders(OrderState.UNKNOWN)
        if not unknown:
            return
        order = data.draw(st.sampled_from(unknown))
        self.in_flight = [attempt for attempt in self.in_flight if attempt.order.id != order.id]
        review = self.bench.review
        if ids := self.taken.get(order.id):
            for one_id in ids:
                self.bench.book.rows[one_id] = status(one_id, RemoteState.PENDING)
            self.run(review.attach(ADMIN, order.id, ids[-1]))
        elif send_again:
            self.run(review.send_again(ADMIN, order.id))
            self.sent_again[order.id] += 1
        else:
            self.run(review.refuse(ADMIN, order.id, learn=False))

    @rule(rate=st.sampled_from(["0.90", "0.90", "1.00", "2.5"]), gone=st.sampled_from([False, False, False, True]))
    def sync(self, rate: str, gone: bool) -> None:
        self.run(self.bench.sync(*SHELF[1:], *(() if gone else (row("1", "Website visits", rate=rate),))))

    # -- Stars

    @rule(customer=CUSTOMERS, dollars=st.integers(1, 5), times=st.integers(1, 3), killed=st.booleans())
    def pay_stars(self, customer: int, dollars: int, times: int, killed: bool) -> None:
        """Told of up to three times at once, and once more when the shop is back."""
        stars = self.bench.stars
        invoice = self.run(stars.begin(customer, dollars * 1_000_000))
        paid = (customer, str(invoice.id), int(invoice.asked), f"charge-{invoice.id}")

        async def told() -> None:
            await asyncio.gather(*(stars.paid(*paid) for _ in range(times)))

        self.run(told())
        if killed:
            self.kill_and_start()
            assert self.run(self.bench.stars.paid(*paid)) is None
        self.paid_in[customer] += dollars * 1_000_000
        self.charges.append((f"charge-{invoice.id}", customer, dollars * 1_000_000))

    @precondition(lambda self: self.charges)
    @rule(data=st.data(), by_us=st.booleans(), refused=st.booleans())
    def give_stars_back(self, data: st.DataObject, by_us: bool, refused: bool) -> None:
        """By an admin's taps, which Telegram may refuse; or over our heads."""
        charge_id, customer, amount = self.charges.pop(data.draw(st.integers(0, len(self.charges) - 1)))
        stars = self.bench.stars
        payment_id = self.run(self.bench.payment(charge_id)).id
        if by_us:
            for _ in range(2):
                self.run(self.bench.payment_desk.refund(ADMIN, payment_id))
        if by_us and refused:
            self.run(stars.refund_refused(payment_id, "no"))
        else:
            for first in (True, False):
                assert self.run(stars.taken_back(charge_id)) is first
            self.paid_in[customer] -= amount

    # -- what is always true

    @invariant()
    def everything_adds_up(self) -> None:
        """The ledger is proven, the provider's book agrees, every wallet is what went in and out."""
        orders, balances = self.run(self.look_at_all())
        self.agree(orders)
        for customer, balance in balances.items():
            own = [order for order in orders if order.customer_id == customer]
            spent = sum(order.charge_micros for order in own if order.state is not OrderState.REJECTED)
            back = sum(order.refunded_micros for order in own)
            held = sum(order.charge_micros for order in own if order.state in HOLDING)
            assert balance.available_micros - balance.debt_micros == self.paid_in[customer] - spent + back
            assert balance.available_micros >= 0 <= balance.debt_micros
            assert balance.held_micros == held

    async def look_at_all(self) -> tuple[list[Order], dict[int, WalletBalance]]:
        await self.bench.prove()
        return await self.bench.orders_in(), {one: await self.bench.balance(one) for one in (ANNA, BORIS)}

    def agree(self, orders: list[Order]) -> None:
        for order in orders:
            if order.state is OrderState.REJECTED:
                assert order.id not in self.taken, "given back, though the provider has it"
            elif order.state not in HOLDING:
                assert order.provider_order_id in self.taken[order.id]
            assert order.refunded_micros == self.targets[order.id]
            assert order.attempts <= MAX_ATTEMPTS
        quotes = Counter(order.quote_id for order in orders)
        assert not quotes or max(quotes.values()) == 1


def campaign(new_url: Callable[[], str]) -> None:
    machine = type("Campaign", (Shop,), {"new_url": staticmethod(new_url)})
    undo = share_statements()
    try:
        _run(machine)
    finally:
        undo()


def _run(machine: type[Shop]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(120 + EXAMPLES * STEPS)
def test_nothing_is_ever_wrong_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    number = 0

    def new_url() -> str:
        nonlocal number
        number += 1
        path = tmp_path / f"{number}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    campaign(new_url)


@pytest.mark.timeout(120 + EXAMPLES * STEPS)
def test_nothing_is_ever_wrong_on_postgres(new_postgres_database: Callable[[], str]) -> None:
    campaign(new_postgres_database)
