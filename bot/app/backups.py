"""Backups by themselves: which database, where to, and to whom."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import FSInputFile

from bot.core.clock import Clock
from bot.settings import Settings
from bot.workers.backup_keeper import BackupKeeper, Send
from storage.backup import back_up

log = structlog.get_logger(__name__)

FOLDER = "backups"
LARGEST_FILE = 50 * 1000 * 1000  # that a bot may send


def make_backup_keeper(settings: Settings, clock: Clock, bot: Bot) -> BackupKeeper | None:
    """None: not wanted, or the database is PostgreSQL, which has tools of its own."""
    url = settings.database_url.get_secret_value()
    if not settings.backup_every or not url.startswith("sqlite"):
        return None
    passphrase = settings.backup_passphrase.get_secret_value() if settings.backup_passphrase else None

    def make(path: Path, stop: threading.Event) -> None:
        back_up(url, path, passphrase, stop=stop)

    send = _sender(bot, settings.backup_to) if settings.backup_to is not None else None
    every = timedelta(hours=settings.backup_every)
    return BackupKeeper(clock, settings.data_dir / FOLDER, every, settings.backup_keep, make, send)


def _sender(bot: Bot, chat_id: int) -> Send:
    async def send(path: Path, size: int) -> None:
        if size > LARGEST_FILE:
            log.error("backup_too_large_to_send", bytes=size, limit=LARGEST_FILE)
            return
        try:
            await bot.send_document(chat_id, FSInputFile(path), request_timeout=120)
        except TelegramAPIError as error:
            log.error("backup_not_sent", chat_id=chat_id, error=str(error))

    return send
