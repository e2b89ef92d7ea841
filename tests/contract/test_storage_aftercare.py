"""Refills and cancels: one open request of a kind for an order, and who is to be looked at."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.aftercare import AftercareRequest, RequestKind, RequestState
from bot.core.orders import Order
from bot.core.provider import ErrorKind
from storage.engine import Database
from tests.contract.storage_shop import MINUTE, NOW, accepted, add_customer, add_order, add_service


@pytest.fixture
async def order(database: Database) -> Order:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        return await accepted(tx, await add_order(tx, service))


async def ask(database: Database, order: Order, kind: RequestKind = RequestKind.REFILL) -> AftercareRequest | None:
    async with database.transaction() as tx:
        return await tx.aftercare.add(order.id, kind, NOW)


async def test_one_open_request_of_a_kind(database: Database, order: Order) -> None:
    asked = await asyncio.gather(*(ask(database, order) for _ in range(16)))
    (request,) = [request for request in asked if request is not None]
    assert request == AftercareRequest(
        request.id, order.id, RequestKind.REFILL, RequestState.ASKED, 1, NOW, NOW, next_look_at=NOW
    )
    cancel = await ask(database, order, RequestKind.CANCEL)
    assert cancel is not None
    async with database.transaction() as tx:
        assert await tx.aftercare.save(request, replace(request, state=RequestState.DONE, next_look_at=None))
        again = await tx.aftercare.add(order.id, RequestKind.REFILL, NOW + MINUTE)
        assert again is not None
        assert [found.id for found in await tx.aftercare.of_order(order.id)] == [again.id, cancel.id, request.id]
        assert await tx.aftercare.of_order(999) == []


async def test_a_request_comes_back_as_it_was_saved(database: Database, order: Order) -> None:
    request = await ask(database, order)
    assert request is not None
    new = replace(
        request,
        state=RequestState.REFUSED,
        updated_at=NOW + MINUTE,
        remote_id="ж-1",
        attempts=2,
        next_look_at=None,
        refusal_kind=ErrorKind.REFILL_NOT_ALLOWED,
        refusal_raw="no\x00",
    )
    async with database.transaction() as tx:
        assert await tx.aftercare.save(request, new)
        assert await tx.aftercare.get(request.id) == replace(new, version=2, refusal_raw="no")
        assert not await tx.aftercare.save(request, new), "the loser of the race"
        assert await tx.aftercare.get(999) is None
        with pytest.raises(ValueError, match="what was asked"):
            await tx.aftercare.save(request, replace(request, kind=RequestKind.CANCEL))


async def test_what_is_due(database: Database, order: Order) -> None:
    refill, cancel = await ask(database, order), await ask(database, order, RequestKind.CANCEL)
    assert refill is not None
    assert cancel is not None
    async with database.transaction() as tx:
        due = tx.aftercare.due
        assert [found.id for found, _ in await due("panel", NOW, 10)] == [refill.id, cancel.id]
        assert await due("panel", NOW, 1) == [(refill, order)]
        assert await due("other", NOW, 10) == []
        assert await due("panel", NOW - MINUTE, 10) == []
        assert await tx.aftercare.save(refill, replace(refill, next_look_at=NOW + MINUTE))
        assert [found.id for found, _ in await due("panel", NOW + MINUTE, 10)] == [cancel.id, refill.id]
        assert await tx.aftercare.save(cancel, replace(cancel, state=RequestState.REFUSED))
        assert [found.id for found, _ in await due("panel", NOW + MINUTE, 10)] == [refill.id], "a final one never"
