"""The conversations' states, by aiogram's own rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from storage.engine import Database
from storage.fsm import FsmStorage
from tests.contract.storage_shop import rows_of

KEY = StorageKey(bot_id=42, chat_id=-1001, user_id=5_000_000_001)


class Ordering(StatesGroup):
    link = State()


@pytest.fixture(params=[False, True], ids=["shared", "alone"])
async def states(database: Database, request: pytest.FixtureRequest) -> AsyncIterator[FsmStorage]:
    storage = FsmStorage(database, alone=request.param)
    yield storage
    await storage.close()


async def count(database: Database) -> int:
    return len(await rows_of(database, "SELECT key FROM fsm"))


async def test_state(states: FsmStorage) -> None:
    assert await states.get_state(KEY) is None
    await states.set_state(KEY, Ordering.link)
    assert await states.get_state(KEY) == "Ordering:link"
    await states.set_state(KEY, "other")
    assert await states.get_state(KEY) == "other"
    await states.set_state(KEY)
    assert await states.get_state(KEY) is None


async def test_data(states: FsmStorage) -> None:
    assert await states.get_data(KEY) == {}
    await states.set_data(KEY, {"link": "ж\x00\ud800", "n": [1, None]})
    found = await states.get_data(KEY)
    assert found == {"link": "ж\x00\ud800", "n": [1, None]}
    found["link"] = "changed"
    assert await states.get_value(KEY, "link") == "ж\x00\ud800", "what was handed out is a copy"
    assert await states.get_value(KEY, "missing") is None
    assert await states.get_value(KEY, "missing", 7) == 7
    assert await states.update_data(KEY, {"n": 2, "m": 3}) == {"link": "ж\x00\ud800", "n": 2, "m": 3}
    assert await states.get_data(KEY) == {"link": "ж\x00\ud800", "n": 2, "m": 3}
    await states.set_data(KEY, {"only": 1})
    assert await states.get_data(KEY) == {"only": 1}
    with pytest.raises(DataNotDictLikeError):
        await states.set_data(KEY, [1])  # type: ignore[arg-type]


async def test_state_and_data_do_not_touch_each_other(states: FsmStorage) -> None:
    await states.set_data(KEY, {"a": 1})
    await states.set_state(KEY, "x")
    assert await states.get_data(KEY) == {"a": 1}
    await states.set_state(KEY, None)
    assert await states.get_data(KEY) == {"a": 1}
    await states.set_state(KEY, "x")
    await states.set_data(KEY, {})
    assert (await states.get_state(KEY), await states.get_data(KEY)) == ("x", {})


async def test_a_cleared_conversation_leaves_no_row(states: FsmStorage, database: Database) -> None:
    context = FSMContext(states, KEY)
    await context.clear()
    assert await count(database) == 0
    await context.set_state(Ordering.link)
    await context.update_data(link="a")
    assert await count(database) == 1
    await context.clear()
    assert await count(database) == 0
    await context.set_data({"a": 1})
    await context.set_data({})
    assert await count(database) == 0


@pytest.mark.parametrize(
    "other",
    [
        StorageKey(43, -1001, 5_000_000_001),
        StorageKey(42, 7, 5_000_000_001),
        StorageKey(42, -1001, 7),
        StorageKey(42, -1001, 5_000_000_001, thread_id=7),
        StorageKey(42, -1001, 5_000_000_001, business_connection_id="7"),
        StorageKey(42, -1001, 5_000_000_001, destiny="7"),
    ],
)
async def test_each_conversation_has_a_row_of_its_own(states: FsmStorage, other: StorageKey) -> None:
    await states.set_state(KEY, "x")
    await states.set_data(KEY, {"a": 1})
    assert (await states.get_state(other), await states.get_data(other)) == (None, {})
    await states.set_state(other, "y")
    await states.set_data(other, {})
    assert (await states.get_state(KEY), await states.get_data(KEY)) == ("x", {"a": 1})


async def test_updates_at_once_are_all_there(states: FsmStorage) -> None:
    await states.set_data(KEY, {"first": 0})
    await asyncio.gather(*(states.update_data(KEY, {str(number): number}) for number in range(8)))
    assert await states.get_data(KEY) == {"first": 0, **{str(number): number for number in range(8)}}


async def test_a_conversation_outlives_a_restart(states: FsmStorage, database_url: str) -> None:
    await states.set_state(KEY, "x")
    await states.set_data(KEY, {"a": 1})
    again = await Database.open(database_url)
    assert (await FsmStorage(again).get_state(KEY), await FsmStorage(again).get_data(KEY)) == ("x", {"a": 1})
    await again.close()


async def test_what_is_known_to_be_empty_is_not_read_again_until_it_is_written(database: Database) -> None:
    alone = FsmStorage(database, alone=True)
    assert await alone.get_state(KEY) is None
    await FsmStorage(database).set_state(KEY, "elsewhere")  # as no other process may
    assert await alone.get_state(KEY) is None
    assert await alone.get_state(replace(KEY, user_id=KEY.user_id + 1)) is None
    await alone.set_state(KEY, "here")
    assert await alone.get_state(KEY) == "here"
    assert await alone.update_data(KEY, {"a": 1}) == {"a": 1}
    assert (await alone.get_state(KEY), await alone.get_data(KEY)) == ("here", {"a": 1})
