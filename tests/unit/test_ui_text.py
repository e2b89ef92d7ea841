"""Names that strangers wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.text import NAMELESS, clusters, cut_html, one_line, shorten, utf16_length, width, without_tags

FAMILY = "👨\u200d👩\u200d👧"


def test_a_short_name_stays_as_it_is() -> None:
    assert shorten("Followers [HQ] <fast> & cheap", 40) == "Followers [HQ] <fast> & cheap"


def test_a_long_name_is_cut_at_a_blank() -> None:
    assert shorten("Instagram Followers with a thirty day refill", 24) == "Instagram Followers…"


def test_a_name_without_blanks_is_cut_all_the_same() -> None:
    cut = shorten("x" * 300, 20)
    assert cut == "x" * 19 + "…"


def test_no_emoji_is_cut_in_two() -> None:
    for columns in range(2, 12):
        cut = shorten(FAMILY * 5, columns).removesuffix("…")
        assert cut == FAMILY * (len(cut) // len(FAMILY))


def test_a_flag_stays_whole() -> None:
    assert list(clusters("🇩🇪🇫🇷")) == ["🇩🇪", "🇫🇷"]


def test_a_pile_of_accents_is_cleared() -> None:
    assert len(shorten("e" + "\u0301" * 500, 10)) < 30


@pytest.mark.parametrize("trick", ["\u202e", "\u2066", "\u200e", "\u200f", "\u200b", "\ufeff", "\x00", "\ue000"])
def test_characters_that_play_tricks_are_dropped(trick: str) -> None:
    assert one_line(f"pay{trick}pal") == "paypal"


def test_lines_become_one() -> None:
    assert one_line("  a\n\n b\tc ") == "a b c"


@pytest.mark.parametrize("name", ["", " \n ", "\u202e\u200f", "\u200b"])
def test_a_name_of_nothing_has_a_sign(name: str) -> None:
    assert one_line(name) == NAMELESS


def test_right_to_left_names_keep_to_themselves() -> None:
    assert one_line("متابعين") == "\u2068متابعين\u2069"
    assert shorten("متابعين " * 30, 20).endswith("…\u2069")


@given(st.text(max_size=400), st.integers(min_value=4, max_value=60))
def test_what_is_shortened_fits(name: str, columns: int) -> None:
    cut = shorten(name, columns)
    assert width(cut) <= columns
    assert "\n" not in cut
    cut.encode("utf-16")  # no half of a surrogate pair


def test_html_is_cut_outside_of_tags_and_closed() -> None:
    text = "<b>" + "long &amp; bold <i>x</i>\n" * 400 + "</b>"
    cut = cut_html(text, 1_000)
    assert utf16_length(cut) <= 1_000
    assert cut.count("<b>") == cut.count("</b>") == 1
    assert cut.count("<i>") == cut.count("</i>")
    assert "&amp" not in cut.replace("&amp;", "")


@given(st.text(alphabet="ab &<>/i🙂\n", max_size=300), st.integers(min_value=150, max_value=250))
def test_html_of_any_shape_fits(text: str, units: int) -> None:
    assert utf16_length(cut_html(text, units)) <= units


def test_text_without_its_tags() -> None:
    assert without_tags("<b>1 &lt; 2</b>") == "1 < 2"
