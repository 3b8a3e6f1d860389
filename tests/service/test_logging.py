"""What a server writes while everything goes wrong: nothing that anybody sent, no address and no key."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from service.logging import JsonLines
from tests.service.serving import JSON, MSGPACK, Process, bearer, process
from tests.test_docs import require_shipped_classifier

MARK = "qzmark"  # in every word that is sent; plain letters, so that neither repr nor folding hides them
ADDRESSES = ("203.0.113.", "2001:db8", "127.0.0.1")
COMMENT = {
    "text": f"{MARK} van ban",
    "author": f"{MARK} but danh",
    "thread": f"https://{MARK}.example.com/bai",
    "guest": {"ip": "203.0.113.77", "token": f"{MARK}-token", "user_agent": f"{MARK}/1.0"},
}
COMMENTS = (
    COMMENT,
    {**COMMENT, "text": f"{MARK} địt mẹ mày"},  # refused
    {**COMMENT, "text": f"{MARK} 0912345678", "guest": {"ip": "2001:db8::77"}},  # waits
)
UNUSABLE: tuple[Any, ...] = (
    {**COMMENT, "text": 5},
    {**COMMENT, MARK: 1},
    {**COMMENT, "text": f"{MARK}\0"},
    {**COMMENT, "guest": {"ip": MARK}},
    f'{{"text": "{MARK}'.encode(),
    f'{{"text": "{MARK} \\ud800"}}'.encode(),
    MARK.encode() + b"\xff",
)
HEADERS = {"User-Agent": MARK, "X-Forwarded-For": "203.0.113.5", "Referer": f"https://{MARK}/"}
FAILURES = {
    "Invalid HTTP request received.",
    "counters unavailable: limits, repeats and strikes not checked",
    "1 comments were not kept",
    "store unavailable",
    "unforeseen",
}


class Written(NamedTuple):
    """All that a server wrote from its start to its end, and the key that it made."""

    out: str
    err: str
    key: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """What a server wrote that had no counters, and then no store either, with its access log on."""
    require_shipped_classifier()
    home = tmp_path_factory.mktemp("written") / "home"
    nobody = f"unix://{home}/nobody.sock"
    with process(home, counters=nobody, access_log="on", body_timeout_s="1") as server:
        headers = {**HEADERS, **bearer(server.key)}
        with httpx.Client(base_url=server.address, headers=headers, timeout=20) as client:
            send_everything(client)
            break_off(server)
            break_the_store(client, home / "moderation.db")
        server.stop()
        assert server.running.stdout is not None
        return Written(server.said + server.running.stdout.read(), server.logged(), server.key)


def send_everything(client: httpx.Client) -> None:
    for path in ("/v1/check", "/v1/check/batch", "/v1/comments", "/demo/check"):
        for body in (*COMMENTS, *UNUSABLE, {"comments": COMMENTS}, {"comments": UNUSABLE[:4]}):
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            client.post(f"{path}?{MARK}", content=content, headers=JSON)
    client.post("/v1/comments", content=b"\x81\xa4text" + MARK.encode(), headers=MSGPACK)
    for key in (MARK, f"{MARK} {MARK}"):
        for body in COMMENTS:
            client.post("/v1/comments", json=body, headers={"Idempotency-Key": key})
    client.post("/v1/decisions", json={"comments": [MARK], "action": "reject", "note": MARK})
    for path in (MARK, f"v1/comments/{MARK}", f"v1/cases?after={MARK}", f"v1/cases?limit={MARK}"):
        client.get(f"/{path}")
    for key in (MARK, f"mk_{MARK}"):
        client.get("/v1/cases", headers=bearer(key))


def break_off(server: Process) -> None:
    """Send half a body, too long a head, and what is no HTTP at all."""
    head = f"POST /v1/check HTTP/1.1\r\nHost: {MARK}\r\nAuthorization: Bearer {server.key}\r\n"
    body = f'Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{"text": "{MARK}'
    for sent in (head + body, f"{head}X-Long: {MARK * 12_000}\r\n\r\n", f"{MARK}\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as link:
            link.sendall(sent.encode())
            assert link.recv(65_536).startswith(b"HTTP/1.1 40")


def break_the_store(client: httpx.Client, file: Path) -> None:
    """Make the store hold what nobody can read, which its error quotes, then refuse what it is told to keep."""
    kept = client.post("/v1/comments", json=COMMENT).json()["id"]
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        unreadable = json.dumps({"action": MARK}).encode()
        database.execute("UPDATE comments SET verdict = ? WHERE id = ?", (unreadable, kept))
        assert client.get(f"/v1/comments/{kept}").status_code == 500
        database.execute("DROP TABLE outbox")
        assert client.post("/v1/comments", json=COMMENT).status_code == 503


def test_every_failure_was_written_down_as_json_beside_every_answer(written: Written) -> None:
    lines = [json.loads(line) for line in written.err.splitlines()]
    events = {line["event"] for line in lines}
    assert {"answered", *FAILURES} <= events
    # Work in the background meets the broken store too, if it happens to be its turn.
    assert all(event.startswith("store unavailable: ") for event in events - {"answered", *FAILURES}), events
    answered = {(line["route"], line["status"]) for line in lines if line["event"] == "answered"}
    assert {("/v1/check", 200), ("/v1/comments", 201), ("/v1/cases", 401), ("/v1/check", 408)} <= answered


def test_nothing_that_anybody_sent_is_written_down(written: Written) -> None:
    assert not [line for line in (written.out + written.err).splitlines() if MARK in line.lower()]


def test_no_address_is_written_down(written: Written) -> None:
    assert not [line for line in written.err.splitlines() if any(one in line for one in ADDRESSES)]


def test_a_key_is_printed_when_it_is_made_and_never_written_down_again(written: Written) -> None:
    assert written.out.count(written.key) == 2  # by itself, and in the line to try
    assert "mk_" not in written.err


def test_a_task_that_fails_tells_where_and_not_on_what() -> None:
    """asyncio itself puts the task's repr into its message, and with it the exception's words."""

    async def fail() -> None:
        raise ValueError(MARK)

    async def forgotten() -> None:
        await asyncio.wait([asyncio.ensure_future(fail())])

    line = json.loads(_logged_by("asyncio", lambda: asyncio.run(forgotten())))
    assert line["event"] == "Task exception was never retrieved"
    assert line["error"][0]["type"] == "ValueError"
    assert MARK not in str(line)


def _logged_by(name: str, act: Any) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger(name).addHandler(handler)
    try:
        act()
    finally:
        logging.getLogger(name).removeHandler(handler)
    return stream.getvalue()
