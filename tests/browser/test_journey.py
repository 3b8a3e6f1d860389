"""One comment from the reader's page to the moderator's desk and back."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk
from tests.browser.hosts import news_site
from tests.browser.test_box import opened, send

TASKS = """window.long = [];
new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: "longtask", buffered: true });"""
LONG = os.environ.get("MODERATION_TEST_BUDGET") == "long"
FRAMES = """count => new Promise((done) => {
  const times = []; let last = performance.now();
  const step = (now) => {
    times.push(now - last); last = now;
    if (times.length < count) requestAnimationFrame(step); else done(times);
  };
  requestAnimationFrame(step);
})"""


def test_a_comment_goes_to_the_desk_and_comes_back(desk: Desk, page: Page, browser: Browser) -> None:
    newsroom = browser.new_context(locale="vi-VN")
    moderator = desk.opened(newsroom, desk.moderator("Anh Nam"))
    with news_site(desk) as site:
        box = opened(page, site.article("/tin/cau-moi"))
        send(box, "Cầu đẹp quá, ai cần hỏi gọi 0912345678")
        expect(box.locator("li.own")).to_contain_text("Đang chờ duyệt")
        expect(moderator.locator(".card .text")).to_contain_text("Cầu đẹp quá")  # nobody pressed anything
        moderator.keyboard.press("Enter")
        expect(moderator.get_by_text("Đã đăng: 1")).to_be_visible()
        page.reload()
        expect(page.locator("guest-comments li .text")).to_contain_text("Cầu đẹp quá")
        expect(page.locator("guest-comments li.own")).to_have_count(0)
        moderator.keyboard.press("u")
        expect(moderator.locator(".card .text")).to_contain_text("Cầu đẹp quá")
        page.reload()
        expect(page.locator("guest-comments li.own")).to_contain_text("Đang chờ duyệt")
    newsroom.close()


@pytest.mark.skipif(not LONG, reason="5,000 open cases take a while to make; `make test-long` does")
def test_the_queue_stays_quick_with_five_thousand_open_cases(desk: Desk, page: Page) -> None:
    measured(desk, page, 5_000)


def test_the_queue_stays_quick_with_hundreds_of_open_cases(desk: Desk, page: Page) -> None:
    measured(desk, page, 300)


def measured(desk: Desk, page: Page, many: int) -> None:
    """Fill the queue, scroll and step through it, and print long tasks and frame times."""
    desk.clear()
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda number: desk.waiting([f"việc {number} khác việc {number * 31}"]), range(many)))
    page.add_init_script(TASKS)
    desk.sign_in(page)
    expect(page.locator(".list .row")).not_to_have_count(0)
    page.evaluate("window.long.length = 0")
    for _ in range(40):
        card = page.locator(".card").get_attribute("data-case")
        page.keyboard.press("ArrowDown")
        expect(page.locator(f'.card[data-case="{card}"]')).to_have_count(0)
    page.mouse.move(200, 500)  # over the list
    for _ in range(10):
        page.mouse.wheel(0, 2_000)
    frames = sorted(page.evaluate(FRAMES, 60))
    rows = page.locator(".list .row").count()
    tasks = sorted(page.evaluate("window.long"))
    longest = round(tasks[-1]) if tasks else 0
    told = {"open": many, "rows": rows, "steps": 40, "long_tasks": len(tasks), "longest_ms": longest}
    print(json.dumps({**told, "frame_ms": {"median": round(frames[30], 1), "worst": round(frames[-1], 1)}}))
    assert rows > 100
    assert longest < 1_000  # a reader of the screen would call that a stall
