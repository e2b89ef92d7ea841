"""Sending: texts, limits, HTML, who can be written to."""

from __future__ import annotations

import pytest

from bot.simulator.telegram import Person, TelegramSimulator
from tests.simulator.telegram_client import BotClient

CANT = "Bad Request: can't parse entities: "


async def test_message_object(bot: BotClient, anna: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=1001, text="Hello")
    assert sent["message_id"] == 2
    assert sent["chat"] == {"id": 1001, "type": "private", "first_name": "Anna", "username": "anna"}
    assert sent["from"]["is_bot"]
    assert sent["text"] == "Hello"
    assert anna.last.text == "Hello"


async def test_every_way_of_passing_parameters(bot: BotClient, anna: Person) -> None:
    async with bot.session.get(bot.url("sendMessage"), params={"chat_id": 1001, "text": "query"}) as answer:
        assert (await answer.json())["ok"]
    async with bot.session.post(bot.url("SENDMESSAGE"), data={"chat_id": "1001", "text": "form"}) as answer:
        assert (await answer.json())["ok"]
    body = await bot.upload("sendDocument", "document", "a.txt", b"abc", chat_id="1001", caption="multipart")
    assert body["ok"]
    assert [message.text for message in anna.received] == ["query", "form", "multipart"]


async def test_unknown_method_and_token(bot: BotClient) -> None:
    assert await bot.call("sendNothing") == {"ok": False, "error_code": 404, "description": "Not Found"}
    bot.token = "42:WRONG"
    assert await bot.call("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": None}, "chat_id is empty"),
        ({"text": "x", "chat_id": 77}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody_here"}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"quote": "y"}}, 'can\'t find field "message_id"'),
        ({"text": "x", "reply_markup": "[1"}, "can't parse reply markup JSON object"),
        ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ],
)
async def test_refused_texts(bot: BotClient, anna: Person, params: dict[str, object], description: str) -> None:
    assert await bot.refused("sendMessage", **{"chat_id": 1001, **params}) == (400, f"Bad Request: {description}")
    assert anna.received == []


async def test_the_limit_counts_what_is_left_after_parsing(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendMessage", chat_id=1001, text="<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    assert anna.last.text == "<" * 4096
    await bot.ok("sendMessage", chat_id=1001, text="😀" * 2048)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <foo>b</foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("я <b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("я < 5", 'Unsupported start tag "" at byte offset 3'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
async def test_broken_html(bot: BotClient, anna: Person, source: str, reason: str) -> None:
    assert await bot.refused("sendMessage", chat_id=1001, text=source, parse_mode="HTML") == (400, CANT + reason)
    assert anna.received == []


@pytest.mark.parametrize(
    ("source", "text", "html"),
    [
        ("<strong>a</strong><em>b</em><ins>c</ins>", "abc", "<b>a</b><i>b</i><u>c</u>"),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", "<s>a</s><s>b</s><s>c</s>"),
        ('<span class="tg-spoiler">a</span>', "a", "<tg-spoiler>a</tg-spoiler>"),
        ("<B>a<i>b</i></B>", "ab", "<b>a<i>b</i></b>"),
        ("<code>a &lt; b &amp;&amp; c</code>", "a < b && c", "<code>a &lt; b &amp;&amp; c</code>"),
        ("&#128512;&#x41;&quot;&nbsp;", '😀A"&nbsp;', '😀A"&amp;nbsp;'),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            '<pre><code class="language-python">x</code></pre>',
        ),
        ("<blockquote expandable>a</blockquote>", "a", "<blockquote expandable>a</blockquote>"),
        ('<a href="https://a.example/?x=1&amp;y=2">q</a>', "q", '<a href="https://a.example/?x=1&amp;y=2">q</a>'),
        ('<a href="javascript:alert(1)">q</a>', "q", "q"),
        ("  <b> a </b>  ", "a", "<b>a</b>"),
    ],
)
async def test_html(bot: BotClient, anna: Person, source: str, text: str, html: str) -> None:
    await bot.ok("sendMessage", chat_id=1001, text=source, parse_mode="html")
    assert (anna.last.text, anna.last.html) == (text, html)


async def test_offsets_count_utf16_units(bot: BotClient, anna: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=1001, text="😀<b>é😀</b>", parse_mode="HTML")
    assert sent["entities"] == [{"offset": 2, "length": 3, "type": "bold"}]


async def test_explicit_entities(bot: BotClient, anna: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await bot.ok("sendMessage", chat_id=1001, text="hi there", entities=[bold])
    assert sent["entities"] == [bold]
    for entity, reason in [
        ({"type": "fancy", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({**bold, "offset": 100}, "entity begins after the end of the text at UTF-16 offset 100"),
        ({**bold, "offset": -1}, "receive an entity with incorrect offset -1"),
        (
            {**bold, "length": 99},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 99",
        ),
        ({**bold, "type": "text_link"}, "can't parse MessageEntity: Can't find field \"url\""),
        ({**bold, "type": "text_link", "url": "nope"}, "entity URL 'nope' is invalid: Wrong HTTP URL"),
    ]:
        refusal = await bot.refused("sendMessage", chat_id=1001, text="hi", entities=[entity])
        assert refusal == (400, f"Bad Request: {reason}")


async def test_who_can_be_written_to(bot: BotClient, anna: Person, telegram: TelegramSimulator) -> None:
    telegram.person(1002, first_name="Bob")
    assert await bot.refused("sendMessage", chat_id=1002, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    await anna.block()
    assert await bot.refused("sendMessage", chat_id=1001, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    await anna.unblock()
    await bot.ok("sendMessage", chat_id=1001, text="x")
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    assert statuses == ["kicked", "member"]


async def test_a_reply_shows_what_it_answers(bot: BotClient, anna: Person) -> None:
    asked = await anna.send("question")
    reply = {"message_id": asked.message_id}
    sent = await bot.ok("sendMessage", chat_id=1001, text="x", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "question"
    await bot.ok(
        "sendMessage",
        chat_id=1001,
        text="x",
        reply_parameters={"message_id": 99, "allow_sending_without_reply": True},
    )


async def test_forward_copy_and_pin(bot: BotClient, anna: Person) -> None:
    original = await anna.send("original")
    place = {"chat_id": 1001, "from_chat_id": 1001, "message_id": original.message_id}
    forwarded = await bot.ok("forwardMessage", **place)
    assert forwarded["forward_origin"]["sender_user"]["id"] == 1001
    copied = await bot.ok("copyMessage", **place)
    assert anna.chat.messages[copied["message_id"]].text == "original"
    missing = {**place, "message_id": 99}
    assert (await bot.refused("forwardMessage", **missing))[1] == "Bad Request: message to forward not found"
    assert (await bot.refused("copyMessage", **missing))[1] == "Bad Request: message to copy not found"
    await bot.ok("pinChatMessage", chat_id=1001, message_id=copied["message_id"])
    assert (await bot.ok("getChat", chat_id=1001))["pinned_message"]["text"] == "original"
    await bot.ok("unpinChatMessage", chat_id=1001)
    assert (await bot.refused("unpinChatMessage", chat_id=1001))[1] == "Bad Request: message to unpin not found"


async def test_chat_action(bot: BotClient, anna: Person) -> None:
    await bot.ok("sendChatAction", chat_id=1001, action="typing")
    assert anna.chat.action == "typing"
    assert (await bot.refused("sendChatAction", chat_id=1001, action="dancing"))[0] == 400
    await bot.ok("sendMessage", chat_id=1001, text="x")
    assert anna.chat.action is None


async def test_flood_limits(anna: Person, telegram: TelegramSimulator, bot: BotClient) -> None:
    telegram.backend.flood.enabled = True
    answers = [await bot.call("sendMessage", chat_id=1001, text=str(number)) for number in range(25)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert len(refused) >= 3
    retry_after = refused[0]["parameters"]["retry_after"]
    assert refused[0] == {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {retry_after}",
        "parameters": {"retry_after": retry_after},
    }
    assert len(anna.received) == 25 - len(refused)
