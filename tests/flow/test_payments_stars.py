"""Telegram Stars, from the amount to the wallet, and back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.core.bells import Bells
from bot.core.clock import SystemClock
from bot.core.ledger import StatementLine, WalletBalance
from bot.core.payments import PaymentMethod, PaymentState
from bot.payments.stars import TelegramStars
from bot.simulator.telegram.errors import Json
from bot.simulator.telegram.people import PaymentOutcome, Person
from bot.workers.star_keeper import StarKeeper
from tests.flow.talk import press, quote_of, say, toast
from tests.flow.world import World, open_world


class LateClock(SystemClock):
    """The present, and whatever a test adds to it."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


async def invoiced(person: Person, amount: str = "5.00 USD") -> None:
    await say(person, "/topup", "Choose a way")
    await press(person, "Stars", "how much")
    await press(person, amount)
    await person.wait_until(lambda: True if person.last.kind == "invoice" else None)


async def topped_up(person: Person, amount: str = "5.00 USD") -> PaymentOutcome:
    await invoiced(person, amount)
    outcome = await person.pay()
    assert outcome.ok, outcome
    await person.wait_for("added to your wallet")
    return outcome


def payment_update(world: World) -> Json:
    """The newest successful_payment, as Telegram sent it."""
    (action,) = [
        action
        for action in world.customer().actions
        if action.update is not None and "successful_payment" in action.update.body
    ]
    assert action.update is not None
    return action.update.to_api()


async def test_stars_from_amount_to_wallet(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await invoiced(anna)
        assert anna.last.payload["amount"] == 250
        outcome = await anna.pay()
        assert outcome.ok
        await anna.wait_for("5.00 USD added to your wallet")
        assert await world.available_micros(anna.id) == 5_000_000
        assert "Top-up" in (await say(anna, "/balance", "Available: 5.00 USD")).text
        await press(anna, "Top up", "Choose a way")
        again = await anna.pay()
        assert again.error_message == "This invoice is paid already."
        assert world.telegram.backend.stars.balance == 250


async def test_an_amount_that_is_typed(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await say(anna, "/topup")
        await press(anna, "Stars")
        await press(anna, "Another amount", "From 1.00 USD to 2000.00 USD")
        for typed, said in (("0.5", "from 1.00"), ("2001", "to 2000"), ("7.001", "two decimals"), ("much", "amount")):
            await say(anna, typed, said)
        await anna.send("7,35")
        await anna.wait_until(lambda: True if anna.last.kind == "invoice" else None)
        assert anna.last.payload["amount"] == 368  # rounded up: 367.5 Stars
        assert (await anna.pay()).ok
        await anna.wait_for("7.35 USD added")
        await say(anna, "7", "not sure what to do")


async def test_a_shortage_leads_to_its_amount(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        quote = await quote_of(anna)
        await press(anna, "Top up", "Choose a way")
        amounts = await press(anna, "Stars", "how much")
        assert amounts.button_texts[:2] == ["1.17 USD", "5.00 USD"]
        await press(anna, "Back", "Choose a way")
        await press(anna, "Stars", "how much")
        await press(anna, "1.17 USD")
        assert (await anna.pay()).ok
        await anna.wait_for("1.17 USD added")
        await press(anna, "Confirm", "Order #1", message=quote)


async def test_delivered_three_times_is_one_credit(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        outcome = await topped_up(anna)
        stars = world.shop.payments.stars
        for _ in range(2):
            assert await stars.paid(anna.id, "1", 250, outcome.charge_id) is None
        await world.stop()
        # Under a number of its own, as after a quiet week: the inbox does not know it.
        update = payment_update(world)
        world.telegram.backend.updates.push("message", update["message"], anna.id)
        await world.start()
        await say(anna, "/balance", "Available: 5.00 USD")
        assert await world.available_micros(anna.id) == 5_000_000
        assert sum("added to your wallet" in message.text for message in anna.received) == 1


async def test_paid_while_the_bot_was_killed(tmp_path: Path) -> None:
    """The update was never delivered: Telegram's own book tells of it after the restart."""
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await invoiced(anna)
        await world.stop()
        payment = world.telegram.backend.stars.pay(anna.user, 250, "1")
        await world.start()
        await anna.wait_for("5.00 USD added to your wallet")
        assert await world.available_micros(anna.id) == 5_000_000
        await world.stop()
        await world.start()
        await say(anna, "/balance", "Available: 5.00 USD")
        async with world.database.reading() as tx:
            found = await tx.payments.by_charge(PaymentMethod.STARS, payment.charge_id)
        assert found is not None
        assert found.state is PaymentState.CREDITED


async def test_another_owner_or_amount_is_refused(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris")
        await invoiced(anna)
        await say(boris, "/start")
        invoice = anna.last
        refused = await boris._pay(invoice.payload)
        assert "can't find this invoice" in refused.error_message
        for wrong in ({"amount": 1}, {"payload": "77"}, {"payload": "x" * 100}, {"payload": "١"}):
            assert not (await anna._pay({**invoice.payload, **wrong})).ok
        assert world.telegram.backend.stars.balance == 0
        assert (await anna.pay(invoice)).ok


async def test_an_old_invoice_is_refused_and_money_that_comes_anyway_is_not_lost(tmp_path: Path) -> None:
    clock = LateClock()
    async with open_world(tmp_path, clock=clock, STARS_PER_UNIT="50") as world:
        anna, boris = world.customer(), world.customer(1002, name="Boris")
        await say(boris, "/start")
        await invoiced(anna)
        clock.ahead = timedelta(hours=2)
        assert "too old" in (await anna.pay()).error_message
        stars = world.shop.payments.stars
        # On the old invoice; by somebody else; another amount; on nothing at all.
        assert await stars.paid(anna.id, "1", 250, "late") is not None
        await stars.paid(boris.id, "1", 250, "other")
        await stars.paid(boris.id, "1", 100, "less")
        await stars.paid(boris.id, "no invoice", 25, "none")
        # Nothing at all is written down for an admin, and credited to nobody.
        for number in (0, -5):
            await stars.paid(boris.id, "1", number, f"nothing{number}")
        assert await world.available_micros(anna.id) == 5_000_000
        assert await world.available_micros(boris.id) == 5_000_000 + 2_000_000 + 500_000


async def test_a_payment_without_a_rate_waits_for_an_admin(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        await say(admin, "/start")
        assert "Stars" not in (await say(anna, "/topup")).button_texts
        await world.shop.payments.stars.paid(anna.id, "1", 100, "charge")
        await admin.wait_for("Payment 1 needs a decision.*no rate", since=0)
        await press(admin, "Decide", "being looked at")
        assert "worth is not known" in await toast(admin, "a-paycr:1:0")
        await press(admin, "Refuse", "Nothing is credited")
        await press(admin, "Confirm", "is refused")
        await anna.wait_for("could not be confirmed", since=0)


async def test_a_refund_takes_the_credit_back_first(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, admin = world.customer(), world.admin
        outcome = await topped_up(anna)
        await say(admin, f"/payments {anna.id}", "Last payments")
        await press(admin, "No. 1", "Payment 1")
        preview = await press(admin, "Give it back", "250 XTR of payment 1 back to Anna")
        assert "will owe" not in preview.text
        await press(admin, "Confirm", "is being given back")
        await anna.wait_for("was given back to you")
        assert await world.available_micros(anna.id) == 0
        payment = world.telegram.backend.stars.find(outcome.charge_id)
        assert payment is not None
        assert payment.refunded_at is not None
        await toast(admin, "a-payback:1:1")
        assert sum("was given back to you" in message.text for message in anna.received) == 1
        await world.proven()


async def test_a_refund_of_what_was_spent_is_a_debt_that_the_next_top_up_pays(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, admin = world.customer(), world.admin
        await topped_up(anna)
        await quote_of(anna)
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        await say(admin, f"/payments {anna.id}")
        await press(admin, "No. 1", "Payment 1")
        await press(admin, "Give it back", "1.17 USD of it has been spent")
        await press(admin, "Confirm", "is being given back")
        await anna.wait_for("owed now: 1.17 USD")
        await say(anna, "/balance", "Owed: 1.17 USD")
        await quote_of(anna, link="https://example.com/second")
        await press(anna, "Confirm", "Please top up first")
        assert world.panel.calls("add") == 1
        await topped_up(anna, "5.00 USD")
        assert "1.17 USD of it paid what you owed" in (await anna.wait_for("paid what you owed", since=0)).text
        assert await world.available_micros(anna.id) == 3_830_000
        await quote_of(anna, link="https://example.com/second")
        await press(anna, "Confirm", "Order #2")


async def test_telegram_refuses_the_refund(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, admin = world.customer(), world.admin
        outcome = await topped_up(anna)
        await say(admin, "/start")
        book = world.telegram.backend.stars
        payment = book.find(outcome.charge_id)
        assert payment is not None
        book.payments.remove(payment)  # Telegram does not know the charge
        await toast(admin, "a-payback:1:1")
        await admin.wait_for("could not be given back", since=0)
        assert await world.available_micros(anna.id) == 5_000_000


async def test_a_charge_back_becomes_a_debt(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start")
        outcome = await topped_up(anna)
        await quote_of(anna)
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        await world.stop()
        payment = world.telegram.backend.stars.find(outcome.charge_id)
        assert payment is not None
        payment.refunded_at = payment.date + 1
        await world.start()
        await anna.wait_for("owed now: 1.17 USD", since=0)
        await admin.wait_for("was taken back by Telegram", since=0)
        await world.stop()
        await world.start()
        await say(anna, "/balance", "Owed: 1.17 USD")
        assert "5.00 USD" in (await say(anna, "/paysupport", "taken back")).text
        await world.proven()


async def test_telegram_tells_of_a_refund_that_is_not_ours(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        outcome = await topped_up(anna)
        before = anna.mark()
        await world.shop.bot.refund_star_payment(anna.id, outcome.charge_id)  # as another program with this token does
        await anna.wait_for("was given back to you", since=before)
        assert await world.available_micros(anna.id) == 0


async def test_an_older_program_s_payments_are_not_ours(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        old = world.telegram.backend.stars.pay(anna.user, 500, "1")
        old.date -= 100_000
        await invoiced(anna)
        await world.stop()
        await world.start()
        await say(anna, "/balance", "Available: 0.00 USD")


async def test_telegram_s_book_is_read_to_its_end(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50", SEND_RATE="1000") as world:
        anna = world.customer()
        await invoiced(anna)
        book = world.telegram.backend.stars
        keeper = StarKeeper(world.shop.payments.stars, TelegramStars(world.shop.bot), world.clock, Bells())
        for _ in range(130):
            book.pay(anna.user, 50, "none of ours")
        assert await keeper.read()
        assert await world.available_micros(anna.id) == 130_000_000
        late = book.pay(anna.user, 50, "one more")
        world.telegram.faults.down = True
        assert not await keeper.read()
        world.telegram.faults.down = False
        assert await keeper.read()
        assert await world.available_micros(anna.id) == 131_000_000
        late.refunded_at = late.date
        assert await keeper.read()
        assert await keeper.read()
        assert await world.available_micros(anna.id) == 130_000_000


async def test_admins_find_payments_by_buttons(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna, admin = world.customer(), world.admin
        await topped_up(anna)
        await say(admin, "/admin")
        await press(admin, "Money", "/payments")
        await press(admin, "Payments", "No payment waits")
        await say(admin, f"/customer {anna.id}")
        await press(admin, "Payments", "Last payments of")
        await press(admin, "No. 1", "250 XTR → 5.00 USD")
        await say(admin, "/payments @nobody", "not known here")
        await say(admin, f"/payments {admin.id}", "has paid nothing yet")


async def test_a_pre_checkout_waits_for_none_of_the_customer_s_updates(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await invoiced(anna)
        invoice = anna.last
        released = asyncio.Event()
        wallet = world.shop.services.wallet
        looked, statement = asyncio.Event(), wallet.statement

        async def slow(customer_id: int, limit: int = 10) -> tuple[WalletBalance, list[StatementLine]]:
            looked.set()
            await released.wait()
            return await statement(customer_id, limit)

        wallet.statement = slow  # type: ignore[method-assign]
        await anna.send("/balance")
        await looked.wait()
        assert (await anna.pay(invoice)).ok
        released.set()
        await anna.wait_for("added to your wallet")
