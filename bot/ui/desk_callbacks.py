"""Buttons of broadcasts, reports and tickets: as `bot.ui.callbacks`, whose rules hold here too."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.core.broadcasts import SegmentKind
from bot.core.reports import ExportKind, Period
from bot.core.tickets import TicketTopic
from bot.ui.callbacks import Id, Page

BaseLanguage = Annotated[str, Field(max_length=8, pattern=r"^[a-z0-9]*$")]


class StartWriting(CallbackData, prefix="b-new"):
    """A new broadcast."""


class OpenBroadcast(CallbackData, prefix="b"):
    """Whom to reach, or how far it is."""

    broadcast_id: Id


class AimBroadcast(CallbackData, prefix="b-aim"):
    broadcast_id: Id
    segment: SegmentKind
    base: BaseLanguage = ""


class StartBroadcast(CallbackData, prefix="b-go"):
    broadcast_id: Id
    segment: SegmentKind
    base: BaseLanguage = ""


class StopBroadcast(CallbackData, prefix="b-stop"):
    broadcast_id: Id


class ResumeBroadcast(CallbackData, prefix="b-on"):
    broadcast_id: Id


class DropBroadcast(CallbackData, prefix="b-no"):
    broadcast_id: Id


class ShowStats(CallbackData, prefix="stats"):
    period: Period


class ShowLeague(CallbackData, prefix="league"):
    period: Period


class ExportTable(CallbackData, prefix="st-exp"):
    """The whole of it, as /export without days."""

    table: ExportKind


class AskSupport(CallbackData, prefix="help-me"):
    """The way to a ticket."""


class ChooseTopic(CallbackData, prefix="t-topic"):
    topic: TicketTopic


class ChooseTicketOrder(CallbackData, prefix="t-order"):
    """`order_id` 0: it is about no order."""

    topic: TicketTopic
    order_id: Id


class WriteToTicket(CallbackData, prefix="t-write"):
    """The customer goes on writing."""

    ticket_id: Id


class CloseOwnTicket(CallbackData, prefix="t-done"):
    ticket_id: Id


class OpenTickets(CallbackData, prefix="a-tickets"):
    closed: bool = False
    page: Page = 0


class OpenTicket(CallbackData, prefix="a-ticket"):
    ticket_id: Id


class AnswerTicket(CallbackData, prefix="a-answer"):
    ticket_id: Id


class CloseTicket(CallbackData, prefix="a-tclose"):
    ticket_id: Id


class ReopenTicket(CallbackData, prefix="a-topen"):
    ticket_id: Id


class ShowTicketPictures(CallbackData, prefix="a-tpics"):
    ticket_id: Id
