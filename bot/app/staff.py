"""The use cases of those who run the shop, and what customers keep for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app.services import Services
from bot.core.clock import Clock
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.delivery import Delivery
from bot.core.services.favourites import Favourites
from bot.core.services.guide import Guide
from bot.core.services.house import House
from bot.core.services.mass import MassOrders
from bot.core.services.own_data import OwnData
from bot.core.services.people import People
from bot.providers.registry import Registry


@dataclass(slots=True)
class Staff:
    """Under the names by which handlers ask for them."""

    people: People
    house: House
    guide: Guide
    delivery: Delivery
    favourites: Favourites
    mass_orders: MassOrders
    own_data: OwnData


def make_staff(storage: Storage, clock: Clock, policy: ShopPolicy, services: Services, registry: Registry) -> Staff:
    catalog, authority, customers = services.catalog, services.authority, services.customers
    return Staff(
        people=People(storage, clock, customers, authority, services.changes),
        house=House(storage, clock, catalog, authority),
        guide=Guide(storage, policy, catalog, authority, lambda: tuple(provider.name for provider in registry)),
        delivery=Delivery(storage, clock, authority),
        favourites=Favourites(storage, clock, catalog),
        mass_orders=MassOrders(storage, clock, catalog, services.checkout),
        own_data=OwnData(storage, clock, customers),
    )
