"""Pages of a news site, on an origin of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import httpx

from tests.browser.desk import Desk
from tests.contracts.valkey import until


class NewsSite:
    """A site at *origin* whose pages tests write; the box on them asks the server of *desk*."""

    def __init__(self, desk: Desk, origin: str) -> None:
        self.desk = desk
        self.origin = origin
        self.pages: dict[str, tuple[str, str]] = {}
        desk.admin("PATCH", "/v1/sites/main", json={"origins": [origin]})
        self.key: str = desk.admin("POST", "/v1/keys", json={"kind": "public", "name": "pages"})["secret"]
        until(self._allowed)

    def _allowed(self) -> bool:
        """Whether the server has read that this origin may ask, which takes it some seconds."""
        asked = {"key": self.key, "thread": self.origin}
        answer = httpx.get(f"{self.desk.address}/v1/counts", params=asked, headers={"Origin": self.origin})
        return answer.headers.get("access-control-allow-origin") == self.origin

    def page(self, path: str, body: str, *, head: str = "", policy: str = "", language: str = "vi") -> str:
        """Put a page with *body* at *path*, which is `{box}` where the box belongs; its address."""
        box = f'<guest-comments key="{self.key}"></guest-comments>'
        script = f'<script src="{self.desk.address}/web/guest-comments.js"></script>'
        html = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>Bài</title>{head}{script}</head>"
            f"<body>{body.replace('{box}', box)}</body></html>"
        )
        self.pages[path] = html, policy
        return self.origin + path

    def article(self, path: str, **more: str) -> str:
        """An ordinary page with a box."""
        return self.page(path, "<main><h1>Bài viết</h1>{box}</main>", **more)


@contextmanager
def news_site(desk: Desk) -> Iterator[NewsSite]:
    """Serve a site's pages on a port of its own, as `localhost`, which is another site than 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    site = NewsSite(desk, f"http://localhost:{server.server_port}")
    server.site = site  # type: ignore[attr-defined]
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class _Pages(BaseHTTPRequestHandler):
    """Answers with the pages of `server.site`."""

    def do_GET(self) -> None:
        html, policy = self.server.site.pages.get(urlsplit(self.path).path, ("", ""))  # type: ignore[attr-defined]
        self.send_response(200 if html else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(html.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""
