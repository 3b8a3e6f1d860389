"""Nobody is kept out of the desk: axe finds nothing on any page, in both languages and themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.desk import Desk

PAGES = (
    "queue", "search", "removals", "shift", "stats", "words", "notices", "policy", "admin", "audit", "me",
)  # fmt: skip
WAYS = [("vi", "light"), ("vi", "dark"), ("en", "light"), ("en", "dark")]


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def signed(request: pytest.FixtureRequest, desk: Desk, browser: Browser) -> Iterator[Page]:
    """The admin's page in one language and theme, with something on every page."""
    language, theme = request.param
    context = browser.new_context(locale={"vi": "vi-VN", "en": "en-GB"}[language])
    page = desk.opened(context)
    desk.admin("PUT", "/v1/session/settings", json={"language": language, "theme": theme})
    page.reload()
    expect(page.locator(f'html[lang="{language}"][data-theme="{theme}"]')).to_be_attached()
    yield page
    context.close()


@pytest.fixture(scope="module", autouse=True)
def something(desk: Desk) -> None:
    lan = {"author": "Lan", "thread": "https://baotinh.vn/a", "guest": {"token": "lan"}}
    desk.waiting(["gọi cho tôi"], **lan)
    desk.waiting(["mua bán nhà đất"])
    desk.comment("Đồ ngu như chó", author="Nam", guest={"token": "nam"})
    due = {"received_at": "2026-11-01T00:00:00Z", "due_at": "2026-11-02T00:00:00Z"}
    desk.admin("POST", "/v1/removals", json={"asked_by": "Sở Thông tin", **due})
    desk.admin("POST", "/v1/handover", json={"text": "Bài về cầu: để ý"})


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(desk: Desk, signed: Page, name: str) -> None:
    signed.goto(f"{desk.address}/desk#{name}")
    expect(signed.locator(f'nav a[href="#{name}"][aria-current], a[href="#me"]').first).to_be_visible()
    expect(signed.locator("main h1")).to_be_visible()
    expect(signed.locator("main .empty", has_text="…")).to_have_count(0)
    assert faults(signed) == []


@pytest.mark.parametrize("key", ["r", "e", "l", "?"])
def test_axe_finds_nothing_in_a_dialog(desk: Desk, signed: Page, key: str) -> None:
    signed.goto(f"{desk.address}/desk#queue")
    expect(signed.locator(".card")).to_be_visible()
    signed.keyboard.press(key)
    expect(signed.locator("dialog[open]")).to_be_visible()
    assert faults(signed) == []
    signed.keyboard.press("Escape")
    expect(signed.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_one_signs_in(desk: Desk, browser: Browser, theme: str) -> None:
    context = browser.new_context(color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{desk.address}/desk")
    expect(page.locator("form")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{desk.address}/web/setup.html")
    assert faults(page) == []
    context.close()
