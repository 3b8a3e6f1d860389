"""Whatever comes as a body, the answer is a verdict or a problem that says what is wrong and where."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.batches import decode_batch
from service.bodies import MOST_BYTES
from service.decoding import decode
from service.errors import Problem
from service.wire import SubmittedComment
from tests.service.serving import JSON, MSGPACK, Service, problem

DEEP = b"[" * 5_000 + b"]" * 5_000
BAD = {
    "empty": (b"", "body.empty", None),
    "white space": (b" \n", "body.empty", None),
    "invalid UTF-8": (b'{"text": "a\xff"}', "body.utf8", None),
    "UTF-16": ('{"text": "a"}'.encode("utf-16"), "body.utf8", None),
    "byte order mark": (b'\xef\xbb\xbf{"text": "a"}', "body.json", None),
    "deep": (DEEP, "body.value", "$"),
    "deep in a known field": (b'{"text": ' + DEEP + b"}", "body.value", "$.text"),
    "deep in an unknown field": (b'{"text": "a", "x": ' + DEEP + b"}", "body.value", "$"),
    "high surrogate": (rb'{"text": "a\ud800"}', "text.surrogate", "$.text"),
    "low surrogate": (rb'{"text": "\udc00a"}', "text.surrogate", "$.text"),
    "two high surrogates": (rb'{"text": "\ud83d\ud83d"}', "text.surrogate", "$.text"),
    "surrogate in a name": (rb'{"author": "\ud800", "text": "a"}', "text.surrogate", "$.author"),
    "surrogate in a key": (rb'{"\ud800": 1}', "text.surrogate", "$"),
    "NUL": (rb'{"text": "a\u0000b"}', "text.nul", "$.text"),
    "NUL in the thread": (rb'{"text": "a", "thread": "\u0000"}', "text.nul", "$.thread"),
    "NUL in the token": (rb'{"text": "a", "guest": {"token": "\u0000"}}', "text.nul", "$.guest.token"),
    "raw NUL": (b'{"text": "a\0"}', "body.json", None),
    "raw line break": (b'{"text": "a\nb"}', "body.json", None),
    "truncated": (b'{"text": "a"', "body.json", None),
    "truncated text": (b'{"text": "a', "body.json", None),
    "trailing garbage": (b'{"text": "a"} x', "body.json", None),
    "two documents": (b'{"text": "a"}{"text": "b"}', "body.json", None),
    "not a number": (b'{"text": NaN}', "body.json", None),
    "single quotes": (b"{'text': 'a'}", "body.json", None),
    "bad escape": (rb'{"text": "\x"}', "body.json", None),
    "MessagePack called JSON": (b"\x81\xa4text\xa1a", "body.utf8", None),
    "null": (b"null", "body.value", "$"),
    "a list": (b"[]", "body.value", "$"),
    "a text": (b'"a"', "body.value", "$"),
    "no text": (b"{}", "body.value", "$"),
    "text is a number": (b'{"text": 1}', "body.value", "$.text"),
    "text is null": (b'{"text": null}', "body.value", "$.text"),
    "unknown field": (b'{"text": "a", "txet": "b"}', "body.value", "$"),
    "unknown language": (b'{"text": "a", "language": "fr"}', "body.value", "$.language"),
    "a long thread": (b'{"text": "a", "thread": "' + b"x" * 3_000 + b'"}', "body.value", "$.thread"),
    "no address": (b'{"text": "a", "guest": {"ip": "1.2.3"}}', "guest.ip", "$.guest.ip"),
    "a guest's number": (b'{"text": "a", "guest": {"ip": 5}}', "body.value", "$.guest.ip"),
    "a huge number": (b'{"text": ' + b"9" * 9_000 + b"}", "body.value", "$.text"),
}
BAD_PACKED = {
    "empty": (b"", "body.empty"),
    "invalid UTF-8": (b"\x81\xa4text\xa1\xff", "body.utf8"),
    "truncated": (b"\x81\xa4text", "body.msgpack"),
    "a length that lies": (b"\x81\xa4text\xdb\xff\xff\xff\xff", "body.msgpack"),
    "trailing garbage": (b"\x81\xa4text\xa1ax", "body.msgpack"),
    "bad opcode": (b"\xc1", "body.msgpack"),
    "deep": (b"\x91" * 5_000, "body.value"),
    "NUL": (b"\x81\xa4text\xa1\0", "text.nul"),
    "text is a number": (b"\x81\xa4text\x05", "body.value"),
    "a key is a number": (b"\x81\x01\xa1a", "body.value"),
    "surrogate bytes": (b"\x81\xa4text\xa3\xed\xa0\x80", "body.utf8"),
}


@pytest.mark.parametrize("path", ["/v1/check", "/v1/comments"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_json_body_is_told_what_is_wrong_and_where(service: Service, name: str, path: str) -> None:
    body, code, place = BAD[name]
    told = problem(service.post(path, body))
    assert (told["code"], told.get("path")) == (code, place)


@pytest.mark.parametrize("name", BAD_PACKED)
def test_a_bad_msgpack_body_is_told_what_is_wrong(service: Service, name: str) -> None:
    body, code = BAD_PACKED[name]
    assert problem(service.call("POST", "/v1/check", content=body, headers=MSGPACK))["code"] == code


def test_a_key_that_is_no_text_is_told_at_the_object_that_has_it(service: Service) -> None:
    told = problem(service.call("POST", "/v1/check", content=b"\x81\x01\xa1a", headers=MSGPACK))
    assert (told["code"], told["path"]) == ("body.value", "$")


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "json"])
def test_another_type_is_refused_before_it_is_read(service: Service, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = service.call("POST", "/v1/check", content=b'{"text": "a"}', headers=headers)
    assert (response.status_code, problem(response)["code"]) == (415, "body.type")


@pytest.mark.parametrize(
    "headers", [{"Content-Encoding": "gzip"}, {"Content-Type": "application/json; charset=latin-1"}]
)
def test_another_encoding_is_refused(service: Service, headers: dict[str, str]) -> None:
    response = service.call("POST", "/v1/check", content=b'{"text": "a"}', headers={**JSON, **headers})
    assert problem(response)["code"] == "body.type"


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "Application/JSON"])
def test_a_type_may_be_written_in_other_ways(service: Service, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert service.call("POST", "/v1/check", content=b'{"text": "a"}', headers=headers).status_code == 200


def test_a_large_body_is_refused_by_its_announced_length(service: Service) -> None:
    body = json.dumps({"text": "a" * 10_000_000}).encode()
    response = service.post("/v1/check", body)
    assert (response.status_code, problem(response)["code"]) == (413, "body.large")


def test_a_large_body_without_a_length_is_refused_as_it_comes(service: Service) -> None:
    chunks = (b" " * 100_000 for _ in range(100))
    response = service.call("POST", "/v1/check", content=chunks, headers=JSON)
    assert (response.status_code, problem(response)["code"]) == (413, "body.large")


def test_the_largest_text_gets_a_verdict(service: Service) -> None:
    body = json.dumps({"text": "a" * (MOST_BYTES - 100), "author": "b"}).encode()
    assert service.post("/v1/check", body).json()["action"] == "reject"


def test_of_a_key_given_twice_the_last_counts(service: Service) -> None:
    assert service.post("/v1/check", b'{"text": "fine", "text": "bad words"}').json()["action"] == "reject"


def test_a_long_name_is_not_echoed_whole(service: Service) -> None:
    told = problem(service.post("/v1/check", {"text": "a", "x" * 100_000: 1}))
    assert len(told["detail"]) < 500


@pytest.mark.parametrize("accept", ["application/msgpack", "application/x-msgpack"])
def test_msgpack_comes_in_and_goes_out(service: Service, accept: str) -> None:
    body = msgspec.msgpack.encode({"text": "rất bad"})
    response = service.call("POST", "/v1/check", content=body, headers={**MSGPACK, "Accept": accept})
    assert response.headers["content-type"] == "application/msgpack"
    assert msgspec.msgpack.decode(response.content)["action"] == "reject"


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text('a\0"\\[]{},😀'),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("\0a") | st.just("comments"), inner),
)


@given(
    st.binary(max_size=200) | _values.map(json.dumps).map(str.encode) | _values.map(msgspec.msgpack.encode)
)
def test_any_bytes_are_a_value_or_a_problem(raw: bytes) -> None:
    for form in ("json", "msgpack"):
        with suppress(Problem):
            decode(raw, form, SubmittedComment)
        with suppress(Problem):
            decode_batch(raw, form)


def batch(*items: bytes) -> bytes:
    return b'{"comments": [' + b", ".join(items) + b"]}"


@pytest.mark.parametrize(
    ("item", "code", "place"),
    [
        (rb'{"text": "a\ud800"}', "text.surrogate", "$.comments[1].text"),
        (rb'{"text": "a\u0000"}', "text.nul", "$.comments[1].text"),
        (b'{"text": 5}', "body.value", "$.comments[1].text"),
        (b'{"text": "a", "x": 1}', "body.value", "$.comments[1]"),
        (b'{"text": ' + DEEP + b"}", "body.value", "$.comments[1].text"),
        (b"null", "body.value", "$.comments[1]"),
        (DEEP, "body.value", "$.comments[1]"),
        (b'{"text": "a", "guest": {"ip": "x"}}', "guest.ip", "$.comments[1].guest.ip"),
        (rb'{"text": 1, "author": "],[{\"\\"}', "body.value", "$.comments[1].text"),
    ],
)
def test_a_bad_value_spoils_only_its_comment(service: Service, item: bytes, code: str, place: str) -> None:
    response = service.post("/v1/check/batch", batch(b'{"text": "fine"}', item, b'{"text": "bad words"}'))
    first, second, third = response.json()["results"]
    assert (first["verdict"]["action"], third["verdict"]["action"]) == ("publish", "reject")
    assert (second["problem"]["code"], second["problem"]["path"]) == (code, place)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (batch(b'{"text": 5}', b'{"text": tru}'), "body.json"),
        (batch(b'{"text": 5}', b""), "body.json"),
        (b'{"comments": [{"text": 5}', "body.json"),
        (batch(b'{"text": "\xff"}', b'{"text": 5}'), "body.utf8"),
        (b'{"comments": {}}', "body.value"),
        (rb'{"comments": "\u0000"}', "body.value"),
        (b'{"comments": [], "x": 1}', "body.value"),
        (b'{"comments": [{"text": 5}], "x": [1]}', "body.value"),
        (b'{"comments": [{"text": 5}], "comments": [{"text": "a"}]}', "body.value"),
        (b"[]", "body.value"),
        (batch(*[b'{"text": "a"}'] * 1_001), "batch.size"),
    ],
)
def test_a_malformed_document_is_one_problem(service: Service, body: bytes, code: str) -> None:
    assert problem(service.post("/v1/check/batch", body))["code"] == code


def test_a_bad_value_spoils_only_its_comment_in_msgpack(service: Service) -> None:
    body: Any = {"comments": [{"text": "fine"}, {"text": 5}, {"text": "a\0"}, {"text": "bad words"}]}
    response = service.call("POST", "/v1/check/batch", content=msgspec.msgpack.encode(body), headers=MSGPACK)
    results = response.json()["results"]
    assert [result.get("problem", {}).get("code") for result in results] == [
        None,
        "body.value",
        "text.nul",
        None,
    ]


def test_an_empty_batch_has_no_outcomes(service: Service) -> None:
    assert service.post("/v1/check/batch", {"comments": []}).json() == {"results": []}
