"""Editing and deleting."""

from __future__ import annotations

from bot.simulator.telegram import Person
from tests.simulator.telegram_client import BotClient, keyboard

GO = keyboard({"text": "Go", "callback_data": "go"})
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


async def sent(bot: BotClient, text: str = "one", **params: object) -> dict[str, int]:
    message = await bot.ok("sendMessage", chat_id=1001, text=text, **params)
    return {"chat_id": 1001, "message_id": message["message_id"]}


async def test_an_edit_changes_the_message(bot: BotClient, anna: Person) -> None:
    place = await sent(bot, reply_markup=GO)
    edited = await bot.ok("editMessageText", **place, text="<b>two</b>", parse_mode="HTML")
    assert edited["text"] == "two"
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited
    assert anna.last.edited_times == 1
    assert [version.text for version in anna.last.history] == ["one", "two"]
    assert anna.last.buttons == []


async def test_an_edit_that_changes_nothing(bot: BotClient, anna: Person) -> None:
    place = await sent(bot, reply_markup=GO)
    assert await bot.refused("editMessageText", **place, text="one", reply_markup=GO) == (400, NOT_MODIFIED)
    refused = await bot.refused("editMessageReplyMarkup", **place, reply_markup=GO)
    assert refused[1].startswith("Bad Request: message is not modified")
    await bot.ok("editMessageReplyMarkup", **place)
    assert anna.last.buttons == []
    assert anna.last.edited_times == 1


async def test_what_cannot_be_edited(bot: BotClient, anna: Person) -> None:
    own = await anna.send("mine")
    keys = await sent(bot, reply_markup={"keyboard": [[{"text": "A"}]]})
    for place, reason in [
        ({"chat_id": 1001, "message_id": 99}, "message to edit not found"),
        ({"chat_id": 1001, "message_id": own.message_id}, "message can't be edited"),
        (keys, "message can't be edited"),
        ({"chat_id": 1001}, "message identifier is not specified"),
    ]:
        assert await bot.refused("editMessageText", **place, text="x") == (400, f"Bad Request: {reason}")
    place = await sent(bot)
    assert (await bot.refused("editMessageText", **place, text="x" * 4097))[1] == "Bad Request: message is too long"
    refused = await bot.refused("editMessageCaption", **place, caption="x")
    assert refused == (400, "Bad Request: there is no caption in the message to edit")


async def test_captions_and_media(bot: BotClient, anna: Person) -> None:
    body = await bot.upload("sendPhoto", "photo", "a.png", PNG, chat_id="1001", caption="before")
    place = {"chat_id": 1001, "message_id": body["result"]["message_id"]}
    refused = await bot.refused("editMessageText", **place, text="x")
    assert refused == (400, "Bad Request: there is no text in the message to edit")
    await bot.ok("editMessageCaption", **place, caption="<i>after</i>", parse_mode="HTML")
    assert anna.last.html == "<i>after</i>"
    too_long = await bot.refused("editMessageCaption", **place, caption="x" * 1025)
    assert too_long == (400, "Bad Request: message caption is too long")
    document = await bot.upload("sendDocument", "document", "a.txt", b"abc", chat_id="1001")
    file_id = document["result"]["document"]["file_id"]
    media = {"type": "document", "media": file_id, "caption": "a file now"}
    edited = await bot.ok("editMessageMedia", **place, media=media)
    assert edited["document"]["file_name"] == "a.txt"
    assert edited["caption"] == "a file now"
    assert "photo" not in edited


async def test_deleting(bot: BotClient, anna: Person) -> None:
    place = await sent(bot)
    await bot.ok("deleteMessage", **place)
    assert anna.received == []
    assert await bot.refused("deleteMessage", **place) == (400, "Bad Request: message to delete not found")
    assert await bot.refused("editMessageText", **place, text="x") == (
        400,
        "Bad Request: message to edit not found",
    )
    own = await anna.send("a person's message")
    await bot.ok("deleteMessages", chat_id=1001, message_ids=[own.message_id, 999])
    assert own.deleted
    old = await sent(bot)
    anna.last.date -= 49 * 3600
    refused = await bot.refused("deleteMessage", **old)
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
