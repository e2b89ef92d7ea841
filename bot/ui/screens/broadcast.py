"""A broadcast: how to write one, whom to reach, how far it is."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton
from babel import Locale, UnknownLocaleError

from bot.core.broadcasts import Audience, Broadcast, BroadcastState, Progress, RecipientState, Segment, SegmentKind
from bot.ui.desk_callbacks import (
    AimBroadcast,
    DropBroadcast,
    OpenBroadcast,
    ResumeBroadcast,
    StartBroadcast,
    StartWriting,
    StopBroadcast,
)
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import Row, button, keyboard, paired
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import StopAsking

_LANGUAGES_SHOWN = 8
_BAR = 10


def ask(t: Translator, newest: Progress | None) -> Screen:
    """What to send next; the way to the broadcast before, as long as it may still be wanted."""
    lines = [t("broadcast-ask")]
    rows: list[Row] = []
    if newest is not None:
        lines.append(t("broadcast-newest", number=str(newest.broadcast.id), state=_state_word(t, newest)))
        show = OpenBroadcast(broadcast_id=newest.broadcast.id)
        rows.append([button(t.plain("button-broadcast-open", number=str(newest.broadcast.id)), show)])
    return Screen("\n\n".join(lines), keyboard(*rows, [button(t.plain("button-cancel"), StopAsking())]))


def wants_words(t: Translator) -> Screen:
    return Screen(t("broadcast-wants-words"), keyboard([button(t.plain("button-cancel"), StopAsking())]))


def whom(t: Translator, broadcast: Broadcast, audience: Audience) -> Screen:
    """Under the preview: who is to get it."""

    def aim(name: str, count: int, kind: SegmentKind, language: str = "") -> InlineKeyboardButton:
        asks = AimBroadcast(broadcast_id=broadcast.id, segment=kind, base=language)
        return button(t.plain("button-segment", name=name, count=str(count)), asks)

    languages = [
        aim(language_name(t, code), count, SegmentKind.LANGUAGE, code)
        for code, count in list(audience.languages.items())[:_LANGUAGES_SHOWN]
    ]
    return Screen(
        t("broadcast-whom"),
        keyboard(
            [aim(t.plain("segment-all"), audience.everybody, SegmentKind.ALL)],
            [aim(t.plain("segment-buyers"), audience.buyers, SegmentKind.BUYERS)],
            [aim(t.plain("segment-inactive"), audience.inactive, SegmentKind.INACTIVE)],
            *paired(languages),
            [button(t.plain("button-cancel"), DropBroadcast(broadcast_id=broadcast.id))],
        ),
    )


def sure(t: Translator, broadcast: Broadcast, segment: Segment, count: int, rate: float) -> Screen:
    """The last question; `rate` is messages a second."""
    back = button(t.plain("button-back"), OpenBroadcast(broadcast_id=broadcast.id))
    if not count:
        return Screen(t("broadcast-nobody", segment=segment_name(t, segment)), keyboard([back]))
    go = StartBroadcast(broadcast_id=broadcast.id, segment=segment.kind, base=segment.language)
    minutes = max(1, round(count / rate / 60))
    return Screen(
        t("broadcast-sure", count=count, segment=segment_name(t, segment), minutes=minutes),
        keyboard([button(t.plain("button-confirm"), go)], [back]),
    )


def dropped(t: Translator) -> Screen:
    return Screen(t("broadcast-dropped"), keyboard([button(t.plain("button-broadcast-new"), StartWriting())]))


def progress(t: Translator, state: Progress) -> Screen:
    """The one message that shows how far it is, and at the end the report."""
    broadcast, total = state.broadcast, state.broadcast.total
    if broadcast.state is BroadcastState.DRAFT:
        return dropped(t)
    percent = state.done * 100 // total if total else 100
    full = percent * _BAR // 100
    lines: list[str] = [
        t("broadcast-title", number=str(broadcast.id), state=_state_word(t, state)),
        t("order-progress", bar="▰" * full + "▱" * (_BAR - full), percent=percent),
        *report_lines(t, state.count(RecipientState.SENT), total, state.counts),
    ]
    if broadcast.segment is not None:
        lines.append(t("broadcast-to", segment=segment_name(t, broadcast.segment)))
    rows: list[Row] = []
    if broadcast.state is BroadcastState.RUNNING:
        rows.append([button(t.plain("button-stop"), StopBroadcast(broadcast_id=broadcast.id))])
    elif broadcast.state is BroadcastState.STOPPED and state.done < total:
        rows.append([button(t.plain("button-go-on"), ResumeBroadcast(broadcast_id=broadcast.id))])
    if broadcast.state is not BroadcastState.RUNNING:
        rows.append(back_row(t))
    return Screen("\n".join(lines), keyboard(*rows))


def report_lines(t: Translator, sent: int, total: int, counts: object) -> list[Html]:
    """How many have it, and why others have not; `counts` is a mapping by state."""
    found = counts if isinstance(counts, dict) else {}
    lines = [t("broadcast-sent", sent=str(sent), total=str(total))]
    unreachable, failed = found.get(RecipientState.UNREACHABLE, 0), found.get(RecipientState.FAILED, 0)
    if unreachable:
        lines.append(t("broadcast-unreachable", count=str(unreachable)))
    if failed:
        lines.append(t("broadcast-failed", count=str(failed)))
    return lines


def segment_name(t: Translator, segment: Segment) -> str:
    if segment.kind is SegmentKind.LANGUAGE:
        return t.plain("segment-language", language=language_name(t, segment.language))
    return t.plain(f"segment-{segment.kind.value}")


def language_name(t: Translator, code: str) -> str:
    """`German`, in the reader's language; the bare code where nobody knows it."""
    try:
        name = Locale.parse(code).get_display_name(t.locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return code
    return (name or code).capitalize()


def _state_word(t: Translator, state: Progress) -> str:
    return t.plain(f"broadcast-state-{state.broadcast.state.value}")
