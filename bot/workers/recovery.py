"""Looks after what a crash leaves behind, and proves the ledger once a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.events import NoticeKind
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.alerts import to_admins
from bot.core.services.submission import Submission
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0
PROVE_EVERY = timedelta(days=1)
LINKS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows stay after their end; `links` None: for ever.

    Updates: at least the week in which Telegram's update ids are unique. Messages: long after the last look at an
    order, whose notices are told once.
    """

    updates: timedelta = timedelta(days=7)
    messages: timedelta = timedelta(days=30)
    links: timedelta | None = None


class Recovery:
    """`alone`: no other process shares this database. `proven` is told of every proof of the ledger."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        submission: Submission,
        bells: Bells,
        *,
        alone: bool,
        retention: Retention,
        proven: Callable[[bool, datetime], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._submission = submission
        self._bells = bells
        self._alone = alone
        self._retention = retention
        self._proven = proven
        self._proven_at: datetime | None = None

    async def at_start(self) -> None:
        """Before anything is submitted: calls that were in flight when the last run was killed are unknown."""
        for order in await self._submission.recover(everything=self._alone):
            log.warning("order_unknown_after_crash", order_id=order.id, provider=order.provider)
        if self._alone:
            # Messages that were on their way when the last run was killed wait for nobody's lease.
            async with self._storage.transaction() as tx:
                await tx.outbox.due_now(self._clock.now())

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            for order in await self._submission.recover(everything=False):
                log.warning("order_unknown_after_lease", order_id=order.id, provider=order.provider)
            now = self._clock.now()
            if self._proven_at is None or now - self._proven_at >= PROVE_EVERY:
                await self._prove(now)
                await self._forget(now)
                self._proven_at = now
            await pause(heart, LOOK_EVERY)

    async def _forget(self, now: datetime) -> None:
        keep = self._retention
        async with self._storage.transaction() as tx:
            await tx.inbox.forget(now - keep.updates)
            await tx.outbox.forget(now - keep.messages)
        while keep.links is not None:
            async with self._storage.transaction() as tx:
                if not await tx.personal_data.forget_links(now - keep.links, LINKS_AT_ONCE):
                    return

    async def _prove(self, now: datetime) -> None:
        async with self._storage.reading() as tx:
            proof = await tx.ledger.verify()
        self._proven(proof.holds, now)
        if proof.holds:
            log.info("ledger_proven", postings=proof.postings, accounts=proof.accounts, orders=proof.orders)
            return
        log.error("ledger_broken", problems=list(proof.problems[:20]))
        facts: dict[str, str | int | None] = {
            "count": len(proof.problems),
            "problems": "\n".join(proof.problems[:10]),
        }
        notices = to_admins(self._policy.admin_ids, NoticeKind.ADMIN_LEDGER_BROKEN, now.date().isoformat(), facts)
        async with self._storage.transaction() as tx:
            await tx.outbox.add(notices, now)
        self._bells.outbox.ring()
