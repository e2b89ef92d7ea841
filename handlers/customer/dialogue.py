"""Where a customer stands between the questions of an order; the answers so far lie in the FSM's data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import TelegramObject

from bot.core.catalog import Service
from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError, NotOnSaleError
from bot.core.order_types import INTERVAL, RUNS, Field
from bot.core.orders import Quote
from bot.core.services.catalog import CatalogService
from bot.core.services.checkout import Checkout
from bot.core.services.wallet import Wallet
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import questions
from bot.ui.screens.failures import failure
from handlers.customer.quotes import quote_screen
from handlers.states import DripFeedSteps, OrderSteps


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be shown next, and what is to be remembered once it was: `data` None ends the dialogue."""

    screen: Screen
    data: dict[str, Any] | None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class OrderDialogue:
    """An answer is shown first and remembered afterwards (`keep`): what is cut off between the two is handled again
    from its beginning, and never taken for the answer to the next question.
    """

    state: FSMContext
    customer: Customer
    catalog: CatalogService
    checkout: Checkout
    wallet: Wallet
    clock: Clock
    t: Translator

    async def keep(self, step: Step) -> None:
        if step.data is None:
            await self.state.clear()
            return
        # Cut off between the two, a state without its data would fail at the next answer.
        await self.state.set_data(step.data)
        if step.state is not None:
            await self.state.set_state(step.state)

    async def begin(self, service_id: int) -> Step:
        service = self.catalog.offer(service_id).service
        if self.catalog.is_closed:
            raise NotOnSaleError("maintenance")
        if not self.catalog.is_available(service.provider):
            raise NotOnSaleError("provider-away")
        step = await self._next(service, {})
        return replace(step, state=OrderSteps.answering)

    async def again(self, service_id: int, old: Mapping[str, str], currency: str) -> Step:
        """The price of the same answers today; from the first that does no longer (a day that is over) they are asked
        for anew.
        """
        try:
            return Step(await self._price(await self.checkout.quote(self.customer.id, service_id, old)), None)
        except InputError as error:
            words = failure(self.t, error, currency).text
        service = self.catalog.offer(service_id).service
        answers: dict[str, str] = {}
        with suppress(InputError):
            while (field := self.checkout.questions(service, answers)) is not None:
                answers[field.name] = self.checkout.check(service, field, old.get(field.name, ""), answers)
        step = await self._next(service, answers)
        screen = Screen(f"{words}\n\n{step.screen.text}", step.screen.keyboard)
        return replace(step, screen=screen, state=OrderSteps.answering)

    async def question(self) -> tuple[Service, Field, dict[str, str]]:
        """The service, the field that is asked for now, and the answers so far."""
        data = await self.state.get_data()
        service = self.catalog.offer(data["service_id"]).service
        answers: dict[str, str] = data["answers"]
        field = self.checkout.questions(service, answers)
        if field is None:
            raise InputError("answer-missing", field="")
        return service, field, answers

    async def answer(self, typed: str, *, to: str | None = None, by: int = 0) -> Step:
        """Take the answer and ask on, or show the price; `to` names the question where a button was tapped, `by` is the
        message in which it was typed.
        """
        service, field, answers = await self.question()
        if to is not None and field.name != to:
            raise InputError("question-is-over")
        if await self._is_taken(by):
            return await self._taken_by(by, self._ask(service, field, answers))
        answers[field.name] = self.checkout.check(service, field, typed, answers)
        return await self._taken_by(by, await self._next(service, answers))

    async def begin_drip_feed(self, quote_id: int) -> Step:
        quote = await self.checkout.get_quote(self.customer.id, quote_id)
        service = self.catalog.offer(quote.service_id).service
        data = {"quote_id": quote.id, "service_id": service.id}
        return Step(questions.ask_drip_feed(self.t, service, RUNS, None), data, DripFeedSteps.answering)

    async def answer_drip_feed(self, typed: str, by: int) -> Step:
        data = await self.state.get_data()
        service = self.catalog.offer(data["service_id"]).service
        runs: str | None = data.get("runs")
        if runs is None or await self._is_taken(by):
            runs = self.checkout.check(service, RUNS, typed)
            step = Step(questions.ask_drip_feed(self.t, service, INTERVAL, runs), {**data, "runs": runs})
            return await self._taken_by(by, step)
        interval = self.checkout.check(service, INTERVAL, typed)
        changes = {"runs": runs, "interval": interval}
        quote = await self.checkout.requote(self.customer.id, data["quote_id"], changes)
        return Step(await self._price(quote), None)

    async def back_to_quote(self) -> Step:
        """The price as it was before Drip-feed was tapped."""
        data = await self.state.get_data()
        quote = await self.checkout.get_quote(self.customer.id, data["quote_id"])
        return Step(await self._price(quote), None)

    async def _is_taken(self, by: int) -> bool:
        """After a crash a message may be handled again: it is no answer to the question that came after it."""
        last: int = (await self.state.get_data()).get("by", 0)
        return 0 < by <= last

    async def _taken_by(self, by: int, step: Step) -> Step:
        if step.data is None:
            return step
        last = max(by, (await self.state.get_data()).get("by", 0))
        return replace(step, data={**step.data, "by": last})

    async def service_name(self) -> str | None:
        """What the answers so far are for."""
        data = await self.state.get_data()
        offer = self.catalog.catalogue.offers.get(data.get("service_id", 0))
        return offer.service.name if offer else None

    async def _next(self, service: Service, answers: dict[str, str]) -> Step:
        field = self.checkout.questions(service, answers)
        if field is not None:
            return self._ask(service, field, answers)
        try:
            quote = await self.checkout.quote(self.customer.id, service.id, answers)
        except InputError as error:
            if error.code != "posts-none":
                raise
            # Both counts are nothing: they are asked for anew, the other answers stay.
            kept = {name: value for name, value in answers.items() if name not in ("posts", "old_posts")}
            posts = self.checkout.questions(service, kept)
            if posts is None:
                raise
            return self._ask(service, posts, kept, why=error.code)
        return Step(await self._price(quote), None)

    def _ask(self, service: Service, field: Field, answers: dict[str, str], why: str | None = None) -> Step:
        category = self.catalog.catalogue.category(service.category_id)
        today = self.clock.now().date()
        screen = questions.ask(self.t, service, field, answers, today, category.name if category else "", why)
        return Step(screen, {"service_id": service.id, "answers": answers})

    async def _price(self, quote: Quote) -> Screen:
        return await quote_screen(self.t, quote, self.catalog, self.checkout, self.wallet)


class Dialogues(BaseMiddleware):
    """Injects `dialogue`."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        data["dialogue"] = OrderDialogue(
            data["state"],
            data["customer"],
            data["catalog"],
            data["checkout"],
            data["wallet"],
            data["clock"],
            data["t"],
        )
        return await handler(event, data)
