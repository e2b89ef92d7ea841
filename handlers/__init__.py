"""What a customer or an admin does in the chat. The order of the routers is the order in which an update is offered."""

from __future__ import annotations

from aiogram import Router

from handlers import fallback, payments
from handlers.admin import (
    broadcast,
    guide,
    money,
    people,
    reports,
    review,
    second_provider,
    shelf,
    shop,
    staff,
    tickets,
    typed,
    wares,
)
from handlers.admin import payments as admin_payments
from handlers.admin import promo as admin_promo
from handlers.customer import catalog, mass, menu, ordering, orders, own, promo, quotes, support, topup, wallet
from handlers.errors import build_errors_router
from handlers.middlewares import PrivateChats, ShopWords, TypedCommand, Visitor
from handlers.patience import Patience

# Buttons of the catalogue come early: they are what is tapped most.
ORDER = (
    review.routes,  # /order of an admin before a customer's
    catalog.routes,
    support.routes,
    menu.routes,
    ordering.routes,  # Order, answers as buttons, /cancel
    quotes.routes,
    orders.routes,
    wallet.routes,
    own.routes,
    mass.routes,
    topup.routes,
    promo.routes,
    payments.routes,
    shop.routes,
    guide.routes,
    people.routes,
    shelf.routes,
    wares.routes,
    staff.routes,
    money.routes,
    second_provider.routes,
    admin_payments.routes,
    admin_promo.routes,
    broadcast.routes,
    tickets.routes,
    reports.routes,
    broadcast.typing,
    tickets.typing,
    review.typing,
    typed.typing,
    admin_payments.typing,
    topup.typing,
    support.typing,
    mass.typing,
    ordering.typing,  # after every command: what is typed now is an answer
    fallback.routes,
)


def build_router() -> Router:
    root = Router(name="shop")
    patience = Patience()
    root.message.outer_middleware(payments.Refunds())
    for observer in (root.message, root.callback_query):
        observer.outer_middleware(PrivateChats())
        observer.outer_middleware(Visitor())
        observer.outer_middleware(patience)
        observer.outer_middleware(ShopWords())
    root.message.outer_middleware(TypedCommand())
    root.pre_checkout_query.outer_middleware(Visitor())  # too late an answer is none: nothing else stands before it
    root.include_routers(build_errors_router(), *(routes.build() for routes in ORDER))
    return root
