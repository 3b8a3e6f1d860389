"""Addresses: from where a request comes, and what is this machine to itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_loopback(host: str) -> bool:
    """Whether *host* is this machine to itself.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("news.example")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def client_address(peer: str, headers: Mapping[str, str], header: str, proxies: Sequence[Network]) -> str:
    """From where a request came that *peer* brought.

    *header* names the addresses that it passed through, the nearest last. What stands there counts only as far as
    one of our own *proxies* wrote it: everything before is whatever the sender liked.
    """
    brought = headers.get(header, "").split(",")
    while brought and is_of(peer, proxies) and _address(found := brought.pop().strip()):
        peer = found
    return peer


def is_of(address: str, networks: Sequence[Network]) -> bool:
    """Whether *address* is in one of *networks*."""
    found = _address(address)
    return found is not None and any(found in network for network in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
