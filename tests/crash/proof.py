"""What must hold whenever the shop has come to rest, however often it was killed on the way."""

from __future__ import annotations

import re
from collections import Counter

from sqlalchemy import text

from bot.core.orders import FINISHED, OPEN_REMOTE, Order, OrderState
from bot.simulator.panel import PanelOrder
from tests.crash.proof_money import came_in, desk_problems, payment_problems
from tests.crash.town import TERMS, Town

WORDS = {
    OrderState.COMPLETED: "Completed",
    OrderState.PARTIAL: "Partial",
    OrderState.CANCELED: "Canceled",
    OrderState.REJECTED: "Refused",
    OrderState.UNKNOWN: "Being checked",
    OrderState.PENDING: "Pending",
    OrderState.IN_PROGRESS: "In progress",
    OrderState.PROCESSING: "Processing",
}
FINAL_NOTICE = re.compile(r"Order #(\d+): (Completed|Partial|Canceled|Refused)")


class Proof:
    """Looks at one town again and again; `repeats` that were seen before stay what they were."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._notices: Counter[tuple[int, str]] = Counter()
        self._deaths = 0
        self._faults = 0

    async def holds(self) -> None:
        """AssertionError with every invariant that does not hold."""
        town = self._town
        problems: list[str] = []
        orders = await town.orders()
        async with town.database.reading() as tx:
            proof = await tx.ledger.verify()
            problems += [f"ledger: {problem}" for problem in proof.problems]
            undone = await tx.connection.execute(
                text("SELECT update_id, state, last_error FROM inbox WHERE state <> 'done'")
            )
            problems += [f"update {row[0]} is {row[1]}: {row[2]}" for row in undone]
            parked = await tx.connection.execute(text("SELECT key, last_error FROM outbox WHERE state = 'parked'"))
            problems += [f"message {row[0]} is parked: {row[1]}" for row in parked]
            problems += await payment_problems(town, tx)
            problems += await desk_problems(town, tx)
        problems += self._book(orders)
        problems += await self._money(orders)
        problems += await self._updates(orders)
        problems += self._messages(orders)
        assert not problems, "\n".join(problems)

    def _book(self, orders: list[Order]) -> list[str]:
        """The provider's book is the oracle: each of its orders is one of the shop's, and the other way round."""
        problems = []
        strays: dict[str, PanelOrder] = dict(self._town.panel.book)
        for order in orders:
            if order.provider_order_id is None:
                continue
            known = strays.pop(order.provider_order_id, None)
            if known is None:
                problems.append(f"order {order.id} has the id {order.provider_order_id}: not its own")
            elif (known.link, known.quantity, known.service) != (
                order.link,
                order.quantity,
                order.provider_service_id,
            ):
                problems.append(f"order {order.id} is another one at the provider: {known}")
            else:
                problems += _refund(order, known)
        unknown = Counter((o.link, o.quantity) for o in orders if o.state is OrderState.UNKNOWN)
        for known in strays.values():
            if unknown[known.link, known.quantity] <= 0:
                problems.append(f"double or forgotten: {known.id} on {known.link} belongs to no order of the shop")
            unknown[known.link, known.quantity] -= 1
        return problems

    async def _money(self, orders: list[Order]) -> list[str]:
        problems = []
        paid: Counter[int] = Counter()
        came = came_in(self._town)
        for order in orders:
            if order.state in OPEN_REMOTE | FINISHED:
                paid[order.customer_id] += order.charge_micros - order.refunded_micros
        async with self._town.database.reading() as tx:
            for person in self._town.customers:
                wallet = await tx.ledger.balance(person.id)
                has = wallet.available_micros + wallet.held_micros - wallet.debt_micros
                right = came[person.id] - paid[person.id]
                if has != right:
                    problems.append(f"customer {person.id} has {has}, and should have {right}")
        return problems

    async def _updates(self, orders: list[Order]) -> list[str]:
        """What each update asked for has happened."""
        town, problems = self._town, []
        ordered = Counter(order.quote_id for order in orders)
        problems += [
            f"quote {q} was confirmed and made {ordered[q]} orders" for q in town.memory.confirmed if ordered[q] != 1
        ]
        problems += [f"order {o.id} was never confirmed" for o in orders if o.quote_id not in town.memory.confirmed]
        async with town.database.reading() as tx:
            for action_id in town.memory.credits:
                action = await tx.admin_actions.get(action_id)
                if action is None or action.state != "done":
                    problems.append(f"credit {action_id} was confirmed and is not done")
            for person_id in town.memory.accepted_terms:
                customer = await tx.customers.get(person_id)
                if customer is None or customer.terms_version != TERMS:
                    problems.append(f"customer {person_id} accepted the terms, and has not")
            for person_id, language in town.memory.languages.items():
                customer = await tx.customers.get(person_id)
                if customer is None or customer.language != language:
                    problems.append(f"customer {person_id} chose {language}, and has another language")
            for order_id, kind in town.memory.requests:
                if not any(one.kind == kind for one in await tx.aftercare.of_order(order_id)):
                    problems.append(f"the {kind} of order {order_id} was asked for, and is not there")
        for person in town.telegram.people.values():
            problems += [
                f"{person} got no answer to {action.update.body if action.update else action}"
                for action in person.actions
                if not person._is_done(action)
            ]
        return problems

    def _messages(self, orders: list[Order]) -> list[str]:
        """Every final state has its message, repeated at most once a death; the live card shows the state."""
        town, problems = self._town, []
        seen: Counter[tuple[int, str]] = Counter()
        for person in town.customers:
            for message in person.chat.messages.values():
                found = FINAL_NOTICE.search(message.text)
                if found and message.from_bot:
                    seen[int(found[1]), found[2]] += 1
        deaths, faults = len(town.keeper.deaths), town.memory.repeats
        may_repeat = deaths - self._deaths + faults - self._faults
        for order in orders:
            word = WORDS.get(order.state, "?")
            if order.is_final:
                times, before = seen[order.id, word], self._notices[order.id, word]
                if times == 0:
                    problems.append(f"order {order.id} is {word}, and its customer was never told")
                elif times > max(before, 1 + may_repeat):
                    problems.append(f"order {order.id}: its customer was told {times} times that it is {word}")
            problems += self._card(order, word)
        self._notices, self._deaths, self._faults = seen, deaths, faults
        return problems

    def _card(self, order: Order, word: str) -> list[str]:
        if order.card_message_id is None and order.quote_id in self._town.memory.in_one_go:
            return []  # one of many that were ordered at once
        person = self._town.telegram.people[order.customer_id]
        card = person.chat.messages.get(order.card_message_id or 0)
        if card is None:
            return [f"order {order.id} has no card"]
        head = card.text.partition("\n")[0]
        if f"#{order.id} " in head and not head.endswith(word):
            return [f"the card of order {order.id} says {head!r}, and it is {word}"]
        return []


def _refund(order: Order, known: PanelOrder) -> list[str]:
    right = 0
    if known.status == "Canceled":
        right = order.charge_micros
    elif known.status == "Partial":
        right = order.charge_micros * known.remains // known.quantity
    if order.refunded_micros != right:
        return [f"order {order.id} is {known.status}: given back {order.refunded_micros}, should be {right}"]
    return []
