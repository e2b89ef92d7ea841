"""One message to many: written, looked at, aimed, confirmed, carried out, and stopped where need be."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.broadcasts import (
    Audience,
    Broadcast,
    BroadcastState,
    Content,
    Progress,
    RecipientState,
    Segment,
    SegmentKind,
)
from bot.core.clock import Clock
from bot.core.errors import InputError, NotFoundError
from bot.core.events import NoticeKind
from bot.core.ports import Storage, Transaction
from bot.core.roles import Right
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority

LEASE = timedelta(seconds=15)


class Broadcasts:
    def __init__(self, storage: Storage, clock: Clock, authority: Authority, bells: Bells) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority
        self._bells = bells
        self._owner = uuid4().hex

    def require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.REACH)

    async def write(self, admin_id: int, content: Content) -> tuple[Broadcast, Audience]:
        """A draft, and how many people each segment would reach."""
        self.require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            return await tx.broadcasts.add(admin_id, content, now), await tx.broadcasts.audience(now)

    async def draft(self, admin_id: int, broadcast_id: int) -> tuple[Broadcast, Audience]:
        """InputError where it was begun already."""
        self.require(admin_id)
        async with self._storage.reading() as tx:
            found = await _get(tx, broadcast_id)
            if found.state is not BroadcastState.DRAFT:
                raise InputError("broadcast-begun")
            return found, await tx.broadcasts.audience(self._clock.now())

    async def start(self, admin_id: int, broadcast_id: int, segment: Segment, message_id: int | None) -> Progress:
        """Begin, once: a second tap finds it begun. `message_id` will show how far it is."""
        self.require(admin_id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await _get(tx, broadcast_id)
            reached = await tx.broadcasts.start(broadcast_id, segment, now)
            if reached is not None:
                whom = f"{segment.kind.value} {segment.language}".strip()
                await tx.audit.add(
                    AuditLine(now, admin_id, "broadcast", f"no. {broadcast_id}", "", f"{whom}: {reached}")
                )
                if message_id is not None:
                    await tx.broadcasts.show_in(broadcast_id, message_id)
            progress = await _progress(tx, broadcast_id)
        self._bells.broadcast.ring()
        return progress

    async def progress(self, admin_id: int, broadcast_id: int) -> Progress:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            return await _progress(tx, broadcast_id)

    async def newest(self, admin_id: int) -> Progress | None:
        self.require(admin_id)
        async with self._storage.reading() as tx:
            found = await tx.broadcasts.newest()
            return None if found is None else Progress(found, await tx.broadcasts.counts(found.id))

    async def stop(self, admin_id: int, broadcast_id: int) -> Progress:
        return await self._move(admin_id, broadcast_id, BroadcastState.RUNNING, BroadcastState.STOPPED)

    async def go_on(self, admin_id: int, broadcast_id: int) -> Progress:
        """With those who have not got it yet."""
        return await self._move(admin_id, broadcast_id, BroadcastState.STOPPED, BroadcastState.RUNNING)

    # What follows is the broadcaster's.

    async def claim(self, *, alone: bool) -> Progress | None:
        """The one to be carried out now, by this process alone for LEASE."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            found = await tx.broadcasts.claim(self._owner, now, now + LEASE, alone=alone)
            return None if found is None else Progress(found, await tx.broadcasts.counts(found.id))

    async def is_running(self) -> bool:
        async with self._storage.reading() as tx:
            return await tx.broadcasts.any_running()

    async def waiting(self, broadcast_id: int, limit: int) -> list[int]:
        """Nobody where it was stopped meanwhile."""
        async with self._storage.reading() as tx:
            found = await tx.broadcasts.get(broadcast_id)
            if found is None or found.state is not BroadcastState.RUNNING:
                return []
            return await tx.broadcasts.waiting(broadcast_id, limit)

    async def mark(self, broadcast_id: int, customer_id: int, state: RecipientState, error: str = "") -> None:
        async with self._storage.transaction() as tx:
            await tx.broadcasts.mark(broadcast_id, customer_id, state, error[:300])
            if state is RecipientState.UNREACHABLE:
                await tx.customers.set_unreachable(customer_id, self._clock.now())

    async def finish(self, broadcast_id: int) -> Progress | None:
        """Everybody has had it: the admin gets the report. None: it was stopped, or finished, before."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if await tx.broadcasts.waiting(broadcast_id, 1):
                return None
            if not await tx.broadcasts.move(broadcast_id, BroadcastState.RUNNING, BroadcastState.DONE, now):
                return None
            done = await _progress(tx, broadcast_id)
            facts: dict[str, str | int | None] = {
                "broadcast_id": broadcast_id,
                "total": done.broadcast.total,
                **{state.value: done.count(state) for state in RecipientState},
                "minutes": _minutes(done.broadcast),
            }
            admin = [done.broadcast.admin_id]
            await tx.outbox.add(to_admins(admin, NoticeKind.ADMIN_BROADCAST_DONE, str(broadcast_id), facts), now)
        self._bells.outbox.ring()
        return done

    async def _move(self, admin_id: int, broadcast_id: int, old: BroadcastState, new: BroadcastState) -> Progress:
        self.require(admin_id)
        async with self._storage.transaction() as tx:
            await _get(tx, broadcast_id)
            now = self._clock.now()
            if await tx.broadcasts.move(broadcast_id, old, new, now):
                await tx.audit.add(AuditLine(now, admin_id, "broadcast", f"no. {broadcast_id}", old.value, new.value))
            progress = await _progress(tx, broadcast_id)
        self._bells.broadcast.ring()
        return progress


def segment_of(kind: str, language: str) -> Segment:
    """From a button's data."""
    chosen = SegmentKind(kind)
    return Segment(chosen, language if chosen is SegmentKind.LANGUAGE else "")


def size_of(audience: Audience, segment: Segment) -> int:
    match segment.kind:
        case SegmentKind.ALL:
            return audience.everybody
        case SegmentKind.BUYERS:
            return audience.buyers
        case SegmentKind.INACTIVE:
            return audience.inactive
        case SegmentKind.LANGUAGE:
            return audience.languages.get(segment.language, 0)


def _minutes(broadcast: Broadcast) -> int:
    if broadcast.started_at is None or broadcast.finished_at is None:
        return 0
    return max(1, round((broadcast.finished_at - broadcast.started_at).total_seconds() / 60))


async def _get(tx: Transaction, broadcast_id: int) -> Broadcast:
    found = await tx.broadcasts.get(broadcast_id)
    if found is None:
        raise NotFoundError("broadcast")
    return found


async def _progress(tx: Transaction, broadcast_id: int) -> Progress:
    return Progress(await _get(tx, broadcast_id), await tx.broadcasts.counts(broadcast_id))
