"""The stores of one transaction, all on its one connection."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.admin_actions import AdminActions
from storage.aftercare import Aftercare
from storage.broadcasts import Broadcasts
from storage.catalog import Catalog
from storage.customers import Customers
from storage.exports import Exports
from storage.inbox import Inbox
from storage.keepsakes import Favourites, MassOrders
from storage.ledger import Ledger
from storage.order_reports import OrderReports
from storage.orders import Orders
from storage.outbox import Outbox
from storage.payments import Invoices, Payments
from storage.personal_data import PersonalData
from storage.promotions import Promos, Referrals
from storage.provider_watches import ProviderWatches
from storage.providers import Providers
from storage.quotes import Quotes
from storage.reports import Reports
from storage.settings import SettingRows
from storage.staff import Audit, Markups, Notes, Roles
from storage.tickets import Tickets


class UnitOfWork:
    """`bot.core.ports.Transaction`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection  # for what is no store of the core: the conversations' states
        self.customers = Customers(connection)
        self.catalog = Catalog(connection)
        self.quotes = Quotes(connection)
        self.orders = Orders(connection)
        self.ledger = Ledger(connection)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.admin_actions = AdminActions(connection)
        self.settings = SettingRows(connection)
        self.providers = Providers(connection)
        self.aftercare = Aftercare(connection)
        self.invoices = Invoices(connection)
        self.payments = Payments(connection)
        self.promos = Promos(connection)
        self.referrals = Referrals(connection)
        self.roles = Roles(connection)
        self.audit = Audit(connection)
        self.notes = Notes(connection)
        self.markups = Markups(connection)
        self.favourites = Favourites(connection)
        self.mass_orders = MassOrders(connection)
        self.order_reports = OrderReports(connection)
        self.personal_data = PersonalData(connection)
        self.broadcasts = Broadcasts(connection)
        self.tickets = Tickets(connection)
        self.reports = Reports(connection)
        self.exports = Exports(connection)
        self.watches = ProviderWatches(connection)
