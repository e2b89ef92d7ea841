"""Where a customer stands between the questions of an order; the answers so far lie in the FSM's data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject

from bot.core.catalog import Service
from bot.core.clock import Clock
from bot.core.customers import Customer
from bot.core.errors import InputError, NotOnSaleError
from bot.core.order_types import INTERVAL, RUNS, Field
from bot.core.services.catalog import CatalogService
from bot.core.services.checkout import Checkout
from bot.core.services.wallet import Wallet
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import questions
from handlers.customer.quotes import quote_screen
from handlers.states import DripFeedSteps, OrderSteps


@dataclass(frozen=True, slots=True)
class OrderDialogue:
    state: FSMContext
    customer: Customer
    catalog: CatalogService
    checkout: Checkout
    wallet: Wallet
    clock: Clock
    t: Translator

    async def begin(self, service_id: int) -> Screen:
        service = self.catalog.offer(service_id).service
        if not self.catalog.is_available(service.provider):
            raise NotOnSaleError("provider-away")
        await self.state.set_state(OrderSteps.answering)
        return await self._next(service, {})

    async def question(self) -> tuple[Service, Field, dict[str, str]]:
        """The service, the field that is asked for now, and the answers so far."""
        data = await self.state.get_data()
        service = self.catalog.offer(data["service_id"]).service
        answers: dict[str, str] = data["answers"]
        field = self.checkout.questions(service, answers)
        if field is None:
            raise InputError("answer-missing", field="")
        return service, field, answers

    async def answer(self, typed: str, *, to: str | None = None) -> Screen | None:
        """Take the answer and ask on, or show the price. None: the question `to` is not the one asked for now."""
        service, field, answers = await self.question()
        if to is not None and field.name != to:
            return None
        answers[field.name] = self.checkout.check(service, field, typed, answers)
        return await self._next(service, answers)

    async def begin_drip_feed(self, quote_id: int) -> Screen:
        quote = await self.checkout.get_quote(self.customer.id, quote_id)
        service = self.catalog.offer(quote.service_id).service
        await self.state.set_state(DripFeedSteps.answering)
        await self.state.set_data({"quote_id": quote.id, "service_id": service.id})
        return questions.ask_drip_feed(self.t, service, RUNS, None)

    async def answer_drip_feed(self, typed: str) -> Screen:
        data = await self.state.get_data()
        service = self.catalog.offer(data["service_id"]).service
        runs: str | None = data.get("runs")
        if runs is None:
            runs = self.checkout.check(service, RUNS, typed)
            await self.state.set_data({**data, "runs": runs})
            return questions.ask_drip_feed(self.t, service, INTERVAL, runs)
        interval = self.checkout.check(service, INTERVAL, typed)
        changes = {"runs": runs, "interval": interval}
        quote = await self.checkout.requote(self.customer.id, data["quote_id"], changes)
        await self.state.clear()
        return await quote_screen(self.t, quote, self.catalog, self.checkout, self.wallet)

    async def back_to_quote(self) -> Screen:
        """The price as it was before Drip-feed was tapped."""
        data = await self.state.get_data()
        await self.state.clear()
        quote = await self.checkout.get_quote(self.customer.id, data["quote_id"])
        return await quote_screen(self.t, quote, self.catalog, self.checkout, self.wallet)

    async def stop(self) -> str | None:
        """Forget the answers; the name of the service they were for."""
        data = await self.state.get_data()
        await self.state.clear()
        offer = self.catalog.catalogue.offers.get(data.get("service_id", 0))
        return offer.service.name if offer else None

    def ask(self, service: Service, field: Field, answers: dict[str, str]) -> Screen:
        category = self.catalog.catalogue.category(service.category_id)
        return questions.ask(
            self.t, service, field, answers, self.clock.now().date(), category.name if category else ""
        )

    async def _next(self, service: Service, answers: dict[str, str]) -> Screen:
        field = self.checkout.questions(service, answers)
        if field is not None:
            await self.state.set_data({"service_id": service.id, "answers": answers})
            return self.ask(service, field, answers)
        try:
            quote = await self.checkout.quote(self.customer.id, service.id, answers)
        except InputError as error:
            if error.code == "posts-none":  # both counts are nothing: they are asked for anew
                kept = {name: value for name, value in answers.items() if name not in ("posts", "old_posts")}
                await self.state.set_data({"service_id": service.id, "answers": kept})
            raise
        await self.state.clear()
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
