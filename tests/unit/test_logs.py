from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote

import pytest
import structlog

from bot.logs import QUIET, configure_logs, mask

TOKEN = "123456789:AAcanary-canary_canary-canary_canary"
KEY = "canary/key+with=signs&more"
QUOTED = 'canary"quoted\\word'


class Odd:
    """An object whose text is the secret."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


Write = Callable[..., io.StringIO]


@pytest.fixture
def configured() -> Iterator[Write]:
    """Configures logs into a buffer, and gives the process its own logging back."""
    root, hook, old = logging.getLogger(), sys.excepthook, structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}

    def configure(log_format: Literal["console", "json"] = "json", level: str = "INFO") -> io.StringIO:
        stream = io.StringIO()
        configure_logs(level, log_format, secrets=(TOKEN, KEY, QUOTED), stream=stream)
        return stream

    yield configure
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.configure(**old)
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_has_time_in_utc_level_logger_and_what_is_bound(configured: Write) -> None:
    stream = configured()
    with structlog.contextvars.bound_contextvars(update_id=5, order_id=12, customer_id=77):
        structlog.stdlib.get_logger("bot.workers.poller").info("order polled", status="Completed")
        logging.getLogger("some.library").warning("slow %s", "answer", extra={"took": 3})
    own, foreign = lines(stream)
    for line in (own, foreign):
        assert (line["update_id"], line["order_id"], line["customer_id"]) == (5, 12, 77)
        assert line["timestamp"].endswith("Z")
        moment = datetime.fromisoformat(line["timestamp"])
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 3600
    assert (own["event"], own["level"], own["logger"]) == ("order polled", "info", "bot.workers.poller")
    assert own["status"] == "Completed"
    assert (foreign["event"], foreign["took"], foreign["logger"]) == ("slow answer", 3, "some.library")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_registered_secret_comes_through(configured: Write, log_format: str) -> None:
    stream = configured(log_format, "DEBUG")
    log = structlog.stdlib.get_logger("bot")
    for secret in (TOKEN, KEY, QUOTED):
        log.info(secret)
        log.info("field", value=secret, nested={"list": [secret], secret: 1}, raw=secret.encode(), pair=(secret,))
        log.info("object", error=ValueError(secret), other=Odd(secret))
        log.info("formatted %s", secret)
        logging.getLogger("lib").error("foreign %s %r", secret, {"it": secret})
        try:
            raise RuntimeError(f"cannot reach https://api.telegram.org/bot{secret}/getMe")
        except RuntimeError:
            log.exception("failed")
            logging.getLogger("lib").exception("failed too")
        sys.excepthook(RuntimeError, RuntimeError(secret), None)
        with structlog.contextvars.bound_contextvars(order_id=secret):
            log.info("bound")
    text = stream.getvalue()
    assert "canary" not in text
    assert "Traceback" in text
    assert text.count("***") >= 40


def test_a_secret_is_known_in_every_spelling(configured: Write) -> None:
    configured()
    for secret in (KEY, QUOTED):
        for spelling in (quote(secret), quote(secret, safe=""), json.dumps(secret), repr(secret), str([secret])):
            assert "canary" not in mask(f"answer: {spelling}"), spelling


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_secrets_that_nobody_registered_are_known_by_their_shape(configured: Write, log_format: str) -> None:
    stream = configured(log_format)
    log = structlog.stdlib.get_logger("bot")
    stranger = "987654321:BBunseen-unseen-unseen-unseen-unseen"
    log.info("token", value=stranger)
    log.info("path", url="http://127.0.0.1:8081/bot42:unseen/sendMessage?chat_id=1")
    log.info("encoded", url="https://x.example/bot987654321%3ABBunseen-unseen-unseen-unseen-unseen/getMe")
    log.info("form", body="key=unseen&action=balance")
    log.info("json", body='{"key": "unseen", "action": "add"}')
    log.info("address", url="postgresql+asyncpg://shop:unseen@db/shop")
    log.info("fields", key="unseen", password="unseen", nested={"Authorization": "unseen"})
    text = stream.getvalue()
    assert "unseen" not in text
    for kept in ("sendMessage", "action=balance", "getMe", "shop", "add"):
        assert kept in text


def test_what_is_no_secret_stays_as_it_is() -> None:
    for text in (
        "order:12:hold",
        "monkey=1",
        "posting_key=order:1:hold",
        "2025-01-02T03:04:05Z",
        "sqlite+aiosqlite:///data/shop.db",
        "https://t.me/somebody?start=1",
        "12:30",
        "/bottle",
        "a@b.example",
    ):
        assert mask(text) == text


def test_numbers_and_nothing_keep_their_kind(configured: Write) -> None:
    stream = configured()
    day = datetime(2025, 1, 2, tzinfo=UTC)
    structlog.stdlib.get_logger("bot").info("x", count=3, share=0.5, done=True, none=None, day=day)
    (line,) = lines(stream)
    assert (line["count"], line["share"], line["done"], line["none"]) == (3, 0.5, True, None)
    assert line["day"] == "2025-01-02 00:00:00+00:00"


def test_short_values_do_not_blot_out_the_words(configured: Write) -> None:
    stream = io.StringIO()
    configured()
    configure_logs("INFO", "json", secrets=("abc", ""), stream=stream)
    structlog.stdlib.get_logger("bot").info("abc of logs")
    assert lines(stream)[0]["event"] == "abc of logs"


def test_the_level_holds_and_chatty_libraries_are_quiet(configured: Write) -> None:
    stream = configured("json", "WARNING")
    structlog.stdlib.get_logger("bot").info("too low")
    logging.getLogger("lib").info("too low")
    assert stream.getvalue() == ""
    stream = configured("json", "DEBUG")
    logging.getLogger("httpx").info("HTTP Request: POST https://panel.example")
    structlog.stdlib.get_logger("bot").debug("seen")
    assert [line["event"] for line in lines(stream)] == ["seen"]


def test_a_console_line_is_one_line_without_colours_in_a_file(configured: Write) -> None:
    stream = configured("console")
    structlog.stdlib.get_logger("bot").info("order accepted", order_id=12)
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert "order accepted" in text
    assert "order_id=12" in text
    assert not re.search(r"\x1b\[", text)


def test_the_last_words_of_a_process_are_masked() -> None:
    code = (
        "from bot.logs import configure_logs\n"
        "configure_logs(secrets=['canary-value'])\n"
        "raise RuntimeError('canary' + '-value')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "RuntimeError: ***" in done.stderr
    assert "canary-value" not in done.stderr
