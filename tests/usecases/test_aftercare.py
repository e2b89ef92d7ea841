"""Refills and cancels: asked once, carried to the provider, told to the customer."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.aftercare import AftercareRequest, RequestKind, RequestState
from bot.core.errors import ConflictError, NotAllowedError, NotFoundError
from bot.core.events import NoticeKind
from bot.core.orders import Order
from bot.core.provider import Asked, ErrorKind, Refusal, RemoteState, RequestStatus
from bot.core.services.reading import OrderCard
from tests.usecases.bench import ADMIN, ANNA, BORIS, MAIN, SHELF, Bench, row, status

REFILL, CANCEL = RequestKind.REFILL, RequestKind.CANCEL


async def finished(bench: Bench) -> Order:
    await bench.prepare(ANNA, BORIS)
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", RemoteState.COMPLETED, 0))
    await bench.notices()
    return order


async def request_of(bench: Bench) -> AftercareRequest:
    async with bench.database.reading() as tx:
        return (await tx.aftercare.of_order(1))[0]


async def take(bench: Bench) -> tuple[AftercareRequest, Order]:
    ((request, order),) = await bench.aftercare.due(MAIN, 10)
    taken = await bench.aftercare.take(request)
    assert taken is not None
    return taken, order


async def test_asking_twice_at_once_makes_one_request(bench: Bench) -> None:
    order = await finished(bench)
    results = await asyncio.gather(
        *(bench.aftercare.ask(ANNA, order.id, REFILL) for _ in range(6)), return_exceptions=True
    )
    assert sum(isinstance(result, OrderCard) for result in results) == 1
    assert sum(isinstance(result, ConflictError) for result in results) == 5
    card = await bench.tracking.card(ANNA, order.id)
    assert (len(card.requests), card.can_refill) == (1, False)


async def test_only_the_owner_asks_and_only_for_what_is_offered(bench: Bench) -> None:
    order = await finished(bench)
    with pytest.raises(NotFoundError):
        await bench.aftercare.ask(BORIS, order.id, REFILL)
    with pytest.raises(NotAllowedError) as caught:  # it is finished: nothing to cancel
        await bench.aftercare.ask(ANNA, order.id, CANCEL)
    assert caught.value.code == "cancel-not-offered"
    await bench.sync(row("1", "Website visits", refill=False, cancel=False), *SHELF[1:])
    with pytest.raises(NotAllowedError):
        await bench.aftercare.ask(ANNA, order.id, REFILL)


async def test_an_order_that_is_not_at_the_provider_yet_cannot_be_canceled_there(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.buy()
    with pytest.raises(NotAllowedError):
        await bench.aftercare.ask(ANNA, order.id, CANCEL)


async def test_two_caretakers_send_a_request_once(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    ((request, _),) = await bench.aftercare.due(MAIN, 10)
    taken = await asyncio.gather(*(bench.aftercare.take(request) for _ in range(4)))
    assert sum(one is not None for one in taken) == 1
    assert await bench.aftercare.due(MAIN, 10) == []
    bench.clock.advance(minutes=3)  # killed while it was sent: another look
    assert len(await bench.aftercare.due(MAIN, 10)) == 1


async def test_a_refill_goes_its_way_and_the_customer_hears_of_it(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Asked("9"))
    for state, expected in (
        (RemoteState.IN_PROGRESS, RequestState.IN_PROGRESS),
        (RemoteState.UNKNOWN_WORD, RequestState.IN_PROGRESS),
        (RemoteState.COMPLETED, RequestState.DONE),
    ):
        await bench.aftercare.looked(await request_of(bench), order, RequestStatus("9", state, "word"))
        assert (await request_of(bench)).state is expected
    told = [r.notice.facts["state"] for r in await bench.notices(NoticeKind.REFILL_CHANGED)]
    assert told == ["pending", "in_progress", "done"]
    await bench.aftercare.ask(ANNA, order.id, REFILL)  # and may be asked for again


async def test_a_passing_failure_is_tried_again_and_not_for_ever(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    tries = 0
    while (await request_of(bench)).state.is_open:
        request, order = await take(bench)
        await bench.aftercare.answered(request, order, Refusal(ErrorKind.RATE_LIMITED, "slow down"))
        bench.clock.advance(hours=1)
        tries += 1
    assert tries == 8
    assert [r.notice.facts["state"] for r in await bench.notices(NoticeKind.REFILL_CHANGED)] == ["refused"]


async def test_what_the_provider_cannot_do_is_offered_no_more(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Refusal(ErrorKind.UNSUPPORTED_ACTION, "Invalid action"))
    assert not (await bench.tracking.card(ANNA, order.id)).can_refill
    await bench.sync()  # the list prints nothing of it: what was learnt stays
    assert not (await bench.tracking.card(ANNA, order.id)).can_refill


async def test_what_a_service_cannot_do_is_offered_for_none_of_its_orders(bench: Bench) -> None:
    order = await finished(bench)
    other = await bench.accepted("502", link="https://example.com/2", quantity="100")
    await bench.look(other.id, status("502", RemoteState.COMPLETED, 0))
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    no = Refusal(ErrorKind.REFILL_NOT_ALLOWED, "This service does not support refill", of_service=True)
    await bench.aftercare.answered(request, order, no)
    assert not (await bench.tracking.card(ANNA, other.id)).can_refill
    async with bench.database.reading() as tx:
        record = await tx.providers.get(MAIN)
    assert record is None or record.dialect.refill_offered is None, "others of its services may"


async def test_what_a_provider_cannot_do_for_one_service_it_cannot_do_for_the_others(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Refusal(ErrorKind.UNSUPPORTED_ACTION, "Invalid action"))
    await bench.sync(row("1", "Website visits"), row("7", "Later service", refill=True, cancel=True), *SHELF[1:])
    (later,) = (o.service for o in bench.catalog.catalogue.offers.values() if o.service.name == "Later service")
    assert (later.refill, later.cancel) == (False, True)


async def test_a_cancel_is_done_by_the_orders_own_status_alone(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.look(order.id, status("501", RemoteState.IN_PROGRESS, 800))
    await bench.notices()
    await bench.aftercare.ask(ANNA, order.id, CANCEL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Asked())
    await bench.aftercare.looked(await request_of(bench), order, RequestStatus("1", RemoteState.COMPLETED, "done"))
    assert (await request_of(bench)).state is RequestState.IN_PROGRESS
    assert (await bench.balance()).available_micros == 8_830_000  # a promise is no money
    await bench.look(order.id, status("501", RemoteState.PARTIAL, 800))
    await bench.aftercare.looked(await request_of(bench), await bench.order(), None)
    assert (await request_of(bench)).state is RequestState.DONE
    assert (await bench.balance()).available_micros == 8_830_000 + 936_000


async def test_a_cancel_that_came_too_late_is_refused(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    await bench.aftercare.ask(ANNA, order.id, CANCEL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Refusal(ErrorKind.CANCEL_ALREADY_REQUESTED, "again"))
    assert (await request_of(bench)).state is RequestState.PENDING
    await bench.look(order.id, status("501", RemoteState.COMPLETED, 0))
    await bench.aftercare.looked(await request_of(bench), await bench.order(), None)
    assert (await request_of(bench)).state is RequestState.REFUSED
    assert (await bench.admin.order_card(ADMIN, order.id)).events[-1].what == "cancel_refused"


async def test_nobody_waits_for_a_refill_for_ever(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Asked("9"))
    bench.clock.advance(days=31)
    await bench.aftercare.looked(await request_of(bench), order, None)
    assert (await request_of(bench)).state is RequestState.DONE


async def test_a_refill_that_is_not_known_after_a_day_is_refused(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Asked("9"))
    gone = Refusal(ErrorKind.REFILL_NOT_FOUND, "no such refill")
    await bench.aftercare.looked(await request_of(bench), order, gone)
    assert (await request_of(bench)).state is RequestState.PENDING
    bench.clock.advance(days=2)
    await bench.aftercare.looked(await request_of(bench), order, gone)
    assert (await request_of(bench)).state is RequestState.REFUSED


async def test_a_rejected_refill_is_told(bench: Bench) -> None:
    order = await finished(bench)
    await bench.aftercare.ask(ANNA, order.id, REFILL)
    request, order = await take(bench)
    await bench.aftercare.answered(request, order, Asked("9"))
    await bench.aftercare.looked(await request_of(bench), order, RequestStatus("9", RemoteState.REJECTED, "Rejected"))
    assert (await request_of(bench)).refusal_raw == "Rejected"
    told = [r.notice.facts["state"] for r in await bench.notices(NoticeKind.REFILL_CHANGED)]
    assert told == ["pending", "refused"]
