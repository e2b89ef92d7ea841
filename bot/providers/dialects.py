"""Learning what a provider speaks: the batch forms, the single ones, or both; and which actions it can't do at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

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

_ABOUT_ONE = _NOT_FOUND | {
    K.REFILL_NOT_ALLOWED,
    K.CANCEL_NOT_ALLOWED,
    K.CANCEL_ALREADY_REQUESTED,
    K.UNLISTED,
    K.UNEXPECTED_SHAPE,
    K.DUPLICATE_ACTIVE_ORDER,
    K.INVALID_SERVICE,
    K.SERVICE_UNAVAILABLE,
}
"""Refusals of one id: the others may still be asked about."""


class UnspokenError(Exception):
    """Neither form is understood: the provider doesn't do this at all. `refusal` is what it said last."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.kind.value)


class Dialects:
    """The dialect of one provider; each change of it goes to `on_dialect`, to be kept."""

    def __init__(self, provider: str, dialect: Dialect, on_dialect: Callable[[Dialect], None] | None) -> None:
        self._provider = provider
        self._on_dialect = on_dialect
        self.dialect = dialect

    def learn(self, **facts: bool | str) -> None:
        dialect = replace(self.dialect, **facts)  # type: ignore[arg-type]
        if dialect == self.dialect:
            return
        self.dialect = dialect
        log.info("provider-dialect-learnt", provider=self._provider, **facts)
        if self._on_dialect is not None:
            self._on_dialect(dialect)

    async def rows(
        self,
        form: Form,
        ids: Sequence[str],
        many: Callable[[Sequence[str]], Awaitable[tuple[Mapping[str, T | Refusal], bool]]],
        one: Callable[[str], Awaitable[T | Refusal]],
        *,
        repeatable: bool,
    ) -> dict[str, T | Refusal]:
        """Rows by id, in the form that the provider speaks. `repeatable`: asking twice does nothing twice.

        Raises ProviderError where nothing came back, UnspokenError where neither form is spoken.
        """
        if not repeatable and getattr(self.dialect, form) is None and len(ids) > 1:
            # Some answer a batch with one bare id, nobody knows whose. One id at a time, until it is clear.
            rows: dict[str, T | Refusal] = {}
            for one_id in ids:
                rows |= await self._rows_or_rest(form, [one_id], many, one, repeatable=False, rows=rows)
            return rows
        return await self._both_forms(form, ids, many, one, repeatable=repeatable)

    async def _rows_or_rest(
        self,
        form: Form,
        ids: Sequence[str],
        many: Callable[[Sequence[str]], Awaitable[tuple[Mapping[str, T | Refusal], bool]]],
        one: Callable[[str], Awaitable[T | Refusal]],
        *,
        repeatable: bool,
        rows: Mapping[str, T | Refusal],
    ) -> dict[str, T | Refusal]:
        """As `_both_forms`; once rows are there, what fails is missing instead of losing them."""
        try:
            return await self._both_forms(form, ids, many, one, repeatable=repeatable)
        except ProviderError:
            if not rows:
                raise
            return dict.fromkeys(ids, MISSING)

    async def _both_forms(
        self,
        form: Form,
        ids: Sequence[str],
        many: Callable[[Sequence[str]], Awaitable[tuple[Mapping[str, T | Refusal], bool]]],
        one: Callable[[str], Awaitable[T | Refusal]],
        *,
        repeatable: bool,
    ) -> dict[str, T | Refusal]:
        spoken: bool | None = getattr(self.dialect, form)
        refused: Refusal | None = None
        if spoken is not False:
            try:
                rows, keyed = await many(ids)
            except ProviderError as error:
                refused = error.refusal
                if refused.stray_ids:
                    self.learn(**{form: False})
                    return dict.fromkeys(ids, refused)
                misread = repeatable and refused.kind is K.UNEXPECTED_SHAPE
                if refused.kind not in FORM_REFUSED | _NOT_FOUND and not misread:
                    if refused.kind in _ABOUT_ONE and len(ids) == 1:
                        return {ids[0]: refused}
                    raise
            else:
                if keyed:
                    self.learn(**{form: True})
                return dict(rows)
        found = await self._one_by_one(ids, one)
        answered = [row for row in found.values() if not isinstance(row, Refusal)]
        wrong_form = [row for row in found.values() if isinstance(row, Refusal) and row.kind in FORM_REFUSED]
        if refused is not None and answered and (refused.kind in FORM_REFUSED or len(answered) == len(ids)):
            self.learn(**{form: False})
        elif wrong_form and len(wrong_form) == len(found):
            return await self._batch_after_all(form, ids, many, wrong_form[-1], asked=refused)
        return found

    async def _batch_after_all(
        self,
        form: Form,
        ids: Sequence[str],
        many: Callable[[Sequence[str]], Awaitable[tuple[Mapping[str, T | Refusal], bool]]],
        last: Refusal,
        asked: Refusal | None,
    ) -> dict[str, T | Refusal]:
        """The single form is refused: the batch form, unless that was asked just now."""
        if asked is not None:
            if asked.kind in _NOT_FOUND:  # it read the ids, and only speaks the batch form
                return dict.fromkeys(ids, asked)
            raise UnspokenError(asked if asked.kind is K.UNSUPPORTED_ACTION else last)
        try:
            rows, _ = await many(ids)
        except ProviderError as error:
            if error.refusal.kind in FORM_REFUSED:
                raise UnspokenError(error.refusal) from None
            if error.refusal.kind in _NOT_FOUND:
                return dict.fromkeys(ids, error.refusal)
            raise
        self.learn(**{form: True})
        return dict(rows)

    async def _one_by_one(
        self, ids: Sequence[str], one: Callable[[str], Awaitable[T | Refusal]]
    ) -> dict[str, T | Refusal]:
        """One call an id. A failure of the whole provider ends the round: those not asked are missing."""
        rows: dict[str, T | Refusal] = {}
        for one_id in ids:
            try:
                rows[one_id] = await one(one_id)
            except ProviderError as error:
                if error.refusal.kind in FORM_REFUSED and not any(
                    not isinstance(row, Refusal) for row in rows.values()
                ):
                    return dict.fromkeys(ids, error.refusal)
                if error.refusal.kind in _ABOUT_ONE | FORM_REFUSED:
                    rows[one_id] = error.refusal
                elif not rows:
                    raise
                else:
                    break
        return {one_id: rows.get(one_id, MISSING) for one_id in ids}
