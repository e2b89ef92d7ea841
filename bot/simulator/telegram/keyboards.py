"""Keyboards under messages: what Telegram refuses, and what a person sees of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.simulator.telegram.errors import BotApiError, Json, bad_request
from bot.simulator.telegram.params import Params
from bot.simulator.telegram.urls import url_error

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MAX_BUTTONS, MAX_BUTTONS_IN_ROW, MAX_MARKUP_BYTES = 100, 8, 10 * 1024
SWITCHES = (
    "one_time_keyboard",
    "is_persistent",
    "selective",
    "resize_keyboard",
    "remove_keyboard",
    "force_reply",
)


@dataclass(frozen=True)
class Button:
    """One inline button as a person sees it."""

    text: str
    data: str | None = None
    url: str | None = None
    pay: bool = False
    copy_text: str | None = None


def read_reply_markup(params: Params, *, invoice: bool = False) -> Json | None:
    """The checked keyboard of a call; None when there is none, or an inline one without buttons."""
    markup = params.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for name in SWITCHES:
        if name in markup and not isinstance(markup[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], invoice=invoice)
    if "keyboard" in markup and not isinstance(markup["keyboard"], list):
        raise bad_request('field "keyboard" must be of type Array')
    return markup


def _inline(rows: Any, *, invoice: bool) -> Json | None:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    checked = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request("can't parse inline keyboard: InlineKeyboardButton must be an Array")
        buttons = [_button(value) for value in row]
        if buttons:
            checked.append(buttons)
    flat = [button for row in checked for button in row]
    size = len(json.dumps(checked, ensure_ascii=False).encode())
    if len(flat) > MAX_BUTTONS or size > MAX_MARKUP_BYTES or any(len(row) > MAX_BUTTONS_IN_ROW for row in checked):
        raise bad_request("reply markup is too long")
    for place, button in enumerate(flat):
        if button.get("pay") and (not invoice or place > 0):
            raise bad_request("BUTTON_TYPE_INVALID")
    if invoice and flat and not flat[0].get("pay"):
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    return {"inline_keyboard": checked} if checked else None


def _cant_parse(reason: str) -> BotApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _button(value: Any) -> Json:
    if not isinstance(value, dict):
        raise _cant_parse("InlineKeyboardButton must be an Object")
    if "text" not in value:
        raise _cant_parse('Can\'t find field "text"')
    if not isinstance(value["text"], str):
        raise _cant_parse('Field "text" must be of type String')
    if not value["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    given = {name: value[name] for name in ACTIONS if value.get(name) not in (None, "", False)}
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if value.get(name) == "":
            given[name] = ""
    if not given:
        raise _cant_parse("Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise _cant_parse("exactly one of the optional fields must be used")
    _check_action(*next(iter(given.items())))
    return {"text": value["text"], **given}


def _check_action(name: str, value: Any) -> None:
    if name == "callback_data" and (not isinstance(value, str) or len(value.encode()) > 64):
        raise bad_request("BUTTON_DATA_INVALID")
    if name == "url":
        reason = url_error(str(value))
        if reason is not None:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {reason}")
    if name == "web_app" and not str(value.get("url", "")).startswith("https://"):
        url = value.get("url", "")
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    if name == "copy_text" and not 1 <= len(str(value.get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def buttons_of(markup: Json | None) -> list[list[Button]]:
    rows = (markup or {}).get("inline_keyboard", [])
    return [
        [
            Button(
                text=button["text"],
                data=button.get("callback_data"),
                url=button.get("url"),
                pay=bool(button.get("pay")),
                copy_text=button.get("copy_text", {}).get("text"),
            )
            for button in row
        ]
        for row in rows
    ]
