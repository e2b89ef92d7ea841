"""Error texts: the known families in the spellings and languages of panels, and the texts that must stay in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.provider import REJECTING, ErrorKind
from bot.providers.refusals import RefusalTable, is_of_the_service

K = ErrorKind

HERE = Path(__file__).parent
LISTED = [
    (ErrorKind(kind), text)
    for kind, text in (line.split("\t") for line in (HERE / "refusals_listed.tsv").read_text("utf-8").splitlines())
]
IN_DOUBT = (HERE / "refusals_in_doubt.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("kind", "text"), LISTED, ids=[text for _, text in LISTED])
def test_a_known_wording_is_listed(kind: ErrorKind, text: str) -> None:
    assert RefusalTable().kind_of(text) is kind


@pytest.mark.parametrize("text", IN_DOUBT)
def test_a_text_in_doubt_is_never_a_refusal(text: str) -> None:
    assert RefusalTable().kind_of(text) not in REJECTING


@pytest.mark.parametrize(
    ("text", "of_service"),
    [
        ("Refill not supported for this service", True),
        ("This service does not support refill", True),
        ("Refill is disabled for this service", True),
        ("Cancel not supported for this service", True),
        ("Dịch vụ này không hỗ trợ bảo hành", True),
        ("Dịch vụ này không hỗ trợ hủy đơn", True),
        ("Refill is not available for this service yet, wait 24 hours", False),
        ("Order not eligible for refill.", False),
        ("Refill not available for this order", False),
        ("Cannot cancel", False),
        ("Service not found", False),
        ("Refill period of this service has expired", False),
    ],
)
def test_a_refusal_of_the_service_is_told_from_one_of_the_order(text: str, of_service: bool) -> None:
    assert is_of_the_service(RefusalTable().kind_of(text), text) is of_service


@pytest.mark.parametrize(
    "spoil", [str.upper, str.title, lambda text: f"  {text}!!! ", lambda text: text.replace(" ", "_")]
)
def test_case_and_punctuation_do_not_count(spoil: object) -> None:
    assert callable(spoil)
    texts = ("Invalid API key", "Not enough funds on balance", "Incorrect service ID", "Rate limit exceeded")
    table = RefusalTable()
    assert [table.kind_of(spoil(text)) for text in texts] == [table.kind_of(text) for text in texts]


def test_what_an_admin_teaches_wins_whatever_the_numbers() -> None:
    table = RefusalTable({"Zákazník 17 nemá kredit": K.INSUFFICIENT_FUNDS})
    assert table.kind_of("zakaznik 99 nema kredit!") is K.INSUFFICIENT_FUNDS
    assert table.kind_of("Order placed at node 4") is K.AMBIGUOUS_ERROR
    table.learn("Order placed at node 4", K.INVALID_REQUEST)
    assert table.kind_of("Order placed at node 5") is K.INVALID_REQUEST
    table.learn("!", K.AUTH)
    assert table.kind_of("?") is K.UNLISTED
