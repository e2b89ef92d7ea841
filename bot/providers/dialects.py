"""Learning what a provider speaks: the batch forms, the single ones, or both; and which actions it can't do at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

import structlog

from bot.core.errors import ProviderError
from bot.core.provider import Dialect, ErrorKind, Refusal
from bot.providers.statuses import MISSING

K = ErrorKind
T = TypeVar("T")
Form = Literal["status_batch", "refill_batch", "refill_status_batch", "cancel_batch", "cancel_status_batch"]
log = structlog.stdlib.get_logger(__name__)

FORM_REFUSED = frozenset(
    {K.BATCH_UNSUPPORTED, K.SINGLE_UNSUPPORTED, K.INVALID_REQUEST, K.MISSING_PARAMETER, K.UNSUPPORTED_ACTION}
)
"""What a provider answers to a form that it doesn't speak."""

_NOT_FOUND = frozenset({K.ORDER_NOT_FOUND, K.REFILL_NOT_FOUND, K.CANCEL_NOT_FOUND})
"""What it may answer as well: the field that it reads was empty."""

_ABOUT_ONE = frozenset(
    {
        K.REFILL_NOT_ALLOWED,
        K.CANCEL_NOT_ALLOWED,
        K.CANCEL_ALREADY_REQUESTED,
        K.UNLISTED,
        K.UNEXPECTED_SHAPE,
        K.DUPLICATE_ACTIVE_ORDER,
        K.INVALID_SERVICE,
        K.SERVICE_UNAVAILABLE,
    }
)
"""Refusals of one id: the others may still be asked about."""


class UnspokenError(Exception):
    """Neither form is understood: the provider doesn't do this at all. `refusal` is what it said last."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.kind.value)


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One action in its two forms. `many` says too whether the rows came keyed by id, as of a provider that speaks
    the batch form. `repeatable`: asking twice does nothing twice.
    """

    form: Form
    many: Callable[[Sequence[str]], Awaitable[tuple[Mapping[str, T | Refusal], bool]]]
    one: Callable[[str], Awaitable[T | Refusal]]
    repeatable: bool


class Dialects:
    """The dialect of one provider; each change of it goes to `on_dialect`, to be kept."""

    def __init__(self, provider: str, dialect: Dialect, on_dialect: Callable[[Dialect], None] | None) -> None:
        self._provider = provider
        self._on_dialect = on_dialect
        self.dialect = dialect

    def learn(self, **facts: bool | str) -> None:
        if all(getattr(self.dialect, name) == fact for name, fact in facts.items()):
            return
        dialect = self.dialect = replace(self.dialect, **facts)  # type: ignore[arg-type]
        log.info("provider-dialect-learnt", provider=self._provider, **facts)
        if self._on_dialect is not None:
            self._on_dialect(dialect)

    async def rows(self, question: Question[T], ids: Sequence[str]) -> dict[str, T | Refusal]:
        """Rows by id, in the form that the provider speaks; the other form is tried where one is refused.

        Raises ProviderError where nothing came back, UnspokenError where neither form is spoken.
        """
        spoken: bool | None = getattr(self.dialect, question.form)
        if question.repeatable or spoken is not None:
            return await self._asked(question, ids, batch_first=spoken if spoken is not None else True)
        # Some answer a batch with one bare id, nobody knows whose: one at a time, until the form is known.
        rows: dict[str, T | Refusal] = {}
        for one_id in ids:
            batch = getattr(self.dialect, question.form) is True
            try:
                found = await self._asked(question, [one_id], batch_first=batch)
            except ProviderError:
                if not rows:
                    raise
                break
            rows.update(found)
        return {one_id: rows.get(one_id, MISSING) for one_id in ids}

    async def _asked(self, question: Question[T], ids: Sequence[str], *, batch_first: bool) -> dict[str, T | Refusal]:
        first, second = (self._many, self._singly) if batch_first else (self._singly, self._many)
        try:
            return await first(question, ids)
        except ProviderError as error:
            refused = error.refusal
            misread = question.repeatable and refused.kind is K.UNEXPECTED_SHAPE
            if refused.kind not in FORM_REFUSED | _NOT_FOUND and not misread:
                raise
        try:
            rows = await second(question, ids)
        except ProviderError as error:
            again = error.refusal
            if again.kind not in FORM_REFUSED | _NOT_FOUND:
                raise
            if {again.kind, refused.kind} & _NOT_FOUND:  # one of the forms is spoken, and the ids are unknown
                return dict.fromkeys(ids, refused if refused.kind in _NOT_FOUND else again)
            raise UnspokenError(refused if refused.kind is K.UNSUPPORTED_ACTION else again) from None
        answered = _answered(rows)
        if answered and (refused.kind in FORM_REFUSED or answered == len(ids)):
            self.learn(**{question.form: not batch_first})
        return rows

    async def _many(self, question: Question[T], ids: Sequence[str]) -> dict[str, T | Refusal]:
        try:
            rows, keyed = await question.many(ids)
        except ProviderError as error:
            if error.refusal.stray_ids:  # taken for some, nobody knows which: not to be asked again
                self.learn(**{question.form: False})
                return dict.fromkeys(ids, error.refusal)
            if len(ids) == 1 and error.refusal.kind in _ABOUT_ONE:
                return {ids[0]: error.refusal}
            raise
        if keyed:
            self.learn(**{question.form: True})
        return dict(rows)

    async def _singly(self, question: Question[T], ids: Sequence[str]) -> dict[str, T | Refusal]:
        """One call an id. A failure of the whole provider ends the round: those not asked are missing."""
        rows: dict[str, T | Refusal] = {}
        refused: ProviderError | None = None
        for one_id in ids:
            try:
                rows[one_id] = await question.one(one_id)
            except ProviderError as error:
                kind = error.refusal.kind
                if kind in FORM_REFUSED and not _answered(rows):
                    raise
                if kind not in _ABOUT_ONE | _NOT_FOUND | FORM_REFUSED:
                    if not rows:
                        raise
                    break
                rows[one_id] = error.refusal
                refused = error
        if refused is not None and all(isinstance(row, Refusal) and row.kind in _NOT_FOUND for row in rows.values()):
            raise refused
        if not question.repeatable and _answered(rows):
            self.learn(**{question.form: False})
        return {one_id: rows.get(one_id, MISSING) for one_id in ids}


def _answered(rows: Mapping[str, object]) -> int:
    return sum(1 for row in rows.values() if not isinstance(row, Refusal))
