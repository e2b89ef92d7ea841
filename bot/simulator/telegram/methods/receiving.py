"""Who the bot is, and how it receives updates."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.telegram.backend import Backend
from bot.simulator.telegram.errors import Json, bad_request
from bot.simulator.telegram.params import Params

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def get_me(backend: Backend, params: Params) -> Json:
    return {
        **backend.world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


async def get_updates(backend: Backend, params: Params) -> list[Json]:
    return await backend.updates.get(params)


async def set_webhook(backend: Backend, params: Params) -> bool:
    """HTTPS only, except on loopback, as a Bot API server of one's own does it."""
    url = params.text("url")
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    backend.updates.allow(params)
    if params.flag("drop_pending_updates"):
        backend.updates.pending.clear()
    if url:
        backend.webhook.set(url, secret, min(max(params.integer("max_connections", 40), 1), 100))
    else:
        backend.webhook.remove()
    return True


async def delete_webhook(backend: Backend, params: Params) -> bool:
    backend.webhook.remove()
    if params.flag("drop_pending_updates"):
        backend.updates.pending.clear()
        backend.world.pulse.beat()
    return True


async def get_webhook_info(backend: Backend, params: Params) -> Json:
    info: Json = {
        "url": backend.updates.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(backend.updates.pending),
    }
    if backend.updates.webhook_url:
        info["max_connections"] = backend.webhook.max_connections
        if backend.webhook.last_error is not None:
            info["last_error_date"], info["last_error_message"] = backend.webhook.last_error
    if backend.updates.allowed:
        info["allowed_updates"] = backend.updates.allowed
    return info


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
