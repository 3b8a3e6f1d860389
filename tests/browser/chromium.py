"""Where a Chromium is, or how one comes onto this machine.

`python -m tests.browser.chromium` fetches one where there is none; a machine that cannot have one skips the tests
that need it, and says why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a Chromium that is here, the machine's own or one that playwright fetched."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def fetched() -> str | None:
    """Fetch one: by apt as root, else by playwright's own download. None when neither works."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0 and _ran(apt, "update", "-q") and _ran(apt, "install", "-qy", "chromium"):
        return found()
    _ran(sys.executable, "-m", "playwright", "install", "chromium")
    return found()


def _ran(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    print(found() or fetched() or "no Chromium here: the tests in tests/browser are skipped")
