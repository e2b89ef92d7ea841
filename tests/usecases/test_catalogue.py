"""What is on sale: merges, publication, currencies, providers that go and come."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.core.errors import NotOnSaleError
from bot.core.events import NoticeKind
from bot.core.provider import Balance, ErrorKind, Refusal, ServiceList, SkippedRow
from tests.usecases.bench import ADMIN, ANNA, MAIN, OTHER_ADMIN, SHELF, Bench, row

AWAY = Refusal(ErrorKind.CONNECTION, "refused")


def names(bench: Bench) -> list[str]:
    catalogue = bench.catalog.catalogue
    return [offer.service.name for category in catalogue.categories for offer in catalogue.by_category[category.id]]


async def test_all_is_published_where_the_operator_said_so(bench: Bench) -> None:
    report = await bench.sync()
    assert (report.seen, report.new, report.gone, report.first) == (5, 5, 0, True)
    assert len(names(bench)) == 5
    assert await bench.notices() == []


async def test_nothing_is_sold_until_an_admin_publishes_it(bench: Bench) -> None:
    bench.set_policy(publish_all=False)
    await bench.sync()
    assert names(bench) == []
    told = await bench.notices()
    assert [(r.notice.kind, r.notice.chat_id) for r in told] == [
        (NoticeKind.ADMIN_FIRST_SYNC, ADMIN),
        (NoticeKind.ADMIN_FIRST_SYNC, OTHER_ADMIN),
    ]
    pages = await bench.shelf.publishable(ADMIN)
    assert (pages[0][0].name, *pages[0][1:]) == ("Traffic", 2, 0)
    assert await bench.shelf.publish_category(ADMIN, pages[0][0].id, published=True) == 2
    assert names(bench) == ["Website visits", "Starter package"]
    first, second = await bench.shelf.services_of(ADMIN, pages[0][0].id)
    await bench.shelf.publish_service(ADMIN, first.id, published=False)
    assert names(bench) == [second.name]
    # What an admin decided outlives the next list; what is new in a published category is on sale.
    await bench.sync(*SHELF, row("6", "Brand new"))
    assert names(bench) == ["Starter package", "Brand new"]
    assert await bench.shelf.publish_everything(ADMIN, published=False) == 2
    assert names(bench) == []
    assert await bench.notices(NoticeKind.ADMIN_FIRST_SYNC) == []  # the way to the choice is shown once


async def test_a_service_of_a_type_that_nobody_knows_is_not_sold(bench: Bench) -> None:
    report = await bench.sync(row("1", "Known"), row("2", "Odd", None))
    assert report.unknown_types == {"": 1}
    assert names(bench) == ["Known"]


async def test_a_provider_in_an_unknown_currency_is_not_sold(bench: Bench) -> None:
    await bench.catalog.merge(MAIN, ServiceList(SHELF))  # its balance was never seen
    assert names(bench) == []
    await bench.sync(currency="EUR")  # no rate for it
    assert names(bench) == []
    bench.set_policy(exchange_rates={"EUR": Decimal("1.1")})
    await bench.sync(currency="EUR")
    assert len(names(bench)) == 5
    offer = bench.catalog.offer(bench.service_id())
    assert offer.price_micros == 1_287_000  # 0.90 x 1.1 x 1.3
    bench.set_policy(exchange_rates={})
    await bench.catalog.refresh_if_changed()
    with pytest.raises(NotOnSaleError):
        bench.catalog.offer(offer.service.id)


async def test_a_provider_that_changes_its_currency_is_priced_anew(bench: Bench) -> None:
    bench.set_policy(exchange_rates={"EUR": Decimal(2)})
    await bench.prepare()
    quote = await bench.quote()
    await bench.sync(currency="EUR")
    assert bench.catalog.offer(quote.service_id).price_micros == 2_340_000
    await bench.catalog.record_balance(MAIN, Balance(Decimal(1), None))  # says nothing of a currency: it stays
    await bench.catalog.refresh_if_changed()
    assert bench.catalog.offer(quote.service_id).price_micros == 2_340_000


async def test_the_settings_win_over_what_the_panel_prints(bench: Bench) -> None:
    bench.set_policy(
        provider_currency={MAIN: "TRY"}, exchange_rates={"TRY": Decimal("0.03")}, provider_markup={MAIN: Decimal(0)}
    )
    await bench.sync(currency="USD")
    assert bench.catalog.offer(bench.service_id()).price_micros == 27_000


@pytest.mark.parametrize("answer", [ServiceList(()), ServiceList((), (SkippedRow(0, "no id"),))])
async def test_an_empty_list_changes_nothing(bench: Bench, answer: ServiceList) -> None:
    await bench.prepare()
    quote = await bench.quote()
    report = await bench.catalog.merge(MAIN, answer)
    assert report.problem == "empty"
    assert len(names(bench)) == 5
    await bench.checkout.confirm(ANNA, quote.id, None)


async def test_a_failed_list_changes_nothing(bench: Bench) -> None:
    await bench.prepare()
    await bench.catalog.sync_failed(MAIN, AWAY)
    await bench.buy()
    assert len(names(bench)) == 5


async def test_a_list_that_says_there_is_more_takes_nothing_away(bench: Bench) -> None:
    await bench.prepare()
    report = await bench.catalog.merge(MAIN, ServiceList(SHELF[:1], complete=False))
    assert report.gone == 0
    assert len(names(bench)) == 5


async def test_what_is_gone_comes_back_as_it_was(bench: Bench) -> None:
    await bench.prepare()
    service = bench.service_id()
    report = await bench.sync(*SHELF[1:])
    assert report.gone == 1
    with pytest.raises(NotOnSaleError):
        bench.catalog.offer(service)
    report = await bench.sync()
    assert (report.back, report.new) == (1, 0)
    assert bench.service_id() == service


async def test_price_changes_are_reported_and_reach_the_next_quote(bench: Bench) -> None:
    await bench.prepare()
    report = await bench.sync(row("1", "Website visits", rate="1.00"), *SHELF[1:])
    (change,) = report.changed
    assert (change.old_rate, change.new_rate) == (Decimal("0.90"), Decimal("1.00"))
    assert (await bench.quote()).charge_micros == 1_300_000


async def test_a_provider_that_goes_and_comes_is_told_once_each(bench: Bench) -> None:
    await bench.prepare()
    await bench.notices()
    for _ in range(3):
        await bench.catalog.sync_failed(MAIN, AWAY)
        bench.clock.advance(minutes=5)
    assert len(await bench.notices(NoticeKind.ADMIN_PROVIDER_DOWN)) == 2  # one an admin
    (card,) = await bench.admin.providers(ADMIN)
    assert (card.last_error, card.down_since is None) == ("refused", False)
    for _ in range(3):
        await bench.catalog.provider_answers(MAIN)
    assert [r.notice.kind for r in await bench.notices()] == [NoticeKind.ADMIN_PROVIDER_BACK] * 2
    await bench.catalog.sync_failed(MAIN, AWAY)
    assert len(await bench.notices(NoticeKind.ADMIN_PROVIDER_DOWN)) == 2


async def test_a_report_reaches_the_admin_who_asked_for_it(bench: Bench) -> None:
    await bench.sync()
    await bench.catalog.request_sync(ADMIN)
    await bench.sync()
    (told,) = await bench.notices()
    assert (told.notice.kind, told.notice.chat_id, told.notice.facts["seen"]) == (
        NoticeKind.ADMIN_SYNC_REPORT,
        ADMIN,
        5,
    )
    await bench.sync()
    assert await bench.notices() == []


async def test_the_shop_says_beforehand_that_nobody_answers(bench: Bench) -> None:
    await bench.sync()
    assert bench.catalog.any_provider_answers
    bench.away.add(MAIN)
    assert not bench.catalog.any_provider_answers


async def test_the_catalogue_is_read_anew_only_where_it_changed(bench: Bench) -> None:
    await bench.sync()
    assert not await bench.catalog.refresh_if_changed()
    await bench.sync()  # the same list
    before = bench.catalog.catalogue
    assert not await bench.catalog.refresh_if_changed()
    assert bench.catalog.catalogue is before
