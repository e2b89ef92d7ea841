"""Links: taken as they are, or refused; nothing in between."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.errors import InputError
from bot.core.links import MAX_LINK, clean_link
from bot.links import check_url

GOOD = [
    "https://example.com",
    "http://example.com/p/abc?x=1&y=<b>&z=%20#top",
    "HTTPS://EXAMPLE.COM/Case/Stays",
    "https://example.com:8443/a/../b//c/",
    "https://пример.рф/путь?ключ=значение",
    "https://münchen.example/straße",
    "https://例え.jp/道",
    "https://my_name.example.com/x",
    "https://t.me/+AbCd-_1",
    "https://192.0.2.7/x",
    "https://[2001:db8::1]/x",
    "https://example.com/emoji/😀",
    "https://example.com/?q=a+b%2Bc&q=%D0%B0",
]
BAD = {
    "": "link-empty",
    "   ": "link-empty",
    "javascript:alert(1)": "link-scheme",
    "JaVaScRiPt://example.com/%0aalert(1)": "link-scheme",
    "data:text/html,x": "link-scheme",
    "ftp://example.com/a": "link-scheme",
    "file:///etc/passwd": "link-scheme",
    "example.com/p": "link-scheme",
    "//example.com/p": "link-scheme",
    "https://": "link-malformed",
    "https:///path": "link-malformed",
    "https:example.com": "link-malformed",
    "https://example.com:99999/": "link-malformed",
    "https://[::1": "link-malformed",
    "https://localhost/x": "link-host",
    "https://a..b/x": "link-host",
    "https://user:secret@example.com/": "link-user",
    "https://user@example.com/": "link-user",
    "https://example.com/a b": "link-characters",
    "https://example.com/\u202egnp.exe": "link-characters",
    "https://example.com/\u200b": "link-characters",
    "https://exa\x00mple.com/": "link-characters",
    "https://example.com/\nX": "link-characters",
    "https://example.com/\ud800": "link-characters",
    "@somebody": "link-handle",
    "https://example.com/" + "a" * MAX_LINK: "link-too-long",
}


@pytest.mark.parametrize("link", GOOD)
def test_a_good_link_arrives_as_it_was_typed(link: str) -> None:
    assert clean_link(f"  {link}\n", check_url, handles=False) == link


@pytest.mark.parametrize(("typed", "code"), BAD.items(), ids=[ascii(link)[:40] for link in BAD])
def test_a_bad_link_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_link(typed, check_url, handles=False)
    assert caught.value.code == code


def test_a_handle_stands_for_a_link_only_where_it_may() -> None:
    assert clean_link(" @some.body_1 ", check_url, handles=True) == "@some.body_1"
    for wrong in ("@", "@a b", "@a/../b", "@<b>", "@" + "a" * 65, "somebody"):
        with pytest.raises(InputError):
            clean_link(wrong, check_url, handles=True)


@given(
    st.text(max_size=60) | st.text(max_size=60).map("https://".__add__) | st.from_regex(r"https?://[^/]{0,30}/.{0,9}")
)
@example("https://[::1]:bad/")
@example("https://ⓔxample。com/")
@example("https://xn--/")
@example("https://%00.com/")
def test_any_text_is_taken_unchanged_or_refused(typed: str) -> None:
    try:
        link = clean_link(typed, check_url, handles=True)
    except InputError:
        return
    assert link == typed.strip()
    assert link.lower().startswith(("http://", "https://", "@"))
    assert not any(char.isspace() for char in link)
