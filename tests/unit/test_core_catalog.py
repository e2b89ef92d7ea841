"""The picture of what is on sale."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog import Catalogue, Category, OfferedService, Service
from bot.core.order_types import RateUnit


def offer(id_: int, name: str, category_id: int, position: int = 0) -> OfferedService:
    service = Service(
        id_,
        "main",
        str(id_),
        category_id,
        name,
        "default",
        None,
        Decimal(1),
        RateUnit.PER_1000,
        1,
        10,
        None,
        None,
        None,
        position,
        True,
    )
    return OfferedService(service, 1)


CATEGORIES = [
    Category(1, "Prints", 2, True),
    Category(2, "Traffic", 1, True),
    Category(3, "Empty", 0, True),
    Category(4, "Straße", 1, True),
]
CATALOGUE = Catalogue.build(
    CATEGORIES,
    [
        offer(30, "Sticker prints", 1, 5),
        offer(10, "Website visits", 2, 9),
        offer(11, "Website visits, slow", 2, 1),
        offer(12, "Визиты", 4, 0),
    ],
)


def found(*words: str, limit: int = 50) -> list[int]:
    return [one.service.id for one in CATALOGUE.search(words, limit)]


def test_categories_and_services_stand_in_their_order_and_empty_ones_are_left_out() -> None:
    assert [category.id for category in CATALOGUE.categories] == [2, 4, 1]
    assert [one.service.id for one in CATALOGUE.by_category[2]] == [11, 10]
    assert CATALOGUE.category(3) is None
    assert CATALOGUE.category(2) == CATEGORIES[1]
    assert set(CATALOGUE.offers) == {10, 11, 12, 30}


def test_what_the_provider_that_is_named_first_sells_comes_first() -> None:
    theirs = [offer(30, "Sticker prints", 1, 5), offer(10, "Website visits", 2, 9)]
    second = replace(theirs[1], service=replace(theirs[1].service, provider="second"))
    for providers, order in ((("main", "second"), [1, 2]), (("second", "main"), [2, 1]), (("second",), [2, 1])):
        built = Catalogue.build(CATEGORIES, [theirs[0], second], providers)
        assert [category.id for category in built.categories] == order


def test_search_wants_every_word_in_the_name_the_category_or_the_number() -> None:
    assert found("website") == [11, 10]
    assert found("VISITS", "slow") == [11]
    assert found("traffic", "visits") == [11, 10]
    assert found("30") == [30]
    assert found("ВИЗИТЫ") == found("strasse") == [12]
    assert found("website", limit=1) == [11]
    assert found("website", "prints") == found() == found("", "") == []


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 6), st.integers(0, 9)), unique_by=lambda one: one[0]))
def test_every_offer_of_a_known_category_is_found_in_its_place(rows: list[tuple[int, int, int]]) -> None:
    offers = [offer(id_, f"n{id_}", category_id, position) for id_, category_id, position in rows]
    built = Catalogue.build([Category(number, f"c{number}", -number, True) for number in range(1, 7)], offers)
    assert [category.id for category in built.categories] == sorted({row[1] for row in rows}, reverse=True)
    listed = [one for category in built.categories for one in built.by_category[category.id]]
    assert sorted(one.service.id for one in listed) == sorted(built.offers) == sorted(row[0] for row in rows)
