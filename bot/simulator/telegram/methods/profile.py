"""What the bot says about itself: commands, name, descriptions, menu button."""

from __future__ import annotations

import re
from typing import Any

from bot.simulator.telegram.backend import Backend, CommandScope
from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.params import Params

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
MAX_COMMANDS = 100


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(backend: Backend, params: Params) -> CommandScope:
    scope = params.structure("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = user_id = 0
    if kind in ("chat", "chat_administrators", "chat_member"):
        chat = backend.world.chat_of(Params(scope))
        chat_id = chat.chat_id
        if not chat.started:
            raise bad_request("chat not found")
    if kind == "chat_member":
        user_id = Params(scope).integer("user_id")
    return kind, chat_id, user_id, _language(params)


async def set_my_commands(backend: Backend, params: Params) -> bool:
    commands = params.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    scope = _scope(backend, params)
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = []
    for entry in commands:
        name = str(entry.get("command", "")).removeprefix("/")
        description = str(entry.get("description", "")).strip()
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        checked.append({"command": name, "description": description})
    backend.profile.commands[scope] = checked
    backend.world.pulse.beat()
    return True


async def get_my_commands(backend: Backend, params: Params) -> list[Json]:
    return backend.profile.commands.get(_scope(backend, params), [])


async def delete_my_commands(backend: Backend, params: Params) -> bool:
    backend.profile.commands.pop(_scope(backend, params), None)
    backend.world.pulse.beat()
    return True


def _texts(name: str, limit: int) -> dict[str, Any]:
    """The pair of methods for one of the bot's texts; `name` is the parameter."""

    async def write(backend: Backend, params: Params) -> bool:
        text = params.text(name)
        if len(text) > limit:
            raise bad_request(f"the {name.replace('_', ' ')} is too long")
        backend.profile.texts[name, _language(params)] = text
        return True

    async def read(backend: Backend, params: Params) -> Json:
        code = _language(params)
        texts = backend.profile.texts
        return {name: texts.get((name, code)) or texts.get((name, ""), "")}

    title = "".join(word.title() for word in name.split("_"))
    return {f"setMy{title}": write, f"getMy{title}": read}


async def set_chat_menu_button(backend: Backend, params: Params) -> bool:
    chat_id = backend.world.chat_of(params).chat_id if "chat_id" in params else 0
    backend.profile.menu_buttons[chat_id] = params.structure("menu_button") or {"type": "default"}
    return True


async def get_chat_menu_button(backend: Backend, params: Params) -> Json:
    chat_id = backend.world.chat_of(params).chat_id if "chat_id" in params else 0
    buttons = backend.profile.menu_buttons
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}


METHODS: dict[str, Any] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **_texts("name", 64),
    **_texts("description", 512),
    **_texts("short_description", 120),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
