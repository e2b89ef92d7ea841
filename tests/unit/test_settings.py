from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot.core.provider import ErrorKind, RemoteState
from bot.settings import Settings, SettingsError, load_settings
from bot.settings.source import IN_FILES

ROOT = Path(__file__).parents[2]
URL = "https://panel.example/api/v2"
CANARY = "canary-8f3a"


def load(env_file: Path | None = None, /, **environ: str) -> Settings:
    return load_settings(environ, env_file)


def wrong(env_file: Path | None = None, required: tuple[str, ...] = (), /, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, env_file, required=required)
    return caught.value.lines


def test_defaults_are_those_of_the_documentation() -> None:
    settings = load()
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///data/shop.db"
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.crypto_pay_url == "https://pay.crypt.bot"
    assert (settings.currency, settings.publish, settings.default_locale) == ("USD", "ask", "en")
    assert settings.markup_percent == Decimal(30)
    assert (settings.quote_ttl, settings.poll_interval, settings.sync_interval) == (600, 60, 3600)
    assert (settings.submit_timeout, settings.provider_timeout, settings.send_rate) == (30, 60, 25)
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")
    assert settings.data_dir == Path("data")
    assert settings.exchange_rates == {}
    for name in (
        "bot_token",
        "redis_url",
        "stars_per_unit",
        "crypto_pay_token",
        "manual_payment",
        "terms_url",
        "terms_version",
        "support_contact",
        "webhook_url",
        "webhook_secret",
    ):
        assert getattr(settings, name) is None, name


def test_the_example_names_every_setting_and_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert set(named) == {name.upper() for name in Settings.model_fields}
    commented = {n: v for n, v in re.findall(r"^# ([A-Z][A-Z_]+)=(.*)$", text, re.MULTILINE) if n != "PROVIDERS"}
    assert load(**commented).model_dump() == load().model_dump()
    for name in IN_FILES:
        assert f"{name}_FILE" in text


def test_the_example_as_it_stands_lacks_the_token_alone() -> None:
    assert [line.partition(":")[0] for line in wrong(ROOT / ".env.example", ("BOT_TOKEN",))] == ["BOT_TOKEN"]


def test_every_setting_has_an_example_and_every_example_is_valid() -> None:
    for name, field in Settings.model_fields.items():
        assert field.examples, name
    one_by_one = {name.upper(): str((field.examples or [""])[0]) for name, field in Settings.model_fields.items()}
    one_by_one["BOT_TOKEN"] = one_by_one["BOT_TOKEN"].replace("...", "")
    assert load(**one_by_one).providers[0].name == "main"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("CURRENCY=EUR\nHTTP_PORT=1\nMARKUP_PERCENT=12.5\n", encoding="utf-8")
    settings = load(env_file, HTTP_PORT="0", MARKUP_PERCENT=" ")
    assert (settings.currency, settings.http_port, settings.markup_percent) == ("EUR", 0, Decimal("12.5"))


def test_a_dollar_in_the_file_is_a_dollar(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("\ufeffPROVIDER_URL=https://p.example/\nPROVIDER_KEY='a${HOME}b'\n", encoding="utf-8")
    assert load(env_file).providers[0].key.get_secret_value() == "a${HOME}b"


def test_an_env_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"BOT_TOKEN=\xff\xfe\xff")
    assert "cannot be read" in wrong(env_file)[0]


def test_look_alikes_of_settings_in_the_file_are_doubted(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PROVIDER_KEYS=x\nSOMETHING_ELSE=1\nADMIN_IDS=5\n", encoding="utf-8")
    assert any("did you mean PROVIDER_KEY?" in line for line in load(env_file).warnings())
    assert not any("SOMETHING_ELSE" in line for line in load(env_file).warnings())


@pytest.mark.parametrize("name", IN_FILES)
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    values = {
        "BOT_TOKEN": "1:abc",
        "PROVIDER_KEY": "k-1234",
        "PROVIDERS": f'[{{"name":"x","url":"{URL}","key":"k"}}]',
        "CRYPTO_PAY_TOKEN": "2:t",
        "WEBHOOK_SECRET": "word",
        "DATABASE_URL": "sqlite+aiosqlite:///x.db",
        "REDIS_URL": "redis://h/0",
        "BACKUP_PASSPHRASE": "several words",
    }
    secret = tmp_path / "secret"
    secret.write_text(values[name] + "\n", encoding="utf-8")
    extra = {"PROVIDER_URL": URL} if name == "PROVIDER_KEY" else {}
    from_file = load(None, **extra, **{f"{name}_FILE": str(secret)})
    assert from_file == load(None, **extra, **{name: values[name]})
    assert from_file != load(None)


def test_a_passphrase_that_is_too_short_is_told_in_characters() -> None:
    assert "should have at least 8 characters, not 5" in wrong(BACKUP_TO="5", BACKUP_PASSPHRASE="short")[0]


def test_a_secret_in_two_places_or_in_no_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n", encoding="utf-8")
    assert "and BOT_TOKEN_FILE too" in wrong(BOT_TOKEN="1:a", BOT_TOKEN_FILE="/x")[0]
    assert wrong(None, ("BOT_TOKEN",), BOT_TOKEN_FILE=str(empty)) == [
        "BOT_TOKEN_FILE: names an empty file; example: BOT_TOKEN_FILE=/run/secrets/bot_token"
    ]
    assert "No such file" in wrong(BOT_TOKEN_FILE=str(tmp_path / "none"))[0]


def test_all_that_is_wrong_is_told_at_once_by_name_and_without_its_value() -> None:
    bad = {
        "BOT_TOKEN": CANARY,
        "BOT_API_URL": f"ftp://{CANARY}",
        "ADMIN_IDS": f"1,{CANARY}",
        "PROVIDER_URL": CANARY,
        "PROVIDERS": f'[{{"name": "x", "key": "{CANARY}", "url": "https://{CANARY}:{CANARY}@h.example"}}]',
        "DATABASE_URL": f"mysql://root:{CANARY}@h/d",
        "REDIS_URL": f"http://:{CANARY}@h",
        "CURRENCY": CANARY,
        "EXCHANGE_RATES": f'{{"EUR": "{CANARY}"}}',
        "MARKUP_PERCENT": CANARY,
        "PUBLISH": CANARY,
        "QUOTE_TTL": "0",
        "POLL_INTERVAL": "1.5",
        "SYNC_INTERVAL": "-1",
        "SUBMIT_TIMEOUT": "0",
        "PROVIDER_TIMEOUT": "inf",
        "STARS_PER_UNIT": "0",
        "CRYPTO_PAY_URL": "http://pay.example",
        "DEFAULT_LOCALE": f"{CANARY}!",
        "TERMS_URL": "javascript:alert(1)",
        "WEBHOOK_URL": "http://shop.example/hook",
        "HTTP_HOST": f"{CANARY} /",
        "HTTP_PORT": "65536",
        "LOG_LEVEL": CANARY,
        "LOG_FORMAT": CANARY,
        "SEND_RATE": "nan",
    }
    lines = wrong(**bad)
    told = [line.partition(":")[0] for line in lines]
    assert sorted(told) == sorted([*bad, "WEBHOOK_SECRET", "PROVIDER_KEY"])
    for line in lines:
        name = line.partition(":")[0]
        assert f"; example: {name}=" in line
        assert "\n" not in line
        assert CANARY not in line


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_text_at_all_makes_anything_but_settings_or_lines(text: str) -> None:
    for name in Settings.model_fields:
        try:
            load_settings({name.upper(): text}, None)
        except SettingsError as error:
            lines = error.lines
        else:
            lines = []
        assert not any("\n" in line for line in lines)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "[::1]", "localhost"])
def test_http_is_for_loopback(host: str) -> None:
    assert load(BOT_API_URL=f"http://{host}:8081/").bot_api_url == f"http://{host}:8081"
    assert load(PROVIDER_URL=f"http://{host}/api/", PROVIDER_KEY="k").providers[0].url == f"http://{host}/api/"


@pytest.mark.parametrize(
    "url",
    [
        "http://panel.example",
        "http://10.0.0.1/",
        "http://127.0.0.1.example/",
        "http://127.0.0.1\\@panel.example/",
        "http://localhost@panel.example/",
        "https://",
        "https://h:99999/",
        "https://u:p@h/",
        "https://h/#x",
        "panel.example",
    ],
)
def test_addresses_that_could_leak_a_secret_are_refused(url: str) -> None:
    for name in ("BOT_API_URL", "PROVIDER_URL", "CRYPTO_PAY_URL", "WEBHOOK_URL"):
        assert wrong(**{name: url})[0].startswith(f"{name}: "), name


def test_one_provider_and_several() -> None:
    several = '[{"name": "b", "url": "https://b.example/api", "key": "kb"}]'
    settings = load(PROVIDER_URL=URL, PROVIDER_KEY="k", PROVIDERS=several)
    assert [(p.name, p.url) for p in settings.providers] == [("main", URL), ("b", "https://b.example/api")]
    assert (
        "PROVIDERS: two providers are named main"
        in wrong(PROVIDER_URL=URL, PROVIDER_KEY="k", PROVIDERS=several.replace('"b"', '"main"'))[0]
    )


def test_everything_that_can_be_said_of_a_provider() -> None:
    (provider,) = load(
        PROVIDERS="""[{"name": "a_b-1", "url": "http://127.0.0.1:9/api", "key": "k", "currency": "usdt",
        "markup_percent": 12.1, "rate_unit": 1, "timeout": 0.5, "submit_timeout": 2,
        "comments_with_quantity": true, "request_format": "json",
        "status_words": {"Done": "completed"}, "refusals": {"No way": "invalid_link"}}]"""
    ).providers
    assert (provider.currency, provider.rate_unit, provider.request_format) == ("USDT", "1", "json")
    assert provider.markup_percent == Decimal("12.1")  # not the float next to it
    assert (provider.timeout, provider.submit_timeout, provider.comments_with_quantity) == (0.5, 2, True)
    assert provider.status_words == {"Done": RemoteState.COMPLETED}
    assert provider.refusals == {"No way": ErrorKind.INVALID_LINK}


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('{"name": "x", "url": "https://h.example"}', "number 1: key: "),
        ('{"name": "X y", "url": "https://h.example", "key": "k"}', "number 1: name: should be 1 to 32"),
        ('{"name": "x", "url": "https://h.example", "key": ""}', "number 1: key: "),
        ('{"name": "x", "url": "https://h.example", "key": "k", "colour": 1}', "number 1: colour: "),
        ('{"name": "x", "url": "https://h.example", "key": "k", "rate_unit": 100}', "number 1: rate_unit: "),
        (
            '{"name": "x", "url": "https://h.example", "key": "k", "status_words": {"a": "b"}}',
            "status_words: a: ",
        ),
        ('{"name": "x", "url": "https://h.example", "key": "k", "refusals": {"a": "timeout"}}', "refusals: "),
        ('{"name": "x", "url": "https://h.example", "key": "k", "timeout": 0}', "number 1: timeout: "),
        ("1", "number 1: "),
        ("", None),
        ("{", "is not JSON (line 1"),
    ],
)
def test_a_wrong_provider_is_named_by_its_place(entry: str, what: str | None) -> None:
    if what is None:
        assert load(PROVIDERS=f"[{entry}]").providers == ()
    else:
        assert what in wrong(PROVIDERS=f"[{entry}]")[0]


def test_two_providers_of_one_name_are_refused() -> None:
    one = f'{{"name": "x", "url": "{URL}", "key": "k"}}'
    assert wrong(PROVIDERS=f"[{one}, {one}]")[0].startswith("PROVIDERS: two providers are named x;")


def test_money_is_decimal_from_the_text_on() -> None:
    settings = load(
        MARKUP_PERCENT="0.1", STARS_PER_UNIT="76.9", EXCHANGE_RATES='{"eur": 1.10000000000000000001, "RUB": "0.0107"}'
    )
    assert settings.markup_percent == Decimal("0.1")
    assert settings.stars_per_unit == Decimal("76.9")
    assert settings.exchange_rates == {"EUR": Decimal("1.10000000000000000001"), "RUB": Decimal("0.0107")}


def test_the_rate_of_the_own_currency_is_one() -> None:
    assert load(CURRENCY="eur", EXCHANGE_RATES='{"EUR": 1}').currency == "EUR"
    assert wrong(CURRENCY="EUR", EXCHANGE_RATES='{"EUR": "1.1"}')[0].startswith("EXCHANGE_RATES: EUR is the shop's")


def test_admin_ids_tolerate_blanks_and_repetition() -> None:
    assert load(ADMIN_IDS=" 5, 7 ,,5,").admin_ids == (5, 7)
    for text in ("0", "-1", "1.5", "@me", "1e3", "١٢"):
        assert wrong(ADMIN_IDS=text)


def test_short_intervals_and_fractions_of_deadlines_are_valid() -> None:
    settings = load(POLL_INTERVAL="1", SYNC_INTERVAL="1", QUOTE_TTL="1", SUBMIT_TIMEOUT="0.25", PROVIDER_TIMEOUT="1.5")
    assert (settings.poll_interval, settings.submit_timeout, settings.provider_timeout) == (1, 0.25, 1.5)


def test_a_webhook_needs_a_secret_that_telegram_takes() -> None:
    url = "https://shop.example/telegram"
    assert wrong(WEBHOOK_URL=url)[0].startswith("WEBHOOK_SECRET: is not set, and WEBHOOK_URL")
    assert wrong(WEBHOOK_URL=url, WEBHOOK_SECRET="a b")[0].startswith("WEBHOOK_SECRET: ")
    assert wrong(WEBHOOK_SECRET="a" * 257)
    secret = load(WEBHOOK_URL=url, WEBHOOK_SECRET="a-B_9" * 51 + "z").webhook_secret
    assert secret is not None
    assert len(secret.get_secret_value()) == 256


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///x.db",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "postgresql://h/d",
        "postgresql+asyncpg://h",
        "postgresql+asyncpg://h/",
    ],
)
def test_databases_that_the_shop_does_not_speak_to(url: str) -> None:
    assert wrong(DATABASE_URL=url)[0].startswith("DATABASE_URL: ")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:////srv/shop.db",
        "sqlite+aiosqlite:///shop.db",
        "postgresql+asyncpg://u:p@h:5432/d",
        "postgresql+asyncpg:///d?host=/run",
    ],
)
def test_databases_that_it_does(url: str) -> None:
    assert load(DATABASE_URL=url).database_url.get_secret_value() == url


def test_the_database_stands_in_the_data_directory_unless_told() -> None:
    assert load(DATA_DIR="/srv/shop").database_url.get_secret_value() == "sqlite+aiosqlite:////srv/shop/shop.db"
    chosen = load(DATA_DIR="/srv/shop", DATABASE_URL="sqlite+aiosqlite:///x.db")
    assert chosen.database_url.get_secret_value() == "sqlite+aiosqlite:///x.db"


def test_no_secret_is_in_what_settings_print() -> None:
    settings = load(
        BOT_TOKEN=f"1:{CANARY}",
        PROVIDER_URL=URL,
        PROVIDER_KEY=f"{CANARY}1",
        CRYPTO_PAY_TOKEN=f"{CANARY}2",
        WEBHOOK_SECRET=f"{CANARY}3",
        DATABASE_URL=f"postgresql+asyncpg://u:{CANARY}%404@h/d",
        REDIS_URL=f"redis://:{CANARY}5@h/0",
        PROVIDERS=f'[{{"name":"x","url":"{URL}","key":"{CANARY}6"}}]',
    )
    assert CANARY not in repr(settings) + str(settings) + settings.model_dump_json()
    assert {f"1:{CANARY}", f"{CANARY}%404", f"{CANARY}@4", *(f"{CANARY}{n}" for n in "12356")} == set(
        settings.secrets()
    )


def test_what_is_allowed_and_hardly_meant_is_a_warning() -> None:
    assert [line.partition(":")[0] for line in load().warnings()] == [
        "ADMIN_IDS",
        "PROVIDER_URL and PROVIDER_KEY",
    ]
    assert load(ADMIN_IDS="1", PROVIDER_URL=URL, PROVIDER_KEY="k").warnings() == []


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPPORT_CONTACT", "@help")
    (tmp_path / ".env").write_text("TERMS_VERSION=7\n", encoding="utf-8")
    settings = load_settings()
    assert (settings.support_contact, settings.terms_version) == ("@help", "7")
    assert load_settings({}, None).support_contact is None


def test_the_example_is_readable_by_its_own_reader() -> None:
    assert set(dotenv_values(ROOT / ".env.example")) == {
        "BOT_TOKEN",
        "ADMIN_IDS",
        "PROVIDER_URL",
        "PROVIDER_KEY",
    }
