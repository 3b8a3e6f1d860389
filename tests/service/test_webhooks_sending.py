"""A message is signed as the scheme says, goes to public addresses alone, and ends in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from service.webhooks.post import HttpPoster, Sent
from service.webhooks.signing import new_secret, signed
from service.webhooks.targets import BadTarget, CheckedBackend, checked_url, is_public

BODY = '{"type":"comment.published","text":"Đẹp quá"}'.encode()


def now() -> int:
    return int(datetime.now(UTC).timestamp())


@given(st.binary(max_size=300).map(lambda raw: b'"' + raw.hex().encode() + b'"'))
def test_a_signature_is_what_the_schemes_own_library_checks(body: bytes) -> None:
    secret = new_secret()
    Webhook(secret).verify(body, signed((secret,), "msg_1", now(), body))


def test_another_body_id_time_or_secret_does_not_pass() -> None:
    secret, at = new_secret(), now()
    headers = signed((secret,), "msg_1", at, BODY)
    for changed, body in (
        (headers, BODY + b" "),
        ({**headers, "webhook-id": "msg_2"}, BODY),
        ({**headers, "webhook-timestamp": str(at + 1)}, BODY),
        (signed((new_secret(),), "msg_1", at, BODY), BODY),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, changed)


def test_while_secrets_are_exchanged_both_pass() -> None:
    old, new = new_secret(), new_secret()
    headers = signed((new, old), "msg_1", now(), BODY)
    Webhook(old).verify(BODY, headers)
    Webhook(new).verify(BODY, headers)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: 198.18.0.1 192.0.2.1".split(),
)
def test_an_address_of_this_machine_or_its_neighbours_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_other_addresses_are(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://x.vn/a", "no web address"),
        ("https://", "no web address"),
        ("x.vn/hook", "no web address"),
        ("https://[::1", "no address"),
        ("https://x.vn:99999/", "no address"),
        ("http://x.vn/hook", "use https"),
        ("https://user:pass@x.vn/", "password"),
        ("https://127.0.0.1/hook", "not public"),
        ("https://[::ffff:10.0.0.1]/hook", "not public"),
        ("https://báo.vn/hook", "printable ASCII"),
        ("https://x.vn/" + "a" * 3000, "at most"),
        ("https://x.vn/a\r\nHost: y", "printable ASCII"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_when_it_is_set(url: str, told: str) -> None:
    with pytest.raises(BadTarget, match=told):
        checked_url(url, private_allowed=False)


def test_the_operators_own_network_is_allowed_when_he_says_so() -> None:
    assert checked_url("http://127.0.0.1:9/hook", private_allowed=True)


class Network(httpcore.AsyncNetworkBackend):
    """Notes where it was told to connect."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        self.reached.append(host)
        raise httpcore.ConnectError("nobody is there")


def names(*answers: list[str]):
    """A name that has other addresses each time somebody asks."""
    left = iter(answers)

    async def resolve(_: str, __: int) -> list[str]:
        return next(left)

    return resolve


def connect(backend: CheckedBackend) -> None:
    asyncio.run(backend.connect_tcp("x.vn", 443, timeout=5))


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    network = Network()
    backend = CheckedBackend(network, private_allowed=False, resolve=names(["8.8.8.8"], ["127.0.0.1"]))
    with pytest.raises(httpcore.ConnectError):
        connect(backend)
    assert network.reached == ["8.8.8.8"]  # and not the name, which says 127.0.0.1 by now


def test_a_name_with_one_private_address_among_others_is_refused() -> None:
    network = Network()
    backend = CheckedBackend(network, private_allowed=False, resolve=names(["8.8.8.8", "10.0.0.1"]))
    with pytest.raises(BadTarget, match=r"x\.vn is 10\.0\.0\.1, which is not public"):
        connect(backend)
    assert network.reached == []


@asynccontextmanager
async def listening(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server on this machine that says *answer* to whatever comes, and what came."""
    came: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        came.append(head + await reader.readexactly(length))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/hook", came


def posted(answer: bytes, *, private_allowed: bool = True) -> tuple[Sent, list[bytes]]:
    async def scene() -> tuple[Sent, list[bytes]]:
        poster = HttpPoster(private_allowed=private_allowed)
        try:
            async with listening(answer) as (url, came):
                return await poster.post(url, {"webhook-id": "m"}, BODY), came
        finally:
            await poster.close()

    return asyncio.run(scene())


def test_a_message_arrives_with_its_headers_and_body() -> None:
    sent, (came,) = posted(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert sent.arrived
    assert came.endswith(BODY)
    assert b"webhook-id: m" in came.lower()
    assert b"content-type: application/json" in came.lower()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nbr\x00ken \xff!", "HTTP 500 brken"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "HTTP 302"),
        (b"SSH-2.0-x\r\n\r\n", "ProtocolError"),
        (b"", "ProtocolError"),
    ],
)
def test_any_other_answer_is_told_in_a_line(answer: bytes, told: str) -> None:
    sent, _ = posted(answer)
    assert not sent.arrived
    assert told in sent.told
    assert sent.told.isprintable()


def test_this_machine_is_not_reached_unless_the_operator_allows_it() -> None:
    sent, came = posted(b"HTTP/1.1 204 No Content\r\n\r\n", private_allowed=False)
    assert not sent.arrived
    assert "which is not public" in sent.told
    assert came == []


def test_an_answer_without_end_is_read_no_further_than_people_read() -> None:
    endless = b"HTTP/1.1 500 x\r\nContent-Length: 999999999\r\n\r\n" + b"a" * 1_000_000
    sent, _ = posted(endless)
    assert len(sent.told) < 300
