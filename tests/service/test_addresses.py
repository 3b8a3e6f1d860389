"""From where a request comes: forwarded headers count only as far as our own proxies wrote them."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from service.addresses import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))
HEADER = "x-forwarded-for"


@pytest.mark.parametrize(
    ("peer", "brought", "client"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.7", None, "10.0.0.7"),
        ("10.0.0.7", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "192.0.2.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.0.0.7", "10.1.1.1,10.9.9.9", "10.1.1.1"),
        ("10.0.0.7", "198.51.100.1, nonsense", "10.0.0.7"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("2001:db8:1::5", "2001:db8:2::9", "2001:db8:2::9"),
        ("", "198.51.100.1", ""),
    ],
)
def test_an_address_is_believed_as_far_as_our_proxies_say_it(
    peer: str, brought: str | None, client: str
) -> None:
    headers = {} if brought is None else {HEADER: brought}
    assert client_address(peer, headers, HEADER, PROXIES) == client


def test_without_proxies_of_ours_no_header_counts() -> None:
    assert client_address("10.0.0.7", {HEADER: "198.51.100.1"}, HEADER, ()) == "10.0.0.7"
