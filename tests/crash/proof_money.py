"""What must hold of payments, codes, news and requests: each book beside the shop's own."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import text

from storage.unit_of_work import UnitOfWork
from tests.crash.money import CODE_IS_WORTH
from tests.crash.town import REFERRAL_PERCENT, STARS_PER_UNIT, Town

CREDITED = "added to your wallet"


def came_in(town: Town) -> Counter[int]:
    """What each wallet got from outside, by the books of those who took the money."""
    topped_up = Counter(town.memory.topped_up)
    for payment in town.telegram.backend.stars.payments:
        if payment.refunded_at is None:
            topped_up[payment.person["id"]] += payment.amount * 1_000_000 // STARS_PER_UNIT
    whole = topped_up + Counter(town.memory.credited_micros)
    for person_id, referrer_id in town.memory.referrers.items():
        whole[referrer_id] += topped_up[person_id] * REFERRAL_PERCENT // 100
    for _, person_id in town.memory.codes:
        whole[person_id] += CODE_IS_WORTH
    return whole


async def payment_problems(town: Town, tx: UnitOfWork) -> list[str]:
    problems = []
    rows = await tx.connection.execute(text("SELECT method, charge_id, customer_id, state FROM payments"))
    stars = {}
    credited = Counter(town.memory.credits.values())
    for method, charge_id, customer_id, state in rows:
        if state not in ("credited", "refunded"):
            problems.append(f"{method} payment {charge_id} is {state}")
        credited[customer_id] += 1
        if method == "stars":
            stars[charge_id] = state
    for payment in town.telegram.backend.stars.payments:
        state = stars.pop(payment.charge_id, "not there")
        given_back = payment.refunded_at is not None
        if given_back != (state == "refunded") or given_back != (payment.charge_id in town.memory.refunds):
            problems.append(f"payment {payment.charge_id} is {state} here; given back at Telegram: {given_back}")
    problems += [f"payment {charge_id} is not in Telegram's book" for charge_id in stars]
    most = len(town.keeper.deaths) + town.memory.repeats
    for person in town.customers:
        told = sum(CREDITED in message.text for message in person.received)
        if not credited[person.id] <= told <= credited[person.id] + most:
            problems.append(f"customer {person.id} paid {credited[person.id]} times, and was told {told} times")
    return problems


async def desk_problems(town: Town, tx: UnitOfWork) -> list[str]:
    problems = []
    most = 1 + len(town.keeper.deaths) + town.memory.repeats
    for words, readers in town.memory.news.items():
        for person in town.customers:
            times = sum(message.text == words for message in person.received)
            if person.id in readers and not 1 <= times <= most:
                problems.append(f"customer {person.id} got {words!r} {times} times")
    said = await tx.connection.execute(text("SELECT ticket_id, text FROM ticket_messages"))
    heard = Counter((row[0], row[1]) for row in said)
    for words, (_, ticket_id) in town.memory.asked.items():
        if not 1 <= heard[ticket_id, words] <= most:
            problems.append(f"{words!r} is {heard[ticket_id, words]} times in its ticket")
    for words, person_id in town.memory.answered.items():
        if not any(words in message.text for message in town.telegram.people[person_id].received):
            problems.append(f"customer {person_id} never read {words!r}")
    used = await tx.connection.execute(
        text("SELECT promo_id, count(*) FROM promo_uses GROUP BY promo_id HAVING count(*) <> 1")
    )
    problems += [f"code no. {code} was used {uses} times" for code, uses in used]
    return problems
