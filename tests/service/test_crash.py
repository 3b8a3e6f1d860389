"""kill -9 under load, through HTTP: what was acknowledged is there, exactly once, and a retry meets it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path
from threading import Semaphore
from typing import Any

import httpx

from tests.contracts.valkey import until
from tests.service.serving import Process, bearer, launched, made_key, process
from tests.test_docs import require_shipped_classifier

LIVES = 40 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 1  # after one that migrates
SENDERS = 8
TEXTS = ("Chào cả nhà", "Xem https://example.com/xe-may nhé", "địt mẹ mày")  # published, waiting, refused
UNLIMITED = "[rate]\nguest = []\naddress = []\n"
CUT_OFF = (httpx.NetworkError, httpx.RemoteProtocolError)  # a timeout is none: nothing may be that slow
ONCE_FOR_EACH_COMMENT = {
    "event": """
        SELECT count(*) FROM (
            SELECT comment FROM outbox WHERE event LIKE 'comment.%' GROUP BY comment HAVING count(*) = 1
        )""",
    "case if it waits": """
        SELECT count(*) FROM comments LEFT JOIN cases ON cases.comment = comments.id
        WHERE (status = 'waiting') = (cases.comment IS NOT NULL)""",
}


def text_of(mark: str) -> str:
    """The text of the comment that is known by *mark*: SENDER.NUMBER, which is also its idempotency key."""
    return f"{TEXTS[int(mark.partition('.')[2]) % len(TEXTS)]} {mark}"


def has_key(mark: str) -> bool:
    """Whether it comes with its key; every fourth comes without, and is never sent again."""
    return int(mark.partition(".")[2]) % 4 != 3


class Sender:
    """A client with one connection: what it was told, and of what it never heard again."""

    def __init__(self, name: int) -> None:
        self.receipts: dict[str, Any] = {}
        self.unheard: set[str] = set()
        self._new = (f"{name}.{number}" for number in count())

    def send_until_cut_off(self, http: httpx.Client, repeated: Sequence[str], heard: Semaphore) -> None:
        """Retry what nobody answered, repeat what was answered, and go on with new ones; release *heard* each time."""
        with http, suppress(*CUT_OFF):
            for mark in chain(self.to_retry(), repeated, self._new):
                self.send(http, mark)
                heard.release()

    def to_retry(self) -> list[str]:
        return sorted(filter(has_key, self.unheard))

    def send(self, http: httpx.Client, mark: str) -> None:
        self.unheard.add(mark)
        headers = {"Idempotency-Key": mark} if has_key(mark) else {}
        answer = http.post("/v1/comments", json={"text": text_of(mark)}, headers=headers)
        assert answer.status_code == 201, answer.text
        assert self.receipts.setdefault(mark, answer.json()) == answer.json()
        self.unheard.remove(mark)

    def look_up(self, http: httpx.Client, mark: str) -> None:
        receipt = self.receipts[mark]
        answer = http.get(f"/v1/comments/{receipt['id']}")
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert found["comment"]["text"] == text_of(mark)
        assert {name: found[name] for name in receipt} == receipt


class Succession:
    """Servers that follow each other on one state folder, and the clients of them all."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.home, self._policy = folder / "home", folder / "policy.toml"
        self._policy.write_text(UNLIMITED)
        self._chance = chance
        self._log = self.home / "moderation.db-wal"
        self._key = ""
        self.senders = [Sender(name) for name in range(SENDERS)]

    def die_while_migrating(self) -> None:
        with launched(self.home, policy=str(self._policy)):
            until(self._log.exists, within_s=60)

    def live_and_die(self, acknowledgements: int, *, writing: bool) -> None:
        """Serve until so many were acknowledged, then be killed: at once, or with the next commit *writing*."""
        heard = Semaphore(0)
        # The server is the inner one: when anything fails it dies first, and then its senders end too.
        with ThreadPoolExecutor(SENDERS) as pool, process(self.home, policy=str(self._policy)) as server:
            jobs = [
                pool.submit(sender.send_until_cut_off, self._client(server), self._some(sender), heard)
                for sender in self.senders
            ]
            reached = all(heard.acquire(timeout=30) for _ in range(acknowledgements))
            if writing:
                self._wait_for_a_write()
            server.stop(signal.SIGKILL)
            for job in jobs:
                job.result()
            assert (reached, server.logged()) == (True, "")

    def live_in_peace(self) -> None:
        """Answer every retry, and show everything that was ever acknowledged."""
        with process(self.home, policy=str(self._policy)) as server:
            with self._client(server) as http:
                for sender in self.senders:
                    for mark in (*sender.to_retry(), *self._some(sender)):
                        sender.send(http, mark)
                    for mark in sender.receipts:
                        sender.look_up(http, mark)
            server.stop()

    def _wait_for_a_write(self) -> None:
        before = self._log.stat().st_mtime_ns
        until(lambda: self._log.stat().st_mtime_ns != before)

    def _client(self, server: Process) -> httpx.Client:
        self._key = self._key or server.key or made_key(self.home)
        return httpx.Client(base_url=server.address, headers=bearer(self._key), timeout=20)

    def _some(self, sender: Sender) -> list[str]:
        answered = list(filter(has_key, sender.receipts))
        return self._chance.sample(answered, min(3, len(answered)))


def test_no_acknowledged_comment_is_lost_or_doubled_by_kill_9(tmp_path: Path) -> None:
    require_shipped_classifier()
    chance = random.Random(20261231)
    servers = Succession(tmp_path, chance)
    servers.die_while_migrating()
    for _ in range(LIVES):
        servers.live_and_die(chance.randrange(150), writing=chance.random() < 0.5)
    servers.live_in_peace()
    _each_is_kept_once(servers)


def _each_is_kept_once(servers: Succession) -> None:
    acknowledged = [text_of(mark) for sender in servers.senders for mark in sender.receipts]
    perhaps = [text_of(mark) for sender in servers.senders for mark in sender.unheard]
    with closing(sqlite3.connect(servers.home / "moderation.db")) as database:
        kept = [text for (text,) in database.execute("SELECT text FROM comments")]
        assert sorted(kept) == sorted({*acknowledged, *(text for text in perhaps if text in kept)})
        for what, query in ONCE_FOR_EACH_COMMENT.items():
            assert database.execute(query).fetchone() == (len(kept),), what
        keyed = sum(has_key(mark) for sender in servers.senders for mark in sender.receipts)
        assert database.execute("SELECT count(DISTINCT comment) FROM idempotency").fetchone() == (keyed,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
