"""One process's share of a campaign."""

from __future__ import annotations

import asyncio

from tests.crash import databases
from tests.crash.campaign import Campaign, CampaignError, Tally
from tests.crash.keeper import Nursery


def part_of_campaign(kills: int, seed: int, point: str | None, server: str | None, only_points: bool) -> Tally | str:
    """What was done, or the words of the invariant that broke."""

    async def run() -> Tally | str:
        with Nursery() as nursery:
            campaign = Campaign(nursery, server, say=lambda line: print(f"[{seed}] {line}", flush=True))
            try:
                await campaign.rehearse()
                if only_points:
                    print("\n".join(campaign.points))
                    return Tally()
                return await campaign.run(kills, seed, only=point)
            except CampaignError as error:
                print(error, flush=True)
                return str(error)
            finally:
                await databases.drop_template(server)

    return asyncio.run(run())
