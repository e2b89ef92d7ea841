"""The desk of those who run the shop: broadcasts, tickets, reports, and the watch over providers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.ports import Storage
from bot.core.services.authority import Authority
from bot.core.services.broadcasts import Broadcasts
from bot.core.services.reports import Reports
from bot.core.services.tickets import Tickets


@dataclass(slots=True)
class Desk:
    """Under the names by which handlers ask for them."""

    broadcasts: Broadcasts
    tickets: Tickets
    reports: Reports


def make_desk(storage: Storage, clock: Clock, authority: Authority, bells: Bells) -> Desk:
    return Desk(
        broadcasts=Broadcasts(storage, clock, authority, bells),
        tickets=Tickets(storage, clock, authority, bells),
        reports=Reports(storage, clock, authority),
    )
