"""Takes refills and cancels to their provider, and asks how they do: one caretaker a provider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from bot.core.aftercare import AftercareRequest, RequestKind
from bot.core.bells import Bells
from bot.core.errors import ProviderError
from bot.core.orders import Order
from bot.core.ports import Provider
from bot.core.provider import Asked, ErrorKind, Refusal, RequestStatus
from bot.core.services.aftercare import Aftercare, by_action
from bot.workers.supervisor import Heart

log = structlog.get_logger(__name__)

A_ROUND = 100
LOOK_EVERY = 1.0

Row = tuple[AftercareRequest, Order]


class Caretaker:
    def __init__(self, aftercare: Aftercare, provider: Provider, bells: Bells) -> None:
        self._aftercare = aftercare
        self._provider = provider
        self._bells = bells

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            if await self.round() == 0:
                await self._bells.aftercare(self._provider.name).wait(LOOK_EVERY)

    async def round(self) -> int:
        rows = await self._aftercare.due(self._provider.name, A_ROUND)
        for kind in RequestKind:
            await self._send(kind, by_action(rows, kind, sent=False))
            await self._ask(kind, by_action(rows, kind, sent=True))
        return len(rows)

    async def _send(self, kind: RequestKind, rows: Sequence[Row]) -> None:
        taken: list[Row] = []
        for request, order in rows:
            sending = await self._aftercare.take(request)
            if sending is not None:
                taken.append((sending, order))
        if not taken:
            return
        call = self._provider.refill if kind is RequestKind.REFILL else self._provider.cancel
        answers: Mapping[str, Asked | Refusal] = {}
        whole: Refusal | None = None
        try:
            answers = await call([order.provider_order_id or "" for _, order in taken])
        except ProviderError as error:
            whole = error.refusal
        for request, order in taken:
            answer = whole or answers.get(order.provider_order_id or "") or Refusal(ErrorKind.MISSING_IN_RESPONSE)
            log.info(
                kind.value,
                order_id=order.id,
                provider=order.provider,
                taken=isinstance(answer, Asked),
                error_kind=answer.kind.value if isinstance(answer, Refusal) else None,
            )
            await self._aftercare.answered(request, order, answer)

    async def _ask(self, kind: RequestKind, rows: Sequence[Row]) -> None:
        known = [(request, order) for request, order in rows if request.remote_id]
        call = self._provider.refill_statuses if kind is RequestKind.REFILL else self._provider.cancel_statuses
        answers: Mapping[str, RequestStatus | Refusal] = {}
        if known:
            try:
                answers = await call([request.remote_id or "" for request, _ in known])
            except ProviderError as error:
                log.warning(
                    "aftercare_status_failed",
                    kind=kind.value,
                    provider=self._provider.name,
                    error=error.refusal.kind.value,
                )
        for request, order in rows:
            await self._aftercare.looked(request, order, answers.get(request.remote_id or ""))
