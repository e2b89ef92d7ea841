"""What providers say of orders: states, refunds, and the notices that follow from them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.errors import InputError, NotFoundError
from bot.core.events import NoticeKind
from bot.core.money import refund_target
from bot.core.orders import FINISHED, STATE_OF_REMOTE, OrderState
from bot.core.provider import ErrorKind, OrderKind, OrderStatus, Refusal, RemoteState
from bot.core.roles import Role
from tests.usecases.bench import ADMIN, ANNA, BORIS, OTHER_ADMIN, Bench, accepted, status

R = RemoteState
SUBSCRIPTION: dict[str, Any] = {"username": "anna", "min": "100", "max": "200", "posts": "4", "delay": "0"}


async def test_a_partial_gives_back_what_remains_once(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.notices()
    assert await bench.look(order.id, status("501", R.IN_PROGRESS, 900)) == 1
    assert await bench.look(order.id, status("501", R.IN_PROGRESS, 900)) == 0  # nothing new, nothing written
    for _ in range(3):
        await bench.look(order.id, status("501", R.PARTIAL, 250))
    assert (await bench.order()).refunded_micros == 292_500
    assert (await bench.balance()).available_micros == 9_122_500
    (told,) = await bench.notices()
    assert told.notice.kind is NoticeKind.ORDER_FINISHED
    assert (told.notice.facts["given_back_micros"], told.notice.facts["balance_micros"]) == (292_500, 9_122_500)


async def test_two_pollers_with_the_same_answer_pay_once(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    rows = {"501": status("501", R.PARTIAL, 250)}
    await asyncio.gather(*(bench.take([order], rows) for _ in range(6)))
    assert (await bench.balance()).available_micros == 9_122_500


async def test_completed_then_canceled_raises_the_refund_and_never_takes_back(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.notices()
    seen = []
    for answer in (
        status("501", R.COMPLETED, 0),
        status("501", R.PARTIAL, 250),
        status("501", R.CANCELED, 1000),
        status("501", R.PARTIAL, 100),
        status("501", R.COMPLETED, 0),
    ):
        await bench.look(order.id, answer)
        seen.append((await bench.balance()).available_micros)
    assert seen == [8_830_000, 9_122_500, 10_000_000, 10_000_000, 10_000_000]
    kinds = [row.notice.kind for row in await bench.notices()]
    assert kinds == [NoticeKind.ORDER_FINISHED, *[NoticeKind.ORDER_CORRECTED] * 4]


@pytest.mark.parametrize("answer", [status("501", R.IN_PROGRESS, 900), status("501", R.UNKNOWN_WORD, 900, word="??")])
async def test_a_finished_order_pays_nothing_for_what_is_no_final_state(bench: Bench, answer: OrderStatus) -> None:
    """A panel that steps back from Partial to In progress prints remains again: they are no refund."""
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", R.PARTIAL, 250))
    await bench.look(order.id, answer)
    after = await bench.order()
    assert (after.state, after.refunded_micros, after.remains) == (OrderState.PARTIAL, 292_500, 250)


async def test_a_partial_without_remains_waits_for_them(bench: Bench) -> None:
    """What remained while it was being delivered says nothing about what remains at the end."""
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", R.IN_PROGRESS, 1000))
    await bench.notices()
    await bench.look(order.id, status("501", R.PARTIAL, None, word="Partial"))
    after = await bench.order()
    assert (after.state, after.refunded_micros) == (OrderState.IN_PROGRESS, 0)
    assert [row.notice.kind for row in await bench.notices()] == [NoticeKind.ADMIN_UNKNOWN_WORD] * 2
    await bench.look(order.id, status("501", R.PARTIAL, 250))
    assert (await bench.order()).refunded_micros == 292_500


async def test_an_unknown_word_is_told_once_and_is_not_final(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.notices()
    for _ in range(3):
        await bench.look(order.id, status("501", R.UNKNOWN_WORD, word="Zrobione"))
    assert len(await bench.notices(NoticeKind.ADMIN_UNKNOWN_WORD)) == 2  # one an admin
    after = await bench.order()
    assert (after.state, after.remote_word) == (OrderState.ACCEPTED, "Zrobione")


async def test_missing_rows_are_no_error_of_the_rest(bench: Bench) -> None:
    await bench.prepare()
    first = await bench.accepted("501")
    second = await bench.accepted("502", link="https://example.com/2", quantity="100")
    rows: dict[str, OrderStatus | Refusal] = {
        "501": Refusal(ErrorKind.MISSING_IN_RESPONSE),
        "502": status("502", R.COMPLETED, 0),
    }
    assert await bench.take([first, second], rows) == 1
    assert (await bench.order(first.id)).state is OrderState.ACCEPTED
    assert (await bench.order(second.id)).state is OrderState.COMPLETED


async def test_an_order_that_stays_missing_is_told_to_the_admins_once(bench: Bench) -> None:
    await bench.authority.grant(ADMIN, 9003, Role.MANAGER)
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.notices()
    missing = Refusal(ErrorKind.ORDER_NOT_FOUND, "Incorrect order ID")
    for _ in range(20):  # fresh: it may not be known yet
        await bench.look(order.id, missing)
        bench.clock.advance(seconds=29)
    assert (await bench.order()).missing_since is None
    for _ in range(20):
        bench.clock.advance(minutes=1)
        await bench.look(order.id, missing)
    told = [row.notice.chat_id for row in await bench.notices(NoticeKind.ADMIN_ORDER_MISSING)]
    assert sorted(told) == [ADMIN, OTHER_ADMIN, 9003], "a manager too, each once"
    await bench.look(order.id, status("501", R.IN_PROGRESS, 10))
    after = await bench.order()
    assert (after.state, after.missing_since) == (OrderState.IN_PROGRESS, None)


async def test_every_followed_order_is_due_again(bench: Bench) -> None:
    await bench.prepare()
    await bench.accepted("501")
    looks = 0
    while looks < 400:
        bench.clock.advance(seconds=30)
        for order in await bench.due():
            looks += 1
            await bench.take([order], {"501": status("501", R.IN_PROGRESS, 5)})
    (order,) = await bench.orders_in()
    assert order.next_poll_at is not None
    assert order.next_poll_at - bench.clock.now() <= timedelta(minutes=1)


async def test_finished_orders_are_looked_at_for_a_week_and_then_no_more(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", R.COMPLETED, 0))
    finished = (await bench.order()).finished_at
    looks = 0
    while (current := await bench.order()).next_poll_at is not None:
        bench.clock.moment = current.next_poll_at
        await bench.take([current], {"501": status("501", R.COMPLETED, 0)})
        looks += 1
    assert 24 + 6 <= looks <= 24 + 8
    assert finished == (await bench.order()).finished_at
    assert await bench.due() == []


# -- drip-feeds and subscriptions ------------------------------------------------------------------------------------


async def test_a_canceled_drip_feed_gives_back_the_runs_that_were_not_made(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501", link="https://example.com", quantity="100", runs="5", interval="60")
    charge = order.charge_micros
    await bench.look(order.id, status("501", R.IN_PROGRESS, kind=OrderKind.DRIPFEED, runs=2, children=("1", "2")))
    await bench.look(order.id, status("501", R.CANCELED, kind=OrderKind.DRIPFEED, runs=2, children=("1", "2")))
    assert (await bench.order()).refunded_micros == charge * 3 // 5


async def test_runs_that_were_made_are_not_unmade(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501", link="https://example.com", quantity="100", runs="5", interval="60")
    await bench.look(order.id, status("501", R.IN_PROGRESS, kind=OrderKind.DRIPFEED, runs=4))
    await bench.look(order.id, status("501", R.CANCELED, kind=OrderKind.DRIPFEED, runs=0))
    assert (await bench.order()).refunded_micros == order.charge_micros // 5


async def test_runs_in_the_row_of_an_order_that_is_no_drip_feed_mean_nothing(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", R.CANCELED, 1000, kind=OrderKind.DRIPFEED, runs=1))
    assert (await bench.order()).refunded_micros == order.charge_micros


async def test_posts_in_the_row_of_an_order_that_is_no_subscription_mean_nothing(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", R.CANCELED, 1000, kind=OrderKind.SUBSCRIPTION, posts=0))
    assert (await bench.order()).refunded_micros == order.charge_micros


@pytest.mark.parametrize("state", [R.COMPLETED, R.EXPIRED, R.CANCELED])
async def test_a_subscription_gives_back_the_posts_that_never_came(bench: Bench, state: RemoteState) -> None:
    await bench.prepare(credit=50_000_000)
    order = await bench.accepted("501", service="3", **SUBSCRIPTION)
    sub = OrderKind.SUBSCRIPTION
    await bench.look(order.id, status("501", R.ACTIVE, kind=sub, posts=4, children=("1",)))
    assert (await bench.order()).state is OrderState.IN_PROGRESS
    await bench.look(order.id, status("501", R.PAUSED, kind=sub, posts=4, children=("1", "2", "3")))
    assert (await bench.order()).refunded_micros == 0
    await bench.look(order.id, status("501", state, kind=sub, posts=4, children=("1", "2", "3")))
    assert (await bench.order()).refunded_micros == order.charge_micros // 4
    # A later answer that lists fewer of them does not make them undone.
    await bench.look(order.id, status("501", state, kind=sub, posts=4, children=("3",)))
    assert (await bench.order()).refunded_micros == order.charge_micros // 4


async def test_a_completed_subscription_is_not_free_where_the_panel_lists_no_posts(bench: Bench) -> None:
    """A plain row {status: Completed, remains: 0} says nothing of posts."""
    await bench.prepare(credit=50_000_000)
    order = await bench.accepted("501", service="3", **SUBSCRIPTION)
    await bench.look(order.id, status("501", R.COMPLETED, 0))
    after = await bench.order()
    assert (after.state, after.refunded_micros) == (OrderState.COMPLETED, 0)
    await bench.look(order.id, status("501", R.CANCELED))
    assert (await bench.order()).refunded_micros == order.charge_micros


# -- the stream ------------------------------------------------------------------------------------------------------

REMAINS = st.sampled_from([None, -(10**30), -5, 0, 1, 250, 500, 999, 1000, 1500, 10**30]) | st.integers(-2_000, 3_000)
STATES = st.sampled_from([R.PARTIAL, R.COMPLETED, R.CANCELED, R.IN_PROGRESS, R.UNKNOWN_WORD]) | st.sampled_from(list(R))
ANSWERS = st.lists(st.tuples(STATES, REMAINS) | st.none(), min_size=4, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS)
@example(answers=[(R.PARTIAL, 250), (R.IN_PROGRESS, 900), (R.UNKNOWN_WORD, 1000)])
@example(answers=[(R.COMPLETED, 0), (R.CANCELED, 0), (R.PARTIAL, 100), (R.COMPLETED, 0)])
async def test_any_stream_of_answers_pays_the_highest_target_and_no_more(
    bench: Bench, answers: Sequence[tuple[RemoteState, int | None] | None]
) -> None:
    if not bench.catalog.catalogue.offers:
        await bench.prepare()
    await bench.credit(ANNA, 1_170_000)
    before = await bench.balance()
    attempt_link = f"https://example.com/{len(await bench.orders_in())}"
    order = await bench.buy(link=attempt_link, quantity="1000")
    provider_order_id = str(5_000 + order.id)
    await bench.submission.record(await bench.claim(), accepted(provider_order_id))
    highest = 0
    for answer in answers:
        old = await bench.order(order.id)
        bench.clock.advance(minutes=7)
        row = None if answer is None else status(provider_order_id, answer[0], answer[1])
        await bench.look(order.id, row)
        new = await bench.order(order.id)
        if answer is not None:
            highest = max(highest, _target(*answer, charge=order.charge_micros))
        assert old.refunded_micros <= new.refunded_micros <= order.charge_micros
        assert new.refunded_micros == highest
        assert not (old.state in FINISHED and new.state not in FINISHED)
        assert (await bench.balance()).available_micros == before.available_micros - order.charge_micros + highest
        await bench.prove()


def _target(state: RemoteState, remains: int | None, *, charge: int) -> int:
    """Told anew: what one answer by itself owes."""
    if state is not R.UNKNOWN_WORD and STATE_OF_REMOTE[state] is OrderState.CANCELED:
        return charge
    if state is R.PARTIAL and remains is not None:
        return refund_target(charge, remains, 1000)
    return 0


# -- what the chat reads ---------------------------------------------------------------------------------------------


async def test_orders_are_their_owners_alone(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    order = await bench.accepted("501")
    for attempt in (
        bench.tracking.card(BORIS, order.id),
        bench.tracking.refresh(BORIS, order.id),
        bench.tracking.adopt_card(BORIS, order.id, 1),
        bench.tracking.card(ANNA, 999),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert await bench.tracking.orders_of(BORIS, 0, 5) == ([], 0)


async def test_history_is_paged_newest_first(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    for number in range(7):
        await bench.buy(link=f"https://example.com/{number}", quantity="100")
    first, total = await bench.tracking.orders_of(ANNA, 0, 5)
    second, _ = await bench.tracking.orders_of(ANNA, 1, 5)
    assert (total, [o.id for o in first], [o.id for o in second]) == (7, [7, 6, 5, 4, 3], [2, 1])


async def test_refresh_asks_soon_and_not_too_often(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    bench.clock.advance(hours=1)
    await bench.look(order.id, status("501", R.IN_PROGRESS, 5))
    with pytest.raises(InputError) as caught:
        await bench.tracking.refresh(ANNA, order.id)
    assert (caught.value.code, caught.value.facts["seconds"]) == ("refresh-too-soon", 10)
    bench.clock.advance(seconds=11)
    assert await bench.due() == []
    await bench.tracking.refresh(ANNA, order.id)
    assert [due.id for due in await bench.due()] == [order.id]


async def test_an_adopted_card_survives_a_poll_at_the_same_moment(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    for number in range(6):
        rows = {"501": status("501", R.IN_PROGRESS, 900 - number)}
        current = await bench.order(order.id)
        await asyncio.gather(bench.tracking.adopt_card(ANNA, order.id, 100 + number), bench.take([current], rows))
        assert (await bench.order(order.id)).card_message_id == 100 + number
