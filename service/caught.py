"""Which entries of a word list a verdict names."""

from __future__ import annotations

from moderation.verdict import Finding, Verdict


def caught_in(verdict: Verdict) -> list[str]:
    """The listed words that *verdict* found in text and name, each once, in order."""
    found = [word for finding in verdict.findings if finding.check == "words" for word in _words(finding)]
    return list(dict.fromkeys(found))


def _words(finding: Finding) -> list[str]:
    """`entries` has each on a line of its own; it is there where `word`, a sentence's list, does not tell them all."""
    named = finding.params.get("entries")
    if named is not None:
        return str(named).split("\n")
    return str(finding.params["word"]).split(", ") if "word" in finding.params else []


def as_listed(text: str) -> str:
    """An entry's *text* as findings name it."""
    return " ".join(text.split())
