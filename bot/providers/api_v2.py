"""A provider that speaks API v2, in whichever dialect: what the rest of the shop knows of the outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.core.clock import Clock
from bot.core.errors import ProviderError
from bot.core.order_types import type_named
from bot.core.provider import (
    AddOutcome,
    AddResult,
    Asked,
    Balance,
    Dialect,
    ErrorKind,
    Mark,
    OrderRequest,
    OrderStatus,
    Refusal,
    RequestStatus,
    Retry,
    ServiceList,
    StatusBatch,
    StatusNews,
)
from bot.providers.calls import Calls, Noun
from bot.providers.circuit import Circuit
from bot.providers.config import ProviderConfig
from bot.providers.dialects import Dialects, Form, Question, UnspokenError
from bot.providers.services import with_page
from bot.providers.transport import CallWatch

K = ErrorKind
BATCH_LIMIT = 100
_MOST_PAGES = 500
_CANCEL_STATUS_ACTIONS = ("cancel_status", "cancel")  # one page prints the second for its cancels' states
_WANTS_QUANTITY = frozenset({K.QUANTITY_BELOW_MIN, K.INVALID_QUANTITY})


class ApiV2Provider:
    """One panel. `dialect` is what was learnt before; each new lesson goes to `on_dialect`.

    Every call but `add` raises ProviderError when it fails as a whole; `add` never raises but for cancellation.
    """

    def __init__(
        self,
        config: ProviderConfig,
        clock: Clock,
        *,
        dialect: Dialect | None = None,
        on_dialect: Callable[[Dialect], None] | None = None,
        circuit: Circuit | None = None,
    ) -> None:
        self.config = config
        self.circuit = circuit or Circuit(clock)
        self._calls = Calls(config, clock, self.circuit)
        self._dialects = Dialects(config.name, dialect or Dialect(), on_dialect)

    @property
    def name(self) -> str:
        return self.config.name

    @property
    def dialect(self) -> Dialect:
        return self._dialects.dialect

    @property
    def clock_skew_s(self) -> float | None:
        return self._calls.clock_skew_s

    def watch_calls(self, watch: CallWatch) -> None:
        """Every call is told: action, outcome, seconds."""
        self._calls.transport.watch = watch

    def learn_refusal(self, text: str, kind: ErrorKind) -> None:
        """From now on an `add` that is answered with this error text is rejected."""
        self._calls.table.learn(text, kind)

    async def close(self) -> None:
        await self._calls.close()

    async def services(self) -> ServiceList:
        """The whole list, page by page where it comes in pages. A page that fails leaves it incomplete."""
        found, page = await self._calls.services()
        for _ in range(_MOST_PAGES):
            if page is None:
                break
            try:
                more, page = await self._calls.services(page)
            except ProviderError:
                break
            grown = with_page(found, more)
            if len(grown.services) == len(found.services):  # the same page again: this one knows no numbers
                break
            found = grown
        return found

    async def balance(self) -> Balance:
        return await self._calls.balance()

    async def add(self, request: OrderRequest) -> AddResult:
        """Sends the order once, on a connection of its own."""
        fields = {"service": request.service, **request.fields}
        lines = self._lines(request)
        if lines and (self.config.comments_with_quantity or self.dialect.comments_with_quantity):
            fields["quantity"] = str(lines)
        result = await self._calls.add(fields)
        refused = result.error.kind if result.error and result.outcome is AddOutcome.REJECTED else None
        if lines and "quantity" not in fields and refused in _WANTS_QUANTITY:
            # The panel counts no lines by itself; from the next order on it is told. This one stays rejected.
            self._dialects.learn(comments_with_quantity=True)
        return result

    async def statuses(self, order_ids: Sequence[str]) -> StatusBatch:
        ids = _checked(order_ids)
        if not ids:
            return StatusBatch({})
        ignored: tuple[str, ...] = ()

        async def many(some: Sequence[str]) -> tuple[Mapping[str, OrderStatus | Refusal], bool]:
            nonlocal ignored
            batch, keyed = await self._calls.statuses(some)
            ignored = batch.ignored
            return batch.rows, keyed

        try:
            rows = await self._dialects.rows(Question("status_batch", many, self._calls.status, repeatable=True), ids)
        except UnspokenError as error:
            raise ProviderError(self.name, error.refusal) from None
        return StatusBatch(rows, ignored)

    async def news(self, order_ids: Sequence[str], known: Mapping[Mark, str]) -> StatusNews:
        """As `statuses`; rows that bear a known mark are not read. `known`: the order's id by the mark of its row."""
        ids = _checked(order_ids)
        if not ids:
            return StatusNews({})
        news = StatusNews({})

        async def many(some: Sequence[str]) -> tuple[Mapping[str, OrderStatus | Refusal], bool]:
            nonlocal news
            news, keyed = await self._calls.news(some, known)
            return news.rows, keyed

        try:
            rows = await self._dialects.rows(Question("status_batch", many, self._calls.status, repeatable=True), ids)
        except UnspokenError as error:
            raise ProviderError(self.name, error.refusal) from None
        return StatusNews(rows, news.same, news.marks)

    async def refill(self, order_ids: Sequence[str]) -> dict[str, Asked | Refusal]:
        """Not to be repeated where the answer is lost: a second request may be a second refill."""
        return await self._ask("refill", order_ids)

    async def refill_statuses(self, refill_ids: Sequence[str]) -> dict[str, RequestStatus | Refusal]:
        ids = _checked(refill_ids)
        if not ids:
            return {}
        try:
            return await self._states("refill", "refill_status", "refill_status_batch", ids)
        except UnspokenError as error:
            return dict.fromkeys(ids, _cannot(error.refusal))

    async def cancel(self, order_ids: Sequence[str]) -> dict[str, Asked | Refusal]:
        return await self._ask("cancel", order_ids)

    async def cancel_statuses(self, cancel_ids: Sequence[str]) -> dict[str, RequestStatus | Refusal]:
        """Where the provider tells nothing of cancels, every row is UNSUPPORTED_ACTION: the order's status tells."""
        ids = _checked(cancel_ids)
        known = self.dialect.cancel_status_action
        refusal = Refusal(K.UNSUPPORTED_ACTION, retry=Retry.NEVER)
        for action in _CANCEL_STATUS_ACTIONS if known is None else (known,) if known else ():
            if not ids:
                break
            try:
                rows = await self._states("cancel", action, "cancel_status_batch", ids)
            except UnspokenError as error:
                refusal = _cannot(error.refusal)
            else:
                if any(isinstance(row, RequestStatus) for row in rows.values()):
                    self._dialects.learn(cancel_status_action=action)
                return rows
        if ids and not known:
            self._dialects.learn(cancel_status_action="")
        return dict.fromkeys(ids, refusal)

    async def _ask(self, noun: Noun, order_ids: Sequence[str]) -> dict[str, Asked | Refusal]:
        ids = _checked(order_ids)
        offered = self.dialect.refill_offered if noun == "refill" else self.dialect.cancel_offered
        if offered is False:
            return dict.fromkeys(ids, Refusal(K.UNSUPPORTED_ACTION, retry=Retry.NEVER))
        if not ids:
            return {}
        form: Form = "refill_batch" if noun == "refill" else "cancel_batch"
        question = Question(
            form,
            lambda some: self._calls.ask_many(noun, some),
            lambda one: self._calls.ask(noun, one),
            repeatable=False,
        )
        try:
            return await self._dialects.rows(question, ids)
        except UnspokenError as error:
            self._dialects.learn(**{f"{noun}_offered": False})
            return dict.fromkeys(ids, _cannot(error.refusal))

    async def _states(
        self, noun: Noun, action: str, form: Form, ids: Sequence[str]
    ) -> dict[str, RequestStatus | Refusal]:
        question = Question(
            form,
            lambda some: self._calls.states(noun, action, some),
            lambda one: self._calls.state(noun, action, one),
            repeatable=True,
        )
        return await self._dialects.rows(question, ids)

    def _lines(self, request: OrderRequest) -> int:
        """How many comments are ordered, where the type is priced by them and nobody named a quantity."""
        order_type = type_named(request.type)
        counted = order_type.counted_lines if order_type else None
        if counted is None or counted.name != "comments" or "quantity" in request.fields:
            return 0
        return sum(1 for line in request.fields.get("comments", "").splitlines() if line.strip())


def _checked(ids: Sequence[str]) -> list[str]:
    unique = list(dict.fromkeys(map(str.strip, ids)))
    if len(unique) > BATCH_LIMIT:
        raise ValueError(f"at most {BATCH_LIMIT} ids in one call")
    return unique


def _cannot(refusal: Refusal) -> Refusal:
    return Refusal(K.UNSUPPORTED_ACTION, refusal.raw, Retry.NEVER)
