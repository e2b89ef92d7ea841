"""Notices to admins: the same fact to each of them, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.events import Notice, NoticeKind


def to_admins(
    admin_ids: Iterable[int],
    kind: NoticeKind,
    key: str,
    facts: Mapping[str, str | int | None],
    *,
    order_id: int | None = None,
) -> list[Notice]:
    """`key` is unique for ever: what may happen again carries a version or a moment in it."""
    return [
        Notice(f"{kind.value}:{key}:{admin_id}", admin_id, kind, facts, order_id=order_id)
        for admin_id in sorted(admin_ids)
    ]
