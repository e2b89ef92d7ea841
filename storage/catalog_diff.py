"""What a provider's new list changes: reckoned apart from the database, in a thread, since lists run to 20,000 rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.core.catalog import PriceChange
from bot.core.provider import ServiceRow
from storage.types import clamp, clean_text

# Columns that the provider's list determines, in the order of `wanted_values`.
LISTED = (
    "category_id",
    "name",
    "type",
    "type_raw",
    "rate",
    "rate_unit",
    "min",
    "max",
    "refill",
    "cancel",
    "dripfeed",
    "position",
    "description",
)
RATE = LISTED.index("rate")
NAME = LISTED.index("name")


def fold_category(name: str) -> str:
    """Categories whose names differ by blanks and case alone are one."""
    return " ".join(clean_text(name).split()).casefold()


@dataclass(frozen=True, slots=True)
class StoredService:
    """`values` are those of LISTED."""

    id: int
    provider_service_id: str
    gone: bool
    values: tuple[Any, ...]


@dataclass(slots=True)
class CatalogueDiff:
    """`inserts` and `updates` are parameters of the statements; `gone` and `back` are ids."""

    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    repriced: list[PriceChange] = field(default_factory=list)
    gone_names: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.inserts or self.updates or self.gone or self.back)


def category_names(rows: Sequence[ServiceRow]) -> dict[str, str]:
    """By folded name the name as it is first written, in the list's order."""
    names: dict[str, str] = {}
    for raw in dict.fromkeys(row.category for row in rows):
        names.setdefault(fold_category(raw), " ".join(clean_text(raw).split()))
    return names


def difference(
    stored: Sequence[StoredService], rows: Sequence[ServiceRow], categories: Mapping[str, int]
) -> CatalogueDiff:
    """`categories` are ids by folded name. Of rows with the same service id the first counts."""
    diff = CatalogueDiff()
    left = {service.provider_service_id: service for service in stored}
    category_ids = {raw: categories[fold_category(raw)] for raw in dict.fromkeys(row.category for row in rows)}
    seen: set[str] = set()
    for position, row in enumerate(rows):
        service_id = clean_text(row.service)
        if service_id in seen:
            continue
        seen.add(service_id)
        wanted = wanted_values(row, category_ids[row.category], position)
        service = left.pop(service_id, None)
        if service is None:
            diff.inserts.append({"provider_service_id": service_id, **dict(zip(LISTED, wanted, strict=True))})
            continue
        if service.gone:
            diff.back.append(service.id)
        if service.values == wanted:
            continue
        diff.updates.append({"of": service.id, **{f"new_{k}": v for k, v in zip(LISTED, wanted, strict=True)}})
        old_rate: Decimal = service.values[RATE]
        if old_rate != wanted[RATE] and not service.gone:
            diff.repriced.append(PriceChange(service.id, wanted[1], old_rate, wanted[RATE]))
    gone = [service for service in left.values() if not service.gone]
    diff.gone = [service.id for service in gone]
    diff.gone_names = [str(service.values[NAME]) for service in gone]
    return diff


def wanted_values(row: ServiceRow, category_id: int, position: int) -> tuple[Any, ...]:
    return (
        category_id,
        clean_text(row.name),
        row.type,
        None if row.type_raw is None else clean_text(row.type_raw),
        row.rate,
        row.rate_unit,
        clamp(row.min),
        clamp(row.max),
        row.refill,
        row.cancel,
        row.dripfeed,
        position,
        clean_text(row.description),
    )
