"""From a quote to an order: once, at the shown price, with money that is there."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest

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
from bot.core.order_types import RateUnit
from bot.core.orders import Order
from tests.usecases.bench import ADMIN, ANNA, BORIS, LINK, SHELF, UNKNOWN, Bench, row


async def test_a_confirmed_quote_holds_the_shown_price_exactly(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    assert (quote.charge_micros, quote.cost_micros, quote.quantity) == (1_170_000, 900_000, 1000)
    order = await bench.checkout.confirm(ANNA, quote.id, 7)
    assert order.card_message_id == 7
    assert order.link == LINK
    balance = await bench.balance()
    assert (balance.available_micros, balance.held_micros) == (8_830_000, 1_170_000)


async def test_sixteen_taps_at_once_make_one_order_and_one_hold(bench: Bench) -> None:
    """Just enough money for one: the fifteen that come too late find the order, not an empty wallet."""
    await bench.prepare(credit=1_170_000)
    quote = await bench.quote()
    orders = await asyncio.gather(*(bench.checkout.confirm(ANNA, quote.id, None) for _ in range(16)))
    assert {order.id for order in orders} == {orders[0].id}
    assert len(await bench.orders_in()) == 1
    balance = await bench.balance()
    assert (balance.available_micros, balance.held_micros) == (0, 1_170_000)


async def test_quotes_that_race_for_the_same_money_never_overdraw(bench: Bench) -> None:
    await bench.prepare(credit=2_500_000)
    quotes = [await bench.quote(link=f"https://example.com/{n}", quantity="1000") for n in range(6)]
    results = await asyncio.gather(
        *(bench.checkout.confirm(ANNA, quote.id, None) for quote in quotes), return_exceptions=True
    )
    assert sum(isinstance(result, Order) for result in results) == 2
    refused = [result for result in results if isinstance(result, InsufficientFundsError)]
    assert len(refused) == 4
    assert refused[0].facts["missing_micros"] == 1_010_000
    assert (await bench.balance()).available_micros == 160_000


async def test_confirm_and_drop_at_once_leave_one_truth(bench: Bench) -> None:
    await bench.prepare()
    for _ in range(5):
        quote = await bench.quote()
        confirmed, dropped = await asyncio.gather(
            bench.checkout.confirm(ANNA, quote.id, None), bench.checkout.drop(ANNA, quote.id), return_exceptions=True
        )
        after = await bench.checkout.get_quote(ANNA, quote.id)
        if isinstance(confirmed, Order):
            assert after.state == "used"
            assert dropped is None or isinstance(dropped, Order)
        else:
            assert isinstance(confirmed, QuoteExpiredError)
            assert after.state == "dropped"
            assert dropped is None


async def test_a_second_tap_long_after_finds_the_order(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    first = await bench.checkout.confirm(ANNA, quote.id, None)
    bench.clock.advance(days=2)
    assert (await bench.checkout.confirm(ANNA, quote.id, None)).id == first.id
    assert (await bench.checkout.drop(ANNA, quote.id)) == first


async def test_an_expired_quote_charges_nothing_and_is_asked_for_anew(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    bench.clock.advance(seconds=599)
    fresh = await bench.checkout.requote(ANNA, quote.id)
    bench.clock.advance(seconds=600)
    with pytest.raises(QuoteExpiredError):
        await bench.checkout.confirm(ANNA, fresh.id, None)
    assert (await bench.balance()).held_micros == 0
    assert await bench.orders_in() == []


async def test_a_quote_holds_to_its_last_moment(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    bench.clock.advance(seconds=599, milliseconds=999)
    assert (await bench.checkout.confirm(ANNA, quote.id, None)).quote_id == quote.id


async def test_a_dropped_quote_is_over(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    assert await bench.checkout.drop(ANNA, quote.id) is None
    with pytest.raises(QuoteExpiredError):
        await bench.checkout.confirm(ANNA, quote.id, None)


async def test_another_customers_quote_is_nobodys(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    quote = await bench.quote(ANNA)
    for attempt in (
        bench.checkout.confirm(BORIS, quote.id, None),
        bench.checkout.drop(BORIS, quote.id),
        bench.checkout.get_quote(BORIS, quote.id),
        bench.checkout.requote(BORIS, quote.id),
        bench.checkout.confirm(ANNA, 10**15, None),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await bench.checkout.get_quote(ANNA, quote.id)).state == "open"


async def test_a_price_that_changed_asks_for_a_new_quote(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    await bench.sync(row("1", "Website visits", rate="0.91"), *SHELF[1:])
    with pytest.raises(PriceChangedError):
        await bench.checkout.confirm(ANNA, quote.id, None)
    fresh = await bench.checkout.requote(ANNA, quote.id)
    assert fresh.charge_micros == 1_183_000
    assert (await bench.checkout.confirm(ANNA, fresh.id, None)).charge_micros == 1_183_000


@pytest.mark.parametrize(
    "changed",
    [
        row("1", "Website visits", "custom_comments"),
        row("1", "Website visits", "package", rate="0.90", rate_unit=RateUnit.PER_ORDER),
        row("1", "Website visits", min_=2_000),
        row("1", "Website visits", max_=900),
    ],
    ids=["of another type", "a package now", "minimum raised", "maximum lowered"],
)
async def test_a_service_that_is_another_now_is_not_sold_on_old_answers(bench: Bench, changed: object) -> None:
    await bench.prepare()
    quote = await bench.quote()
    await bench.sync(changed, *SHELF[1:])  # type: ignore[arg-type]
    with pytest.raises(PriceChangedError):
        await bench.checkout.confirm(ANNA, quote.id, None)
    assert await bench.orders_in() == []


async def test_drip_feed_that_ended_is_not_sold_on_an_old_quote(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    quote = await bench.quote(link=LINK, quantity="1000", runs="5", interval="60")
    assert (quote.quantity, quote.charge_micros) == (5_000, 5_850_000)
    await bench.sync(row("1", "Website visits", dripfeed=False), *SHELF[1:])
    with pytest.raises(PriceChangedError):
        await bench.checkout.confirm(ANNA, quote.id, None)


async def test_an_unpublished_or_vanished_service_is_not_sold(bench: Bench) -> None:
    await bench.prepare()
    service = bench.service_id()
    quote = await bench.quote()
    await bench.shelf.publish_service(ADMIN, service, published=False)
    with pytest.raises(NotOnSaleError):
        await bench.checkout.confirm(ANNA, quote.id, None)
    await bench.shelf.publish_service(ADMIN, service, published=True)
    await bench.sync(*SHELF[1:])
    for attempt in (bench.checkout.confirm(ANNA, quote.id, None), bench.checkout.requote(ANNA, quote.id)):
        with pytest.raises(NotOnSaleError) as caught:
            await attempt
        assert caught.value.code == "service-gone"


async def test_a_replica_whose_picture_is_old_sells_by_the_database(bench: Bench) -> None:
    """The database says that the service is gone before this process has read it anew."""
    await bench.prepare()
    quote = await bench.quote()
    async with bench.database.transaction() as tx:
        await tx.catalog.publish_all(published=False)
    with pytest.raises(NotOnSaleError):
        await bench.checkout.confirm(ANNA, quote.id, None)


async def test_nothing_is_sold_while_the_provider_is_away(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    bench.away.add("main")
    for attempt in (bench.checkout.confirm(ANNA, quote.id, None), bench.quote()):
        with pytest.raises(NotOnSaleError) as caught:
            await attempt
        assert caught.value.code == "provider-away"
    bench.away.clear()
    await bench.checkout.confirm(ANNA, quote.id, None)


async def test_the_banned_and_the_unknown_buy_nothing(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote()
    async with bench.database.transaction() as tx:
        await tx.customers.set_banned(ANNA, bench.clock.now())
    for attempt in (bench.checkout.confirm(ANNA, quote.id, None), bench.quote()):
        with pytest.raises(NotAllowedError) as caught:
            await attempt
        assert caught.value.code == "banned"
    with pytest.raises(NotFoundError):
        await bench.quote(BORIS)


async def test_terms_are_accepted_before_anything_is_bought(bench: Bench) -> None:
    bench.set_policy(terms_version="1")
    await bench.prepare()
    with pytest.raises(NotAllowedError):
        await bench.quote()
    with pytest.raises(InputError):
        await bench.customers.accept_terms(ANNA, "0")
    await bench.customers.accept_terms(ANNA, "1")
    quote = await bench.quote()
    assert (await bench.checkout.confirm(ANNA, quote.id, None)).terms_version == "1"

    other = await bench.quote(link="https://example.com/2", quantity="100")
    bench.set_policy(terms_version="2")
    await bench.catalog.reload()
    with pytest.raises(NotAllowedError):
        await bench.checkout.confirm(ANNA, other.id, None)
    await bench.customers.accept_terms(ANNA, "2")
    with pytest.raises(QuoteExpiredError):  # it was shown under the old terms
        await bench.checkout.confirm(ANNA, other.id, None)


async def test_insufficient_funds_say_what_is_missing(bench: Bench) -> None:
    await bench.prepare(credit=1_000_000)
    quote = await bench.quote()
    with pytest.raises(InsufficientFundsError) as caught:
        await bench.checkout.confirm(ANNA, quote.id, None)
    assert caught.value.facts["missing_micros"] == 170_000
    assert caught.value.facts["available_micros"] == 1_000_000
    await bench.credit(ANNA, 170_000)
    await bench.checkout.confirm(ANNA, quote.id, None)  # the same quote, once there is money
    assert (await bench.balance()).available_micros == 0


async def test_a_link_that_is_being_checked_is_not_sold_again(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    before = await bench.quote()
    order = await bench.buy()
    await bench.submit(UNKNOWN)
    for attempt in (bench.checkout.confirm(ANNA, before.id, None), bench.quote()):
        with pytest.raises(LinkBusyError) as caught:
            await attempt
        assert caught.value.facts["order_id"] == order.id
    await bench.quote(link="https://example.com/other", quantity="100")
    await bench.buy(BORIS)


async def test_an_active_order_on_the_same_link_is_found_for_a_warning(bench: Bench) -> None:
    await bench.prepare(ANNA, BORIS)
    order = await bench.accepted()
    service = bench.service_id()
    found = await bench.checkout.active_on_link(ANNA, service, LINK)
    assert found is not None
    assert found.id == order.id
    assert await bench.checkout.active_on_link(BORIS, service, LINK) is None


async def test_what_is_free_is_free_once(bench: Bench) -> None:
    await bench.prepare(credit=0)
    quote = await bench.quote(service="5", link=LINK, quantity="100")
    orders = await asyncio.gather(*(bench.checkout.confirm(ANNA, quote.id, None) for _ in range(8)))
    assert len({order.id for order in orders}) == 1
    assert orders[0].charge_micros == 0


async def test_answers_are_checked_again_when_a_quote_is_asked_for(bench: Bench) -> None:
    await bench.prepare()
    for answers in (
        {"link": LINK},
        {"link": LINK, "quantity": "49"},
        {"link": LINK, "quantity": "10001"},
        {"link": "javascript:alert(1)", "quantity": "100"},
        {"link": LINK, "quantity": "100", "runs": "1", "interval": "5"},
        {"link": LINK, "quantity": "100", "runs": "5"},
        {"link": LINK, "quantity": "-100"},
    ):
        with pytest.raises(InputError):
            await bench.checkout.quote(ANNA, bench.service_id(), answers)


async def test_drip_feed_is_added_and_taken_out_by_a_new_quote(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    plain = await bench.quote()
    fed = await bench.checkout.requote(ANNA, plain.id, {"runs": "5", "interval": "60"})
    assert (fed.quantity, fed.charge_micros) == (5_000, 5 * plain.charge_micros)
    with pytest.raises(QuoteExpiredError):
        await bench.checkout.confirm(ANNA, plain.id, None)
    again = await bench.checkout.requote(ANNA, fed.id, {"runs": "", "interval": ""})
    assert again.charge_micros == plain.charge_micros
    assert dict(again.fields) == dict(plain.fields)


async def test_answers_that_the_type_does_not_ask_for_are_left_out(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote(link=LINK, quantity="100", key="stolen", action="balance")
    assert dict(quote.fields) == {"link": LINK, "quantity": "100"}


async def test_a_subscription_holds_the_most_it_can_cost(bench: Bench) -> None:
    await bench.prepare(credit=100_000_000)
    answers: dict[str, Any] = {"username": "anna", "min": "100", "max": "200", "delay": "30"}
    answers |= {"posts": "3", "old_posts": "2"}
    quote = await bench.quote(service="3", **answers)
    assert (quote.quantity, quote.charge_micros) == (1_000, 13_000_000)
    with pytest.raises(InputError) as caught:
        await bench.quote(service="3", **{**answers, "posts": "0", "old_posts": "0"})
    assert caught.value.code == "posts-none"
    with pytest.raises(InputError):
        await bench.quote(service="3", **{**answers, "max": "99"})


async def test_comments_are_paid_by_the_line(bench: Bench) -> None:
    await bench.prepare()
    quote = await bench.quote(service="4", link=LINK, comments="one, two\r\n\r\n three \n")
    assert quote.fields["comments"] == "one, two\n three "
    assert (quote.quantity, quote.charge_micros) == (2, 52_000)


async def test_a_price_beyond_every_purse_is_refused_kindly(bench: Bench) -> None:
    await bench.prepare()
    await bench.sync(row("1", "Gold", rate="1000000000000", max_=10**12))
    with pytest.raises(InputError):
        await bench.quote(link=LINK, quantity=str(10**12))


async def test_a_rate_of_many_digits_is_never_rounded_in_the_customers_favour(bench: Bench) -> None:
    """1000 at 0.1000000000000000000000000000000001 costs a little more than 0.13."""
    await bench.prepare()
    await bench.sync(row("1", "Fine", rate="0.1000000000000000000000000000000001"))
    quote = await bench.quote()
    assert quote.charge_micros == 130_001
    assert quote.rate == Decimal("0.1000000000000000000000000000000001")


async def test_an_order_without_its_quote_is_no_order(bench: Bench) -> None:
    """A quote marked as used without an order can't come from the shop: it is refused, not sold twice."""
    await bench.prepare()
    quote = await bench.quote()
    async with bench.database.transaction() as tx:
        await tx.quotes.move(quote.id, "open", "used")
    with pytest.raises(ConflictError):
        await bench.checkout.confirm(ANNA, quote.id, None)
