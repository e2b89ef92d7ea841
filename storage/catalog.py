"""Categories and services, kept equal to the providers' lists."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Update, bindparam, case, delete, false, func, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.catalog import Category, Fallback, OwnWords, PriceChange, Service, SyncReport
from bot.core.ports import CatalogueChange
from bot.core.provider import ServiceRow
from storage.catalog_diff import LISTED, CatalogueDiff, StoredService, category_names, difference
from storage.rows import columns_of, in_chunks
from storage.schema import catalog_versions, categories, service_fallbacks, services, sync_reports
from storage.upsert import insert as upsert

CATEGORY_COLUMNS = columns_of(
    categories, Category, name=func.coalesce(categories.c.own_name, categories.c.name).label("name")
)
SERVICE_COLUMNS = columns_of(
    services,
    Service,
    # An admin's words win over the provider's.
    name=func.coalesce(services.c.own_name, services.c.name).label("name"),
    description=func.coalesce(services.c.own_description, services.c.description).label("description"),
    # What a refusal taught wins over what the list prints.
    refill=case((services.c.refill_refused, false()), else_=services.c.refill).label("refill"),
    cancel=case((services.c.cancel_refused, false()), else_=services.c.cancel).label("cancel"),
)
# Rows a statement: what one takes in the event loop stays at a few milliseconds.
CHUNK = 500
NAMED = 20  # new and gone services that a report may name


class Catalog:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def categories(self) -> list[Category]:
        statement = select(*CATEGORY_COLUMNS).order_by(categories.c.position, categories.c.id)
        return [Category(*row) for row in await self._connection.execute(statement)]

    async def services(self) -> list[Service]:
        found: list[Service] = []
        statement = select(*SERVICE_COLUMNS).where(services.c.gone_at.is_(None)).order_by(services.c.id).limit(CHUNK)
        last = 0
        while True:  # page by page: 20,000 rows in one go would hold up the event loop
            page = (await self._connection.execute(statement.where(services.c.id > last))).all()
            found += [Service(*row) for row in page]
            if len(page) < CHUNK:
                return found
            last = page[-1].id

    async def service(self, service_id: int) -> Service | None:
        row = (await self._connection.execute(select(*SERVICE_COLUMNS).where(services.c.id == service_id))).first()
        return None if row is None else Service(*row)

    async def merge(
        self, provider: str, rows: Sequence[ServiceRow], at: datetime, *, publish: bool, complete: bool = True
    ) -> CatalogueChange:
        # Two replicas that sync at once follow one another: this row is locked until the transaction ends.
        await self._connection.execute(select(catalog_versions.c.version).with_for_update())
        published = await self._merge_categories(rows, publish)
        stored = await self._stored(provider)
        ids = {folded: category_id for folded, (category_id, _) in published.items()}
        diff = await asyncio.to_thread(difference, stored, rows, ids)
        if not complete:
            diff.gone, diff.gone_names = [], []
        on_sale = {category_id for category_id, is_published in published.values() if is_published}
        for row in diff.inserts:
            row |= {"provider": provider, "published": publish or row["category_id"] in on_sale}
        await self._write(diff, at)
        return CatalogueChange(
            new=len(diff.inserts),
            gone=len(diff.gone),
            back=len(diff.back),
            changed=tuple(diff.repriced),
            total=len({row.service for row in rows}),
            new_names=tuple(row["name"] for row in diff.inserts[:NAMED]),
            gone_names=tuple(diff.gone_names[:NAMED]),
        )

    async def publish_category(self, category_id: int, published: bool) -> int:
        await self._connection.execute(
            update(categories).where(categories.c.id == category_id).values(published=published)
        )
        return await self._publish(update(services).where(services.c.category_id == category_id), published)

    async def publish_all(self, published: bool) -> int:
        await self._connection.execute(update(categories).values(published=published))
        return await self._publish(update(services), published)

    async def publish_service(self, service_id: int, published: bool) -> bool:
        return await self.publish_services([service_id], published) > 0

    async def publish_services(self, service_ids: Sequence[int], published: bool) -> int:
        count = 0
        for chunk in in_chunks(service_ids, CHUNK):
            count += await self._publish(update(services).where(services.c.id.in_(chunk)), published)
        return count

    async def name_category(self, category_id: int, own_name: str | None) -> None:
        await self._connection.execute(
            update(categories).where(categories.c.id == category_id).values(own_name=own_name)
        )
        await self._raise_version()

    async def name_service(self, service_id: int, own_name: str | None, own_description: str | None) -> None:
        await self._connection.execute(
            update(services)
            .where(services.c.id == service_id)
            .values(own_name=own_name, own_description=own_description)
        )
        await self._raise_version()

    async def own_words(self, service_id: int) -> OwnWords | None:
        columns = (services.c.name, services.c.description, services.c.own_name, services.c.own_description)
        row = (await self._connection.execute(select(*columns).where(services.c.id == service_id))).first()
        return None if row is None else OwnWords(*row)

    async def record_sync(self, report: SyncReport, at: datetime) -> None:
        document = asdict(report)
        document["changed"] = [
            [change.service_id, change.name, str(change.old_rate), str(change.new_rate)] for change in report.changed
        ]
        statement = upsert(sync_reports).values(provider=report.provider, synced_at=at, report=document)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[sync_reports.c.provider],
                set_={"synced_at": statement.excluded.synced_at, "report": statement.excluded.report},
            )
        )

    async def last_syncs(self) -> Mapping[str, tuple[SyncReport, datetime]]:
        statement = select(sync_reports.c.provider, sync_reports.c.report, sync_reports.c.synced_at)
        return {
            provider: (_report(document), synced_at)
            for provider, document, synced_at in await self._connection.execute(statement)
        }

    async def version(self) -> int:
        version: int = (await self._connection.execute(select(catalog_versions.c.version))).scalar_one()
        return version

    async def fallback(self, service_id: int) -> Fallback | None:
        statement = select(service_fallbacks.c.fallback_id, service_fallbacks.c.below_cost)
        row = (await self._connection.execute(statement.where(service_fallbacks.c.service_id == service_id))).first()
        service = await self.service(row.fallback_id) if row is not None else None
        return Fallback(service, row.below_cost) if row is not None and service is not None else None

    async def set_fallback(self, service_id: int, fallback_id: int | None, *, below_cost: bool) -> None:
        await self._connection.execute(delete(service_fallbacks).where(service_fallbacks.c.service_id == service_id))
        if fallback_id is not None:
            await self._connection.execute(
                insert(service_fallbacks).values(service_id=service_id, fallback_id=fallback_id, below_cost=below_cost)
            )

    async def disable_flag(self, service_id: int, flag: str) -> None:
        if flag not in ("refill", "cancel"):
            raise ValueError(f"no such flag of a service: {flag}")
        column = services.c[f"{flag}_refused"]
        result = await self._connection.execute(
            update(services).where(services.c.id == service_id, ~column).values({column: True})
        )
        if result.rowcount:
            await self._raise_version()

    async def _merge_categories(self, rows: Sequence[ServiceRow], publish: bool) -> dict[str, tuple[int, bool]]:
        """Id and publication by folded name, the new ones added behind the others."""
        columns = (categories.c.folded, categories.c.id, categories.c.published, categories.c.position)
        found = (await self._connection.execute(select(*columns))).all()
        known = {folded: (category_id, published) for folded, category_id, published, _ in found}
        names = await asyncio.to_thread(category_names, rows)
        behind = max((position for *_, position in found), default=-1) + 1
        new = [
            {"name": name, "folded": folded, "position": behind + number, "published": publish}
            for number, (folded, name) in enumerate((f, n) for f, n in names.items() if f not in known)
        ]
        for chunk in in_chunks(new, CHUNK):
            statement = upsert(categories).on_conflict_do_nothing(index_elements=[categories.c.folded])
            await self._connection.execute(statement, chunk)
        if new:
            found = (await self._connection.execute(select(*columns))).all()
            known = {folded: (category_id, published) for folded, category_id, published, _ in found}
        return known

    async def _stored(self, provider: str) -> list[StoredService]:
        columns = (services.c.id, services.c.provider_service_id, services.c.gone_at.is_not(None))
        listed = [services.c[name] for name in LISTED]
        statement = select(*columns, *listed).where(services.c.provider == provider).order_by(services.c.id)
        found: list[StoredService] = []
        last = 0
        while True:
            page = (await self._connection.execute(statement.where(services.c.id > last).limit(CHUNK))).all()
            found += [StoredService(row[0], row[1], row[2], tuple(row[3:])) for row in page]
            if len(page) < CHUNK:
                return found
            last = found[-1].id

    async def _write(self, diff: CatalogueDiff, at: datetime) -> None:
        if diff.is_empty:
            return
        changing = update(services).where(services.c.id == bindparam("of"))
        for inserts in in_chunks(diff.inserts, CHUNK):
            await self._connection.execute(insert(services), inserts)
        listed = changing.values({name: bindparam(f"new_{name}") for name in LISTED})
        for updates in in_chunks(diff.updates, CHUNK):
            await self._connection.execute(listed, updates)
        for ids, gone_at in ((diff.gone, at), (diff.back, null())):
            for chunk in in_chunks(ids, CHUNK):
                await self._connection.execute(update(services).where(services.c.id.in_(chunk)).values(gone_at=gone_at))
        await self._raise_version()

    async def _publish(self, which: Update, published: bool) -> int:
        """How many services that customers could see changed; gone ones follow, for when they come back."""
        changed = await self._connection.execute(
            which.where(services.c.published != published).values(published=published).returning(services.c.gone_at)
        )
        count = sum(gone_at is None for (gone_at,) in changed)
        await self._raise_version()
        return count

    async def _raise_version(self) -> None:
        await self._connection.execute(update(catalog_versions).values(version=catalog_versions.c.version + 1))


def _report(document: dict[str, Any]) -> SyncReport:
    changes = (
        PriceChange(service_id, name, Decimal(old), Decimal(new)) for service_id, name, old, new in document["changed"]
    )
    listed = {name: tuple(document.get(name, ())) for name in ("new_names", "gone_names", "stopped")}
    return SyncReport(**{**document, **listed, "changed": tuple(changes)})
