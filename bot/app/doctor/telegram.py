"""Telegram: is the token known, how do updates come, and have the admins started the bot."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import WebhookInfo

from bot.app.doctor.finding import Finding
from bot.settings import Settings
from storage.engine import Database

TIMEOUT = 15


async def token_and_updates(settings: Settings) -> list[Finding]:
    if settings.bot_token is None:
        return [Finding(False, "bot token", "is not set", "BOT_TOKEN")]
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    async with Bot(settings.bot_token.get_secret_value(), session=session) as bot:
        try:
            me = await bot.get_me(request_timeout=TIMEOUT)
            hook = await bot.get_webhook_info(request_timeout=TIMEOUT)
        except (TelegramUnauthorizedError, TelegramNotFound):
            return [Finding(False, "bot token", "Telegram does not know it", "BOT_TOKEN")]
        except AiogramError as error:
            where = "" if settings.bot_api_url == "https://api.telegram.org" else "BOT_API_URL"
            return [Finding(False, "Telegram", f"does not answer ({type(error).__name__})", where)]
    return [Finding(True, "bot token", f"@{me.username}"), _updates(settings, hook)]


def _updates(settings: Settings, hook: WebhookInfo) -> Finding:
    waiting = f"{hook.pending_update_count} waiting"
    if settings.webhook_url is None:
        if hook.url:
            return Finding(True, "updates", f"a webhook is set; `run` takes it away and polls; {waiting}")
        return Finding(True, "updates", f"long polling; {waiting}")
    if hook.url != settings.webhook_url:
        return Finding(True, "updates", f"the webhook is not set yet; `run` sets it; {waiting}")
    if hook.last_error_message:
        text = f"Telegram could not deliver to the webhook: {hook.last_error_message}; {waiting}"
        return Finding(False, "updates", text, "WEBHOOK_URL")
    return Finding(True, "updates", f"webhook; {waiting}")


async def admins(settings: Settings, database: Database | None) -> list[Finding]:
    if not settings.admin_ids:
        return [Finding(False, "admins", "none is set: nobody can publish or credit", "ADMIN_IDS")]
    if database is None:
        text = f"{len(settings.admin_ids)} set; who has started the bot is known once `run` has made the tables"
        return [Finding(True, "admins", text)]
    findings = []
    async with database.reading() as tx:
        for admin_id in settings.admin_ids:
            known = await tx.customers.get(admin_id)
            if known is None:
                text = "has not written to the bot yet: send it /start, or correct the number"
                findings.append(Finding(False, f"admin {admin_id}", text, "ADMIN_IDS"))
            elif known.unreachable_at is not None:
                text = "has blocked the bot: unblock it, or take the number away"
                findings.append(Finding(False, f"admin {admin_id}", text, "ADMIN_IDS"))
            else:
                findings.append(Finding(True, f"admin {admin_id}", known.first_name))
    return findings
