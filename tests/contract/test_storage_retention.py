"""Links that have been kept for long enough."""

from __future__ import annotations

from datetime import timedelta

from storage.engine import Database
from tests.contract.storage_shop import NOW, add_customer, add_order, add_service, rejected

DAY = timedelta(days=1)


async def test_links_of_orders_that_ended_long_ago_are_forgotten(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        ended = await rejected(tx, await add_order(tx, service, link="https://a.example/ended"))
        under_way = await add_order(tx, service, link="https://a.example/open")
    async with database.transaction() as tx:
        assert await tx.personal_data.forget_links(ended.updated_at, 10) == 0
        assert await tx.personal_data.forget_links(NOW + DAY, 10) == 1
        assert await tx.personal_data.forget_links(NOW + DAY, 10) == 0
        forgotten, kept = await tx.orders.get(ended.id), await tx.orders.get(under_way.id)
        quote = await tx.quotes.get(ended.quote_id)
        assert forgotten is not None
        assert kept is not None
        assert quote is not None
        assert "a.example" not in str(forgotten.fields) + str(quote.fields)
        assert forgotten.quantity == ended.quantity
        assert kept.link == "https://a.example/open"
        assert (await tx.ledger.verify()).holds
