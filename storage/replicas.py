"""What several processes of one shop agree on in Redis: whose turn a customer is, who has a duty, how fast to write.

All of it is by lease. A process that dies loses what it held after LEASE seconds; one that lives renews it. None of it
guards money: that is the database's, so a lease that two believe they hold for a moment costs a call, not an order.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from uuid import uuid4

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.core.errors import StorageAwayError

log = structlog.get_logger(__name__)

LEASE = 8.0
RENEW_EVERY = 2.0
_ASK_FIRST = 0.02
_ASK_EVERY = 0.3
_SAVED_UP_MS = 200  # a calm moment saves up no more than this of the pace

_RENEW = """
local kept = {}
for index, key in ipairs(KEYS) do
    kept[index] = redis.call('get', key) == ARGV[1] and redis.call('pexpire', key, ARGV[2]) or 0
end
return kept
"""
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
# One moment for all: when the next message may go. Idle time gives room for ARGV[2] milliseconds of them at once.
_PACE = """
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local next = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now - tonumber(ARGV[2]))
redis.call('set', KEYS[1], next + ARGV[1], 'px', 60000)
return math.max(0, math.ceil(next - now))
"""


class Replicas:
    """`namespace` keeps shops that share a Redis apart: the bot's id."""

    def __init__(self, url: str, namespace: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._prefix = f"shop:{namespace}:"
        self._owner = uuid4().hex
        self._held: dict[str, object] = {}  # the name, and a mark of the time that it was taken
        self._renew = self._redis.register_script(_RENEW)
        self._release = self._redis.register_script(_RELEASE)
        self._pace = self._redis.register_script(_PACE)

    async def close(self) -> None:
        for name in tuple(self._held):
            try:
                await self.give_back(name)
            except StorageAwayError:
                break
        await self._redis.aclose()

    def holds(self, name: str) -> bool:
        return name in self._held

    async def take(self, name: str) -> bool:
        """Whether this process holds it now. StorageAwayError: Redis does not answer."""
        try:
            got = await self._redis.set(self._prefix + name, self._owner, nx=True, px=int(LEASE * 1000))
        except (RedisError, OSError) as error:
            raise StorageAwayError(f"Redis does not answer: {type(error).__name__}") from error
        if got:
            self._held[name] = object()
        return bool(got)

    async def free(self, names: Collection[str]) -> set[str]:
        if not names:
            return set()
        try:
            owners = await self._redis.mget([self._prefix + name for name in names])
        except (RedisError, OSError) as error:
            raise StorageAwayError(f"Redis does not answer: {type(error).__name__}") from error
        return {name for name, owner in zip(names, owners, strict=True) if owner is None}

    async def give_back(self, name: str) -> None:
        self._held.pop(name, None)
        try:
            await self._release(keys=[self._prefix + name], args=[self._owner])
        except (RedisError, OSError) as error:
            raise StorageAwayError(f"Redis does not answer: {type(error).__name__}") from error

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for it, and hold it for the block."""
        wait = _ASK_FIRST
        while not await self.take(name):
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, _ASK_EVERY)
        try:
            yield
        finally:
            try:
                await self.give_back(name)
            except StorageAwayError as error:
                log.warning("lease_not_given_back", lease=name, error=str(error))  # it lapses by itself

    async def renew(self) -> None:
        """Renew all that is held, in one call; what has become another's meanwhile is held no more."""
        held = dict(self._held)
        if not held:
            return
        try:
            kept = await self._renew(keys=[self._prefix + name for name in held], args=[self._owner, int(LEASE * 1000)])
        except (RedisError, OSError) as error:
            raise StorageAwayError(f"Redis does not answer: {type(error).__name__}") from error
        for (name, since), is_kept in zip(held.items(), kept, strict=True):
            if not is_kept and self._held.get(name) is since:  # not given back, nor taken anew, meanwhile
                del self._held[name]
                log.warning("lease_lost", lease=name)

    async def wait_for_pace(self, rate: float) -> bool:
        """Wait for this message's turn among those of all replicas; False: Redis does not answer."""
        try:
            wait_ms = await self._pace(keys=[self._prefix + "pace"], args=[1000 / rate, _SAVED_UP_MS])
        except (RedisError, OSError):
            return False
        await asyncio.sleep(int(wait_ms) / 1000)
        return True
