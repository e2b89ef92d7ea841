"""Every button and every command leads to a handler, and every handler can be given what it asks for."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from bot.app import dispatcher, shop
from bot.ui import callbacks, desk_callbacks, staff_callbacks
from bot.ui.commands import ADMIN_COMMANDS, CUSTOMER_COMMANDS
from handlers import build_router


def _workflow() -> set[str]:
    """What the composition root hands to the dispatcher, read from its source."""
    return {
        keyword.arg
        for module in (dispatcher, shop)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Dispatcher", "make_dispatcher")
        for keyword in node.keywords
        if keyword.arg is not None
    }


WORKFLOW = _workflow()
MIDDLEWARES = {"customer", "dialogue", "t", "tap"}
AIOGRAM = {"bot", "callback_data", "command", "event", "raw_state", "state"}


def walked(router: Router) -> Iterator[Router]:
    yield router
    for child in router.sub_routers:
        yield from walked(child)


def handlers() -> list[tuple[str, HandlerObject]]:
    return [
        (event, handler)
        for router in walked(build_router())
        for event in ("message", "callback_query", "error")
        for handler in router.observers[event].handlers
    ]


HANDLERS = handlers()
NAMES = [f"{handler.callback.__module__}.{handler.callback.__name__}" for _, handler in HANDLERS]


@pytest.mark.parametrize("handler", [handler for _, handler in HANDLERS], ids=NAMES)
def test_what_a_handler_asks_for_is_there(handler: HandlerObject) -> None:
    _event, *asked = inspect.signature(handler.callback).parameters
    assert set(asked) <= WORKFLOW | MIDDLEWARES | AIOGRAM


@pytest.mark.parametrize("handler", [handler for _, handler in HANDLERS], ids=NAMES)
def test_no_filter_costs_a_thread(handler: HandlerObject) -> None:
    for one in handler.filters or ():
        assert one.awaitable, one


def test_every_button_leads_somewhere() -> None:
    heard = {
        one.callback.callback_data
        for _, handler in HANDLERS
        for one in handler.filters or ()
        if isinstance(one.callback, CallbackQueryFilter)
    }
    known = {
        kind
        for module in (callbacks, desk_callbacks, staff_callbacks)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, CallbackData) and kind is not CallbackData
    }
    assert known - heard == set()


def test_every_command_of_the_menu_is_heard() -> None:
    heard = {
        name
        for _, handler in HANDLERS
        for one in handler.filters or ()
        if isinstance(one.callback, Command)
        for name in one.callback.commands
    }
    assert set(CUSTOMER_COMMANDS + ADMIN_COMMANDS) - heard == set()
    promised = "start catalog search orders order balance topup language support help cancel terms privacy paysupport"
    assert set(promised.split()) <= {str(name) for name in heard}


def test_two_shops_can_live_in_one_process() -> None:
    assert build_router() is not build_router()


@pytest.mark.parametrize("name", NAMES)
def test_handlers_say_what_happened(name: str) -> None:
    assert not name.rsplit(".", 1)[1].startswith(("handle", "process", "on_", "cmd"))
