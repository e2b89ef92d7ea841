"""/admin: from one message by buttons to every command; words that are typed after a button, or wrongly."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey

from bot.ui.commands import ADMIN_COMMANDS
from storage.fsm import FsmStorage
from tests.flow.talk import bought, data_of, press, said_since, say, toast
from tests.flow.world import BORIS, open_world

SECTIONS = ("Orders", "Customers", "What is sold", "Money", "Reports", "The shop")


async def test_every_command_is_behind_a_button_of_the_menu(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        start = await say(admin, "/start")
        menu = await press(admin, "Admin", "Running the shop", message=start)
        commands, seen = set(), set()
        for name in SECTIONS:
            opened = await press(admin, name, "(?m)^/", message=menu)
            commands |= set(re.findall(r"(?m)^/(\w+)", opened.text))
            for label in [label for label in opened.button_texts if label != "Back"]:
                shown = await press(admin, label, message=opened)
                if "Cancel" in shown.button_texts:
                    await press(admin, "Cancel", "Stopped", message=shown)
                    if shown is opened:
                        menu = await say(admin, "/admin", "Running the shop")
                        opened = await press(admin, name, "(?m)^/", message=menu)
                    continue
                assert shown.text not in seen, label
                seen.add(shown.text)
                if shown is opened:  # neither a picture nor a table, which come below
                    await press(admin, "Back", "Running the shop", message=menu)
                    await press(admin, name, "(?m)^/", message=menu)
            await press(admin, "Back", "Running the shop", message=menu)
        assert commands == set(ADMIN_COMMANDS) - {"admin"}


async def test_the_admins_commands_are_in_telegrams_menu(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/start")
        listed = {command["command"] for command in admin.commands}
        await world.stop()
        await world.start()
        await admin.wait_until(lambda: True if len(admin.commands) > len(listed) else None)
        assert set(ADMIN_COMMANDS) <= {command["command"] for command in admin.commands}


async def test_words_after_a_button_are_the_commands_own(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        await say(admin, "/admin")
        money = await press(admin, "Money", "/credit")
        await press(admin, "Credit a wallet", "/credit may be left out", message=money)
        for mistyped, why in (("1001", "Who, how much"), ("1001 ten", "not an amount"), ("77 1", "not known here")):
            answer = await say(admin, mistyped, why)
            assert "For example: /credit" in answer.text
        preview = await say(admin, "anna 7 well done", "Add 7.00 USD to the wallet of Anna")
        assert "well done" in preview.text
        await press(admin, "Confirm", "7.00 USD added", message=preview)
        assert await world.available_micros(anna.id) == 7_000_000
        await say(admin, "1001 7", "not sure")  # one answer to one question
        await press(admin, "Debit a wallet", "For example", message=money)
        await say(admin, "/debit 1001 2", "Take 2.00 USD")
        await press(admin, "Debit a wallet", "For example", message=money)
        await press(admin, "Back", "Running the shop", message=money)  # whoever goes elsewhere is asked no more
        await say(admin, "1001 2", "not sure")


async def test_a_question_is_open_once_all_of_it_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between the two writes leaves no state that lacks its data: every answer to it would fail."""
    writes: list[str] = []

    def noted(name: str) -> None:
        real = getattr(FsmStorage, name)

        async def write(self: FsmStorage, key: StorageKey, **values: Any) -> None:
            if any(values.values()):
                writes.append(name)
            await real(self, key, **values)

        monkeypatch.setattr(FsmStorage, name, write)

    noted("set_state")
    noted("set_data")
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/admin")
        await press(admin, "Money", "/credit")
        await press(admin, "Credit a wallet", "may be left out")
        await say(admin, "1001", "Who, how much")
    assert writes == ["set_data", "set_state"] * 2


async def test_a_forwarded_text_is_no_answer(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        trap = await anna.send("1001 7")
        await say(admin, "/admin")
        await press(admin, "Money", "/credit")
        await press(admin, "Credit a wallet", "may be left out")
        mark = admin.mark()
        await admin.forward(trap)
        assert not any("Confirm" in message.button_texts for message in await said_since(admin, mark))


WRONG = {
    "credit": ("", "1001", "x y", "1001 -5", "nobody 5"),
    "debit": ("", "1001", "1001 1e9", "1001 0"),
    "customer": ("", "@", "0", "nobody"),
    "order": ("", "x", "-1", "1 2", "999"),
    "markup": ("", "x", "-5", "5 shop 1", "5 service x", "5 service 999", "1001"),
    "second": ("", "x", "1 2 3", "1 999"),
    "ban": ("", "1 2", "nobody"),
    "unban": ("", "1 2", "nobody"),
    "payments": ("nobody",),
    "promo_new": ("", "A", "SPRING", "SPRING x", "SPRING 5 x", "SPRING 5 0", "SPRING 0%", "S! 5"),
    "stats": ("year", "week 2"),
    "export": ("", "wallets", "orders today", "orders 2025-02-30", "orders 2025-02-02 2025-01-01"),
    "deny": ("word", "host", "site x", "host ///"),
    "maintenance": ("", "yes", "on off"),
    "role": ("x", "1001", "1001 king"),
    "cap": ("x", "1 2", "-1"),
}


async def test_words_that_cannot_be_used_are_answered_with_the_usage(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(world.customer(), "/start")
        for command, words in WRONG.items():
            for typed in words:
                answer = await say(admin, f"/{command} {typed}".strip())
                assert f"/{command}" in answer.text, (command, typed, answer.text)
                assert answer.button_texts == ["Back"], (command, typed)
        async with world.database.reading() as tx:
            assert await tx.audit.count() == 0


@pytest.mark.parametrize("role", ["support", "manager"])
async def test_a_role_reaches_no_more_than_it_may(tmp_path: Path, role: str) -> None:
    async with open_world(tmp_path) as world:
        admin, boris = world.admin, world.customer(BORIS, name="Boris")
        await say(boris, "/start")
        menu = await say(admin, "/admin")
        house = await press(admin, "The shop", "/role", message=menu)
        data = [data_of(house, label) for label in ("Roles", "What was changed")]
        await say(admin, f"/role {BORIS} {role}", "from now on")
        for asked in data:
            assert "Your role" in await toast(boris, asked)
        await toast(boris, "s-type:role")
        await say(boris, f"{BORIS} owner", "Your role doesn't include this")
        assert ("Your role" in await toast(boris, "st-exp:ledger")) is (role == "support")
