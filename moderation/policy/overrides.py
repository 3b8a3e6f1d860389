"""The policy of one thread: the site's, with what is otherwise in its section and in the thread itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from moderation.policy.model import Override, Policy, encoded, typed
from moderation.text.threads import thread_id

# These are the whole site's: they say how long things are kept, or are asked for where no thread is known.
NEVER = ("overrides", "retention", "threads", "guest", "perspective")


def resolved(policy: Policy, section: str | None, thread: str | None) -> Policy:
    """*policy* as it is for a comment in *section* under *thread*; later overrides win.

    The same object for the same overrides, as a policy keeps its compiled word lists; it has none of its own left.
    """
    if not policy.overrides:
        return policy
    where = thread_id(thread) if thread else None
    matching = tuple(n for n, one in enumerate(policy.overrides) if _matches(one, section, where))
    kept = policy.once(_kept)
    if matching not in kept:
        kept[matching] = merged(policy, *(policy.overrides[n] for n in matching))
    return kept[matching]


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


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are laid over each other, everything else is replaced."""
    tables = {
        name: _laid_over(below[name], value)
        for name, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(name), Mapping)
    }
    return {**below, **above, **tables}
