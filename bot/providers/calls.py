"""Single calls of API v2: one request, one answer, in the shop's words. What a panel can't do is an error here;
`api_v2` learns from it and asks in another way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Literal, TypeVar

import structlog

from bot.core.clock import Clock
from bot.core.errors import ProviderError
from bot.core.provider import (
    AddOutcome,
    AddResult,
    Asked,
    Balance,
    ErrorKind,
    Mark,
    OrderStatus,
    Refusal,
    RequestStatus,
    Retry,
    ServiceList,
    StatusBatch,
    StatusNews,
)
from bot.providers.aftercare import AftercareReader, StrayIdsError
from bot.providers.circuit import Circuit
from bot.providers.config import ProviderConfig
from bot.providers.envelope import inner, message_of
from bot.providers.marks import PrintedRow, pieces_of, rows_of
from bot.providers.masking import Mask
from bot.providers.numbers import decimal_of, text_of
from bot.providers.payload import UnreadableError, read_payload, text_from
from bot.providers.refusals import RefusalTable, retry_of
from bot.providers.reply import Reply, refusal_of, whole_refusal
from bot.providers.services import next_page, service_list
from bot.providers.state_words import StateWords
from bot.providers.statuses import BareAnswerError, ShapeError, StatusReader
from bot.providers.transport import RawReply, Transport, TransportError
from bot.providers.verdict import verdict

Noun = Literal["refill", "cancel"]
K = ErrorKind
T = TypeVar("T")
log = structlog.stdlib.get_logger(__name__)

_SHOWN = 4_000  # of a long list; to search all of it for the key would hold up the other threads
_date_of = lru_cache(maxsize=8)(parsedate_to_datetime)  # many answers bear the same second
_AWAY = frozenset({K.BLOCKED_BY_WAF, K.HTML_PAGE})


class Calls:
    """The wire of one provider, behind its circuit breaker. Every call but `add` raises ProviderError."""

    def __init__(self, config: ProviderConfig, clock: Clock, circuit: Circuit) -> None:
        self.config = config
        self.table = RefusalTable(config.refusals)
        self.circuit = circuit
        self._clock = clock
        self.clock_skew_s: float | None = None
        """The provider's clock less ours, by the Date of its last answer; None before, or where it prints none."""
        self._mask = Mask(config.key)
        self.transport = Transport(config)
        words = StateWords(config.status_words)
        self._statuses = StatusReader(words, self.table)
        self._aftercare = {noun: AftercareReader(noun, words, self.table) for noun in ("refill", "cancel")}

    async def close(self) -> None:
        await self.transport.close()

    async def services(self, page: int | None = None) -> tuple[ServiceList, int | None]:
        """The list, and the number of the page that follows where it comes in pages."""
        fields = {"action": "services"} | ({"page": str(page)} if page else {})
        raw = await self._asked(fields, cap=self.config.services_cap)
        # A list of 20,000 rows takes a second: another thread's, so that the chat doesn't wait.
        reply, refusal, found = await asyncio.to_thread(self._read_services, raw)
        self._settle(reply, refusal)
        if refusal is not None:
            raise ProviderError(self.config.name, refusal)
        return found, next_page(reply.payload)

    def _read_services(self, raw: RawReply) -> tuple[Reply, Refusal | None, ServiceList]:
        reply = self._read(raw)
        refusal = whole_refusal(reply, self.table, self._clock.now())
        found = ServiceList(())
        if refusal is None:
            try:
                found = service_list(reply.payload, self.config.rate_unit)
            except UnreadableError:
                refusal = self._misshapen(reply).refusal
        return reply, refusal, found

    async def balance(self) -> Balance:
        reply = await self._reply({"action": "balance"})
        answer = inner(reply.payload)
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        amount = decimal_of(answer.get("balance")) if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or amount is None:
            raise self._misshapen(reply)
        return Balance(amount, text_of(answer.get("currency")) or self.config.currency)

    async def add(self, fields: Mapping[str, str]) -> AddResult:
        """Sends an order once. `fields` are those after `action`. Never raises but for cancellation."""
        if not self.circuit.enter():
            return AddResult(AddOutcome.NOT_SENT, error=self._circuit_refusal())
        try:
            raw = await self.transport.post(
                {"key": self.config.key, "action": "add", **fields},
                fresh=True,
                deadline_s=self.config.submit_timeout_s,
                cap=self.config.answer_cap,
            )
        except TransportError as error:
            self.circuit.failed(error.kind.value)
            log.warning("provider-add-failed", provider=self.config.name, cause=error.cause, sent=error.sent)
            outcome = AddOutcome.UNKNOWN if error.sent else AddOutcome.NOT_SENT
            retry = Retry.RECONCILE if error.sent else Retry.LATER
            return AddResult(outcome, error=Refusal(error.kind, error.cause, retry))
        except BaseException:
            self.circuit.abandoned()
            raise
        try:
            reply = self._read(raw)
            result = verdict(reply, self.table, self._clock.now())
        except Exception:
            self.circuit.succeeded()
            log.exception("provider-add-unreadable", provider=self.config.name)
            return AddResult(AddOutcome.UNKNOWN, error=Refusal(K.UNEXPECTED_SHAPE, retry=Retry.RECONCILE))
        self._settle(reply, result.error)
        return result

    async def status(self, order_id: str) -> OrderStatus | Refusal:
        reply = await self._reply({"action": "status", "order": order_id}, single=True)
        return self._shaped(reply, lambda: self._with_currency(self._statuses.one(reply.payload, order_id)))

    async def statuses(self, order_ids: Sequence[str]) -> tuple[StatusBatch, bool]:
        """The rows, and whether they came keyed by id, as of a provider that speaks the batch form."""
        return self._rows(
            await self._reply({"action": "status", "orders": ",".join(order_ids)}, single=False), order_ids
        )

    def _rows(self, reply: Reply, order_ids: Sequence[str]) -> tuple[StatusBatch, bool]:
        batch = self._shaped(reply, lambda: self._statuses.many(reply.payload, order_ids))
        rows = {order_id: self._with_currency(row) for order_id, row in batch.rows.items()}
        answer = inner(reply.payload)
        return StatusBatch(rows, batch.ignored), not (isinstance(answer, dict) and "status" in answer)

    async def news(self, order_ids: Sequence[str], known: Mapping[Mark, str]) -> tuple[StatusNews, bool]:
        """As `statuses`; a row that bears a known mark is not read. `known`: the order's id by the mark of its row."""
        fields = {"action": "status", "orders": ",".join(order_ids)}
        raw = await self._asked(fields)
        pieces = pieces_of(raw) or ()
        marks = list(map(hash, pieces))
        same = set(map(known.__getitem__, known.keys() & set(marks)))
        others = [order_id for order_id in order_ids if order_id not in same] if same else order_ids
        different = [piece for piece, mark in zip(pieces, marks, strict=True) if mark not in known]
        printed = rows_of(different, others)
        if printed is None or not same:
            batch, keyed = self._rows(self._judged(raw, fields, single=False), order_ids)
            return StatusNews(batch.rows, marks=_marks(printed or {})), keyed
        self.circuit.succeeded()
        if not others:
            return StatusNews({}, same), True
        read = self._statuses.many(self._mask.within({one: printed[one].row for one in printed}), others).rows
        rows = {order_id: self._with_currency(row) for order_id, row in read.items()}
        return StatusNews(rows, same, _marks(printed)), True

    async def ask(self, noun: Noun, order_id: str) -> Asked | Refusal:
        reply = await self._reply({"action": noun, "order": order_id}, fresh=True, single=True)
        return self._shaped(reply, lambda: self._aftercare[noun].asked_one(reply.payload))

    async def ask_many(self, noun: Noun, order_ids: Sequence[str]) -> tuple[dict[str, Asked | Refusal], bool]:
        """As `statuses`. An answer that is one bare id for several orders is an UNEXPECTED_SHAPE with stray ids."""
        fields = {"action": noun, "orders": ",".join(order_ids)}
        reply = await self._reply(fields, fresh=True, single=False)
        rows = self._shaped(reply, lambda: self._aftercare[noun].asked_many(reply.payload, order_ids))
        answer = inner(reply.payload)
        return rows, not (isinstance(answer, dict) and (noun in answer or "success" in answer))

    async def state(self, noun: Noun, action: str, request_id: str) -> RequestStatus | Refusal:
        reply = await self._reply({"action": action, noun: request_id}, single=True)
        return self._shaped(reply, lambda: self._aftercare[noun].state_one(reply.payload, request_id))

    async def states(
        self, noun: Noun, action: str, request_ids: Sequence[str]
    ) -> tuple[dict[str, RequestStatus | Refusal], bool]:
        reply = await self._reply({"action": action, f"{noun}s": ",".join(request_ids)}, single=False)
        rows = self._shaped(reply, lambda: self._aftercare[noun].states_many(reply.payload, request_ids))
        return rows, isinstance(inner(reply.payload), list)

    async def _reply(self, fields: Mapping[str, str], *, fresh: bool = False, single: bool | None = None) -> Reply:
        """The answer to one call, where it is one. `single` says which form was used: a refusal may be of that form."""
        return self._judged(await self._asked(fields, fresh=fresh), fields, single=single)

    def _judged(self, raw: RawReply, fields: Mapping[str, str], *, single: bool | None) -> Reply:
        reply = self._read(raw)
        refusal = whole_refusal(reply, self.table, self._clock.now())
        self._settle(reply, refusal)
        if refusal is None:
            return reply
        if fields["action"] == "cancel_status" and refusal.kind in (K.INVALID_REQUEST, K.MISSING_PARAMETER):
            refusal = replace(refusal, kind=K.UNSUPPORTED_ACTION)
        elif single is not None and refusal.kind is K.MISSING_PARAMETER:
            refusal = replace(refusal, kind=K.SINGLE_UNSUPPORTED if single else K.BATCH_UNSUPPORTED)
        raise ProviderError(self.config.name, refusal)

    async def _asked(self, fields: Mapping[str, str], *, fresh: bool = False, cap: int | None = None) -> RawReply:
        if not self.circuit.enter():
            raise ProviderError(self.config.name, self._circuit_refusal())
        try:
            raw = await self.transport.post(
                {"key": self.config.key, **fields},
                fresh=fresh,
                deadline_s=self.config.timeout_s,
                cap=cap or self.config.answer_cap,
            )
            self._compare_clocks(raw)
            return raw
        except TransportError as error:
            self.circuit.failed(error.kind.value)
            log.warning("provider-call-failed", provider=self.config.name, action=fields["action"], cause=error.cause)
            refusal = Refusal(error.kind, error.cause, retry_of(error.kind))
            raise ProviderError(self.config.name, refusal) from None
        except BaseException:
            self.circuit.abandoned()
            raise

    def _compare_clocks(self, raw: RawReply) -> None:
        said = raw.headers.get("date")
        with suppress(TypeError, ValueError):
            if said:
                self.clock_skew_s = (_date_of(said) - self._clock.now()).total_seconds()

    def _read(self, raw: RawReply) -> Reply:
        text = text_from(raw.body)
        small = len(raw.body) <= self.config.answer_cap
        masked = self._mask(text) if small else text
        # Without an escape every text of the payload stands in the answer as it is, and was searched with it.
        is_clean = not small or (masked == text and "\\" not in text)
        text = masked
        reply = Reply(raw.status, raw.headers, text if small else self._mask(text[:_SHOWN]))
        try:
            payload = read_payload(text)
            value = payload.value if is_clean else self._mask.within(payload.value)
        except UnreadableError as error:
            return replace(reply, unreadable=error.kind, cut=error.cut)
        except RecursionError:
            return replace(reply, unreadable=K.INVALID_JSON)
        if payload.noise:
            log.warning("noise before JSON", provider=self.config.name)
        return replace(reply, payload=value, noise=payload.noise)

    def _settle(self, reply: Reply, refusal: Refusal | None = None) -> None:
        """Tell the circuit how the call ended."""
        if reply.status == 429 or (refusal is not None and refusal.kind is K.RATE_LIMITED):
            after_s, at = (refusal.retry_after_s, refusal.retry_at) if refusal else (None, None)
            self.circuit.asked_to_wait(after_s, at, K.RATE_LIMITED.value)
        elif refusal is not None and reply.status >= 500 and (refusal.retry_after_s or refusal.retry_at):
            self.circuit.asked_to_wait(refusal.retry_after_s, refusal.retry_at, refusal.kind.value)
        elif refusal is not None and (refusal.kind in _AWAY or (reply.status >= 500 and reply.unreadable)):
            self.circuit.failed(refusal.kind.value)
        else:
            self.circuit.succeeded()

    def _circuit_refusal(self) -> Refusal:
        return Refusal(
            K.CIRCUIT_OPEN,
            self.circuit.last_error,
            Retry.LATER,
            self.circuit.retry_after_s(),
            self.circuit.retry_at,
        )

    def _shaped(self, reply: Reply, read: Callable[[], T]) -> T:
        try:
            return read()
        except BareAnswerError:
            refusal = Refusal(K.BATCH_UNSUPPORTED, reply.raw, Retry.NEVER)
            raise ProviderError(self.config.name, refusal) from None
        except StrayIdsError as error:
            refusal = Refusal(K.UNEXPECTED_SHAPE, reply.raw, Retry.NEVER, stray_ids=error.ids)
            raise ProviderError(self.config.name, refusal) from None
        except ShapeError:
            raise self._misshapen(reply) from None

    def _misshapen(self, reply: Reply) -> ProviderError:
        message = message_of(reply.payload)
        refusal = refusal_of(message, self.table) if message else Refusal(K.UNEXPECTED_SHAPE, reply.raw, Retry.LATER)
        return ProviderError(self.config.name, refusal)

    def _with_currency(self, row: OrderStatus | Refusal) -> OrderStatus | Refusal:
        if isinstance(row, Refusal) or row.currency or not self.config.currency:
            return row
        return replace(row, currency=self.config.currency)


def _marks(printed: Mapping[str, PrintedRow]) -> dict[str, Mark]:
    return {order_id: row.mark for order_id, row in printed.items()}
