"""Takes the pictures of the README from the pages as they are: `make pictures`.

A server of its own is started with an invented article and comments; nothing of a real site is shown.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, found
from tests.browser.desk import Desk
from tests.service.serving import process

FOLDER = Path(__file__).parent / "pictures"
THREAD = "https://baotinh.example/tin/cau-moi"
COMMENTS = (
    ("Cô Hòa", "Từ nay các cháu không phải qua đò nữa, mừng quá."),
    ("Bạn đọc", "Cần vay vốn làm ăn gọi Zalo 0912 345 678 nhé"),
    ("Nam", "Mấy ông làm cầu chậm như rùa, đồ vô dụng"),
    ("Lan Anh", "Ai có ảnh cầu lúc hoàng hôn gửi cho mình qua 0987654321 với"),
    ("Guest", "The ferry was lovely too, call me on 0901 234 567 if you miss it"),
)
Theme = Literal["light", "dark"]


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        process(Path(place) / "home") as running,
        sync_playwright() as play,
    ):
        desk = Desk(running)
        _fill(desk)
        browser = play.chromium.launch(executable_path=found(), args=list(ARGUMENTS))
        _box(browser, desk)
        _desk(browser, desk, "desk", "light", 1280)
        _desk(browser, desk, "desk-phone", "dark", 390)
        desk.close()


def _fill(desk: Desk) -> None:
    desk.client.put(
        "/v1/threads",
        params={"thread": THREAD},
        json={"title": "Khánh thành cầu mới qua sông", "section": "Xã hội"},
    )
    for number, (author, text) in enumerate(COMMENTS):
        desk.comment(text, author=author, thread=THREAD, guest={"token": str(number)})


def _box(browser: Browser, desk: Desk) -> None:
    page = _page(browser, "light", 1280)
    page.goto(desk.address)
    page.get_by_role("button", name="Cần vay vốn").click()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("guest-comments .said p").first).to_be_visible()
    page.screenshot(path=FOLDER / "box.png", full_page=True)
    page.context.close()


def _desk(browser: Browser, desk: Desk, name: str, theme: Theme, width: int) -> None:
    page = _page(browser, theme, width)
    desk.sign_in(page)
    expect(page.locator(".card .history, .card .why").first).to_be_visible()
    page.locator(".row", has_text="Lan Anh").or_(page.locator(".row", has_text="hoàng hôn")).first.locator(
        ".open"
    ).click()
    expect(page.locator(".card .text")).to_contain_text("hoàng hôn")
    page.screenshot(path=FOLDER / f"{name}.png")
    page.context.close()


def _page(browser: Browser, theme: Theme, width: int) -> Page:
    size = {"width": width, "height": 844 if width < 500 else 800}
    context = browser.new_context(
        viewport=size, color_scheme=theme, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )  # type: ignore[arg-type]
    return context.new_page()


if __name__ == "__main__":
    main()
