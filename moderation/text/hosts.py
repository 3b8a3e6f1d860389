"""Host names: how they are written, and sets of them with wildcards."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_OF_ADDRESS = re.compile(r"(?:[a-z]+:)?(?://)?(?:[^/?#@]*@)?([^/?#:@]+)")


def canonical(host: str) -> str:
    """*host* in lower case and Punycode, without a last dot; one that IDNA refuses stays as it is.

    >>> canonical("TiếngViệt.VN."), canonical("www.Báo.vn")
    ('xn--tingvit-5t4cyc.vn', 'www.xn--bo-mia.vn')
    """
    lowered = host.lower().strip(".")
    if lowered.isascii():
        return lowered
    try:
        return lowered.encode("idna").decode("ascii")
    except UnicodeError:
        return lowered


def host_of(address: str) -> str:
    """The canonical host of an address with or without its scheme, user and path; "" when it has none.

    >>> host_of("http://google.com@evil.example:80/x"), host_of("tuoitre.vn/a")
    ('evil.example', 'tuoitre.vn')
    """
    found = _OF_ADDRESS.match(address)
    return canonical(found[1]) if found else ""


def parents(host: str) -> Iterator[str]:
    """*host* and every domain above it, the longest first.

    >>> list(parents("a.b.vn"))
    ['a.b.vn', 'b.vn', 'vn']
    """
    while host:
        yield host
        host = host.partition(".")[2]


def is_registrable(host: str) -> bool:
    """Whether *host* is a name under a public suffix that exists, so that somebody could own it."""
    return _suffixes().privatesuffix(host) is not None


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # reads a long table, which few comments need

    return PublicSuffixList(accept_unknown=False)


class HostSet:
    """Hosts as a policy writes them: "x.vn" is that host and www.x.vn, "*.x.vn" also all below it."""

    def __init__(self, patterns: Iterable[str]) -> None:
        given = list(patterns)
        self._exact = {canonical(pattern) for pattern in given if not pattern.startswith("*.")}
        self._below = {canonical(pattern[2:]) for pattern in given if pattern.startswith("*.")}

    def __contains__(self, host: str) -> bool:
        if host in self._exact or host.removeprefix("www.") in self._exact:
            return True
        return bool(self._below) and not self._below.isdisjoint(parents(host))
