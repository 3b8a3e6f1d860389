"""The policy of one thread: the site's, with what is otherwise in its section and in the thread itself.

Listed words that count in other sections or threads alone are not in it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from moderation.policy.model import Override, Policy, encoded, typed
from moderation.text.threads import thread_id

# These are the whole site's: they say how long things are kept, or are asked for where no thread is known.
NEVER = ("overrides", "retention", "threads", "guest", "perspective")


def resolved(policy: Policy, section: str | None, thread: str | None) -> Policy:
    """*policy* as it is for a comment in *section* under *thread*; later overrides win.

    The same object for the same overrides and words, as a policy keeps its compiled word lists; it has no overrides
    and no words for elsewhere left.
    """
    where = thread_id(thread) if thread else None
    return _worded(_overridden(policy, section, where), section, where)


def _overridden(policy: Policy, section: str | None, thread: str | None) -> Policy:
    if not policy.overrides:
        return policy
    matching = tuple(n for n, one in enumerate(policy.overrides) if _matches(one, section, thread))
    kept = policy.once(_kept)
    if matching not in kept:
        kept[matching] = merged(policy, *(policy.overrides[n] for n in matching))
    return kept[matching]


def _worded(policy: Policy, section: str | None, thread: str | None) -> Policy:
    """*policy* with those words alone that count here."""
    scopes = policy.once(_scopes)
    if not scopes:
        return policy
    here = tuple(n for n, (sections, threads) in scopes.items() if section in sections or thread in threads)
    kept = policy.once(_kept_words)
    if here not in kept:
        kept[here] = _with_words(policy, here)
    return kept[here]


def _with_words(policy: Policy, here: Container[int]) -> Policy:
    """*policy* with the words that count everywhere, and with those that *here* names by number."""
    given, scopes = policy.words.entries, policy.once(_scopes)
    entries = tuple(
        replace(one, sections=(), threads=()) for n, one in enumerate(given) if n not in scopes or n in here
    )
    return replace(policy, words=replace(policy.words, entries=entries))


def merged(policy: Policy, *overrides: Override) -> Policy:
    """*policy* with the settings of *overrides*. Raises `msgspec.ValidationError` when one does not fit."""
    settings: dict[str, Any] = msgspec.json.decode(encoded(policy))
    for override in overrides:
        settings = _laid_over(settings, override.settings)
    return typed({**settings, "overrides": []}, Policy)


def _matches(override: Override, section: str | None, thread: str | None) -> bool:
    return section in override.sections or thread in {thread_id(one) for one in override.threads}


def _kept(_: Policy) -> dict[tuple[int, ...], Policy]:
    return {}


def _kept_words(_: Policy) -> dict[tuple[int, ...], Policy]:
    return {}


def _scopes(policy: Policy) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """The sections and threads of words that do not count everywhere, by number."""
    return {
        number: (frozenset(one.sections), frozenset(thread_id(thread) for thread in one.threads))
        for number, one in enumerate(policy.words.entries)
        if one.sections or one.threads
    }


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are laid over each other, everything else is replaced."""
    tables = {
        name: _laid_over(below[name], value)
        for name, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(name), Mapping)
    }
    return {**below, **above, **tables}
