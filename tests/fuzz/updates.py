"""Updates as Telegram sends them, as it never should, and as somebody would forge them."""

from __future__ import annotations

import random
from typing import Any

from handlers import build_router
from tests.flow.everything import buttons, commands
from tests.fuzz.mutations import HOSTILE_TEXTS, spoilt_text, spoilt_value

PEOPLE = (1001, 1002, 1003, 9001)
ROUTER = build_router()
COMMANDS = (*commands(ROUTER, of_admins=False), *commands(ROUTER, of_admins=True))
PREFIXES = tuple(button.kind.__prefix__ for button in buttons(ROUTER))
PAYLOADS = ("1", "2", "3", "77", "", "x", "topup:1:1", "١")


class Updates:
    """Draws updates; `seen_data` are buttons that were really shown, so that what is tapped often exists."""

    def __init__(self, rng: random.Random, first_id: int) -> None:
        self._rng = rng
        self._next_id = first_id
        self.seen_data: list[str] = []

    def draw(self) -> dict[str, Any]:
        rng = self._rng
        kind = rng.choices(("text", "tap", "thing", "other"), (45, 40, 10, 5))[0]
        body = getattr(self, f"_{kind}")()
        if body and rng.random() < 0.08:
            name = next(iter(body))
            body = {name: spoilt_value(rng, body[name])}
        self._next_id += 1
        return {"update_id": self._next_id, **body}

    def _person(self) -> dict[str, Any]:
        rng = self._rng
        person_id = rng.choice(PEOPLE) if rng.random() < 0.9 else rng.choice((1, 2**52, 777000, -5, 2**63 - 1))
        name = "Anna" if rng.random() < 0.9 else rng.choice(HOSTILE_TEXTS)
        person = {"id": person_id, "is_bot": rng.random() < 0.02, "first_name": name, "language_code": "en"}
        if rng.random() < 0.3:
            person["language_code"] = rng.choice(("ru", "de", "xx-YY", "", "en-\u202e"))
        return person

    def _message(self, **content: Any) -> dict[str, Any]:
        rng, person = self._rng, self._person()
        chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
        if rng.random() < 0.05:
            chat = {"id": -100123, "type": rng.choice(("group", "supergroup", "channel")), "title": "Club"}
        message = {
            "message_id": rng.randrange(1, 10**6),
            "date": 1_790_000_000,
            "chat": chat,
            "from": person,
            **content,
        }
        if rng.random() < 0.03:
            message["forward_origin"] = {"type": "user", "sender_user": person, "date": 1}
        return message

    def _text(self) -> dict[str, Any]:
        rng = self._rng
        what = rng.randrange(4)
        if what == 0:
            text = "/" + rng.choice(COMMANDS)
            if rng.random() < 0.7:
                text += " " + " ".join(self._word() for _ in range(rng.randint(1, 3)))
        elif what == 1:
            text = rng.choice(HOSTILE_TEXTS)
        elif what == 2:
            text = rng.choice(("https://example.com/1", "100", "1000", "yes"))
        else:
            text = spoilt_text(rng, rng.choice(("https://example.com/1", "/credit 1001 5.00", "100")))
        return {rng.choice(("message", "message", "message", "edited_message")): self._message(text=text[:4096])}

    def _word(self) -> str:
        return self._rng.choice((*HOSTILE_TEXTS[:20], "1001", "5.00", "@anna", "#1", "1", "on", "off", "USD"))

    def _tap(self) -> dict[str, Any]:
        rng = self._rng
        if self.seen_data and rng.random() < 0.6:
            data = rng.choice(self.seen_data)
        else:
            ids = ":".join(
                rng.choice(("0", "1", "2", "7", "-1", "", "x", str(2**63 - 1), str(2**63), "link"))
                for _ in range(rng.randint(0, 3))
            )
            data = f"{rng.choice(PREFIXES)}:{ids}" if ids else rng.choice(PREFIXES)
        if rng.random() < 0.1:
            data = spoilt_text(rng, data)
        message = self._message(text="card")
        person = message.pop("from")
        message["from"] = {"id": 42, "is_bot": True, "first_name": "Shop"}
        query: dict[str, Any] = {"id": str(rng.randrange(10**15)), "from": person, "chat_instance": "1", "data": data}
        shown = rng.randrange(10)
        if shown == 0:
            query["message"] = {"chat": message["chat"], "message_id": 5, "date": 0}
        elif shown > 1:
            query["message"] = message
        return {"callback_query": query}

    def _thing(self) -> dict[str, Any]:
        """A message that is no text."""
        file = {"file_id": "f", "file_unique_id": "f"}
        content = self._rng.choice(
            (
                {"document": {**file, "file_name": "a.txt", "file_size": self._rng.choice((1, 10**12))}},
                {"photo": [{**file, "width": 1, "height": 1}], "caption": "<b>"},
                {
                    "sticker": {
                        **file,
                        "type": "regular",
                        "width": 1,
                        "height": 1,
                        "is_animated": False,
                        "is_video": False,
                    }
                },
                {"contact": {"phone_number": "+1", "first_name": "x"}},
                {"location": {"latitude": 1.0, "longitude": 2.0}},
                {"voice": {**file, "duration": 1}},
                {"dice": {"emoji": "🎲", "value": 6}},
                {"new_chat_title": "x"},
                {
                    "successful_payment": {
                        "currency": "XTR",
                        "total_amount": self._rng.choice((0, 1, 250, 10**9)),
                        "invoice_payload": self._rng.choice(PAYLOADS),
                        "telegram_payment_charge_id": str(self._rng.randrange(50)),
                        "provider_payment_charge_id": "p",
                    }
                },
                {},
            )
        )
        return {"message": self._message(**content)}

    def _other(self) -> dict[str, Any]:
        """Kinds that the shop seldom or never asked for."""
        person = self._person()
        bot = {"id": 42, "is_bot": True, "first_name": "Shop"}
        chat = {"id": person["id"], "type": "private"}
        return self._rng.choice(
            (
                {"inline_query": {"id": "1", "from": person, "query": "x", "offset": ""}},
                {
                    "pre_checkout_query": {
                        "id": "1",
                        "from": person,
                        "currency": "XTR",
                        "total_amount": self._rng.choice((1, 250)),
                        "invoice_payload": self._rng.choice(PAYLOADS),
                    }
                },
                {
                    "my_chat_member": {
                        "chat": chat,
                        "from": person,
                        "date": 1,
                        "old_chat_member": {"user": bot, "status": "member"},
                        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
                    }
                },
                {
                    "channel_post": {
                        "message_id": 1,
                        "date": 1,
                        "chat": {"id": -1001, "type": "channel", "title": "c"},
                        "text": "/admin",
                    }
                },
                {"a_kind_of_the_future": {"x": 1}},
                {},
            )
        )
