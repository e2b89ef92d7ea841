"""From a row to the core's object: the columns are asked for in the order of the object's fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table

T = TypeVar("T")


def columns_of(table: Table, kind: type[Any], **instead: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns for `kind(*row)`; `instead` names the fields that are read from something else."""
    return [instead[field.name] if field.name in instead else table.c[field.name] for field in fields(kind)]


def in_chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Parts of at most `size`: a statement takes only so many parameters, and the event loop waits for each."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
