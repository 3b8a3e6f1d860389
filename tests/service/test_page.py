"""The page that a newcomer sees, and its door."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.limits import DemoLimit
from service.routes.page import assets
from tests.fakes import ManualClock
from tests.service.serving import JSON, Service, problem, serving

WEB = Path("service/web")
OWN = [name for name in assets() if not name.startswith("vendor/")]
FOREIGN = re.compile(r"""(?:https?:)?//[\w.-]+\.\w""")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path) as running:
        yield running


def policy(service: Service, path: str) -> dict[str, str]:
    header = service.client.get(path).headers["content-security-policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize("path", ["/", "/desk", *(f"/web/{name}" for name in assets())])
def test_every_file_comes_under_a_strict_policy(service: Service, path: str) -> None:
    told = policy(service, path)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == told["connect-src"] == "'self'"
    assert "unsafe" not in str(told)
    assert service.client.get(path).headers["x-content-type-options"] == "nosniff"


def test_whatever_the_page_names_is_served(service: Service) -> None:
    named = re.findall(r'(?:src|href)="(/[^"]*)"', service.client.get("/").text)
    named += [
        f"/web/{name}" for name in re.findall(r'from "\./([^"]+)"', assets()["page.js"].content.decode())
    ]
    assert len(named) >= 5
    for path in named:
        assert service.client.get(path).status_code == 200


@pytest.mark.parametrize("name", OWN)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(name: str) -> None:
    text = assets()[name].content.decode().replace("http://www.w3.org/2000/svg", "")
    text = text.replace("https://www.example.com", "")  # what a field shows while it is empty
    assert not FOREIGN.search(text)
    assert not re.search(r"""<style|\sstyle=|\son\w+=["']|javascript:""", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_text_is_only_ever_set_as_text() -> None:
    for name in OWN:
        text = assets()[name].content.decode()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|DOMParser", text)


def test_both_languages_say_the_same_things() -> None:
    vi, en = (WEB / "words.js").read_text(encoding="utf-8").split("\n  en: {")
    keys = [re.findall(r"^    (\w+):", part, re.MULTILINE) for part in (vi, en)]
    assert keys[0] == keys[1]
    used = re.findall(r'data-(?:words|label)="(\w+)"', (WEB / "index.html").read_text(encoding="utf-8"))
    assert set(used) <= set(keys[0])


def test_vendored_files_are_what_their_page_says() -> None:
    told = re.findall(
        r"`(\S+\.js)`.*`([0-9a-f]{64})`", (WEB / "vendor/README.md").read_text(encoding="utf-8")
    )
    assert {f"vendor/{name}" for name, _ in told} == {name for name in assets() if name.startswith("vendor/")}
    for name, digest in told:
        assert hashlib.sha256((WEB / "vendor" / name).read_bytes()).hexdigest() == digest


def test_the_box_lies_for_ever_where_its_page_says_and_is_what_its_hash_says(service: Service) -> None:
    told = service.client.get("/web/guest-comments.json").json()
    box = service.client.get(told["src"])
    assert "immutable" in box.headers["cache-control"]
    assert box.headers["access-control-allow-origin"] == "*"
    assert box.headers["cross-origin-resource-policy"] == "cross-origin"
    assert told["integrity"] == f"sha384-{b64encode(hashlib.sha384(box.content).digest()).decode()}"
    assert service.client.get("/web/guest-comments.js").content == box.content


def test_only_the_box_alone_may_stand_in_a_frame(service: Service) -> None:
    assert policy(service, "/embed")["frame-ancestors"] == "*"
    assert policy(service, "/desk")["frame-ancestors"] == "'none'"


def test_the_first_page_has_one_key_however_often_it_asks(service: Service) -> None:
    one, two = (service.client.get("/demo/site").json()["key"] for _ in range(2))
    assert one == two
    assert one.startswith("pk_")
    asked = {"key": one, "thread": "http://testserver/demo"}
    assert service.client.get("/v1/thread/comments", params=asked).json()["count"] == 0


def test_a_file_that_has_not_changed_is_not_sent_again(service: Service) -> None:
    etag = service.client.get("/web/page.js").headers["etag"]
    response = service.client.get("/web/page.js", headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("name", ["none.js", "..%2Fapp.py", "../app.py", "%00"])
def test_only_the_pages_own_files_are_served(service: Service, name: str) -> None:
    assert service.client.get(f"/web/{name}").status_code == 404


def test_the_page_asks_without_a_key_and_nothing_is_counted_or_kept(service: Service) -> None:
    for _ in range(3):
        verdict = service.client.post("/demo/check", json={"text": "😀 0912345678"}).json()
        assert verdict["action"] == "review"
    assert verdict["findings"][0]["spans"] == [{"start": 3, "end": 13, "share": None}]
    assert service.call("GET", "/v1/cases").json()["cases"] == []


def test_another_sites_page_may_not_ask(service: Service) -> None:
    headers = {**JSON, "Sec-Fetch-Site": "cross-site"}
    response = service.client.post("/demo/check", content=b'{"text": "a"}', headers=headers)
    assert (response.status_code, problem(response)["code"]) == (403, "origin.foreign")


def test_whoever_asks_too_often_is_told_how_long_to_wait(service: Service) -> None:
    for _ in range(30):
        assert service.client.post("/demo/check", json={"text": "a"}).status_code == 200
    response = service.client.post("/demo/check", json={"text": "a"})
    assert (response.status_code, problem(response)["code"]) == (429, "demo.limit")
    assert 0 < int(response.headers["retry-after"]) <= 60


def test_the_pages_limit_is_by_address_and_passes() -> None:
    clock = ManualClock()
    limit = DemoLimit(lambda: clock.now_ms / 1000)
    for _ in range(30):
        limit.take("one")
    limit.take("two")
    clock.advance(s=60)
    limit.take("one")


def test_the_door_can_be_shut(tmp_path: Path) -> None:
    with serving(tmp_path, demo="off") as service:
        assert service.client.post("/demo/check", json={"text": "a"}).status_code == 404
        assert service.client.get("/").status_code == 200
