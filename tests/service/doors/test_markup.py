"""HTML as the text that a reader sees: nothing that may be seen is lost, and it never takes long."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.doors.markup import text_of
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("chào", "chào"),
        ("f<b>u</b>n", "fun"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&#x41;&#66;&#99999999999999999999;", "AB\ufffd"),
        ('<a href="https://x.example/">here</a>', "here\nhttps://x.example/"),
        ('<a href="https://x.example/" rel="nofollow">https://x.example/</a>', "https://x.example/"),
        ("<img src='https://x.example/a.png' alt='a &lt;cat&gt;'>", "\nhttps://x.example/a.png\na <cat>"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<you fool>", "<you fool>"),
        ("<b you fool>", "<b you fool>"),
        ("<b", "<b"),
        ("I <3 you", "I <3 you"),
    ],
)
def test_what_a_reader_sees_is_kept(markup: str, text: str) -> None:
    assert text_of(markup) == text


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert text_of(text) == text


@given(st.text(alphabet="<>ab/ =\"'&#1;xp\n"))
def test_any_markup_is_read(markup: str) -> None:
    text_of(markup)


HARD = [
    "<",
    "<a ",
    "<a href=",
    "<a href='",
    "&#9",
    "&#",
    "<b><",
    "< ",
    "<p a=b ",
    '<a href="x"> ',
    "<a" + " b=c",
]


@pytest.mark.parametrize("part", HARD)
def test_time_is_in_proportion_to_the_length(part: str) -> None:
    def seconds(size: int) -> float:
        markup = part * (8 * size // len(part))
        started = process_time()
        text_of(markup)
        return process_time() - started

    assert_linear(seconds)


@pytest.mark.parametrize("ending", ["", ">", "!>", "'>"])
def test_a_tag_without_end_is_read_in_proportion_too(ending: str) -> None:
    def seconds(size: int) -> float:
        markup = "<a" + " b=c" * size + " " * size + ending
        started = process_time()
        text_of(markup)
        return process_time() - started

    assert_linear(seconds)
