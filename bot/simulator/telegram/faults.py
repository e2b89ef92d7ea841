"""Faults on demand: the next calls of a method fail in a chosen way, before or after their effect."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "too_many_requests",
    "internal_error",
    "bad_gateway_html",
    "forbidden",
    "bad_request",
    "hang_before",
    "hang_after",
    "reset_before",
    "reset_after",
]


@dataclass
class Fault:
    """`times` calls of `method` (`*` for any) fail; `chat_id` narrows it to one chat."""

    method: str
    kind: FaultKind
    times: int = 1
    retry_after: int = 1
    description: str = ""
    chat_id: int | None = None

    @property
    def after(self) -> bool:
        return self.kind.endswith("_after")


class Faults:
    """What goes wrong next; `down` makes every connection end in a reset."""

    def __init__(self) -> None:
        self.down = False
        self.waiting: list[Fault] = []
        self._released = asyncio.Event()

    def add(
        self,
        method: str,
        kind: FaultKind,
        *,
        times: int = 1,
        retry_after: int = 1,
        description: str = "",
        chat_id: int | None = None,
    ) -> Fault:
        fault = Fault(method, kind, times, retry_after, description, chat_id)
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """No more faults; calls that hang go on to fail with a closed connection."""
        self.waiting.clear()
        self.down = False
        self._released.set()
        self._released = asyncio.Event()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """The fault for this call, counted down."""
        for fault in self.waiting:
            if fault.method not in ("*", method) and fault.method.lower() != method.lower():
                continue
            if fault.chat_id is not None and str(fault.chat_id) != chat_id:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    async def hang(self) -> None:
        await self._released.wait()
