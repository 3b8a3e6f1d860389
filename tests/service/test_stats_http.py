"""Figures over HTTP: for plots and as a file, in the site's own days, and bad times told by their place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from tests.service.accounts import SignedIn, chief, hired
from tests.service.serving import Service, bearer, problem, serving

THREAD = "https://baotinh.vn/a-1"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        admin = running.new_key("admin")
        entries = [{"text": "=SUM(1)", "action": "review"}, {"text": "xấu xa", "action": "review"}]
        policy = {"policy": {"words": {"entries": entries}}}
        running.client.put("/v1/policy", json=policy, headers=bearer(admin)).raise_for_status()
        running.key = running.new_key("submit", "moderate")
        told = {"title": "Bài", "section": "=HYPERLINK(0)"}
        running.call("PUT", f"/v1/threads?thread={THREAD}", json=told).raise_for_status()
        for text in ("Bài hay", "thật xấu xa"):
            running.post("/v1/comments", {"text": text, "thread": THREAD}).raise_for_status()
        yield running


@pytest.fixture(scope="module")
def lan(service: Service) -> SignedIn:
    lan = hired(service, chief(service), "Lan", "moderator")
    [case] = lan.call("GET", "/v1/cases").json()["cases"]
    said = {"action": "publish", "comments": [case["id"]]}
    lan.call("POST", "/v1/decisions", json=said).raise_for_status()
    return lan


def test_figures_of_the_last_week_are_there_without_asking_for_a_time(lan: SignedIn) -> None:
    found = lan.call("GET", "/v1/stats").json()
    assert (found["comments"], found["timezone"], len(found["days"]), len(found["hours"])) == (
        2,
        "Asia/Ho_Chi_Minh",
        7,
        24,
    )
    assert found["sections"] == [{"name": "=HYPERLINK(0)", "number": 2, "share": 1.0}]
    assert found["statuses"] == [{"name": "published", "number": 2, "share": 1.0}]
    assert found["reasons"] == [{"name": "words.listed", "number": 1, "share": 0.5}]
    assert found["agreement"] == {"compared": 1, "agreed": 1, "share": 1.0}
    assert found["decisions"]["within_hour"] == 1.0
    assert found["mine"]["decisions"] == 1


def test_nobody_is_told_of_anothers_number(service: Service, lan: SignedIn) -> None:
    assert service.call("GET", "/v1/stats").json()["mine"]["decisions"] == 0
    assert lan.id not in service.call("GET", "/v1/stats").text
    assert "mine" not in service.call("GET", "/v1/stats.csv").text


def test_a_time_without_comments_has_figures_too(service: Service) -> None:
    found = service.call("GET", "/v1/stats?from=2020-01-01&to=2020-01-02").json()
    assert [one["day"] for one in found["days"]] == ["2020-01-01", "2020-01-02"]
    assert (found["start"], found["end"]) == ("2019-12-31T17:00:00Z", "2020-01-02T17:00:00Z")
    assert (found["decisions"]["median_s"], found["agreement"]["share"]) == (None, None)


def test_the_file_has_every_number_and_no_formula(lan: SignedIn) -> None:
    response = lan.call("GET", "/v1/stats.csv")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["cache-control"] == "no-store"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["table", "name", "number", "share"]
    assert ["section", "'=HYPERLINK(0)", "2", "1.0"] in rows
    assert ["verdict", "publish", "1", "0.5"] in rows
    assert ["agreement", "agreed", "1", "1.0"] in rows


@pytest.mark.parametrize("path", ["/v1/stats", "/v1/stats.csv"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("from=gestern", "?from"),
        ("to=%00", "?to"),
        ("from=2026-11-23&to=2026-11-01", "?to"),
        ("from=2020-01-01&to=2026-11-01", "?from"),
        ("from=0000-01-01", "?from"),
        ("to=9999-12-31", "?to"),
        (f"from={'1' * 41}", "?from"),
    ],
)
def test_a_time_that_cannot_be_is_refused_by_its_place(
    service: Service, path: str, query: str, place: str
) -> None:
    refused = problem(service.call("GET", f"{path}?{query}"))
    assert (refused["status"], refused["code"], refused["path"]) == (400, "query.value", place)


def test_each_entry_of_the_word_list_tells_what_it_caught(service: Service) -> None:
    found = service.call("GET", "/v1/words/caught?days=7").json()
    assert [(one["text"], one["comments"]) for one in found["entries"]] == [("=SUM(1)", 0), ("xấu xa", 1)]
    assert found["others"] == []
    for days in ("0", "401", "x", "9" * 30):
        assert problem(service.call("GET", f"/v1/words/caught?days={days}"))["path"] == "?days"


def test_figures_need_the_scope_moderate(service: Service) -> None:
    key = service.new_key("submit")
    for path in ("/v1/stats", "/v1/stats.csv", "/v1/words/caught"):
        assert problem(service.call("GET", path, key=key))["code"] == "key.scope"
