"""Money that comes in, and goes back: Stars, transfers, Crypto Pay, codes, and friends who bring friends."""

from __future__ import annotations

import asyncio

from bot.core.payments import PaymentMethod
from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from bot.ui.callbacks import RefundPayment, StartTopUp
from tests.crash.deeds import arrive
from tests.crash.looking import data_of, with_button
from tests.crash.town import PATIENCE, Town

AMOUNTS = (5_000_000, 10_000_000, 20_000_000)
CODE_IS_WORTH = 2_500_000


async def pay_stars(town: Town, person: Person | None = None) -> None:
    """Telegram asks first, takes the Stars, and may tell of them more than once."""
    person = person or town.rng.choice(town.customers)
    outcome = await person.pay(await _star_invoice(person, town.rng.choice(AMOUNTS)))
    for _ in range(town.rng.choice((0, 0, 1, 2)) if outcome.ok else 0):
        told = next(a.update for a in reversed(person.actions) if a.update and a.update.kind == "message")
        town.telegram.backend.updates.push("message", told.body, person.id)


async def pay_twice(town: Town) -> None:
    """One invoice, paid from two phones: Telegram asks about both before it takes either."""
    person = town.rng.choice(town.customers)
    invoice = await _star_invoice(person, AMOUNTS[0])
    await asyncio.gather(person.pay(invoice), person.pay(invoice))


async def pay_untold(town: Town) -> None:
    """The shop dies, and Telegram never tells of the payment: it stands in Telegram's book alone."""
    person = town.rng.choice(town.customers)
    invoice = await _star_invoice(person, town.rng.choice(AMOUNTS))
    payment = town.telegram.backend.stars.pay(person.user, invoice.payload["amount"], invoice.payload["payload"])
    payment.date += int(town.keeper.offset)
    town.keeper.kill("outside:before it could be told of a payment")


async def refund_stars(town: Town) -> None:
    """The admin gives a payment back, with more than one tap."""
    payments = await town.payments(PaymentMethod.STARS, "credited")
    if not payments:
        await pay_stars(town)
        await town.settle()
        payments = await town.payments(PaymentMethod.STARS, "credited")
    if not payments:
        return
    payment_id, charge_id = town.rng.choice(payments)
    town.memory.refunds.add(charge_id)
    mark = town.admin.mark()
    await town.admin.send(f"/payments {town.payer(charge_id)}")
    shown = await with_button(town.admin, "a-pay:", mark)
    for _ in range(town.rng.choice((1, 2))):
        await town.admin.tap(message=shown, data=RefundPayment(payment_id=payment_id, sure=True).pack())


async def transfer(town: Town, person: Person | None = None) -> None:
    """The customer says that it was sent, the admin has seen it come."""
    person = person or town.rng.choice(town.customers)
    amount = town.rng.choice(AMOUNTS)
    mark = person.mark()
    await _ask_to_pay(person, PaymentMethod.MANUAL, amount)
    asked = await with_button(person, "proof:", mark)
    mark = person.mark()
    await person.tap(message=asked, data=data_of(asked, "proof:"))
    await person.wait_for("(?i)picture|text", since=mark, timeout=PATIENCE)
    mark = town.admin.mark()
    await person.send(f"sent it, see account {town.rng.randrange(1_000)}")
    proof = await with_button(town.admin, "a-tryes:", mark)
    data = data_of(proof, "a-tryes:")
    for _ in range(town.rng.choice((1, 2, 3))):
        await town.admin.tap(message=proof, data=data)
    town.memory.topped_up[person.id] += amount


async def pay_crypto(town: Town) -> None:
    """Paid at Crypto Pay's own: the shop hears of it when it asks."""
    person = town.rng.choice(town.customers)
    amount = town.rng.choice(AMOUNTS)
    mark = person.mark()
    await _ask_to_pay(person, PaymentMethod.CRYPTO, amount)
    shown = await person.wait_until(lambda: _bill(person, mark), timeout=PATIENCE)
    url = next(button.url for row in shown.buttons for button in row if button.url)
    number = int(url.rpartition("IV")[2])
    town.cashier.pay(number, str(amount // 1_000_000), rate="1")
    town.memory.topped_up[person.id] += amount


async def promo(town: Town) -> None:
    """A code of the admin's, which somebody tries to use twice."""
    person = town.rng.choice(town.customers)
    code = f"CODE{len(town.memory.codes) + 1}"
    town.memory.codes.append((code, person.id))
    mark = town.admin.mark()
    await town.admin.send(f"/promo_new {code} {CODE_IS_WORTH / 1_000_000:.2f} 5")
    preview = await with_button(town.admin, "a-promo:", mark)
    mark = town.admin.mark()
    await town.admin.tap(message=preview, data=data_of(preview, "a-promo:"))
    await town.admin.wait_for("can be used", since=mark, timeout=PATIENCE)
    for _ in range(town.rng.choice((1, 2))):
        await person.send(f"/promo {code}")


async def bring_friend(town: Town) -> None:
    """A newcomer who comes by somebody's link, and pays in."""
    referrer = town.rng.choice(town.customers)
    friend = await arrive(town, f"r{referrer.id}")
    town.memory.referrers[friend.id] = referrer.id
    await pay_stars(town, friend)


async def _star_invoice(person: Person, amount: int) -> Message:
    mark = person.mark()
    await _ask_to_pay(person, PaymentMethod.STARS, amount)
    return await person.wait_until(
        lambda: next((m for m in person.messages if m.kind == "invoice" and m.seq > mark), None), timeout=PATIENCE
    )


async def _ask_to_pay(person: Person, method: PaymentMethod, amount: int) -> None:
    await person.tap(message=person.last, data=StartTopUp(method=method, amount_micros=amount).pack())


def _bill(person: Person, mark: int) -> Message | None:
    for message in person.received:
        urls = [button.url or "" for row in message.buttons for button in row]
        if message.seq > mark and any("IV" in url for url in urls):
            return message
    return None


MONEY = (pay_stars, pay_twice, pay_untold, refund_stars, transfer, pay_crypto, promo, bring_friend)
