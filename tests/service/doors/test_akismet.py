"""Akismet's API, byte for byte: the words, the headers that go with them, and every place for the key."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.doors.akismet_keys import secret_of, spellings
from service.keys import make_key
from tests.fakes import BrokenClassifier
from tests.service.serving import Service, serving

FORM = "application/x-www-form-urlencoded"
TEXT = "text/plain; charset=utf-8"
BLOG = {"blog": "https://blog.example.com/", "user_ip": "203.0.113.9"}
THANKS = "Thanks for making the web a better place."
SPAM = "Vay tiền nhanh lãi suất thấp không cần thế chấp, giải ngân trong ngày, liên hệ ngay"


class AdvertClassifier:
    """Finds every text with the word "viagra" an advert beyond doubt, with "loan" one to be held."""

    digests: tuple[str, ...] = ("sha256:adverts",)

    def score(self, text: Any, language: str) -> Mapping[str, int]:
        words = text.text.split()
        return {"toxicity": 9_900 if "bad" in words else 6_000 if "rude" in words else 100,
                "spam": 9_900 if "viagra" in words else 6_000 if "loan" in words else 100}  # fmt: skip

    def shares(self, text: Any, language: str, label: str) -> list[int]:
        return []


EACH = 2_000 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 100  # calls of any bytes


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home"), AdvertClassifier()) as running:
        yield running


def posted(service: Service, path: str, fields: Mapping[str, str] | bytes, **headers: str) -> Response:
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    named = {"Content-Type": FORM, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return service.client.post(path, content=body, headers=named)


_people = iter(range(1_000_000))


def check(service: Service, key: str | None = None, **fields: str) -> Response:
    """Ask about a comment by somebody new, so that no limit is met."""
    mail = {"comment_author_email": f"{next(_people)}@example.com"}
    return posted(service, "/1.1/comment-check", {"api_key": key or service.key, **BLOG, **mail, **fields})


def said(response: Response) -> str:
    """The word, with all that must and must not go with it."""
    assert response.status_code == 200
    assert response.headers["content-type"] == TEXT
    assert ("x-akismet-debug-help" in response.headers) == (response.content == b"invalid")
    assert ("x-akismet-error" in response.headers) == (response.content == b"invalid")
    assert "x-akismet-alert-code" not in response.headers
    assert ("x-akismet-guid" in response.headers) == (response.content in (b"true", b"false"))
    assert response.headers.get("x-akismet-pro-tip") in (None, "discard")
    assert "x-akismet-pro-tip" not in response.headers or response.content == b"true"
    assert "x-akismet-recheck-after" not in response.headers or response.content == b"false"
    return response.text


@pytest.mark.parametrize("name", ["key", "api_key"])
def test_a_key_is_verified_by_either_name(service: Service, name: str) -> None:
    blog = {"blog": "https://blog.example.com"}
    assert said(posted(service, "/1.1/verify-key", {name: service.key, **blog})) == "valid"
    assert said(posted(service, "/1.1/verify-key", {name: "mk_none", **blog})) == "invalid"
    assert said(posted(service, "/1.1/verify-key", {name: "123YourAPIKey", **blog})) == "invalid"
    assert said(posted(service, "/1.1/verify-key", {name: service.key})) == "invalid"


def test_a_key_without_the_scope_is_invalid(service: Service) -> None:
    assert said(check(service, service.new_key("submit"), comment_content="chào")) == "invalid"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("Bài viết rất hay", "false"),
        ("buy viagra now", "true"),
        ("get a loan now", "true"),  # held as an advert
        ("you are bad people", "true"),  # refused for what it says
        ("you are rude people", "false"),  # held for what it says: the blog's own rules decide
        ("see https://a.example.com for more", "false"),  # so for a link
        ("dài " * 300, "false"),  # blogs have no such limit
        ("", "false"),
        ("quá dài " * 1_000, "true"),  # over the hard cap nothing is read
    ],
)
def test_what_is_spam(service: Service, content: str, word: str) -> None:
    assert said(check(service, comment_content=content)) == word


def test_what_nobody_need_look_at_says_so(service: Service) -> None:
    tips = [
        check(service, comment_content=text).headers.get("x-akismet-pro-tip")
        for text in ("buy viagra now", "get a loan now", "you are bad people", "fine")
    ]
    assert tips == ["discard", None, None, None]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"comment_author": "viagra-test-123"}, "true"),
        ({"comment_author": "akismet-guaranteed-spam"}, "true"),
        ({"comment_author_email": "akismet-guaranteed-spam@example.com"}, "true"),
        ({"user_role": "administrator", "comment_content": "buy viagra now"}, "false"),
        ({"user_role": "administrator", "comment_author": "viagra-test-123"}, "false"),
        ({"user_role": "editor", "comment_content": "buy viagra now"}, "true"),
    ],
)
def test_those_who_test_and_administrators_get_what_they_expect(
    service: Service, fields: Mapping[str, str], word: str
) -> None:
    assert said(check(service, **fields)) == word


def test_a_filled_honeypot_is_spam(service: Service) -> None:
    trap = {"honeypot_field_name": "website2", "comment_content": "Bài viết rất hay"}
    assert said(check(service, **trap)) == "false"
    assert said(check(service, **trap, website2=" ")) == "false"
    assert said(check(service, **trap, website2="https://x.example")) == "true"


def test_an_author_s_own_address_that_the_policy_refuses_is_spam(service: Service) -> None:
    fine = {"comment_content": "Bài viết rất hay"}
    assert said(check(service, **fine, comment_author_url="https://lan.example.com/")) == "false"
    assert said(check(service, **fine, comment_author_url="https://bit.ly/x1")) == "true"


def test_links_in_markup_are_seen(service: Service) -> None:
    assert said(check(service, comment_content='<a href="https://bit.ly/x2">đây</a>')) == "true"


@pytest.mark.parametrize("missing", ["blog", "user_ip"])
def test_what_is_required_is_named(service: Service, missing: str) -> None:
    fields = {"api_key": service.key, **BLOG, "comment_content": "a"}
    del fields[missing]
    response = posted(service, "/1.1/comment-check", fields)
    assert said(response) == "invalid"
    assert response.headers["x-akismet-debug-help"] == f'Empty "{missing}" value'


@pytest.mark.parametrize("call", ["submit-spam", "submit-ham"])
def test_corrections_are_thanked_for(service: Service, call: str) -> None:
    fields = {"api_key": service.key, **BLOG, "comment_content": "chào"}
    assert said(posted(service, f"/1.1/{call}", fields)) == THANKS
    assert said(posted(service, f"/1.1/{call}", {**fields, "api_key": "mk_none"})) == "invalid"


def test_corrections_teach_the_site_s_own_model(service: Service) -> None:
    fields = {"api_key": service.key, **BLOG, "comment_content": "<b>một lời</b> rao"}
    for call, content in (
        ("submit-spam", "<b>một lời</b> rao"),
        ("submit-ham", "lời thường"),
        ("submit-ham", "thử"),
    ):
        test = {"is_test": "1"} if content == "thử" else {}
        assert said(posted(service, f"/1.1/{call}", {**fields, **test, "comment_content": content})) == THANKS
    lines = map(json.loads, service.call("GET", "/v1/decisions/export").text.splitlines())
    taught = {line["text"]: (line["action"], line.get("label")) for line in lines}
    assert taught["một lời rao"] == ("reject", "spam")
    assert taught["lời thường"] == ("publish", None)
    assert "thử" not in taught


def test_the_connection_is_tested_without_a_key(service: Service) -> None:
    for path in ("/1.1/test", "/1.1/test/", "/k/any/1.1/test"):
        assert said(service.client.get(path)) == "connected"


def test_wordpress_s_settings_page_is_told_of_a_subscription(service: Service) -> None:
    fields = {"key": spellings(service.key)[0], "blog": BLOG["blog"]}
    told = posted(service, "/1.1/get-subscription", fields).json()
    assert (told["status"], told["account_name"], told["limit_reached"]) == ("active", "main", False)
    assert said(posted(service, "/1.1/get-subscription", {"key": "a0b1"})) == "invalid"
    assert posted(service, "/1.1/get-stats", fields).content == b""


LONG = "Con đường trước cổng chợ hỏng đã hai năm, đề nghị xã sớm sửa để bà con đi lại."


def test_a_call_that_is_sent_again_is_the_same_comment(service: Service) -> None:
    lan = {"comment_author_email": "lan@example.com", "comment_content": LONG}
    assert [said(check(service, **lan)) for _ in range(3)] == ["false"] * 3
    assert said(check(service, **lan, permalink="https://blog.example.com/2")) == "true"  # the same elsewhere


def test_a_comment_that_is_checked_again_is_no_repeat_of_itself(service: Service) -> None:
    mai = {"comment_author_email": "mai@example.com", "comment_content": LONG + " Cảm ơn."}
    assert said(check(service, **mai)) == "false"
    assert said(check(service, **mai, recheck_reason="recheck_queue")) == "false"


class TestPlacesForTheKey:
    """Every client finds one."""

    FIELDS: ClassVar = {**BLOG, "comment_content": "chào", "is_test": "1"}

    def test_a_field(self, service: Service) -> None:
        for name in ("api_key", "key"):
            assert said(posted(service, "/1.1/comment-check", {name: service.key, **self.FIELDS})) == "false"

    def test_the_first_part_of_the_host_in_small_letters(self, service: Service) -> None:
        for key in (service.key, *spellings(service.key)):
            host = f"{key}.rest.akismet.com"
            assert said(posted(service, "/1.1/comment-check", self.FIELDS, Host=host)) == "false"
        small = spellings(service.key)[1]
        assert small == small.lower()
        assert len(small) <= 63

    def test_the_path(self, service: Service) -> None:
        for key in (service.key, *spellings(service.key)):
            assert said(posted(service, f"/k/{key}/1.1/comment-check", self.FIELDS)) == "false"
        assert said(posted(service, "/k/mk_none/1.1/comment-check", self.FIELDS)) == "invalid"

    def test_the_query(self, service: Service) -> None:
        response = service.client.get("/1.2/usage-limit", params={"api_key": service.key})
        assert response.json()["limit"] == "none"

    def test_nowhere(self, service: Service) -> None:
        assert said(posted(service, "/1.1/comment-check", self.FIELDS)) == "invalid"

    def test_digits_alone_as_wordpress_keeps_them(self, service: Service) -> None:
        digits = spellings(service.key)[0]
        assert "".join(one for one in digits if one in "0123456789abcdef") == digits
        fields = {"key": digits, "blog": BLOG["blog"]}
        assert said(posted(service, "/1.1/verify-key", fields)) == "valid"


@given(st.integers(0, 2**256 - 1))
def test_every_spelling_is_of_one_key(number: int) -> None:
    raw = number.to_bytes(32, "big")
    digits = raw.hex()
    key = secret_of(digits)
    assert key is not None
    assert spellings(key)[0] == digits
    assert [secret_of(one) for one in (key, *spellings(key), digits.upper(), spellings(key)[1].upper())] == [
        key
    ] * 5


def test_a_made_key_has_spellings() -> None:
    key, _ = make_key()
    assert [secret_of(one) for one in spellings(key)] == [key, key]
    for other in ("", "mk_short", make_key("public")[0]):
        with pytest.raises(ValueError, match="secret key"):
            spellings(other)


@pytest.mark.parametrize(
    ("charset", "content_type"),
    [("utf-8", ""), ("iso-8859-1", "; charset=iso-8859-1"), ("windows-1258", "; charset=windows-1258"),
     ("utf-16", '; charset="UTF-16"'), ("shift_jis", "; charset=Shift_JIS"), ("utf-8", "; charset=klingon")],
)  # fmt: skip
def test_a_form_is_read_in_its_charset(service: Service, charset: str, content_type: str) -> None:
    word = {"shift_jis": "日本"}.get(charset, "café")
    content = f"{word} viagra"
    fields = {"api_key": service.key, **BLOG, "comment_content": content, "comment_author": word}
    body = "&".join(f"{name}={_quoted(value.encode(charset))}" for name, value in fields.items()).encode()
    if charset != "utf-16":
        assert said(posted(service, "/1.1/comment-check", body, Content_Type=FORM + content_type)) == "true"


def _quoted(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in raw)


def test_unknown_fields_and_any_spelling_of_true_are_taken(service: Service) -> None:
    for yes in ("1", "true", "True"):
        extra = {"HTTP_ACCEPT": "*/*", "comment_context[]": "a", "SERVER_SOFTWARE": "x", "is_test": yes}
        assert said(check(service, comment_content="chào", **extra)) == "false"


def test_a_dependency_that_is_down_asks_to_check_again(tmp_path: Any) -> None:
    with serving(tmp_path, BrokenClassifier()) as service:
        response = check(service, comment_content="chào")
    assert said(response) == "false"
    assert int(response.headers["x-akismet-recheck-after"]) > 0


class TestUsage:
    """Counted by key, month and blog."""

    @pytest.fixture
    def key(self, service: Service) -> str:
        key = service.new_key("check")
        for content in ("chào", "buy viagra now", "hay quá"):
            check(service, key, comment_content=content)
        check(service, key, comment_content="chào", blog="https://other.example.com/blog/?p=1")
        check(service, key, comment_content="chào", is_test="1")
        for call in ("submit-spam", "submit-ham", "submit-ham"):
            posted(service, f"/1.1/{call}", {"api_key": key, **BLOG})
        return key

    def test_the_month_so_far(self, service: Service, key: str) -> None:
        expected = {"limit": "none", "usage": 4, "percentage": "0", "throttled": False}
        for response in (
            service.client.get("/1.2/usage-limit", params={"api_key": key}),
            posted(service, "/1.2/usage-limit", {"api_key": key}),
        ):
            assert response.json() == expected

    def test_each_blog(self, service: Service, key: str) -> None:
        month = time.strftime("%Y-%m", time.gmtime())
        found = service.client.get("/1.2/key-sites", params={"api_key": key}).json()
        assert found.keys() == {month, "limit", "offset", "total"}
        assert (found["limit"], found["offset"], found["total"]) == (500, 0, 2)
        assert found[month] == [
            {"site": "blog.example.com", "api_calls": "3", "spam": "1", "ham": "2", "missed_spam": "1",
             "false_positives": "2", "is_revoked": False},
            {"site": "other.example.com/blog", "api_calls": "1", "spam": "0", "ham": "1", "missed_spam": "0",
             "false_positives": "0", "is_revoked": False},
        ]  # fmt: skip

    def test_filter_order_and_pages(self, service: Service, key: str) -> None:
        def sites(**more: str) -> list[str]:
            found = service.client.get("/1.2/key-sites", params={"api_key": key, **more}).json()
            return [one["site"] for one in next(iter(found.values()))]

        assert sites(filter="other") == ["other.example.com/blog"]
        assert sites(filter="%") == []
        assert sites(limit="1", offset="1") == ["other.example.com/blog"]
        assert sites(order="spam", limit="1") == ["blog.example.com"]
        assert sites(month="2020-01") == []
        assert len(sites(month="x", limit="-1", offset="9" * 30, order="drop")) == 2

    def test_as_a_table(self, service: Service, key: str) -> None:
        response = service.client.get("/1.2/key-sites", params={"api_key": key, "format": "csv"})
        head, names, first, _ = response.text.splitlines()
        assert head.startswith("Active sites for mk_…")
        assert head.endswith("(limit: 500, offset: 0, total: 2)")
        assert key not in head
        assert names == "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked"
        assert first == "blog.example.com,3,1,2,1,2,false"

    def test_another_key_sees_nothing_of_it(self, service: Service, key: str) -> None:
        other = service.new_key("check")
        assert service.client.get("/1.2/usage-limit", params={"api_key": other}).json()["usage"] == 0

    def test_a_key_that_is_none(self, service: Service) -> None:
        for call in ("usage-limit", "key-sites"):
            assert said(service.client.get(f"/1.2/{call}", params={"api_key": "no"})) == "invalid"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_method_or_call_gets_no_document_of_ours(service: Service, method: str) -> None:
    refused = service.client.request(method, "/1.1/comment-check")
    unknown = service.client.request("POST", "/1.1/deactivate")
    assert (refused.status_code, unknown.status_code) == (405, 404)
    assert {refused.headers["content-type"], unknown.headers["content-type"]} == {TEXT}


def test_too_large_a_form_gets_no_word(service: Service) -> None:
    response = posted(service, "/1.1/comment-check", b"a" * 1_000_001)
    assert (response.status_code, response.headers["content-type"]) == (413, TEXT)
    assert response.text not in ("true", "false", "invalid")


NAMES = ["api_key", "key", "blog", "user_ip", "comment_content", "blog_charset", "comment_author", "is_test", "month",
         "comment_author_url", "permalink", "honeypot_field_name", "limit", "offset", "format", "%ff"]  # fmt: skip
CALLS = ["verify-key", "comment-check", "submit-spam", "submit-ham"]


@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    call=st.sampled_from(CALLS),
    fields=st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=40), max_size=8),
    junk=st.binary(max_size=60),
    content_type=st.sampled_from([FORM, f"{FORM}; charset=", "multipart/form-data", ""]),
    charset=st.sampled_from(["utf-8", "utf_7", "utf-16", "hex", "punycode", "\u00e9", "big5", "cp037"]),
    host=st.text("aZ29._-:!", min_size=1, max_size=70),
    keyed=st.booleans(),
)
def test_any_bytes_get_one_of_akismet_s_words(
    service: Service, call: str, fields: Mapping[str, bytes], junk: bytes, content_type: str, charset: str,
    host: str, keyed: bool,
) -> None:  # fmt: skip
    body = b"&".join([*(name.encode() + b"=" + value for name, value in fields.items()), junk])
    path = f"/k/{service.key}/1.1/{call}" if keyed else f"/1.1/{call}"
    headers = {b"Content-Type": (content_type + charset).encode("latin-1"), b"Host": host.encode()}
    response = service.client.post(path, content=body, headers=headers)  # type: ignore[arg-type]
    assert said(response) in ("true", "false", "valid", "invalid", THANKS)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=20), max_size=6))
def test_any_report_is_answered(service: Service, query: Mapping[str, str]) -> None:
    for call in ("usage-limit", "key-sites"):
        response = service.client.get(f"/k/{service.key}/1.2/{call}", params=query)
        assert response.status_code == 200
        if response.headers["content-type"].startswith("application/json"):
            json.loads(response.content)
