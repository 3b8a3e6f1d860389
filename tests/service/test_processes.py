"""Two servers on one Valkey: the limit holds over both, and an outage is answered as the policy says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contracts.valkey import Valkey, until
from tests.service.serving import Process, bearer, process

POLICY = '[rate]\nguest = ["5/10m"]\naddress = ["1000/1d"]\n'
GUEST = {"ip": "203.0.113.9", "token": "ann"}


class Pair:
    """Two servers with one home; `check` asks them in turn."""

    def __init__(self, servers: tuple[Process, Process], valkey: Valkey) -> None:
        self.servers, self.valkey = servers, valkey
        self.client = httpx.Client(headers=bearer(servers[0].key), timeout=10)

    def check(self, number: int, guest: dict[str, str]) -> dict[str, Any]:
        address = self.servers[number % 2].address
        body = {"text": f"bình luận số {number}", "guest": guest}
        answer = self.client.post(f"{address}/v1/check", json=body)
        assert answer.status_code == 200
        verdict: dict[str, Any] = answer.json()
        return verdict

    def degraded(self) -> bool:
        """Whether either server answers without its counters."""
        return any(self.check(at, {"token": f"asking {time.monotonic()}"})["degraded"] for at in (0, 1))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    (tmp_path / "valkey").mkdir()
    with Valkey(tmp_path / "valkey") as valkey:
        settings = {"counters": valkey.url, "policy": str(policy)}
        home = tmp_path / "home"
        with process(home, **settings) as first, process(home, **settings) as second:
            pair = Pair((first, second), valkey)
            with pair.client:
                yield pair


def test_sixty_comments_through_two_servers_pass_as_often_as_the_policy_says(pair) -> None:
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda number: pair.check(number, GUEST), range(60)))
    refused = [
        any(finding["code"] == "rate.guest" for finding in verdict["findings"]) for verdict in verdicts
    ]
    assert refused.count(False) == 5


def test_an_outage_of_the_counters_is_answered_by_policy_and_heals_within_a_second(pair) -> None:
    assert not pair.degraded()
    pair.valkey.kill()
    held = pair.check(0, GUEST)
    assert (held["degraded"], held["action"]) == (True, "review")
    pair.valkey.start()
    until(lambda: not pair.degraded(), within_s=3)
    pair.valkey.freeze()
    until(pair.degraded, within_s=5)
    pair.valkey.thaw()
    until(lambda: not pair.degraded(), within_s=3)
