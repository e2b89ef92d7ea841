"""Every language says everything, with the same facts; everything that can happen has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse, visitor

from bot.core.aftercare import RequestKind, RequestState
from bot.core.events import NoticeKind
from bot.core.ledger import PostingKind
from bot.core.order_types import INTERVAL, RUNS, TYPES, Field, FieldKind
from bot.core.orders import OrderState
from bot.ui.commands import ADMIN_COMMANDS, CUSTOMER_COMMANDS
from bot.ui.i18n import LOCALES, REFERENCE, Translators
from bot.ui.screens.orders import state_mark, state_word

ROOT = LOCALES.parent
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
FIELDS: list[Field] = [field for kind in TYPES.values() for field in kind.fields] + [RUNS, INTERVAL]


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def _messages(language: str) -> dict[str, ftl.Message]:
    found: dict[str, ftl.Message] = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content!r}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} twice"
                found[entry.id.name] = entry
    return found


MESSAGES = {language: _messages(language) for language in LANGUAGES}


def _variables(message: ftl.Message) -> set[str]:
    seen = _Variables()
    seen.visit(message)
    return seen.names


def _plain_text(message: ftl.Message) -> str:
    """All literal text of a message, of every variant."""
    parts: list[str] = []

    class Texts(visitor.Visitor):
        def visit_TextElement(self, node: ftl.TextElement) -> None:
            parts.append(node.value)

    Texts().visit(message)
    return "\n".join(parts)


def test_english_and_russian_are_there() -> None:
    assert {"en", "ru"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_what_english_says_with_the_same_facts(language: str) -> None:
    reference, messages = MESSAGES[REFERENCE], MESSAGES[language]
    assert set(messages) == set(reference)
    for key, message in messages.items():
        assert _variables(message) == _variables(reference[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_markup_in_every_language(language: str) -> None:
    for key, message in MESSAGES[language].items():
        tags = sorted(re.findall(r"</?[a-z]+>", _plain_text(message)))
        if "->" not in str(message) and key not in PLURALS:
            assert tags == sorted(re.findall(r"</?[a-z]+>", _plain_text(MESSAGES[REFERENCE][key]))), key


# A plural has as many variants, and so as many tags, as its language has forms.
PLURALS = {"orders-title", "review-title", "broadcast-sure", "tickets-open"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_toasts_and_errors_are_plain_text(language: str) -> None:
    for key, message in MESSAGES[language].items():
        if key.startswith(("button-", "error-", "command-", "choice-", "language-name", "answer-lines")):
            assert "<" not in _plain_text(message), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_russian_counts_by_its_own_rules_and_english_by_its_own(language: str) -> None:
    t = Translators().of(language)
    texts = {t.plain("answer-lines", count=count).lstrip("0123456789 ") for count in (1, 2, 5)}
    assert len(texts) == {"en": 2, "ru": 3}.get(language, len(texts))


def _codes() -> Iterator[tuple[str, str]]:
    """Every code that the core, the handlers and their libraries give to a ShopError, read from the source."""
    errors = {
        node.name
        for node in ast.parse((ROOT / "bot/core/errors.py").read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("Storage")  # those are for the operator
    }
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]:
        if "simulator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in errors and node.args:
                for constant in ast.walk(node.args[0]):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield constant.value, f"{path.relative_to(ROOT)}:{node.lineno}"
    for node in ast.parse((ROOT / "bot/core/errors.py").read_text()).body:
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                    yield str(line.value.value), node.name


def test_every_error_has_its_words() -> None:
    found = list(_codes())
    assert len(found) > 40
    missing = [
        f"error-{code} ({where})"
        for code, where in found
        if f"error-{code}" not in MESSAGES[REFERENCE] and not code.startswith("-")
    ]
    assert missing == []


@pytest.mark.parametrize("kind", list(RequestKind))
def test_what_is_not_offered_has_its_words(kind: RequestKind) -> None:
    assert f"error-{kind.value}-not-offered" in MESSAGES[REFERENCE]


def test_every_reason_against_a_link_has_its_words() -> None:
    codes = set(re.findall(r'"(link-[a-z]+)"', (ROOT / "bot/links.py").read_text(encoding="utf-8")))
    assert codes
    assert {f"error-{code}" for code in codes} <= set(MESSAGES[REFERENCE])


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_has_its_words(kind: NoticeKind) -> None:
    assert f"notice-{kind.value}" in MESSAGES[REFERENCE]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_has_its_question_and_its_name(field: Field) -> None:
    suffix = field.name.replace("_", "-")
    assert {f"ask-{suffix}", f"field-{suffix}"} <= set(MESSAGES[REFERENCE])
    if field.kind is FieldKind.CHOICE:
        assert f"choice-{suffix}" in MESSAGES[REFERENCE]


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_word_and_a_mark(state: OrderState, language: str) -> None:
    t = Translators().of(language)
    assert not state_word(t, state).startswith("state-")
    assert not state_mark(t, state).startswith("mark-")


def test_the_english_words_of_the_states() -> None:
    t = Translators().of("en")
    assert {str(state_word(t, state)) for state in OrderState} == {
        "Pending",
        "Processing",
        "In progress",
        "Completed",
        "Partial",
        "Canceled",
        "Being checked",
        "Refused",
    }


@pytest.mark.parametrize("kind", list(RequestKind))
@pytest.mark.parametrize("state", list(RequestState))
def test_every_request_has_its_words(kind: RequestKind, state: RequestState) -> None:
    shown = RequestState.ASKED if state is RequestState.SENDING else state
    assert f"request-{kind.value}-{shown.value.replace('_', '-')}" in MESSAGES[REFERENCE]


@pytest.mark.parametrize("kind", list(PostingKind))
def test_every_movement_of_the_wallet_has_its_word(kind: PostingKind) -> None:
    assert f"posting-{kind.value}" in MESSAGES[REFERENCE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_description_that_telegram_takes(language: str) -> None:
    t = Translators().of(language)
    for name in CUSTOMER_COMMANDS + ADMIN_COMMANDS:
        assert 1 <= len(t.plain(f"command-{name}")) <= 256
        assert not t.plain(f"command-{name}").startswith("command-")


def _keys_in_code() -> Iterator[tuple[str, str]]:
    """First arguments of t(...), t.plain(...) and menu.words(t, ...) where they are written out."""
    for path in [*(ROOT / "bot/ui").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            place = {"t": 0, "t.plain": 0, "chosen.plain": 0, "menu.words": 1}.get(name)
            if place is None or len(node.args) <= place:
                continue
            for constant in ast.walk(node.args[place]):
                inside = isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                if inside and not isinstance(node.args[place], ast.JoinedStr):
                    yield str(constant.value), f"{Path(path).relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]


def test_every_key_that_the_code_names_is_there() -> None:
    found = list(_keys_in_code())
    assert len(found) > 100
    known = set(MESSAGES[REFERENCE])
    assert [f"{key} ({where})" for key, where in found if key not in known] == []
