"""What is shown before it is done: a change is stored as it was shown, done by Confirm, and done once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.roles import Right
from bot.core.services.authority import Authority

PREVIEW_HOLDS = timedelta(minutes=15)

Do = Callable[[Transaction, AdminAction, datetime], Awaitable[None]]
After = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Kind:
    right: Right
    do: Do
    after: After | None


class Changes:
    """Services teach it their kinds of change; `do` runs in the transaction that marks the change as done."""

    def __init__(self, storage: Storage, clock: Clock, authority: Authority, bells: Bells) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority
        self._bells = bells
        self._kinds: dict[str, _Kind] = {}

    def learn(self, kind: str, right: Right, do: Do, after: After | None = None) -> None:
        self._kinds[kind] = _Kind(right, do, after)

    def require(self, admin_id: int, kind: str) -> None:
        self._authority.require(admin_id, self._kinds[kind].right)

    async def propose(self, admin_id: int, kind: str, params: Mapping[str, Any]) -> AdminAction:
        """`params` are JSON values: what was shown, and what is needed to do it."""
        self.require(admin_id, kind)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            return await tx.admin_actions.add(admin_id, kind, params, now, now + PREVIEW_HOLDS)

    async def confirm(self, admin_id: int, action_id: int) -> AdminAction:
        """Do it, once: a second tap finds it done. InputError where the preview is too old, or was dropped."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            action = await self._owned(tx, admin_id, action_id)
            kind = self._kinds.get(action.kind)
            if kind is None:
                raise NotFoundError("action")
            self._authority.require(admin_id, kind.right)
            if action.state == "done":
                return action
            if action.state != "open" or now >= action.expires_at:
                raise InputError("action-expired")
            if not await tx.admin_actions.move(action_id, "open", "done"):
                action = await self._owned(tx, admin_id, action_id)
                if action.state != "done":
                    raise InputError("action-expired")
                return action
            await kind.do(tx, action, now)
            done = await self._owned(tx, admin_id, action_id)
        if kind.after is not None:
            await kind.after()
        self._bells.outbox.ring()
        return done

    async def drop(self, admin_id: int, action_id: int) -> AdminAction:
        """The change as it stands then: it may have been done before."""
        async with self._storage.transaction() as tx:
            await self._owned(tx, admin_id, action_id)
            await tx.admin_actions.move(action_id, "open", "dropped")
            return await self._owned(tx, admin_id, action_id)

    async def _owned(self, tx: Transaction, admin_id: int, action_id: int) -> AdminAction:
        if self._authority.role_of(admin_id) is None:
            self._authority.require(admin_id, Right.LOOK)
        action = await tx.admin_actions.get(action_id)
        if action is None or action.admin_id != admin_id:
            raise NotFoundError("action")
        return action
