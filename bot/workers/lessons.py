"""Writes down what providers were seen to speak, so that it is learnt once and not after every start."""

from __future__ import annotations

from dataclasses import asdict, replace

from bot.core.bells import Bell
from bot.core.ports import ProviderRecord, Storage
from bot.core.provider import Dialect
from bot.workers.supervisor import Heart


class Lessons:
    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._learnt: dict[str, Dialect] = {}
        self.bell = Bell()

    def learnt(self, provider: str, dialect: Dialect) -> None:
        self._learnt[provider] = dialect
        self.bell.ring()

    async def run(self, heart: Heart) -> None:
        while True:
            heart.beat()
            await self._write()
            if heart.stopping.is_set():
                return
            await self.bell.wait(30)

    async def _write(self) -> None:
        while self._learnt:
            name, dialect = self._learnt.popitem()
            async with self._storage.transaction() as tx:
                record = await tx.providers.get(name) or ProviderRecord(name)
                # Another replica may have learnt what this one did not meet yet.
                facts = {fact: told for fact, told in asdict(dialect).items() if told is not None}
                await tx.providers.save(replace(record, dialect=replace(record.dialect, **facts)))
