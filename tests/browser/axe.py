"""axe-core, which looks for what keeps people out of a page."""

from __future__ import annotations

from importlib import resources

from playwright.sync_api import Page

_SCRIPT = resources.files("axe_playwright_python") / "axe.min.js"


def faults(page: Page) -> list[str]:
    """What axe finds on *page* as it is now: each rule with the first place that breaks it."""
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
    ]
