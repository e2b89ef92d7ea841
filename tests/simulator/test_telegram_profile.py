"""What the bot says about itself."""

from __future__ import annotations

from typing import Any

from bot.simulator.telegram import Person, TelegramSimulator
from tests.simulator.telegram_client import BotClient

START = {"command": "start", "description": "Begin"}


async def test_who_the_bot_is(bot: BotClient) -> None:
    me = await bot.ok("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (42, True, "storefront_bot")


async def test_the_menu_depends_on_language_and_person(
    bot: BotClient, anna: Person, telegram: TelegramSimulator
) -> None:
    ivan = telegram.person(1003, first_name="Ivan", language_code="ru")
    await ivan.start()
    russian = {"command": "start", "description": "Начать"}
    admin = {"command": "admin", "description": "Menu of the shop"}
    await bot.ok("setMyCommands", commands=[START])
    await bot.ok("setMyCommands", commands=[russian], language_code="ru")
    assert (anna.commands, ivan.commands) == ([START], [russian])
    scope = {"type": "chat", "chat_id": 1001}
    await bot.ok("setMyCommands", commands=[START, admin], scope=scope)
    assert (anna.commands, ivan.commands) == ([START, admin], [russian])
    assert await bot.ok("getMyCommands", scope=scope) == [START, admin]
    assert await bot.ok("getMyCommands", scope=scope, language_code="ru") == []
    await bot.ok("deleteMyCommands", scope=scope)
    assert anna.commands == [START]


async def test_refused_commands(bot: BotClient, telegram: TelegramSimulator) -> None:
    telegram.person(1002, first_name="Bob")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"commands": [{**START, "command": "Start"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{**START, "command": "x" * 33}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{**START, "command": "top-up"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{**START, "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{**START, "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [START] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [START], "language_code": "english"}, "invalid language code specified"),
        ({"commands": [START], "scope": {"type": "chat", "chat_id": 1002}}, "chat not found"),
        ({"commands": [START], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ]
    for params, reason in cases:
        assert await bot.refused("setMyCommands", **params) == (400, f"Bad Request: {reason}")


async def test_texts_about_the_bot(bot: BotClient, anna: Person) -> None:
    await bot.ok("setMyDescription", description="A shop")
    await bot.ok("setMyDescription", description="Магазин", language_code="ru")
    assert await bot.ok("getMyDescription", language_code="ru") == {"description": "Магазин"}
    assert await bot.ok("getMyDescription", language_code="de") == {"description": "A shop"}
    await bot.ok("setMyShortDescription", short_description="Shop")
    await bot.ok("setMyName", name="Storefront")
    assert await bot.ok("getMyName") == {"name": "Storefront"}
    assert (await bot.refused("setMyShortDescription", short_description="x" * 121))[0] == 400
    await bot.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot.ok("getChatMenuButton", chat_id=1001) == {"type": "commands"}
