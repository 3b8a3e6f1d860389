"""How a check reports what it found."""

from collections.abc import Iterable, Iterator, Sequence

from moderation.policy import action_of
from moderation.reading import Field
from moderation.text.links import Link
from moderation.text.plain import Found
from moderation.verdict import Finding, Span

_NAMED = 3  # how many different words or numbers a sentence names


def report(
    code: str, measure: str, field: Field, places: Sequence[Found | Link], **params: str | int
) -> Iterator[Finding]:
    """One finding for all *places* in *field*; none without places, or when the *measure* is "off"."""
    if places and measure != "off":
        yield Finding(
            check=code.partition(".")[0],
            code=code,
            action=action_of(measure),
            field=field.name,
            spans=tuple(Span(place.start, place.end) for place in places),
            nudge=measure == "nudge",
            params=params,
        )


def listed(values: Iterable[str]) -> str:
    """The first few different *values*, for a sentence.

    >>> listed(["a.vn", "a.vn", "b.vn"])
    'a.vn, b.vn'
    """
    return ", ".join(list(dict.fromkeys(values))[:_NAMED])
