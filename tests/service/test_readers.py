"""The readers' side over HTTP: what a box sends, and all that it learns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from httpx import Response

from service.desk import forms
from tests.service.serving import Service, bearer, serving

PAGE = "https://www.baotinh.example"
THREAD = f"{PAGE}/tin/duong-moi-1"
NUMBERS = count()


class Box:
    """The comment box in a reader's browser, on a page of the site."""

    def __init__(
        self, service: Service, thread: str = THREAD, token: str = "ann", origin: str = PAGE
    ) -> None:
        self.service = service
        self.thread = thread
        self.token = token
        self.headers = {**bearer(public_key(service)), "Origin": origin}

    def form(self) -> Response:
        return self.ask("GET", "/v1/thread/form")

    def send(self, text: str, form: str | None = None, **more: Any) -> Response:
        """What a reader sends who took his time."""
        body = {"text": text, "form": form or self.form().json()["form"], "token": self.token, **more}
        return self.ask("POST", "/v1/thread/comments", json=body)

    def ask(self, method: str, path: str, **more: Any) -> Response:
        found: Response = self.service.client.request(
            method, path, params={"thread": self.thread}, headers=self.headers, **more
        )
        return found


@pytest.fixture(autouse=True)
def _readers_may_be_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.front.TOO_QUICK_S", 0.0)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        admin = running.new_key("admin", "moderate", "submit")
        running.admin = admin
        rates = {"guest": ["1000/1m"], "address": ["9000/1m"], "thread": {"limit": "9000/1m"}}
        policy = {
            "policy": {
                "rate": rates,
                "reports": {"count": 2},
                "mode": "hold_flagged",
                "style": {"missing_marks": "nudge"},
            }
        }
        assert desk(running, "PUT", "/v1/policy", json=policy).status_code == 200
        assert desk(running, "PATCH", "/v1/sites/main", json={"origins": [PAGE]}).status_code == 200
        yield running


def desk(service: Service, method: str, path: str, **more: Any) -> Response:
    response: Response = service.client.request(method, path, headers=bearer(service.admin), **more)
    return response


def public_key(service: Service) -> str:
    if not hasattr(service, "page_key"):
        service.page_key = desk(service, "POST", "/v1/keys", json={"kind": "public"}).json()["secret"]
    return str(service.page_key)


@pytest.fixture
def box(service: Service) -> Box:
    number = next(NUMBERS)
    return Box(service, thread=f"{PAGE}/tin/{number}", token=f"reader {number}")


def listed(box: Box, **params: Any) -> list[str]:
    found = box.service.client.get(
        "/v1/thread/comments", params={"thread": box.thread, **params}, headers=box.headers
    )
    return [one["text"] for one in found.json()["comments"]]


def decide(service: Service, comment: str, action: str, **more: Any) -> Response:
    return desk(service, "POST", "/v1/decisions", json={"comments": [comment], "action": action, **more})


def own(box: Box, receipt: str) -> dict[str, Any]:
    found: dict[str, Any] = box.ask("GET", f"/v1/receipts/{receipt}").json()
    return found


def test_a_fine_comment_is_published_and_all_readers_see_it(box: Box) -> None:
    answer = box.send("Bài viết rất hay").json()
    assert answer["receipt"]
    assert {**answer, "receipt": None} == {
        "status": "published",
        "notice": None,
        "marks": [],
        "receipt": None,
        "nudge": None,
        "retry_after_s": None,
    }
    assert listed(box) == ["Bài viết rất hay"]


def test_a_held_comment_waits_for_all_but_its_author(box: Box) -> None:
    answer = box.send("xem https://example.com/xe nhé").json()
    assert (answer["status"], answer["notice"]["code"], answer["marks"]) == ("waiting", "held.check", [])
    assert listed(box) == []
    mine = own(box, answer["receipt"])
    assert (mine["status"], mine["text"]) == ("waiting", "xem https://example.com/xe nhé")
    decide(box.service, mine["id"], "publish")
    assert (own(box, answer["receipt"])["status"], listed(box)) == ("published", [mine["text"]])


def test_no_score_threshold_or_finding_is_ever_told(box: Box) -> None:
    for text in ("bad words", "Bài hay", "xem https://example.com/xe nhé"):
        told = box.send(text).text
        assert not any(word in told for word in ("score", "finding", "verdict", "detail", "toxicity"))


def test_a_refused_text_is_marked_in_utf16_where_the_policy_lets_its_author_know(box: Box) -> None:
    text = "😀 đồ chó đẻ"
    answer = box.send(text).json()
    units = text.encode("utf-16-le")
    marked = [units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") for mark in answer["marks"]]
    assert (answer["status"], "".join(marked)) == ("refused", "đồ chó đẻ")


def test_one_who_is_nudged_may_reword_and_then_is_published_without_a_second_charge(box: Box) -> None:
    first = box.send("Duong nay that la xau qua di thoi nhe moi nguoi").json()
    assert (first["status"], first["receipt"]) == ("nudged", None)
    assert first["notice"]["code"] == "style.marks"
    assert listed(box) == []
    second = box.send("Đường này thật là xấu quá đi thôi nhé mọi người", nudge=first["nudge"]).json()
    assert second["status"] == "published"


def test_one_who_does_not_heed_a_nudge_waits_for_an_editor(box: Box) -> None:
    text = "Duong nay that la xau qua di thoi nhe moi nguoi"
    first = box.send(text).json()
    second = box.send(text, nudge=first["nudge"]).json()
    assert (second["status"], second["nudge"]) == ("waiting", None)
    facts = desk(box.service, "GET", f"/v1/comments/{own(box, second['receipt'])['id']}").json()["verdict"][
        "facts"
    ]
    assert facts["repeat"] is None if "repeat" in facts else True


def test_the_same_form_again_is_the_same_comment_and_another_text_is_refused(box: Box) -> None:
    form = box.form().json()["form"]
    first, again = box.send("Một lần thôi", form), box.send("Một lần thôi", form)
    assert first.json() == again.json()
    assert listed(box) == ["Một lần thôi"]
    assert box.send("Lần khác", form).json()["code"] == "idempotency.conflict"


@pytest.mark.parametrize("form", ["", "x", f"1.{'0' * 32}.{'0' * 64}", "\x7f" * 9])
def test_a_form_that_is_not_ours_is_refused_and_says_where_to_get_one(box: Box, form: str) -> None:
    response = box.ask("POST", "/v1/thread/comments", json={"text": "a b", "form": form})
    assert (response.status_code, response.json()["code"]) == (403, "form.old")


def test_a_form_is_for_its_thread_and_its_page_alone(service: Service, box: Box) -> None:
    form = box.form().json()["form"]
    other = Box(service, thread=f"{PAGE}/tin/khac")
    assert other.send("Chào", form).json()["code"] == "form.old"
    assert box.send("Chào mọi người", form).json()["status"] == "published"


def test_a_form_goes_out_of_date(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    form = box.form().json()["form"]
    monkeypatch.setattr(forms, "LASTS_S", -1.0)
    assert box.send("Chào", form).json()["code"] == "form.old"


def test_who_fills_in_what_no_person_sees_is_held(box: Box) -> None:
    answer = box.send("Chào cả nhà", website="https://spam.example").json()
    assert (answer["status"], answer["notice"]["code"]) == ("waiting", "held.check")


def test_who_sends_faster_than_a_person_writes_is_held(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.front.TOO_QUICK_S", 60.0)
    assert box.send("Chào cả nhà").json()["status"] == "waiting"


def test_another_origin_is_refused(service: Service) -> None:
    response = Box(service, origin="https://evil.example").form()
    assert (response.status_code, response.json()["code"]) == (403, "origin.foreign")


def test_too_long_a_text_stays_with_its_author_and_is_not_kept(box: Box) -> None:
    answer = box.send("a b " * 200).json()
    assert (answer["status"], answer["receipt"], answer["notice"]["code"]) == ("refused", None, "length.over")
    assert answer["notice"]["params"]["limit"] == 500


def test_who_is_too_fast_is_told_how_long_to_wait(service: Service, box: Box) -> None:
    policy = {"policy": {"rate": {"guest": ["1/1h"]}, "reports": {"count": 2}}}
    before = desk(service, "GET", "/v1/policy").json()["policy"]
    desk(service, "PUT", "/v1/policy", json=policy)
    try:
        fast = Box(service, thread=box.thread, token="fast")
        keyring = service.client.app.state.keyring
        keyring._known.clear()
        fast.send("Một")
        answer = fast.send("Hai")
        assert (answer.json()["status"], answer.json()["notice"]["code"]) == ("refused", "rate.wait")
        assert 0 < answer.json()["retry_after_s"] <= 3_600
    finally:
        desk(service, "PUT", "/v1/policy", json={"policy": before})
        keyring._known.clear()


def test_a_withdrawn_comment_is_gone(box: Box) -> None:
    receipt = box.send("Tôi rút lại").json()["receipt"]
    assert box.ask("DELETE", f"/v1/receipts/{receipt}").status_code == 200
    assert listed(box) == []
    assert box.ask("GET", f"/v1/receipts/{receipt}").status_code == 404


def test_an_author_asks_once_for_another_look(box: Box) -> None:
    receipt = box.send("bad words").json()["receipt"]
    assert own(box, receipt)["may_appeal"]
    asked = box.ask("POST", f"/v1/receipts/{receipt}/appeal").json()
    assert (asked["may_appeal"], asked["appealed_at"] is None) == (False, False)
    assert box.ask("POST", f"/v1/receipts/{receipt}/appeal").json()["code"] == "appeal.again"
    [case] = desk(box.service, "GET", "/v1/cases?reason=appeal.asked").json()["cases"]
    decide(box.service, case["id"], "publish", message="Xin lỗi bạn.")
    mine = own(box, receipt)
    assert (mine["status"], mine["message"]) == ("published", "Xin lỗi bạn.")
    assert desk(box.service, "GET", "/v1/cases?reason=appeal.asked").json()["cases"] == []


def test_there_is_nothing_to_appeal_against_while_it_waits(box: Box) -> None:
    receipt = box.send("xem https://example.com/xe nhé").json()["receipt"]
    assert box.ask("POST", f"/v1/receipts/{receipt}/appeal").json()["code"] == "appeal.needless"


def test_reports_of_enough_readers_open_a_case_and_one_reader_counts_once(box: Box) -> None:
    receipt = box.send("Bị nhiều người báo").json()["receipt"]
    comment = own(box, receipt)["id"]

    def report(token: str) -> None:
        body = {"reason": "insult", "token": token}
        assert box.ask("POST", f"/v1/comments/{comment}/reports", json=body).json() == {"received": True}

    def reported() -> list[str]:
        found = desk(box.service, "GET", "/v1/cases?reason=reports.many").json()["cases"]
        return [case["id"] for case in found]

    report("bo")
    report("bo")
    assert comment not in reported()
    report("chi")
    assert comment in reported()
    assert listed(box) == ["Bị nhiều người báo"]  # until an editor has looked


def test_an_edit_is_judged_anew_and_a_refused_one_leaves_the_old_text(service: Service, box: Box) -> None:
    comment = own(box, box.send("Bài hay").json()["receipt"])["id"]
    edited = desk(service, "PATCH", f"/v1/comments/{comment}", json={"text": "Bài rất hay"}).json()
    assert (edited["taken"], edited["status"], listed(box)) == (True, "published", ["Bài rất hay"])
    refused = desk(service, "PATCH", f"/v1/comments/{comment}", json={"text": "bad words"}).json()
    assert (refused["taken"], listed(box)) == (False, ["Bài rất hay"])
    held = desk(
        service, "PATCH", f"/v1/comments/{comment}", json={"text": "xem https://example.com/a nhé"}
    ).json()
    assert (held["status"], listed(box)) == ("waiting", [])
    assert comment in [case["id"] for case in desk(service, "GET", "/v1/cases").json()["cases"]]


def test_a_site_withdraws_a_comment_for_its_author(service: Service, box: Box) -> None:
    comment = own(box, box.send("Bài hay").json()["receipt"])["id"]
    assert desk(service, "DELETE", f"/v1/comments/{comment}").status_code == 200
    assert desk(service, "GET", f"/v1/comments/{comment}").json()["status"] == "erased"


def test_a_thread_takes_what_its_site_says_of_it(service: Service, box: Box) -> None:
    told = {"title": "Đường mới", "section": "thoi-su", "mode": "hold_all"}
    desk(service, "PUT", "/v1/threads", params={"thread": box.thread}, json=told)
    assert desk(service, "GET", "/v1/threads", params={"thread": box.thread}).json()["title"] == "Đường mới"
    assert box.form().json()["mode"] == "hold_all"
    assert box.send("Chào").json()["notice"]["code"] == "held.all"
    [case] = desk(service, "GET", "/v1/cases", params={"thread": box.thread, "section": "thoi-su"}).json()[
        "cases"
    ]
    assert case["comment"]["text"] == "Chào"
    desk(service, "PUT", "/v1/threads/mode", params={"thread": box.thread}, json={"mode": "closed"})
    closed = box.send("Muộn rồi").json()
    assert (closed["status"], closed["notice"]["code"]) == ("refused", "thread.closed")
    assert desk(service, "GET", "/v1/threads", params={"thread": box.thread}).json()["section"] == "thoi-su"


def test_a_thread_closes_when_its_time_is_over(service: Service, box: Box) -> None:
    told = {"published_at": "2020-01-01T00:00:00+07:00", "close_after_s": 86_400}
    desk(service, "PUT", "/v1/threads", params={"thread": box.thread}, json=told)
    assert box.form().json()["mode"] == "closed"


def test_all_addresses_of_an_article_are_one_thread(service: Service, box: Box) -> None:
    box.send("Chào")
    mobile = Box(service, thread=box.thread.replace("www.", "m.") + "?utm_source=fb#binh-luan")
    assert listed(mobile) == ["Chào"]


def test_a_page_goes_on_where_the_last_one_ended_in_both_orders(box: Box) -> None:
    texts = [f"Ý kiến thứ {number}" for number in range(5)]
    for number, text in enumerate(texts):
        box.token = f"reader {number}"
        box.send(text)
    for newest, wanted in ((False, texts), (True, texts[::-1])):
        found: list[str] = []
        after: str | None = None
        while True:
            params = {"limit": 2, "newest": newest} | ({"after": after} if after else {})
            page = box.service.client.get(
                "/v1/thread/comments", params={"thread": box.thread, **params}, headers=box.headers
            ).json()
            assert page["count"] == 5
            found += [one["text"] for one in page["comments"]]
            after = page["next"]
            if after is None:
                break
        assert sorted(found) == sorted(wanted)


def test_counts_are_of_what_readers_see_by_the_name_that_was_asked_for(service: Service, box: Box) -> None:
    box.send("Chào")
    box.send("bad words")
    empty = f"{PAGE}/tin/khong-co-ai"
    found = service.client.get(
        "/v1/counts", params={"thread": [box.thread, empty]}, headers=box.headers
    ).json()
    assert found == {"counts": {box.thread: 1, empty: 0}}


def test_what_caches_may_keep_has_a_tag_and_is_not_sent_twice(service: Service, box: Box) -> None:
    box.send("Chào")
    key = public_key(service)
    for path in ("/v1/thread/comments", "/v1/thread/fragment", "/v1/counts"):
        params = {"thread": box.thread, "key": key}
        first = service.client.get(path, params=params)
        assert "s-maxage" in first.headers["cache-control"]
        assert "set-cookie" not in first.headers
        again = service.client.get(
            path, params=params, headers={"If-None-Match": f"W/{first.headers['etag']}"}
        )
        assert (again.status_code, again.content) == (304, b"")
    assert box.form().headers["cache-control"] == "no-store"


def test_a_fragment_shows_hostile_words_as_text(service: Service, box: Box) -> None:
    box.send("<script>alert(1)</script> & 'quoted'", author='"><img src=x>')
    html = box.ask("GET", "/v1/thread/fragment").text
    if "<article" in html:
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html
    assert 'itemprop="commentCount"' in html


def test_a_comment_has_schema_orgs_name_in_the_fragment(box: Box) -> None:
    box.send("Chào\ncả nhà", author="Lan")
    html = box.ask("GET", "/v1/thread/fragment").text
    assert 'itemtype="https://schema.org/Comment"' in html
    assert '<bdi itemprop="name">Lan</bdi>' in html
    assert "Chào<br>cả nhà" in html


def test_a_secret_key_in_the_address_opens_nothing(service: Service) -> None:
    response = service.client.get("/v1/thread/comments", params={"thread": THREAD, "key": service.admin})
    assert response.status_code in (401, 403)


def test_a_foreign_receipt_is_none(box: Box) -> None:
    for receipt in ("x", "%00", "ê" * 9, "0" * 64):
        assert box.ask("GET", f"/v1/receipts/{receipt}").status_code == 404


def test_answers_to_readers_are_json_that_names_no_other_reader(box: Box) -> None:
    box.send("Chào")
    [shown] = json.loads(box.ask("GET", "/v1/thread/comments").text)["comments"]
    assert sorted(shown) == ["at", "author", "edited", "id", "parent", "text"]
