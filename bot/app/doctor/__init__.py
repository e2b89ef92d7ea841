"""`python -m bot check`: every neighbour of the shop is asked, and each trouble names the line of .env to change."""

from __future__ import annotations

from collections.abc import AsyncIterator

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, RedisError

from bot.app.doctor import database, providers, telegram
from bot.app.doctor.finding import Finding
from bot.settings import Settings

__all__ = ["Finding", "examine"]


async def examine(settings: Settings) -> list[Finding]:
    """Nothing is written, but for the empty file that SQLite makes where there was none."""
    findings: list[Finding] = []
    async for group in _groups(settings):
        findings += group
    return findings


async def _groups(settings: Settings) -> AsyncIterator[list[Finding]]:
    yield [_doubt(line) for line in settings.doubts]
    yield await database.file_and_tables(settings)
    yield await telegram.token_and_updates(settings)
    async with database.opened(settings) as opened:
        yield await providers.each(settings, opened)
        yield await telegram.admins(settings, opened)
        if opened is not None:
            yield await database.what_is_kept(settings, opened)
    if settings.redis_url is not None:
        yield [await _redis(settings.redis_url.get_secret_value())]


def _doubt(line: str) -> Finding:
    name, _, text = line.partition(": ")
    return Finding(False, name, text, name)


async def _redis(url: str) -> Finding:
    client = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
    try:
        await client.get("storefront:check")
    except AuthenticationError:
        return Finding(False, "Redis", "refuses the user or the password", "REDIS_URL")
    except (RedisError, OSError) as error:
        return Finding(False, "Redis", f"does not answer ({type(error).__name__})", "REDIS_URL")
    finally:
        await client.aclose()
    return Finding(True, "Redis", "answers")
