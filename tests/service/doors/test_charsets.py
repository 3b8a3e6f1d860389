"""Forms in any charset: read by what they say they are, and never in more time than their length takes."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.doors.charsets import _known, charset_of, fields
from tests.linear import assert_linear

CHARSETS = sorted(set(_known().values()))


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("application/x-www-form-urlencoded", None),
        ("application/x-www-form-urlencoded; charset=UTF-8", "utf_8"),
        ("charset=utf-8", "utf_8"),
        ('a/b; Charset="ISO-8859-1"', "latin_1"),
        ("a/b; charset=Windows-1258", "cp1258"),
        ("a/b; charset=hex", None),
        ("a/b; charset=punycode", None),
        ("a/b; charset=\x00", None),
        ("a/b; charset=os.path", None),
    ],
)
def test_a_charset_is_known_by_every_name_of_it(content_type: str, charset: str | None) -> None:
    assert charset_of(content_type) == charset


def test_the_blog_s_charset_counts_where_the_form_is_no_utf_8() -> None:
    old = "blog_charset=windows-1258&comment_author=Th\u1ea3o".encode("utf-8").replace(
        "\u1ea3".encode(), b"a\xd2"
    )
    assert fields(old)["comment_author"] == "Tha\u0309o"
    new = "blog_charset=windows-1258&comment_author=Th\u1ea3o".encode()
    assert fields(new)["comment_author"] == "Th\u1ea3o"
    switched = b"blog_charset=iso-2022-jp&comment_author=" + "日本".encode("iso-2022-jp")
    assert fields(switched)["comment_author"] == "日本"


def test_what_no_database_keeps_is_replaced() -> None:
    assert fields(b"a=%00b&c=+AGEAYg-%ff", "x; charset=utf-7").keys() == {"a", "c"}
    assert "\0" not in fields(b"a=%00b")["a"]
    assert fields(b"a=%ff")["a"] == "\ufffd"


@given(st.binary(max_size=200), st.sampled_from(CHARSETS))
def test_any_bytes_are_read_in_any_charset(raw: bytes, charset: str) -> None:
    for text in fields(raw, f"a/b; charset={charset}").values():
        text.encode()


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("part", [b"%ff", b"%1b$B", b"+AGE", b"&a=%80"])
def test_time_is_in_proportion_to_the_length(charset: str, part: bytes) -> None:
    def seconds(size: int) -> float:
        raw, started = b"a=" + part * (size // len(part)), process_time()
        fields(raw, f"a/b; charset={charset}")
        return process_time() - started

    assert_linear(seconds)
