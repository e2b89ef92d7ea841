"""Inline keyboards: what is refused, and what a person can tap."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.telegram import Button, NotSeenError, Person
from tests.simulator.telegram_client import BotClient, keyboard

CANT = "can't parse inline keyboard button: "
OK = {"text": "Go", "callback_data": "go"}


async def refusal(bot: BotClient, markup: Any) -> str:
    code, description = await bot.refused("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    assert code == 400
    return description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, CANT + "Text buttons are unallowed in the inline keyboard"),
        ({"text": "a"}, CANT + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, CANT + 'Can\'t find field "text"'),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "a", "callback_data": "x", "url": "https://a.example"},
            CANT + "exactly one of the optional fields must be used",
        ),
        (
            {"text": "a", "url": "not-a-url"},
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        ({"text": "a", "pay": True}, "BUTTON_TYPE_INVALID"),
        ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "a", "web_app": {"url": "http://a.example"}},
            "inline keyboard button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_refused_buttons(bot: BotClient, anna: Person, button: Any, description: str) -> None:
    assert await refusal(bot, keyboard(button)) == description


async def test_limits_of_a_keyboard(bot: BotClient, anna: Person) -> None:
    assert await refusal(bot, {"inline_keyboard": [[OK]] * 101}) == "reply markup is too long"
    assert await refusal(bot, {"inline_keyboard": [[OK] * 9]}) == "reply markup is too long"
    assert await refusal(bot, keyboard({**OK, "text": "x" * 11_000})) == "reply markup is too long"
    assert await refusal(bot, {"inline_keyboard": "x"}) == 'field "inline_keyboard" must be of type Array'
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": [[OK] * 8] * 12 + [[OK] * 4]})
    assert len(anna.buttons) == 100


async def test_64_bytes_of_data_are_fine(bot: BotClient, anna: Person) -> None:
    markup = keyboard({"text": "a", "callback_data": "я" * 32}, {"text": "b", "url": "https://a.example/x"})
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    assert anna.last.buttons == [[Button("a", data="я" * 32), Button("b", url="https://a.example/x")]]


async def test_a_tap_and_its_answer(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="Sure?", reply_markup=keyboard(OK))
    await anna.tap("Go")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert query["data"] == "go"
    assert query["message"]["text"] == "Sure?"
    assert query["message"]["reply_markup"] == keyboard(OK)
    assert query["from"]["id"] == 1001
    await bot.updates(offset=update["update_id"] + 1)
    with pytest.raises(NotSeenError):
        await anna.answered(timeout=0)
    await bot.ok("answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=True)
    assert anna.toasts == ["Done"]
    assert (await anna.wait_for_toast("Do")).is_alert
    await anna.answered(timeout=1)


async def test_answers_that_come_too_late(bot: BotClient, anna: Person) -> None:
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await bot.refused("answerCallbackQuery", callback_query_id="nothing") == too_old
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup=keyboard(OK))
    query = await anna.tap("Go")
    anna.backend.callback_lifetime = 0
    assert await bot.refused("answerCallbackQuery", callback_query_id=query.query_id) == too_old


async def test_long_answers_are_refused(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup=keyboard(OK))
    query = await anna.tap("Go")
    refused = await bot.refused("answerCallbackQuery", callback_query_id=query.query_id, text="x" * 201)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_which_button_is_tapped(bot: BotClient, anna: Person) -> None:
    for rows in (["Confirm later", "✅ Confirm"], ["Back to Confirm"], ["Cancel"]):
        buttons = [{"text": text, "callback_data": text} for text in rows]
        await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup=keyboard(*buttons))
    assert (await anna.tap("Confirm")).data == "✅ Confirm"
    assert (await anna.tap("Back")).data == "Back to Confirm"
    assert (await anna.tap("later")).data == "Confirm later"
    with pytest.raises(NotSeenError, match=r"(?s)No button 'Pay'.*\[Cancel\]"):
        await anna.tap("Pay", timeout=0)


async def test_forged_data_and_old_messages(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup=keyboard(OK))
    await anna.tap(data="order:999", inaccessible=True)
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "order:999"
    assert update["callback_query"]["message"]["date"] == 0
    assert set(update["callback_query"]["message"]) == {"chat", "message_id", "date"}


async def test_reply_keyboards(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="x", reply_markup={"keyboard": [[{"text": "A"}]]})
    assert await refusal(bot, {"keyboard": 1}) == 'field "keyboard" must be of type Array'
    wrong = await refusal(bot, {"remove_keyboard": "yes"})
    assert wrong == 'field "remove_keyboard" must be of type Boolean'
