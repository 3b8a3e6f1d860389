"""Links: too many, shortened, to a blocked host, or disguised; in the text and in the display name."""

from collections.abc import Iterator

from moderation import lists
from moderation.checks.report import listed, report
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Field, Reading
from moderation.text.disguises import hidden_links
from moderation.text.hosts import HostSet
from moderation.text.links import Link, links, might_link
from moderation.text.plain import plain
from moderation.verdict import Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Report links that the policy does not allow; a display name may hold none."""
    for field in reading.fields:
        found = _counted(field, policy)
        if found:
            limit = policy.links.max if field.name == "text" else 0
            yield from _over(field, found, limit, policy)
            yield from _by_host(field, found, policy)


def _counted(field: Field, policy: Policy) -> list[Link]:
    if not might_link(field.source, field.folded.bare):
        return []
    allowed = policy.once(_allowed)
    return [link for link in _all_links(field.source) if link.host not in allowed]


def _all_links(source: str) -> list[Link]:
    """Plain and hidden links in order; of two that share characters, the first."""
    text = plain(source)
    kept: list[Link] = []
    for link in sorted([*links(text), *hidden_links(text)]):
        if not kept or link.start >= kept[-1].end:
            kept.append(link)
    return kept


def _over(field: Field, found: list[Link], limit: int, policy: Policy) -> Iterator[Finding]:
    if len(found) > limit:
        yield from report("links.over", policy.links.over, field, found, count=len(found), limit=limit)


def _by_host(field: Field, found: list[Link], policy: Policy) -> Iterator[Finding]:
    measures, blocked, shorteners = policy.links, policy.once(_blocked), policy.once(_shorteners)
    kinds = (
        ("links.shortener", measures.shortener, [link for link in found if link.host in shorteners]),
        ("links.blocked", measures.blocked, [link for link in found if link.host in blocked]),
        ("links.disguised", measures.disguised, [link for link in found if link.disguised]),
    )
    for code, measure, those in kinds:
        yield from report(code, measure, field, those, host=listed(link.host for link in those))


def _allowed(policy: Policy) -> HostSet:
    return HostSet(policy.links.allowed)


def _blocked(policy: Policy) -> HostSet:
    return HostSet(policy.links.blocked_hosts)


def _shorteners(policy: Policy) -> HostSet:
    return HostSet(f"*.{host}" for host in lists.lines("shorteners.txt"))
