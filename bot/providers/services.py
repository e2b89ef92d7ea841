"""The catalogue: whatever shape a list of services has, its good rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bot.core.order_types import PricedBy, RateUnit, type_named
from bot.core.provider import ErrorKind, ServiceList, ServiceRow, SkippedRow
from bot.providers.numbers import decimal_of, flag_of, id_of, text_of, whole_of
from bot.providers.payload import UnreadableError

_LISTS = ("data", "services", "result", "results", "items", "list", "response")
_HIGHEST_COUNT = 2**63 - 1


class _BadRowError(Exception):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def service_list(payload: object, rate_unit: RateUnit) -> ServiceList:
    """Every row that can be read; broken and doubled ones are named in `skipped`, where the first of a double wins.

    Raises UnreadableError where there is no list at all.
    """
    rows, complete = _rows(payload)
    services: dict[str, ServiceRow] = {}
    skipped: list[SkippedRow] = []
    for index, (key, row) in enumerate(rows):
        try:
            service = _service(key, row, rate_unit)
            if service.service in services:
                raise _BadRowError("duplicate_id")
        except _BadRowError as error:
            skipped.append(SkippedRow(index, error.reason))
        else:
            services[service.service] = service
    return ServiceList(tuple(services.values()), tuple(skipped), complete)


def next_page(payload: object) -> int | None:
    """The number of the page that follows, where a list comes in pages and says that this was not the last."""
    if not isinstance(payload, dict) or not flag_of(payload.get("has_more")):
        return None
    page = whole_of(payload.get("page"))
    return page + 1 if page is not None and page > 0 else None


def with_page(found: ServiceList, more: ServiceList) -> ServiceList:
    """One list of two pages; rows are numbered on, and the list is complete if its last page was."""
    known = {service.service for service in found.services}
    fresh = tuple(service for service in more.services if service.service not in known)
    behind = len(found.services) + len(found.skipped)
    skipped = tuple(SkippedRow(behind + row.index, row.reason) for row in more.skipped)
    return ServiceList(found.services + fresh, found.skipped + skipped, more.complete)


def _rows(payload: object) -> tuple[Iterable[tuple[str | None, Any]], bool]:
    complete = True
    for _ in range(3):
        if isinstance(payload, list):
            return [(None, row) for row in payload], complete
        if not isinstance(payload, dict):
            break
        complete = complete and not flag_of(payload.get("has_more"))
        name = next((name for name in _LISTS if name in payload), None)
        if name is None:
            if "service" in payload and "rate" in payload:
                return [(None, payload)], complete
            if not payload or any(isinstance(row, dict) for row in payload.values()):
                return list(payload.items()), complete
            break
        payload = payload[name]
        if payload is None or isinstance(payload, str):  # {"status": "success", "data": "Empty Data"}
            return [], complete
    raise UnreadableError(ErrorKind.UNEXPECTED_SHAPE)


def _service(key: str | None, row: Any, rate_unit: RateUnit) -> ServiceRow:
    if not isinstance(row, dict):
        raise _BadRowError("not_an_object")
    service = _first_id(row.get("service"), row.get("id"), row.get("service_id"), key)
    if service is None:
        raise _BadRowError("no_id")
    name = text_of(row.get("name")) or text_of(row.get("title"))
    if not name:
        raise _BadRowError("no_name")
    rate = decimal_of(row.get("rate", row.get("price")))
    if rate is None or rate < 0:
        raise _BadRowError("bad_rate")
    type_raw = None if row.get("type") is None else text_of(row["type"])
    order_type = type_named(type_raw)
    per_order = order_type is not None and order_type.priced_by is PricedBy.ORDER
    low, high = _limits(row, per_order)
    return ServiceRow(
        service=service,
        name=name,
        type=order_type.key if order_type else None,
        type_raw=type_raw,
        category=text_of(row.get("category")),
        rate=rate,
        rate_unit=RateUnit.PER_ORDER if per_order else rate_unit,
        min=low,
        max=high,
        refill=flag_of(row.get("refill")),
        cancel=flag_of(row.get("cancel")),
        dripfeed=flag_of(row.get("dripfeed")),
        description=text_of(row.get("description")) or text_of(row.get("desc")),
    )


def _first_id(*values: object) -> str | None:
    for value in values:
        if (found := id_of(value)) is not None:
            return found
        if isinstance(value, Decimal) and (whole := whole_of(value)) is not None and whole > 0:
            return str(whole)
    return None


def _limits(row: dict[str, Any], per_order: bool) -> tuple[int, int]:
    """A maximum below the minimum is the panel's slip: the minimum alone can be ordered then."""
    given = [row.get("min"), row.get("max")]
    if per_order:
        given = [1 if value in (None, "") else value for value in given]
    low, high = (whole_of(value) for value in given)
    if low is None or low < 0:
        raise _BadRowError("bad_min")
    if high is None or high < 0 or high > _HIGHEST_COUNT:
        raise _BadRowError("bad_max")
    return low, max(low, high)
