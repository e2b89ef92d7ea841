"""Work that one replica does for all: whoever holds the duty, until it dies or ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.core.errors import StorageAwayError
from bot.workers.supervisor import Heart, Work, pause

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0


class Leases(Protocol):
    """StorageAwayError: nobody knows who holds what now."""

    def holds(self, name: str) -> bool: ...

    async def take(self, name: str) -> bool: ...

    async def give_back(self, name: str) -> None: ...

    async def renew(self) -> None: ...


class DutyLostError(Exception):
    """Another replica has it now."""


@dataclass(slots=True)
class _DutyHeart(Heart):
    """Beats with its worker's heart, and ends the work where the duty is lost."""

    leases: Leases | None = None
    name: str = ""
    outer: Heart | None = None

    def beat(self) -> None:
        if self.leases is not None and not self.leases.holds(self.name):
            raise DutyLostError(self.name)
        if self.outer is not None:
            self.outer.beat()


def duty(leases: Leases | None, name: str, work: Work) -> Work:
    """`work`, done only while this process holds the duty; without leases there is no other."""
    if leases is None:
        return work

    async def run(heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            try:
                if await leases.take(name):
                    log.info("duty", duty=name)
                    try:
                        await work(_DutyHeart(heart.clock, heart.stopping, leases=leases, name=name, outer=heart))
                    finally:
                        await leases.give_back(name)
            except DutyLostError:
                log.warning("duty_lost", duty=name)
            except StorageAwayError as error:
                log.warning("duty_put_off", duty=name, error=str(error))
            await pause(heart, LOOK_EVERY)

    return run


def keep_leases(leases: Leases, every: float) -> Work:
    """A worker: renews what this process holds."""

    async def run(heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            try:
                await leases.renew()
            except StorageAwayError as error:
                log.warning("leases_not_renewed", error=str(error))
            await pause(heart, every)

    return run
