"""Every button and every command that the dispatcher knows, so that a new one cannot be forgotten; and what is written
where, so that a change of somebody else's is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from pydantic import ValidationError
from sqlalchemy import select

from handlers.filters import FromAdmin
from storage.schema import metadata
from tests.flow.world import World

# Written by the workers at any time, whatever people do.
OF_WORKERS = frozenset({"inbox", "providers", "sync_reports", "provider_watches", "order_events"})
OF_AN_ORDER = ("id", "customer_id", "state", "quote_id", "charge_micros", "refunded_micros", "provider_order_id")
OWNER_COLUMNS = ("customer_id", "chat_id", "actor_id")
A_YEAR = 2030  # where a small number is none that the button can bear
_WORDS = ("en", "link", "ab12", "day", "credit", "0123456789abcdef")

Rows = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Button:
    kind: type[CallbackData]
    is_admins: bool


def buttons(root: Router) -> list[Button]:
    found = {}
    for router in root.chain_tail:
        observer = router.callback_query
        for handler in observer.handlers:
            for one in handler.filters or ():
                if isinstance(one.callback, CallbackQueryFilter):
                    found[one.callback.callback_data] = _is_admins(router, "callback_query")
    return [Button(kind, is_admins) for kind, is_admins in found.items()]


def commands(root: Router, *, of_admins: bool) -> list[str]:
    found: dict[str, None] = {}
    for router in root.chain_tail:
        for handler in router.message.handlers:
            for one in handler.filters or ():
                if isinstance(one.callback, Command) and _is_admins(router, "message") is of_admins:
                    found |= dict.fromkeys(str(name) for name in one.callback.commands)
    return list(found)


def forged(kind: type[CallbackData], number: int) -> list[str]:
    """Data of such a button about the thing of that number; one for each value where there are few."""
    drafts: list[dict[str, Any]] = [{}]
    for name, field in kind.model_fields.items():
        values = list(_values(field.annotation, number))
        drafts = [{**draft, name: value} for draft in drafts for value in values]
    packed = []
    for draft in drafts:
        try:
            packed.append(kind(**draft).pack())
        except (ValidationError, ValueError):
            continue
    assert packed, f"{kind.__name__} takes none of the values that are tried here"
    small = [data for data in packed if str(A_YEAR) not in data]
    return list(dict.fromkeys(small or packed))[:12]


def _values(annotation: Any, number: int) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    kinds = [annotation, *get_args(annotation)]
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            yield from kind
            return
        if kind is bool:
            yield from (True, False)
            return
        if kind is int:
            yield from (number, A_YEAR)
            return
    yield from _WORDS


def _is_admins(router: Router, event: str) -> bool:
    return any(isinstance(one.callback, FromAdmin) for one in router.observers[event]._handler.filters or ())


async def written(world: World, besides: int | None = None) -> Rows:
    """Every row of every table, as (table, words); without what is the own of one person. Wallets stay in."""
    rows: Rows = Counter()
    async with world.database.reading() as tx:
        for table in metadata.sorted_tables:
            if table.name in OF_WORKERS:
                continue
            for found in await tx.connection.execute(select(table)):
                row = dict(found._mapping)
                if not (besides and _is_own(table.name, row, besides)):
                    shown = {name: row[name] for name in OF_AN_ORDER} if table.name == "orders" else row
                    rows[table.name, repr(shown)] += 1
    return rows


def _is_own(table: str, row: dict[str, Any], person_id: int) -> bool:
    if table == "customers":
        return bool(row["id"] == person_id)
    if table == "fsm":
        return str(person_id) in row["key"]
    if table.startswith("ledger"):
        return False
    return any(row.get(column) == person_id for column in OWNER_COLUMNS)


def changed(before: Rows, after: Rows) -> list[str]:
    """As in a diff, by table and row."""
    gone, new = before - after, after - before
    return sorted([f"{table} - {row}" for table, row in gone] + [f"{table} + {row}" for table, row in new])
