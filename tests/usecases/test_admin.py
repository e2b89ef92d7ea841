"""What admins do: money once, unknown orders by evidence."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from bot.core.errors import InputError, NotAllowedError, NotFoundError, PriceChangedError
from bot.core.events import NoticeKind
from bot.core.money import MAX_MICROS
from bot.core.orders import OrderState
from bot.core.provider import ErrorKind, RemoteState
from bot.core.roles import Role
from tests.usecases.bench import (
    ADMIN,
    ANNA,
    BORIS,
    MAIN,
    OTHER_ADMIN,
    SHELF,
    UNKNOWN,
    Bench,
    accepted,
    rejected,
    row,
    status,
)


async def test_a_credit_is_booked_once_however_often_it_is_confirmed(bench: Bench) -> None:
    await bench.prepare(credit=0)
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "thanks")
    assert (await bench.balance()).available_micros == 0
    done = await asyncio.gather(*(bench.changes.confirm(ADMIN, action.id) for _ in range(8)))
    assert {one.state for one in done} == {"done"}
    assert (await bench.balance()).available_micros == 5_000_000
    (told,) = await bench.notices()
    assert (told.notice.kind, told.notice.chat_id) == (NoticeKind.WALLET_CREDITED, ANNA)
    assert told.notice.facts["balance_micros"] == 5_000_000
    _, lines = await bench.wallet.statement(ANNA)
    assert [(line.amount_micros, line.note) for line in lines] == [(5_000_000, "thanks")]


async def test_a_debit_takes_no_more_than_there_is(bench: Bench) -> None:
    await bench.prepare(credit=1_000_000)
    with pytest.raises(InputError) as caught:
        await bench.adjustments.propose(ADMIN, ANNA, -1_000_001, "")
    assert caught.value.code == "debit-too-much"
    actions = [await bench.adjustments.propose(ADMIN, ANNA, -600_000, "") for _ in range(3)]
    results = await asyncio.gather(*(bench.changes.confirm(ADMIN, one.id) for one in actions), return_exceptions=True)
    refused = [result for result in results if isinstance(result, InputError)]
    assert len(refused) == 2
    assert (refused[0].code, refused[0].facts["available_micros"]) == ("debit-too-much", 400_000)
    assert (await bench.balance()).available_micros == 400_000


@pytest.mark.parametrize("amount", [0, MAX_MICROS + 1, -MAX_MICROS - 1])
async def test_amounts_that_cannot_be_booked_are_not_previewed(bench: Bench, amount: int) -> None:
    await bench.prepare()
    with pytest.raises(InputError):
        await bench.adjustments.propose(ADMIN, ANNA, amount, "")


async def test_a_preview_holds_for_a_quarter_of_an_hour(bench: Bench) -> None:
    await bench.prepare(credit=0)
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "")
    bench.clock.advance(minutes=15)
    with pytest.raises(InputError) as caught:
        await bench.changes.confirm(ADMIN, action.id)
    assert caught.value.code == "action-expired"
    assert (await bench.balance()).available_micros == 0


async def test_a_dropped_preview_is_over(bench: Bench) -> None:
    await bench.prepare(credit=0)
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "")
    assert (await bench.changes.drop(ADMIN, action.id)).state == "dropped"
    with pytest.raises(InputError):
        await bench.changes.confirm(ADMIN, action.id)
    for _ in range(5):
        action = await bench.adjustments.propose(ADMIN, ANNA, 1, "")
        before = (await bench.balance()).available_micros
        confirmed, dropped = await asyncio.gather(
            bench.changes.confirm(ADMIN, action.id), bench.changes.drop(ADMIN, action.id), return_exceptions=True
        )
        moved = (await bench.balance()).available_micros - before
        assert not isinstance(dropped, BaseException)
        if isinstance(confirmed, BaseException):
            assert isinstance(confirmed, InputError)
            assert (moved, dropped.state) == (0, "dropped")
        else:
            assert (moved, dropped.state) == (1, "done")


async def test_a_preview_is_its_admins_alone(bench: Bench) -> None:
    await bench.prepare(credit=0)
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "")
    for attempt in (bench.changes.confirm(OTHER_ADMIN, action.id), bench.changes.drop(OTHER_ADMIN, action.id)):
        with pytest.raises(NotFoundError):
            await attempt
    await bench.changes.confirm(ADMIN, action.id)


async def test_nobody_else_is_an_admin(bench: Bench) -> None:
    await bench.prepare()
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "")
    await bench.buy()
    await bench.submit(UNKNOWN)
    admin, review, shelf = bench.admin, bench.review, bench.shelf
    for attempt in (
        admin.find_customer(ANNA, "@user1001"),
        admin.customer_card(ANNA, ANNA),
        bench.adjustments.propose(ANNA, ANNA, 1, ""),
        bench.adjustments.propose_refund(ANNA, 1, None),
        bench.markups.propose(ANNA, Decimal(0)),
        bench.changes.confirm(ANNA, action.id),
        bench.changes.drop(ANNA, action.id),
        bench.authority.grant(ANNA, ANNA, Role.OWNER),
        bench.authority.set_cap(ANNA, None),
        admin.order_card(ANNA, 1),
        admin.prove_ledger(ANNA),
        admin.providers(ANNA),
        review.unknown_orders(ANNA),
        review.probe(ANNA, 1, "5"),
        review.attach(ANNA, 1, "5"),
        review.refuse(ANNA, 1, learn=True),
        review.send_again(ANNA, 1),
        shelf.publishable(ANNA),
        shelf.services_of(ANNA, 1),
        shelf.publish_category(ANNA, 1, published=True),
        shelf.publish_service(ANNA, 1, published=True),
        shelf.publish_everything(ANNA, published=True),
    ):
        with pytest.raises(NotAllowedError):
            await attempt
    assert (await bench.order()).state is OrderState.UNKNOWN


async def test_an_admin_who_is_none_any_more_confirms_nothing(bench: Bench) -> None:
    await bench.prepare(credit=0)
    action = await bench.adjustments.propose(ADMIN, ANNA, 5_000_000, "")
    bench.set_policy(admin_ids=frozenset({OTHER_ADMIN}))
    with pytest.raises(NotAllowedError):
        await bench.changes.confirm(ADMIN, action.id)


async def test_customers_are_found_by_id_and_name(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    assert (await bench.admin.find_customer(ADMIN, "1001")).id == ANNA
    assert (await bench.admin.find_customer(ADMIN, "@USER1002")).id == BORIS
    for who in ("", "@", "@nobody", "-1", "1e3", "١٠٠١", "9" * 30, "1001; DROP"):
        with pytest.raises(NotFoundError):
            await bench.admin.find_customer(ADMIN, who)
    with pytest.raises(NotFoundError):
        await bench.adjustments.propose(ADMIN, 4242, 1, "")
    card = await bench.admin.customer_card(ADMIN, ANNA)
    assert (card.customer.id, card.balance.available_micros, card.orders) == (ANNA, 10_000_000, [])


async def test_a_new_markup_reaches_the_next_quote_and_stops_the_last_one(bench: Bench) -> None:
    await bench.prepare()
    shown = await bench.quote()
    action = (await bench.markups.propose(ADMIN, Decimal("50"))).action
    assert (action.params["old"], action.params["new"]) == ("30", "50")
    assert (await bench.quote()).charge_micros == 1_170_000
    await bench.changes.confirm(ADMIN, action.id)
    assert (await bench.quote()).charge_micros == 1_350_000
    bench.restart()  # the environment says 30 still: what an admin set wins
    await bench.catalog.refresh_if_changed()
    assert (await bench.quote()).charge_micros == 1_350_000
    with pytest.raises(PriceChangedError):
        await bench.checkout.confirm(ANNA, shown.id, None)


async def test_a_new_markup_reaches_the_other_processes(bench: Bench) -> None:
    await bench.prepare()
    other = Bench(bench.database, bench.policy, bench.clock)
    await other.catalog.refresh_if_changed()
    action = (await bench.markups.propose(ADMIN, Decimal("50"))).action
    await bench.changes.confirm(ADMIN, action.id)
    await other.catalog.refresh_if_changed()
    assert (await other.quote()).charge_micros == 1_350_000


@pytest.mark.parametrize("percent", ["-0.01", "1000.01", "NaN", "Infinity", "-Infinity", "sNaN"])
async def test_a_markup_out_of_reach_is_refused(bench: Bench, percent: str) -> None:
    with pytest.raises(InputError):
        await bench.markups.propose(ADMIN, Decimal(percent))


async def test_the_providers_page_tells_what_is_known(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    (card,) = await bench.admin.providers(ADMIN)
    assert (card.name, card.available, card.balance, card.currency) == (MAIN, True, Decimal(100), "USD")
    assert (card.services, card.open_orders) == (len(SHELF), 1)
    assert (await bench.admin.prove_ledger(ADMIN)).holds


# -- review ----------------------------------------------------------------------------------------------------------


async def unknown(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    await bench.buy()
    await bench.submit(UNKNOWN)


async def test_attaching_spends_the_hold_once(bench: Bench) -> None:
    await unknown(bench)
    assert [order.id for order in await bench.review.unknown_orders(ADMIN)] == [1]
    bench.book.rows["77"] = status("77", RemoteState.IN_PROGRESS, 10)
    probe = await bench.review.probe(ADMIN, 1, " 77 ")
    assert probe.status.raw == "in_progress"
    results = await asyncio.gather(
        *(bench.review.attach(admin, 1, " 77 ") for admin in (ADMIN, OTHER_ADMIN, ADMIN)), return_exceptions=True
    )
    assert sum(not isinstance(result, BaseException) for result in results) == 1
    order = await bench.order()
    assert (order.state, order.provider_order_id) == (OrderState.ACCEPTED, "77")
    assert (await bench.balance()).held_micros == 0
    bench.clock.advance(seconds=2)
    assert [due.id for due in await bench.due()] == [1]


async def test_an_id_is_attached_only_where_the_provider_has_it_and_nobody_else_does(bench: Bench) -> None:
    await unknown(bench)
    await bench.accepted("501", customer_id=BORIS)
    bench.book.rows["501"] = status("501", RemoteState.IN_PROGRESS)
    bench.book.rows["1,2"] = status("1,2", RemoteState.IN_PROGRESS)
    for wrong in ("501", "502", "", " ", "1,2", "5 5"):
        with pytest.raises(InputError):
            await bench.review.attach(ADMIN, 1, wrong)
    order = await bench.order()
    assert (order.state, order.provider_order_id) == (OrderState.UNKNOWN, None)


async def test_two_orders_are_not_attached_to_one_id(bench: Bench) -> None:
    await unknown(bench)
    await bench.buy(BORIS)
    await bench.submit(UNKNOWN)
    bench.book.rows["77"] = status("77", RemoteState.IN_PROGRESS)
    results = await asyncio.gather(
        bench.review.attach(ADMIN, 1, "77"), bench.review.attach(OTHER_ADMIN, 2, "77"), return_exceptions=True
    )
    assert sum(isinstance(result, BaseException) for result in results) == 1
    assert len(await bench.orders_in(OrderState.ACCEPTED)) == 1


async def test_refusing_gives_the_money_back_once(bench: Bench) -> None:
    await unknown(bench)
    await asyncio.gather(*(bench.review.refuse(ADMIN, 1, learn=True) for _ in range(4)), return_exceptions=True)
    assert (await bench.order()).state is OrderState.REJECTED
    assert (await bench.balance()).available_micros == 10_000_000
    assert bench.learnt == [(MAIN, "Hmm")]
    for decision in (
        bench.review.refuse(ADMIN, 1, learn=False),
        bench.review.send_again(ADMIN, 1),
        bench.review.attach(ADMIN, 1, "5"),
    ):
        with pytest.raises(InputError) as caught:
            await decision
        assert caught.value.code == "already-decided"


async def test_what_the_shop_itself_wrote_is_not_learnt_as_a_refusal(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    await bench.accepted("501", customer_id=BORIS)
    await bench.buy()
    await bench.submit(accepted("501"))  # "id 501 is order #1 already"
    await bench.review.refuse(ADMIN, 2, learn=True)
    assert bench.learnt == []


async def test_sending_again_makes_one_more_attempt_with_the_same_hold(bench: Bench) -> None:
    await unknown(bench)
    await asyncio.gather(*(bench.review.send_again(ADMIN, 1) for _ in range(4)), return_exceptions=True)
    assert (await bench.balance()).held_micros == 1_170_000
    order = await bench.submit(accepted("501"))
    assert order is not None
    assert (order.state, order.attempts) == (OrderState.ACCEPTED, 1)
    assert await bench.submission.claim(MAIN, 10) == []


async def test_an_answer_of_the_first_attempt_says_nothing_about_the_second(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    first = await bench.claim()
    await bench.submission.recover(everything=True)
    await bench.review.send_again(ADMIN, 1)
    second = await bench.claim()
    assert await bench.submission.record(first, rejected()) is None
    assert (await bench.order()).state is OrderState.SUBMITTING
    assert await bench.submission.record(second, accepted("501")) is not None


async def test_a_refusal_by_an_admin_is_no_reason_to_try_a_second_provider(bench: Bench) -> None:
    await bench.prepare()
    await bench.buy()
    await bench.submit(rejected(ErrorKind.SERVICE_UNAVAILABLE, "gone"))
    assert (await bench.order()).state is OrderState.REJECTED


async def test_two_services_of_one_provider_never_pass_an_order_to_and_fro(bench: Bench) -> None:
    await bench.prepare()
    await bench.sync(*SHELF, row("6", "Website visits, too"))
    async with bench.database.transaction() as tx:
        await tx.catalog.set_fallback(bench.service_id("1"), bench.service_id("6"), below_cost=False)
    await bench.buy()
    await bench.submit(rejected(ErrorKind.SERVICE_UNAVAILABLE, "gone"))
    moved = await bench.order()
    assert (moved.state, moved.provider_service_id) == (OrderState.CREATED, "6")
    assert (await bench.balance()).held_micros == moved.charge_micros
    await bench.submit(rejected(ErrorKind.SERVICE_UNAVAILABLE, "gone"))
    assert (await bench.order()).state is OrderState.REJECTED
    assert (await bench.balance()).available_micros == 10_000_000
