"""Roles, the audit, maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.core.audit import AuditLine
from bot.core.roles import ALLOWED, Right, Role
from bot.core.services.authority import StaffMember
from bot.ui.i18n import Html, Translator
from bot.ui.keyboards import button, keyboard, page_count, page_row
from bot.ui.screen import Screen
from bot.ui.screens.admin import back_row
from bot.ui.staff_callbacks import OpenAudit, OpenRoles, SwitchMaintenance
from bot.ui.text import shorten

AUDIT_PAGE = 12


def roles(t: Translator, members: Sequence[StaffMember], cap: Html) -> Screen:
    lines: list[str] = [t("roles-title"), *(_member(t, member) for member in members), "", t("roles-table")]
    lines += [
        t("roles-of", role=t(f"role-{role.value}"), rights=_rights(t, rights)) for role, rights in ALLOWED.items()
    ]
    lines += ["", cap, "", t("usage-role")]
    return Screen("\n".join(lines), keyboard([button(t.plain("button-audit"), OpenAudit())], back_row(t)))


def granted(t: Translator, user_id: int, name: str | None, role: Role | None) -> Screen:
    facts = {"name": shorten(name or t.plain("roles-nameless"), 60), "id": str(user_id)}
    words = t("roles-taken", **facts) if role is None else t("roles-granted", role=t(f"role-{role.value}"), **facts)
    return Screen(words, keyboard([button(t.plain("button-roles"), OpenRoles())]))


def cap_words(t: Translator, cap_micros: int | None, currency: str) -> Html:
    return t("cap-none") if cap_micros is None else t("cap-set", cap=t.money(cap_micros, currency))


def maintenance(t: Translator, *, closed: bool) -> Screen:
    return Screen(
        t("maintenance-is-on" if closed else "maintenance-is-off"),
        keyboard(
            [button(t.plain("button-open-shop" if closed else "button-close-shop"), SwitchMaintenance(on=not closed))],
            back_row(t),
        ),
    )


def audit(t: Translator, lines: Sequence[AuditLine], page: int, total: int, names: Mapping[int, str]) -> Screen:
    if not total:
        return Screen(t("audit-none"), keyboard(back_row(t)))
    pages = page_count(total, AUDIT_PAGE)
    shown: list[str] = [t("audit-title", count=total), *(_line(t, line, names) for line in lines)]
    return Screen(
        "\n".join(shown),
        keyboard(page_row(t, page, pages, lambda turned: OpenAudit(page=turned)), back_row(t)),
    )


def _rights(t: Translator, rights: frozenset[Right]) -> Html:
    """What is more quickly said is said: what one may do, or what one may not."""
    missing = [right for right in Right if right not in rights]
    if not missing:
        return t("roles-all")
    if len(missing) < len(rights):
        return t("roles-all-but", rights=_named(t, missing))
    return _named(t, [right for right in Right if right in rights])


def _named(t: Translator, rights: Iterable[Right]) -> Html:
    return Html(", ".join(t(f"right-{right.value}") for right in rights))


def _member(t: Translator, member: StaffMember) -> Html:
    key = "roles-line-settings" if member.by_settings else "roles-line"
    name = shorten(member.name or t.plain("roles-nameless"), 60)
    return t(key, name=name, id=str(member.user_id), role=t(f"role-{member.role.value}"))


def _line(t: Translator, line: AuditLine, names: Mapping[int, str]) -> str:
    key = f"audit-{line.what}"
    said = t(
        "audit-line",
        time=f"{line.at:%Y-%m-%d %H:%M}",
        actor=t("audit-shop") if line.actor_id == 0 else shorten(names.get(line.actor_id) or str(line.actor_id), 30),
        what=t(key) if t.has(key) else line.what,
        subject=shorten(line.subject, 60) if line.subject else "",
    )
    before, after = (shorten(word, 60) if word else "" for word in (line.before, line.after))
    if before:
        return said + " " + t("audit-moved", before=before, after=after or "—")
    return said + (" " + t("audit-after", after=after) if after else "")
