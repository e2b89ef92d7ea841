"""What admins put on sale, what they call it, and what is never sold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.audit import AuditLine
from bot.core.catalog import Category, OwnWords, Service
from bot.core.clock import Clock
from bot.core.deny_list import MAX_ENTRIES, DenyList, host_of
from bot.core.errors import InputError, NotFoundError
from bot.core.ports import AdminAction, Storage, Transaction
from bot.core.pricing import Markup
from bot.core.roles import Right
from bot.core.services.authority import Authority
from bot.core.services.catalog import DENIED_HOSTS, DENIED_WORDS, CatalogService
from bot.core.services.changes import Changes

PUBLISH = "publish"
MAX_NAME, MAX_DESCRIPTION = 200, 1_000


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service as admins see it. Price and cost are of 1000, or of one order; None: no known currency or rate."""

    service: Service
    category: Category | None
    words: OwnWords
    price_micros: int | None
    cost_micros: int | None
    markup: Markup | None
    percent: str
    is_denied: bool


class Shelf:
    def __init__(
        self, storage: Storage, clock: Clock, catalog: CatalogService, authority: Authority, changes: Changes
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._catalog = catalog
        self._authority = authority
        self._changes = changes
        changes.learn(PUBLISH, Right.SHELF, self._publish_found, catalog.refresh_if_changed)

    def require(self, admin_id: int) -> None:
        self._authority.require(admin_id, Right.SHELF)

    async def publishable(self, admin_id: int) -> list[tuple[Category, int, int]]:
        """Every category with the number of its services that can be sold, and of those that are on sale."""
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.reading() as tx:
            categories = await tx.catalog.categories()
            services = await tx.catalog.services()
        sellable = [service for service in services if service.order_type is not None]
        able = Counter(service.category_id for service in sellable)
        on = Counter(service.category_id for service in sellable if service.published)
        shown = sorted((c for c in categories if able[c.id]), key=lambda c: (c.position, c.id))
        return [(category, able[category.id], on[category.id]) for category in shown]

    async def services_of(self, admin_id: int, category_id: int) -> list[Service]:
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.reading() as tx:
            services = await tx.catalog.services()
        found = [s for s in services if s.category_id == category_id and s.order_type is not None]
        return sorted(found, key=lambda service: (service.position, service.id))

    async def search(self, admin_id: int, words: Sequence[str]) -> list[Service]:
        """Services that can be sold, on sale or not, whose number, name or category holds every word."""
        self._authority.require(admin_id, Right.SHELF)
        wanted = [word.casefold() for word in words if word]
        async with self._storage.reading() as tx:
            names = {category.id: category.name for category in await tx.catalog.categories()}
            services = await tx.catalog.services()
        return [
            service
            for service in services
            if service.order_type is not None
            and all(
                word in f"{service.id} {service.name} {names.get(service.category_id, '')}".casefold()
                for word in wanted
            )
        ]

    async def propose_found(self, admin_id: int, found: Sequence[Service], *, on: bool) -> AdminAction | None:
        """Put all that was found on sale, or take it off; None: it is so already."""
        ids = [service.id for service in found if service.published is not on]
        return await self._changes.propose(admin_id, PUBLISH, {"ids": ids, "on": on}) if ids else None

    async def card(self, admin_id: int, service_id: int) -> ServiceCard:
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.reading() as tx:
            service = await tx.catalog.service(service_id)
            words = await tx.catalog.own_words(service_id)
            if service is None or words is None:
                raise NotFoundError("service")
            categories = {category.id: category for category in await tx.catalog.categories()}
        category, book = categories.get(service.category_id), self._catalog.price_book
        return ServiceCard(
            service,
            category,
            words,
            book.shown_price(service),
            book.shown_cost(service),
            book.own_markup(service),
            f"{book.percent(service).normalize():f}",
            self._catalog.deny_list.denies_name(service.name, category.name if category else ""),
        )

    async def publish_category(self, admin_id: int, category_id: int, published: bool) -> int:
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.transaction() as tx:
            count = await tx.catalog.publish_category(category_id, published)
            await self._note(tx, admin_id, published, f"category {category_id} ({count})")
        await self._catalog.refresh_if_changed()
        return count

    async def publish_service(self, admin_id: int, service_id: int, published: bool) -> None:
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.transaction() as tx:
            if await tx.catalog.publish_service(service_id, published):
                await self._note(tx, admin_id, published, f"service {service_id}")
        await self._catalog.refresh_if_changed()

    async def publish_everything(self, admin_id: int, published: bool) -> int:
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.transaction() as tx:
            count = await tx.catalog.publish_all(published)
            await self._note(tx, admin_id, published, f"everything ({count})")
        await self._catalog.refresh_if_changed()
        return count

    async def name_service(
        self, admin_id: int, service_id: int, *, name: str | None = None, description: str | None = None
    ) -> OwnWords:
        """Words of one's own; "" brings the provider's back, None leaves what there is."""
        self._authority.require(admin_id, Right.SHELF)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            old = await tx.catalog.own_words(service_id)
            if old is None:
                raise NotFoundError("service")
            new = replace(
                old,
                own_name=old.own_name if name is None else _own(name, MAX_NAME),
                own_description=old.own_description if description is None else _own(description, MAX_DESCRIPTION),
            )
            await tx.catalog.name_service(service_id, new.own_name, new.own_description)
            before, after = (old.own_name, new.own_name) if name is not None else (
                old.own_description, new.own_description
            )  # fmt: skip
            await tx.audit.add(AuditLine(now, admin_id, "words", f"service {service_id}", before or "", after or ""))
        await self._catalog.refresh_if_changed()
        return new

    async def name_category(self, admin_id: int, category_id: int, name: str) -> None:
        """ "" brings the provider's name back."""
        self._authority.require(admin_id, Right.SHELF)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            old = next((c for c in await tx.catalog.categories() if c.id == category_id), None)
            if old is None:
                raise NotFoundError("category")
            own = _own(name, MAX_NAME)
            await tx.catalog.name_category(category_id, own)
            await tx.audit.add(AuditLine(now, admin_id, "words", f"category {category_id}", old.name, own or ""))
        await self._catalog.refresh_if_changed()

    async def deny(self, admin_id: int, kind: str, entry: str, *, on: bool) -> DenyList:
        """`kind`: word or host. InputError: the entry can't be used."""
        self._authority.require(admin_id, Right.SHELF)
        cleaned = " ".join(entry.split()).casefold()[:100] if kind == "word" else host_of(entry.strip())
        if not cleaned or (kind == "host" and "." not in cleaned):
            raise InputError("deny-entry")
        setting = DENIED_WORDS if kind == "word" else DENIED_HOSTS
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            old: list[str] = await tx.settings.get(setting) or []
            new = sorted({*old, cleaned}) if on else [one for one in old if one != cleaned]
            if len(new) > MAX_ENTRIES:
                raise InputError("deny-too-many", limit=MAX_ENTRIES)
            if new != old:
                await tx.settings.set(setting, new, now)
                what = "deny" if on else "allow"
                await tx.audit.add(AuditLine(now, admin_id, what, f"{kind} {cleaned}"))
        await self._catalog.refresh_if_changed()
        return self._catalog.deny_list

    async def _publish_found(self, tx: Transaction, action: AdminAction, now: datetime) -> None:
        on = bool(action.params["on"])
        await tx.catalog.publish_services(action.params["ids"], on)
        await self._note(tx, action.admin_id, on, f"found ({len(action.params['ids'])})")

    async def _note(self, tx: Transaction, admin_id: int, published: bool, subject: str) -> None:
        await tx.audit.add(AuditLine(self._clock.now(), admin_id, "publish" if published else "unpublish", subject))


def _own(typed: str, limit: int) -> str | None:
    text = typed.strip()
    if len(text) > limit:
        raise InputError("text-too-long", limit=limit)
    return text or None
