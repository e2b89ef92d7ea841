"""/stats and /export: the shop as a picture, and as tables."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.filters import Command, CommandObject
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaPhoto, Message

from bot.core.customers import Customer
from bot.core.policy import ShopPolicy
from bot.core.reports import ExportKind, Period, Stats
from bot.core.services.reports import Reports
from bot.ui.charts import draw
from bot.ui.desk_callbacks import ExportTable, ShowLeague, ShowStats
from bot.ui.i18n import Translator
from bot.ui.screen import Screen
from bot.ui.screens import reports as screens
from handlers.admin.tables import Tables
from handlers.filters import FromAdmin
from handlers.middlewares import LeaveStep
from handlers.replies import Tap, send
from handlers.routes import Routes
from handlers.usage import Usage, UsageError

routes = Routes("admin-reports", filters=[FromAdmin()], message_middlewares=[LeaveStep(), Usage()])

log = structlog.get_logger(__name__)


@routes.message(Command("stats", ignore_case=True))
async def stats_asked(
    message: Message,
    command: CommandObject,
    bot: Bot,
    customer: Customer,
    reports: Reports,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    typed = (command.args or Period.WEEK.value).strip().lower()
    if typed not in list(Period):
        raise UsageError("stats")
    found = await reports.stats(customer.id, Period(typed))
    screen = screens.stats(t, found, policy.currency)
    await _send(bot, message.chat.id, screen, await _picture(t, found, policy.currency))


@routes.callback_query(ShowStats.filter())
async def stats_opened(
    query: CallbackQuery,
    callback_data: ShowStats,
    bot: Bot,
    tap: Tap,
    customer: Customer,
    reports: Reports,
    policy: ShopPolicy,
    t: Translator,
) -> None:
    """In the picture that was tapped, where it is one."""
    found = await reports.stats(customer.id, callback_data.period)
    screen = screens.stats(t, found, policy.currency)
    await tap.say()
    picture = await _picture(t, found, policy.currency)
    is_picture = isinstance(query.message, Message) and bool(query.message.photo)
    if not (is_picture and picture is not None and await _replaced(bot, tap, screen, picture)):
        await _send(bot, tap.chat_id, screen, picture)


@routes.callback_query(ShowLeague.filter())
async def league_opened(
    _: object, callback_data: ShowLeague, tap: Tap, customer: Customer, reports: Reports, t: Translator
) -> None:
    rows = await reports.league(customer.id, callback_data.period)
    await tap.show(screens.league(t, rows, callback_data.period))


@routes.message(Command("export", ignore_case=True))
async def export_asked(
    message: Message,
    command: CommandObject,
    bot: Bot,
    customer: Customer,
    reports: Reports,
    exports_dir: Path,
    t: Translator,
) -> None:
    asked = _asked(command.args)
    if asked is None:
        raise UsageError("export")
    columns = await reports.begin_export(customer.id, asked[0])
    await _export(bot, message.chat.id, customer, reports, exports_dir, t, columns, *asked)


@routes.callback_query(ExportTable.filter())
async def table_wanted(
    _: object,
    callback_data: ExportTable,
    bot: Bot,
    tap: Tap,
    customer: Customer,
    reports: Reports,
    exports_dir: Path,
    t: Translator,
) -> None:
    columns = await reports.begin_export(customer.id, callback_data.table)
    await tap.say()
    await _export(bot, tap.chat_id, customer, reports, exports_dir, t, columns, callback_data.table, None, None)


async def _export(
    bot: Bot,
    chat_id: int,
    customer: Customer,
    reports: Reports,
    exports_dir: Path,
    t: Translator,
    columns: Sequence[str],
    kind: ExportKind,
    since: datetime | None,
    until: datetime | None,
) -> None:
    await bot.send_chat_action(chat_id, "upload_document")
    async with Tables(exports_dir, kind.value, columns) as tables:
        async for page in reports.pages(customer.id, kind, since, until):
            await tables.add(page)
        files = await tables.finish()
        if not files:
            await send(bot, chat_id, Screen(t("export-empty")))
        for part, (file, rows) in enumerate(files, start=1):
            words = t("export-caption", rows=rows) if len(files) == 1 else t("export-part", part=part, rows=rows)
            await bot.send_document(chat_id, file, caption=words, parse_mode=ParseMode.HTML)


def _asked(typed: str | None) -> tuple[ExportKind, datetime | None, datetime | None] | None:
    """What, from the beginning of FROM to the end of TO; None where it can't be read."""
    words = (typed or "").lower().split()
    if not words or words[0] not in list(ExportKind) or len(words) > 3:
        return None
    days = [_day(word) for word in words[1:]]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or known != sorted(known):
        return None
    moments = [datetime.combine(day, time(), UTC) for day in known]
    until = moments[1] + timedelta(days=1) if len(moments) == 2 else None
    return ExportKind(words[0]), moments[0] if moments else None, until


def _day(typed: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", typed, re.ASCII):
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


async def _picture(t: Translator, found: Stats, currency: str) -> bytes | None:
    """None where it can't be drawn: the numbers are worth sending without it."""
    try:
        return await asyncio.to_thread(draw, screens.chart(t, found, currency))
    except Exception:
        log.exception("picture_not_drawn", period=found.period.value)
        return None


async def _send(bot: Bot, chat_id: int, screen: Screen, picture: bytes | None) -> None:
    if picture is not None:
        try:
            await bot.send_photo(chat_id, BufferedInputFile(picture, "stats.png"), **screen.as_caption())
            return
        except (TelegramBadRequest, TelegramNotFound) as error:
            log.warning("picture_not_sent", chat_id=chat_id, problem=error.message)
    await send(bot, chat_id, screen)


async def _replaced(bot: Bot, tap: Tap, screen: Screen, picture: bytes) -> bool:
    caption = screen.as_caption()
    media = InputMediaPhoto(
        media=BufferedInputFile(picture, "stats.png"), caption=caption["caption"], parse_mode=caption["parse_mode"]
    )
    try:
        await bot.edit_message_media(
            media=media, chat_id=tap.chat_id, message_id=tap.message_id, reply_markup=screen.keyboard
        )
    except TelegramBadRequest as error:
        log.info("not_edited", chat_id=tap.chat_id, problem=error.message)
        return "message is not modified" in error.message
    return True
