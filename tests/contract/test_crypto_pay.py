"""The adapter to Crypto Pay against a server of its own: what it sends, reads, and refuses to believe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from bot.core.payments import PaymentGatewayError, PaymentRefusedError
from bot.payments.crypto_pay import CryptoPay, webhook_invoice_id
from tests.crypto_pay_server import TOKEN, CryptoPayServer, sign


@pytest.fixture
async def server() -> AsyncIterator[CryptoPayServer]:
    made = CryptoPayServer()
    async with made.serve() as url:
        made.url = url
        yield made


@pytest.fixture
async def gateway(server: CryptoPayServer) -> AsyncIterator[CryptoPay]:
    made = CryptoPay(TOKEN, server.url, timeout=2)
    yield made
    await made.close()


async def test_an_invoice_is_made_and_found(server: CryptoPayServer, gateway: CryptoPay) -> None:
    made = await gateway.create(Decimal("10.10"), "USD", "7", 3600)
    assert (made.remote_id, made.asked, made.asked_in, made.status) == ("9000", Decimal("10.1"), "USD", "active")
    assert made.pay_url == "https://t.me/CryptoBot?start=IV9000"
    method, params = server.asked[0]
    assert method == "createInvoice"
    assert params["amount"] == "10.10"  # text: no float on the way
    assert params["payload"] == "7"
    server.pay(9000, "10.102021", rate="0.99980001")
    (found,) = await gateway.find(["9000", "1"])
    assert found.status == "paid"
    assert found.value == Decimal("10.102021") * Decimal("0.99980001")
    assert found.paid_at is not None
    assert found.paid_at.tzinfo is not None
    assert await gateway.find([]) == []


async def test_what_it_refuses(server: CryptoPayServer, gateway: CryptoPay) -> None:
    with pytest.raises(PaymentRefusedError, match="FIAT_INVALID"):
        await gateway.create(Decimal(1), "XAU", "1", 60)
    stranger = CryptoPay("1:other", server.url)
    with pytest.raises(PaymentRefusedError, match="UNAUTHORIZED"):
        await stranger.find(["1"])
    await stranger.close()


@pytest.mark.parametrize(
    "broken",
    [
        (502, "<html>Bad gateway</html>"),
        (200, "<html>"),
        (200, "[]"),
        (200, '{"ok": true, "result": {"items": 5}}'),
        (500, '{"ok": false, "error": {"code": 500, "name": "INTERNAL"}}'),
        (200, '{"ok": false}'),
        (302, ""),
        (200, '{"ok": true, "res'),
    ],
)
async def test_answers_that_say_nothing(server: CryptoPayServer, gateway: CryptoPay, broken: tuple[int, str]) -> None:
    server.broken = broken
    with pytest.raises(PaymentGatewayError):
        await gateway.find(["9000"])
    with pytest.raises(PaymentGatewayError):
        await gateway.create(Decimal(1), "USD", "1", 60)


async def test_nobody_there() -> None:
    gateway = CryptoPay(TOKEN, "http://127.0.0.1:9", timeout=1)
    with pytest.raises(PaymentGatewayError):
        await gateway.find(["1"])
    await gateway.close()


@pytest.mark.parametrize(
    "change",
    [
        {"invoice_id": None},
        {"invoice_id": True},
        {"invoice_id": "1; DROP"},
        {"amount": "NaN"},
        {"amount": "-5"},
        {"amount": None},
        {"status": None},
        {"fiat": None},
        {"invoice_id": 9001},
    ],
)
async def test_rows_that_cannot_be_read_are_left_out(
    server: CryptoPayServer, gateway: CryptoPay, change: dict[str, object]
) -> None:
    await gateway.create(Decimal(1), "USD", "1", 60)
    server.invoices[9000].update(change)
    assert await gateway.find(["9000"]) == []


@pytest.mark.parametrize("paid", [{"paid_amount": "NaN"}, {"paid_fiat_rate": "x"}, {"paid_amount": None}])
async def test_a_payment_that_does_not_say_how_much(
    server: CryptoPayServer, gateway: CryptoPay, paid: dict[str, object]
) -> None:
    await gateway.create(Decimal(1), "USD", "1", 60)
    server.pay(9000, "1")
    server.invoices[9000].update(paid)
    (found,) = await gateway.find(["9000"])
    assert found.value is None


async def test_signatures(server: CryptoPayServer, gateway: CryptoPay) -> None:
    await gateway.create(Decimal(1), "USD", "1", 60)
    body = server.update(9000)
    assert gateway.is_signed(body, sign(body))
    assert gateway.is_signed(body, sign(body).upper())
    for forged in ("", "0" * 64, sign(body + b" "), sign(body, "1:other"), sign(body)[:-1], "ключ"):
        assert not gateway.is_signed(body, forged)
    assert not gateway.is_signed(body.replace(b"9000", b"9001"), sign(body))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"update_type": "invoice_paid", "payload": {"invoice_id": 5}}', "5"),
        (b'{"update_type": "other", "payload": {"invoice_id": 5}}', None),
        (b'{"update_type": "invoice_paid", "payload": 5}', None),
        (b'{"update_type": "invoice_paid", "payload": {"invoice_id": "x"}}', None),
        (b"[]", None),
        (b"\xff", None),
        (b"{", None),
    ],
)
def test_whom_a_webhook_speaks_of(body: bytes, expected: str | None) -> None:
    assert webhook_invoice_id(body) == expected
