"""axe-core, which looks for what keeps people out of a page."""

from __future__ import annotations

from importlib import resources
from typing import Any

from playwright.sync_api import Page

_SCRIPT = resources.files("axe_playwright_python") / "axe.min.js"


_ASKED = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


def faults(page: Page) -> list[str]:
    """What axe finds on *page* as it is now: each rule with the first place that breaks it."""
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    return [_told(one) for one in page.evaluate(_ASKED)["violations"]]


def _told(fault: dict[str, Any]) -> str:
    place = fault["nodes"][0]
    return f"{fault['id']}: {place['target']} {place['failureSummary']}"
