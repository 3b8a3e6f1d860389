"""The display name: how long it is, and whether it poses as the newsroom or an authority."""

from collections.abc import Iterator

from moderation.checks.report import listed, report
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.text.length import graphemes
from moderation.text.plain import Found
from moderation.text.reserved import ReservedNames
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Report a name that is too long, or that holds a reserved one, in whatever spelling."""
    if not reading.author.is_blank:
        yield from _over(reading, policy)
        yield from _reserved(reading, policy)


def _over(reading: Reading, policy: Policy) -> Iterator[Finding]:
    count = graphemes(reading.author.source)
    if count > policy.name.max:
        params: dict[str, str | int] = {"count": count, "limit": policy.name.max}
        yield Finding(check="name", code="name.over", action=Action.REJECT, field="author", params=params)


def _reserved(reading: Reading, policy: Policy) -> Iterator[Finding]:
    """Names with the marks of a reserved one, or without: "ToaSoan", but not "Tọa Sơn"; see `ReservedNames`."""
    field = reading.author
    found = [
        Found(span.start, span.end, match.entry.word)
        for match in policy.once(_names).matches(field.folded)
        for span in [field.span(match.start, match.end)]
    ]
    names = listed(one.value for one in found)
    yield from report("name.reserved", policy.name.reserved.action, field, found, name=names)


def _names(policy: Policy) -> ReservedNames:
    return ReservedNames(policy.name.reserved.list)
