"""What a customer or an admin does in the chat. The order of the routers is the order in which an update is offered."""

from __future__ import annotations

from aiogram import Router

from handlers import errors, fallback
from handlers.customer import catalog, menu, ordering, orders, quotes, wallet
from handlers.middlewares import PrivateChats, ShopWords, Visitor


def build_router() -> Router:
    root = Router(name="shop")
    for observer in (root.message, root.callback_query):
        observer.outer_middleware(PrivateChats())
        observer.outer_middleware(Visitor())
        observer.outer_middleware(ShopWords())
    root.include_routers(
        errors.router,
        catalog.router,
        menu.router,
        ordering.router,  # Order, answers as buttons, /cancel
        quotes.router,
        orders.router,
        wallet.router,
        ordering.typing,  # after every command: what is typed now is an answer
        fallback.router,
    )
    return root
