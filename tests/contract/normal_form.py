"""The shop's values in the normal form of the recorded cases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.core.provider import (
    AddResult,
    Asked,
    Balance,
    OrderKind,
    OrderStatus,
    Refusal,
    RequestStatus,
    ServiceList,
    StatusBatch,
)

_PROSE = "note"
_MONEY = frozenset({"rate", "charge", "balance"})
_BESIDE_AN_ERROR = frozenset({"error_raw", "retry", "retry_after_s", "retry_at_epoch", "raw", "candidate_id"})
_BESIDE_A_SUCCESS = frozenset({"message", "charge", "currency"})


def normal(value: object, noun: str = "") -> dict[str, Any]:
    match value:
        case Refusal():
            return _refusal(value)
        case AddResult():
            form: dict[str, Any] = _refusal(value.error) if value.error else {}
            form |= {"outcome": value.outcome.value, "order_id": value.order_id, "candidate_id": value.candidate_id}
            form |= {"charge": value.charge, "currency": value.currency}
            return {name: entry for name, entry in form.items() if entry is not None}
        case Balance():
            return {"balance": value.amount, "currency": value.currency}
        case ServiceList():
            return _services(value)
        case StatusBatch():
            rows: dict[str, Any] = {"orders": {order_id: normal(row) for order_id, row in value.rows.items()}}
            return rows | ({"ignored": list(value.ignored)} if value.ignored else {})
        case OrderStatus():
            return _status(value)
        case RequestStatus():
            return {f"{noun}_id": value.id, "status": value.state.value, "status_raw": value.raw}
        case Asked():
            form = {"accepted": True, f"{noun}_id": value.id, "message": value.message}
            form["order_type"] = value.order_kind.value if value.order_kind else None
            return {name: entry for name, entry in form.items() if entry is not None or name == f"{noun}_id"}
        case Mapping():
            states = {key: normal(row, noun) for key, row in value.items()}
            for row in states.values():
                if "status" in row:
                    del row[f"{noun}_id"]
            return {f"{noun}s": states}
    raise TypeError(type(value))


def _refusal(refusal: Refusal) -> dict[str, Any]:
    form: dict[str, Any] = {
        "error_kind": refusal.kind.value,
        "error_raw": refusal.raw,
        "retry": refusal.retry.value if refusal.retry else None,
        "retry_after_s": refusal.retry_after_s,
        "retry_at_epoch": round(refusal.retry_at.timestamp()) if refusal.retry_at else None,
        "order_type": refusal.order_kind.value if refusal.order_kind else None,
    }
    if refusal.stray_ids:
        form |= {"accepted": "unknown", "refill_ids_unattributed": list(refusal.stray_ids)}
    return {name: entry for name, entry in form.items() if entry is not None}


def _services(services: ServiceList) -> dict[str, Any]:
    return {
        "services": [
            {
                "service": row.service,
                "name": row.name,
                "type": row.type or "unknown",
                "type_raw": row.type_raw,
                "category": row.category,
                "rate": row.rate,
                "rate_unit": row.rate_unit.value,
                "min": row.min,
                "max": row.max,
                "refill": row.refill,
                "cancel": row.cancel,
                "dripfeed": row.dripfeed,
            }
            for row in services.services
        ],
        "skipped": [{"index": row.index, "reason": row.reason} for row in services.skipped],
    }


def _status(status: OrderStatus) -> dict[str, Any]:
    form: dict[str, Any] = {"order_id": status.order_id, "status": status.state.value, "status_raw": status.raw}
    if status.kind is OrderKind.ORDER:
        return form | {
            "charge": status.charge,
            "start_count": status.start_count,
            "remains": status.remains,
            "currency": status.currency,
        }
    form |= {"kind": status.kind.value, "child_orders": list(status.child_orders)}
    if status.kind is OrderKind.DRIPFEED:
        return form | {"runs": status.runs}
    return form | {"posts": status.posts, "expiry": status.expiry}


def assert_same(actual: object, expected: object, path: str = "") -> None:
    """Equal, with money compared as numbers; beside an error or a success nothing stands that is not of its kind."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), path
        wanted = {name: value for name, value in expected.items() if name != _PROSE}
        beside = _BESIDE_AN_ERROR if "error_kind" in wanted else _BESIDE_A_SUCCESS
        surplus = (
            actual.keys() - wanted.keys() - (beside if {"error_kind", "accepted", "outcome"} & wanted.keys() else set())
        )
        assert not surplus, f"{path}: {surplus} in {actual}"
        for name, value in wanted.items():
            assert name in actual, f"{path}.{name} is missing in {actual}"
            if name in _MONEY and value is not None:
                assert isinstance(actual[name], Decimal)
                assert actual[name] == Decimal(value), f"{path}.{name}"
            else:
                assert_same(actual[name], value, f"{path}.{name}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), path
        assert len(actual) == len(expected), path
        for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
            assert_same(one, other, f"{path}[{index}]")
    else:
        assert actual == expected, path
        assert type(actual) is type(expected), path
