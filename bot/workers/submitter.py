"""Takes created orders to their provider: one submitter a provider, so that a slow one delays nobody else."""

from __future__ import annotations

import asyncio
from time import perf_counter

import structlog

from bot.core.bells import Bells
from bot.core.errors import StorageAwayError
from bot.core.ports import Provider
from bot.core.provider import AddOutcome, AddResult, ErrorKind, Refusal
from bot.core.services.provider_watches import ProviderWatches
from bot.core.services.submission import Attempt, Submission
from bot.workers.supervisor import Crew, Heart

log = structlog.get_logger(__name__)

AT_ONCE = 8
LOOK_EVERY = 1.0
LAST_CALLS = 8.0  # seconds that calls in flight get when the program ends


class Submitter:
    def __init__(self, submission: Submission, watches: ProviderWatches, provider: Provider, bells: Bells) -> None:
        self._submission = submission
        self._watches = watches
        self._provider = provider
        self._bells = bells
        self._crew = Crew(f"submitter:{provider.name}", AT_ONCE)

    async def run(self, heart: Heart) -> None:
        try:
            while not heart.stopping.is_set():
                heart.beat()
                attempts = []
                if self._crew.room > 0:
                    attempts = await self._submission.claim(self._provider.name, self._crew.room)
                for attempt in attempts:
                    await self._crew.start(self._submit(attempt))
                if not attempts:
                    await self._bells.submit(self._provider.name).wait(LOOK_EVERY)
        finally:
            await self._crew.finish(LAST_CALLS)

    async def _submit(self, attempt: Attempt) -> None:
        order = attempt.order
        if not self._submission.may_be_sent(attempt):
            log.warning("add_too_late", order_id=order.id, provider=order.provider)
            await self._record(attempt, AddResult(AddOutcome.NOT_SENT, error=Refusal(ErrorKind.TIMEOUT, "stood still")))
            return
        started = perf_counter()
        try:
            result = await self._provider.add(attempt.request)
        except asyncio.CancelledError:
            # The program ends while the answer is awaited: nobody knows, and that is what is written.
            cut = AddResult(AddOutcome.UNKNOWN, error=Refusal(ErrorKind.TIMEOUT, "stopped while waiting"))
            await self._submission.record(attempt, cut)
            log.warning("add_cut_short", order_id=order.id, provider=order.provider)
            raise
        log.info(
            "add",
            order_id=order.id,
            customer_id=order.customer_id,
            provider=order.provider,
            attempt=order.attempts,
            outcome=result.outcome.value,
            provider_order_id=result.order_id,
            error_kind=result.error.kind.value if result.error else None,
            seconds=round(perf_counter() - started, 3),
        )
        await self._record(attempt, result)
        await self._watches.outcome(order, result)
        self._bells.submit(self._provider.name).ring()  # there is room for the next

    async def _record(self, attempt: Attempt, result: AddResult) -> None:
        """What the provider answered is known here alone until it is written: a full disk is waited for."""
        wait = 0.5
        while True:
            try:
                await self._submission.record(attempt, result)
                return
            except StorageAwayError as error:
                log.error(
                    "answer_not_written",
                    order_id=attempt.order.id,
                    outcome=result.outcome.value,
                    provider_order_id=result.order_id,
                    error=str(error),
                    again_in_s=wait,
                )
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30.0)
