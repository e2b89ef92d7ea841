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
from bot.core.money import refund_target
from bot.core.orders import FINISHED, HOLDING, OPEN_REMOTE, STATE_OF_REMOTE, Order, OrderState
from bot.core.provider import ErrorKind, RemoteState
from bot.core.services.submission import MAX_ATTEMPTS, Attempt
from storage.engine import Database
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
            self.the_book_agrees()

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

    # -- what is always true

    @invariant()
    def the_ledger_is_proven(self) -> None:
        self.run(self.bench.prove())

    @invariant()
    def the_book_agrees(self) -> None:
        orders = self.orders()
        for order in orders:
            if order.state is OrderState.REJECTED:
                assert order.id not in self.taken, "given back, though the provider has it"
            elif order.state not in HOLDING:
                assert order.provider_order_id in self.taken[order.id]
            assert order.refunded_micros == self.targets[order.id]
            assert order.attempts <= MAX_ATTEMPTS
        quotes = Counter(order.quote_id for order in orders)
        assert not quotes or max(quotes.values()) == 1

    @invariant()
    def every_wallet_is_what_went_in_and_out(self) -> None:
        for customer in (ANNA, BORIS):
            orders = [order for order in self.orders() if order.customer_id == customer]
            spent = sum(order.charge_micros for order in orders if order.state is not OrderState.REJECTED)
            back = sum(order.refunded_micros for order in orders)
            held = sum(order.charge_micros for order in orders if order.state in HOLDING)
            balance = self.run(self.bench.balance(customer))
            assert balance.available_micros == self.paid_in[customer] - spent + back >= 0
            assert balance.held_micros == held


def campaign(new_url: Callable[[], str]) -> None:
    machine = type("Campaign", (Shop,), {"new_url": staticmethod(new_url)})
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
