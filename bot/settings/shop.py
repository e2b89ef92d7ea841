"""Every setting of the shop: its kind, its first value, and the example that an error shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, PrivateAttr, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings import kinds
from bot.settings.provider import ProviderList, ProviderSettings

ONE_PROVIDER = "main"
"""The name of the provider that PROVIDER_URL and PROVIDER_KEY make."""


def _field(default: Any, example: str, **limits: Any) -> Any:
    return Field(default, examples=[example], **limits)


class Settings(BaseSettings):
    """The settings, checked. Names are the environment's in lower case; `.env.example` explains each."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    bot_token: kinds.BotToken | None = _field(None, "123456789:AAE...your-token")
    bot_api_url: kinds.BaseUrl = _field("https://api.telegram.org", "https://api.telegram.org")
    admin_ids: kinds.TelegramIds = _field((), "123456789,987654321")

    provider_url: kinds.SafeUrl | None = _field(None, "https://provider.example/api/v2")
    provider_key: SecretStr | None = _field(None, "your-key-at-the-provider")
    providers: ProviderList = _field(
        (), '[{"name": "first", "url": "https://provider.example/api/v2", "key": "your-key"}]'
    )
    """All of them: PROVIDERS, and the one of PROVIDER_URL under the name `main`."""

    database_url: kinds.DatabaseUrl = _field(
        SecretStr("sqlite+aiosqlite:///data/shop.db"), "postgresql+asyncpg://shop:password@127.0.0.1/shop"
    )
    """Unset: `shop.db` in DATA_DIR."""
    database_pool_size: int = _field(10, "10", ge=1, le=1000)
    """Connections to PostgreSQL for transactions, and as many for look-ups. SQLite has one writer and four readers."""
    database_timeout: kinds.Seconds = _field(10.0, "10")
    """How long a free connection, or a lock that another transaction holds, is waited for."""
    database_statement_timeout: float = _field(60.0, "60", ge=0, le=86_400, allow_inf_nan=False)
    """PostgreSQL: when a statement, or a transaction that does nothing, is ended; 0: never."""
    redis_url: kinds.RedisUrl | None = _field(None, "redis://127.0.0.1:6379/0")
    data_dir: Path = _field(Path("data"), "data")

    currency: kinds.Currency = _field("USD", "USD")
    low_balance: kinds.LowBalanceLine = _field("1d", "3d")
    exchange_rates: kinds.ExchangeRates = _field({}, '{"EUR": "1.08"}')
    markup_percent: kinds.Percent = _field(Decimal(30), "30")
    publish: Annotated[Literal["ask", "all"], kinds.Lower] = _field("ask", "ask")
    flood_limit: int = _field(20, "20", ge=1, le=100_000)
    """Updates of one customer in 10 seconds; above it there is one kind word."""
    quote_ttl: kinds.Interval = _field(600, "600")
    poll_interval: kinds.Interval = _field(60, "60")
    sync_interval: kinds.Interval = _field(3600, "3600")
    submit_timeout: kinds.Seconds = _field(30.0, "30")
    provider_timeout: kinds.Seconds = _field(60.0, "60")

    stars_per_unit: Decimal | None = _field(None, "77", gt=0, le=1_000_000)
    crypto_pay_token: SecretStr | None = _field(None, "12345:AA...your-token")
    crypto_pay_url: kinds.BaseUrl = _field("https://pay.crypt.bot", "https://pay.crypt.bot")
    manual_payment: str | None = _field(None, "Send to card 0000 0000 0000 0000", max_length=2000)
    referral_percent: Decimal = _field(Decimal(0), "5", ge=0, le=100)

    default_locale: kinds.LocaleCode = _field("en", "en")
    terms_url: kinds.PublicUrl | None = _field(None, "https://shop.example/terms")
    terms_version: str | None = _field(None, "2025-01", max_length=64)
    support_contact: str | None = _field(None, "@your_support", max_length=256)

    webhook_url: kinds.SafeUrl | None = _field(None, "https://shop.example/telegram")
    webhook_secret: kinds.WebhookSecret | None = _field(None, "a-long-random-word")
    http_host: kinds.HostName = _field("127.0.0.1", "127.0.0.1")
    http_port: int = _field(8080, "8080", ge=0, le=65_535)

    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], kinds.Upper] = _field("INFO", "INFO")
    log_format: Annotated[Literal["console", "json"], kinds.Lower] = _field("console", "json")
    send_rate: float = _field(25.0, "25", gt=0, le=1000, allow_inf_nan=False)

    backup_every: float = _field(24.0, "24", ge=0, le=8760, allow_inf_nan=False)
    """Hours; 0: no backups by itself."""
    backup_keep: int = _field(7, "7", ge=1, le=10_000)
    backup_passphrase: SecretStr | None = _field(None, "several words that nobody guesses", min_length=8)
    backup_to: int | None = _field(None, "123456789")
    """The chat that every backup is sent to, encrypted."""

    keep_updates_days: int = _field(7, "7", ge=7, le=3650)
    """Telegram's update ids are unique for a week, so updates are kept at least so long."""
    keep_messages_days: int = _field(30, "30", ge=1, le=3650)
    keep_links_days: int = _field(0, "180", ge=0, le=3650)
    """Days after its end that an order's link is kept; 0: for ever."""

    _doubts: tuple[str, ...] = PrivateAttr(())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # load_settings has gathered all there is, so that two readers cannot disagree.
        return (init_settings,)

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.provider_url is not None and self.provider_key is not None:
            one = ProviderSettings(name=ONE_PROVIDER, url=self.provider_url, key=self.provider_key)
            object.__setattr__(self, "providers", (one, *self.providers))
        twice = [name for name, count in Counter(p.name for p in self.providers).items() if count > 1]
        if twice:
            hint = f" ('{ONE_PROVIDER}' is the one of PROVIDER_URL)" if ONE_PROVIDER in twice else ""
            raise ValueError(f"PROVIDERS: two providers are named {', '.join(twice)}{hint}; give each its own name")
        if self.exchange_rates.get(self.currency, 1) != 1:
            raise ValueError(f"EXCHANGE_RATES: {self.currency} is the shop's own currency, its rate can only be 1")
        if "database_url" not in self.model_fields_set:
            path = (self.data_dir / "shop.db").as_posix()
            object.__setattr__(self, "database_url", SecretStr(f"sqlite+aiosqlite:///{path}"))
        return self

    def secrets(self) -> Iterator[str]:
        """Every value that a log must never show, passwords inside of addresses included."""
        for secret in (
            self.bot_token,
            self.provider_key,
            self.crypto_pay_token,
            self.webhook_secret,
            self.backup_passphrase,
        ):
            if secret is not None:
                yield secret.get_secret_value()
        for provider in self.providers:
            yield provider.key.get_secret_value()
        for url in (self.database_url, self.redis_url):
            password = urlsplit(url.get_secret_value()).password if url is not None else None
            if password:
                yield from {password, unquote(password)}

    @property
    def doubts(self) -> tuple[str, ...]:
        """Names in .env that are none of a setting's, and look like one: a line each, which begins with the name."""
        return self._doubts

    def warnings(self) -> list[str]:
        """Lines for the log: what is allowed, and yet is hardly meant."""
        lines = list(self._doubts)
        if not self.admin_ids:
            lines.append("ADMIN_IDS: not set, so nobody can publish services or credit a wallet")
        if not self.providers:
            lines.append("PROVIDER_URL and PROVIDER_KEY: not set, so there is nothing to sell yet")
        return lines
