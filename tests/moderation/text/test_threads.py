"""One article is one thread, under whatever address it is read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.text.threads import thread_id

ARTICLE = "baotinh.vn/tin/cau-moi-1234.html"


@pytest.mark.parametrize(
    "address",
    [
        "https://baotinh.vn/tin/cau-moi-1234.html",
        "http://baotinh.vn/tin/cau-moi-1234.html",
        "//baotinh.vn/tin/cau-moi-1234.html",
        " HTTPS://WWW.BaoTinh.vn:443/tin/cau-moi-1234.html ",
        "https://m.baotinh.vn/tin/cau-moi-1234.html",
        "https://amp.baotinh.vn/tin/cau-moi-1234.amp.html",
        "https://baotinh.vn/tin/cau-moi-1234.html/amp",
        "https://baotinh.vn/tin/cau-moi-1234.html/",
        "https://baotinh.vn/tin/cau-moi-1234.html#binh-luan",
        "https://baotinh.vn/tin/cau-moi-1234.html?utm_source=zalo&utm_medium=x&fbclid=IwAR0&zarsrc=30",
        "https://baotinh.vn/tin/c%61u-moi-1234.html",
    ],
)
def test_every_address_of_an_article_is_one_thread(address: str) -> None:
    assert thread_id(address) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://baotinh.vn/tin/a", "https://baotinh.vn/tin/b"),
        ("https://baotinh.vn/tin?id=1", "https://baotinh.vn/tin?id=2"),
        ("https://baotinh.vn/tin", "https://thethao.baotinh.vn/tin"),
        ("https://baotinh.vn:8080/tin", "https://baotinh.vn/tin"),
        ("https://baotinh.vn/a%2Fb", "https://baotinh.vn/a%3Fb"),
        ("https://m.vn/tin", "https://vn/tin"),
        ("https://forum.baotinh.vn/tin", "https://forubaotinh.vn/tin"),
    ],
)
def test_other_articles_are_other_threads(one: str, other: str) -> None:
    assert thread_id(one) != thread_id(other)


def test_the_order_of_parameters_makes_no_other_thread() -> None:
    assert thread_id("https://x.vn/t?b=2&a=1") == thread_id("https://x.vn/t?a=1&b=2") == "x.vn/t?a=1&b=2"


@pytest.mark.parametrize(
    "own", ["article-17", "17", "baotinh.vn/tin/1", "", "tin: https://x.vn/a", "https://[bad/a", "https:// 0"]
)
def test_an_id_of_the_sites_own_stays_as_it_is(own: str) -> None:
    assert thread_id(own) == own


@example("https://x.vn/t?" + "a=1&" * 101 + " #binh-luan")
@given(st.text() | st.text().map("https://baotinh.vn/".__add__) | st.text().map("https://".__add__))
def test_saying_it_twice_changes_nothing(address: str) -> None:
    assert thread_id(thread_id(address)) == thread_id(address)


def test_a_huge_address_takes_linear_time() -> None:
    for part in ("m.", "/amp", "a=1&", "%61", "utm_"):
        thread_id("https://x.vn/?" + part * 2_000_00)
