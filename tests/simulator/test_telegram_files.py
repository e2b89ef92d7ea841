"""Uploads and downloads."""

from __future__ import annotations

import struct

from bot.simulator.telegram import Person
from tests.simulator.telegram_client import BotClient

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 320, 200)


async def test_a_document_there_and_back(bot: BotClient, anna: Person) -> None:
    await anna.send_document("list.txt", b"one\ntwo", caption="a list")
    (update,) = await bot.updates()
    document = update["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("list.txt", 7)
    assert update["message"]["caption"] == "a list"
    found = await bot.ok("getFile", file_id=document["file_id"])
    async with bot.session.get(f"{bot.base}/file/bot{bot.token}/{found['file_path']}") as answer:
        assert await answer.read() == b"one\ntwo"
    async with bot.session.get(f"{bot.base}/file/bot{bot.token}/documents/none") as answer:
        assert answer.status == 404
    async with bot.session.get(f"{bot.base}/file/bot42:WRONG/{found['file_path']}") as answer:
        assert answer.status == 401
    assert await bot.refused("getFile", file_id="nothing") == (400, "Bad Request: invalid file_id")


async def test_photos(bot: BotClient, anna: Person) -> None:
    body = await bot.upload("sendPhoto", "photo", "chart.png", PNG, chat_id="1001")
    (photo,) = body["result"]["photo"]
    assert (photo["width"], photo["height"]) == (320, 200)
    again = await bot.ok("sendPhoto", chat_id=1001, photo=photo["file_id"], caption="again")
    assert again["photo"][0]["file_id"] == photo["file_id"]
    attached = await bot.upload("sendPhoto", "extra", "a.png", PNG, chat_id="1001", photo="attach://extra")
    assert attached["ok"]


async def test_refused_files(bot: BotClient, anna: Person) -> None:
    for method, field, content, reason in [
        ("sendPhoto", "photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("sendDocument", "document", b"", "file must be non-empty"),
        (
            "sendPhoto",
            "photo",
            PNG + b"\0" * 10 * 1024 * 1024,
            f'file "f.bin" of size {len(PNG) + 10 * 1024 * 1024} bytes is too big for a photo',
        ),
    ]:
        body = await bot.upload(method, field, "f.bin", content, chat_id="1001")
        assert (body["error_code"], body["description"]) == (400, f"Bad Request: {reason}")
    nothing = await bot.refused("sendPhoto", chat_id=1001)
    assert nothing == (400, "Bad Request: there is no photo in the request")
    foreign = await bot.refused("sendDocument", chat_id=1001, document="AgADnothing")
    assert foreign[1].startswith("Bad Request: wrong remote file identifier specified")


async def test_uploads_have_a_limit(bot: BotClient, anna: Person) -> None:
    body = await bot.upload("sendDocument", "document", "big.bin", bytes(51 * 1024 * 1024), chat_id="1001")
    assert body == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_big_files_cannot_be_downloaded(bot: BotClient, anna: Person) -> None:
    sent = await anna.send_document("big.bin", bytes(21 * 1024 * 1024))
    file_id = sent.content["document"]["file_id"]
    assert await bot.refused("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_albums(bot: BotClient, anna: Person) -> None:
    body = await bot.upload("sendPhoto", "photo", "a.png", PNG, chat_id="1001")
    item = {"type": "photo", "media": body["result"]["photo"][0]["file_id"]}
    sent = await bot.ok("sendMediaGroup", chat_id=1001, media=[item, {**item, "caption": "second"}])
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    assert (await bot.refused("sendMediaGroup", chat_id=1001, media=[item]))[0] == 400
