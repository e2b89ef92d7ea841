"""Handing orders over: each outcome of `add`, and everything that can come between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.events import NoticeKind
from bot.core.orders import Order, OrderState
from bot.core.provider import AddOutcome, AddResult, ErrorKind, Refusal
from bot.core.roles import Role
from bot.core.services.funds import Funds
from bot.core.services.provider_watches import ProviderWatches
from bot.core.services.submission import MAX_ATTEMPTS, Attempt
from bot.workers.submitter import Submitter
from bot.workers.supervisor import Heart
from tests.usecases.bench import (
    ADMIN,
    ANNA,
    BORIS,
    LINK,
    MAIN,
    NOT_SENT,
    OTHER_ADMIN,
    SHELF,
    UNKNOWN,
    Bench,
    accepted,
    rejected,
    row,
)


async def test_accepted_captures_the_hold_and_follows_the_order(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    assert (order.state, order.provider_order_id) == (OrderState.ACCEPTED, "501")
    balance = await bench.balance()
    assert (balance.available_micros, balance.held_micros) == (8_830_000, 0)
    assert order.next_poll_at is not None
    assert order.next_poll_at <= bench.clock.now() + timedelta(seconds=1)
    assert await bench.notices(NoticeKind.ORDER_REJECTED, NoticeKind.ORDER_BEING_CHECKED) == []
    assert await bench.submission.claim(MAIN, 10) == []


async def test_what_is_sent_is_what_was_answered(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    assert (attempt.request.service, attempt.request.type) == ("1", "default")
    assert dict(attempt.request.fields) == {"link": LINK, "quantity": "1000"}
    assert attempt.order == await bench.order()  # `submitting` was committed before the call


async def test_rejected_gives_the_money_back_and_says_so(bench: Bench) -> None:
    await bench.prepare()
    await bench.notices()
    await bench.buy()
    order = await bench.submit(rejected())
    assert order is not None
    assert order.state is OrderState.REJECTED
    assert (await bench.balance()).available_micros == 10_000_000
    rows = await bench.notices()
    (told,) = [r.notice for r in rows if r.notice.chat_id == ANNA]
    assert told.kind is NoticeKind.ORDER_REJECTED
    assert told.facts["given_back_micros"] == 1_170_000
    assert told.facts["balance_micros"] == 10_000_000
    assert {r.notice.chat_id for r in rows if r.notice.kind is NoticeKind.ADMIN_ORDER_REJECTED} == {9001, 9002}


@pytest.mark.parametrize(
    ("result", "kind"), [(UNKNOWN, NoticeKind.ADMIN_ORDER_UNKNOWN), (None, NoticeKind.ADMIN_ORDER_REJECTED)]
)
async def test_managers_hear_of_what_is_to_be_decided_and_support_does_not(
    bench: Bench, result: AddResult | None, kind: NoticeKind
) -> None:
    manager, support = 9003, 9004
    await bench.authority.grant(ADMIN, manager, Role.MANAGER)
    await bench.authority.grant(ADMIN, support, Role.SUPPORT)
    await bench.prepare()
    await bench.buy()
    await bench.submit(result or rejected())
    assert {r.notice.chat_id for r in await bench.notices(kind)} == {ADMIN, OTHER_ADMIN, manager}


async def test_unknown_keeps_the_money_held_and_asks_the_admins(bench: Bench) -> None:
    await bench.prepare()
    await bench.notices()
    await bench.buy()
    order = await bench.submit(UNKNOWN)
    assert order is not None
    assert (order.state, order.refusal_raw) == (OrderState.UNKNOWN, "Hmm")
    assert (await bench.balance()).held_micros == 1_170_000
    kinds = [row.notice.kind for row in await bench.notices()]
    assert kinds.count(NoticeKind.ORDER_BEING_CHECKED) == 1
    assert kinds.count(NoticeKind.ADMIN_ORDER_UNKNOWN) == 2
    bench.clock.advance(days=30)
    bench.restart()
    await bench.submission.recover(everything=True)
    assert await bench.submission.claim(MAIN, 10) == []  # no timer sends it or lets the money go


async def test_an_acceptance_without_an_id_is_unknown(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    order = await bench.submit(AddResult(AddOutcome.ACCEPTED))
    assert order is not None
    assert order.state is OrderState.UNKNOWN


async def test_not_sent_is_tried_five_times_and_then_refused(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    waits = []
    for _ in range(MAX_ATTEMPTS - 1):
        order = await bench.submit(NOT_SENT)
        assert order is not None
        assert order.state is OrderState.CREATED
        assert order.next_submit_at is not None
        assert await bench.submission.claim(MAIN, 10) == []  # not before its time
        waits.append(order.next_submit_at - bench.clock.now())
        bench.clock.moment = order.next_submit_at
    assert waits == sorted(waits)
    assert (await bench.balance()).held_micros == 1_170_000
    last = await bench.submit(NOT_SENT)
    assert last is not None
    assert last.state is OrderState.REJECTED
    assert last.attempts == MAX_ATTEMPTS
    assert (await bench.balance()).available_micros == 10_000_000


@pytest.mark.parametrize("kind", [ErrorKind.RATE_LIMITED, ErrorKind.MAINTENANCE])
async def test_a_refusal_for_now_is_tried_again_when_the_provider_says(bench: Bench, kind: ErrorKind) -> None:
    await bench.prepare()
    await bench.buy()
    order = await bench.submit(rejected(kind, "later", after_s=90))
    assert order is not None
    assert order.state is OrderState.CREATED
    assert order.next_submit_at == bench.clock.now() + timedelta(seconds=90)
    bench.clock.advance(seconds=89)
    assert await bench.submission.claim(MAIN, 10) == []
    bench.clock.advance(seconds=1)
    done = await bench.submit(accepted("9"))
    assert done is not None
    assert done.state is OrderState.ACCEPTED


@pytest.mark.parametrize("kind", [k for k in ErrorKind if k not in (ErrorKind.RATE_LIMITED, ErrorKind.MAINTENANCE)])
def test_no_other_refusal_is_sent_again(kind: ErrorKind) -> None:
    assert not rejected(kind).may_be_sent_again
    assert not AddResult(AddOutcome.UNKNOWN, error=Refusal(kind)).may_be_sent_again
    assert not AddResult(AddOutcome.UNKNOWN, error=Refusal(ErrorKind.RATE_LIMITED)).may_be_sent_again


async def test_a_price_that_rose_above_the_charge_meanwhile_is_not_sent_again(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    await bench.submit(NOT_SENT)
    await bench.sync(row("1", "Website visits", rate="1.171"), *SHELF[1:])
    bench.clock.advance(minutes=5)
    assert await bench.submission.claim(MAIN, 10) == []
    assert (await bench.order()).state is OrderState.REJECTED
    assert (await bench.balance()).available_micros == 10_000_000


async def test_a_price_that_rose_up_to_the_charge_is_still_sent(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    await bench.submit(NOT_SENT)
    await bench.sync(row("1", "Website visits", rate="1.17"), *SHELF[1:])
    bench.clock.advance(minutes=5)
    assert (await bench.claim()).order.attempts == 2


async def test_two_submitters_never_claim_the_same_order(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    for number in range(10):
        await bench.buy(link=f"https://example.com/{number}", quantity="100")
    claims = await asyncio.gather(*(bench.submission.claim(MAIN, 3) for _ in range(8)))
    claimed = [attempt.order.id for claim in claims for attempt in claim]
    assert len(claimed) == len(set(claimed))
    while more := await bench.submission.claim(MAIN, 3):
        claimed += [attempt.order.id for attempt in more]
    assert sorted(claimed) == list(range(1, 11))


async def test_what_a_call_brought_is_written_once(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    results = await asyncio.gather(*(bench.submission.record(attempt, accepted("501")) for _ in range(4)))
    assert sum(order is not None for order in results) == 1
    assert await bench.submission.record(attempt, rejected()) is None
    assert (await bench.order()).state is OrderState.ACCEPTED


async def test_a_result_that_comes_after_the_lease_still_counts(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    await bench.buy(ANNA)
    await bench.buy(BORIS)
    first, second = await bench.submission.claim(MAIN, 10)
    bench.clock.advance(minutes=2)
    assert len(await bench.submission.recover(everything=False)) == 2
    taken = await bench.submission.record(first, accepted("501"))
    refused = await bench.submission.record(second, rejected())
    assert taken is not None
    assert refused is not None
    assert (taken.state, refused.state) == (OrderState.ACCEPTED, OrderState.REJECTED)
    assert (await bench.balance(ANNA)).available_micros == 8_830_000
    assert (await bench.balance(BORIS)).available_micros == 10_000_000


async def test_a_late_failure_leaves_an_unknown_order_as_it_is(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    await bench.submission.recover(everything=True)
    for result in (NOT_SENT, UNKNOWN):
        order = await bench.submission.record(attempt, result)
        assert order is not None
        assert order.state is OrderState.UNKNOWN
    assert (await bench.balance()).held_micros == 1_170_000


async def test_a_result_that_comes_after_a_decision_is_kept_as_evidence(bench: Bench) -> None:
    """An admin refused it, then the provider's acceptance arrives: the money is not moved, the id is not lost."""
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    await bench.submission.recover(everything=True)
    await bench.review.refuse(ADMIN, 1, learn=False)
    assert await bench.submission.record(attempt, accepted("501")) is None
    card = await bench.admin.order_card(ADMIN, 1)
    assert card.order.state is OrderState.REJECTED
    assert [dict(e.detail) for e in card.events if e.what == "late_answer"] == [{"provider_order_id": "501"}]


async def test_recovery_leaves_calls_in_flight_alone_until_their_lease_ends(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    assert attempt.order.lease_until is not None
    bench.clock.moment = attempt.order.lease_until - timedelta(seconds=1)
    assert await bench.submission.recover(everything=False) == []
    bench.clock.advance(seconds=1)
    assert [order.id for order in await bench.submission.recover(everything=False)] == [1]
    assert await bench.submission.recover(everything=False) == []
    assert await bench.submission.recover(everything=True) == []


async def test_a_process_that_stood_still_since_its_claim_sends_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its order was found unknown meanwhile, and an admin has given the money back."""
    await bench.prepare()
    await bench.buy()
    claim, heart = bench.submission.claim, Heart(bench.clock, asyncio.Event())

    async def claim_and_stand_still(provider: str, limit: int) -> list[Attempt]:
        attempts = await claim(provider, limit)
        if attempts:
            bench.clock.advance(minutes=2)
            await bench.submission.recover(everything=False)
            await bench.review.refuse(ADMIN, 1, learn=False)
        else:
            heart.stopping.set()
        return attempts

    monkeypatch.setattr(bench.submission, "claim", claim_and_stand_still)
    funds = Funds(bench.bells)
    watches = ProviderWatches(
        bench.database, bench.clock, bench.policy, bench.catalog, bench.authority, funds, bench.bells, lambda: (MAIN,)
    )
    await Submitter(bench.submission, watches, bench.book, bench.bells).run(heart)
    assert bench.book.rows == {}, "what was decided is not sent"
    assert (await bench.order()).state is OrderState.REJECTED
    assert (await bench.balance()).available_micros == 10_000_000


async def test_recovery_and_an_answer_at_once_both_end_well(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    for number in range(8):
        await bench.buy(link=f"https://example.com/{number}", quantity="100")
    attempts = await bench.submission.claim(MAIN, 10)
    bench.clock.advance(minutes=2)
    await asyncio.gather(
        *(bench.submission.record(attempt, accepted(str(600 + attempt.order.id))) for attempt in attempts),
        bench.submission.recover(everything=False),
        bench.submission.recover(everything=True),
    )
    assert {order.state for order in await bench.orders_in()} == {OrderState.ACCEPTED}


async def test_an_id_that_another_order_has_is_nobodys(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    await bench.accepted("501")
    await bench.buy(BORIS)
    order = await bench.submit(accepted("501"))
    assert order is not None
    assert (order.state, order.provider_order_id) == (OrderState.UNKNOWN, None)
    assert (await bench.balance(BORIS)).held_micros == 1_170_000
    assert "501" in (order.refusal_raw or "")


async def test_the_same_id_given_to_two_orders_at_once_goes_to_one(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    await bench.buy(ANNA)
    await bench.buy(BORIS)
    attempts = await bench.submission.claim(MAIN, 10)
    results = await asyncio.gather(*(bench.submission.record(attempt, accepted("501")) for attempt in attempts))
    states = sorted(order.state.value for order in results if isinstance(order, Order))
    assert states == ["accepted", "unknown"]


async def test_an_order_in_the_database_of_an_older_run_is_found(bench: Bench) -> None:
    """Killed between the commit of `created` and the call: the next run sends it, once."""
    await bench.prepare()
    await bench.buy()
    bench.restart()
    await bench.catalog.reload()
    assert await bench.submission.recover(everything=True) == []
    assert (await bench.claim()).order.id == 1
    assert await bench.submission.claim(MAIN, 10) == []


async def test_an_order_written_during_the_call_takes_its_answer(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    attempt = await bench.claim()
    async with bench.database.transaction() as tx:
        stale = await tx.orders.get(1)
        assert stale is not None
        assert await tx.orders.save(stale, stale)
    assert await bench.submission.record(attempt, accepted("501")) is not None  # it reads anew, under a lock
