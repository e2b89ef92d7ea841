"""Alembic's environment. The program hands a connection in (`storage.migrate`); at the command line the URL is named:

alembic -c storage/migrations/alembic.ini -x url=sqlite+aiosqlite:///data/shop.db revision --autogenerate -m "..."
"""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection

from storage.connect import database_url, migrating_engine
from storage.schema import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="types.",
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_by_url(url: str) -> None:
    engine = migrating_engine(database_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
else:
    asyncio.run(run_by_url(context.get_x_argument(as_dictionary=True)["url"]))
