"""A real Chromium, and a server in a process of its own with people who may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from tests.browser.chromium import ARGUMENTS, found
from tests.browser.desk import Desk
from tests.service.serving import process
from tests.test_docs import require_shipped_classifier


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module; each test opens contexts of its own.

    Not for longer: while playwright's loop is there, no other test of the same process can run one of its own.
    """
    path = found()
    if path is None:
        pytest.skip("no Chromium on this machine, and none could be fetched")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        except Error as why:
            pytest.skip(f"Chromium at {path} does not start: {why}")
        yield started
        started.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server with an admin; tests of a module share it and its queue."""
    require_shipped_classifier()
    with process(tmp_path_factory.mktemp("browser") / "home") as running, closing(Desk(running)) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own, which fails the test when its console reports an error."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None
    )
    opened.on("response", _told)
    yield opened
    context.close()
    assert complaints == []


def _told(answer: Response) -> None:
    """Print what was refused: a page says only that it was, and a test that fails shows what it printed."""
    if answer.status >= 400:
        print(answer.status, answer.request.method, answer.url)
