"""Every handler can be called, and was: nothing in `handlers` is out of reach of a person in the chat."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter

from handlers import build_router
from handlers.customer.dialogue import Dialogues
from tests.flow.reach import handlers_of, name_of, reached
from tests.flow.world import open_world

FROM_AIOGRAM = {"bot", "state", "raw_state", "event_update", "event_from_user", "event_chat"}
FROM_MIDDLEWARES = {"customer", "t"}


async def test_every_parameter_of_every_handler_is_injected(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        given = set(world.shop.dispatcher.workflow_data) | FROM_AIOGRAM
        for observer, handler in handlers_of(world.shop.dispatcher):
            here = set(given)
            if observer != "error":
                here |= FROM_MIDDLEWARES
            if observer == "callback_query":
                here.add("tap")
            filters = [one.callback for one in handler.filters or ()]
            if any(isinstance(one, Command) for one in filters):
                here.add("command")
            if any(isinstance(one, CallbackQueryFilter) for one in filters):
                here.add("callback_data")
            if _has_dialogues(world.shop.dispatcher, observer, handler):
                here.add("dialogue")
            _event, *wanted = inspect.signature(handler.callback).parameters
            missing = set(wanted) - here
            assert not missing, f"{name_of(handler)} asks for {missing}"


def _has_dialogues(root: Router, observer: str, handler: HandlerObject) -> bool:
    (owner,) = (router for router in root.chain_tail if handler in router.observers[observer].handlers)
    return any(isinstance(one, Dialogues) for one in owner.observers[observer].middleware)


def test_every_handler_was_reached(request: pytest.FixtureRequest) -> None:
    """Stands last, and speaks for the whole directory only."""
    files = {Path(item.path) for item in request.session.items}
    directory = Path(__file__).parent
    if not files.issuperset(directory.glob("test_*.py")) or request.session.testsfailed:
        pytest.skip("only where all of tests/flow ran, and passed")
    missed = sorted({name_of(handler) for _, handler in handlers_of(build_router())} - reached)
    assert not missed
