"""All that a site may tune: types with defaults, reading from TOML, presets."""

from __future__ import annotations

import hashlib

from moderation import lists
from moderation.policy.model import Policy, action_of, encoded
from moderation.policy.units import Duration, Limit

__all__ = ["Duration", "Limit", "Policy", "action_of", "digest"]


def digest(policy: Policy) -> str:
    """The SHA-256 of every setting and of the shipped lists, as "sha256:…"."""
    return "sha256:" + hashlib.sha256(encoded(policy) + lists.digest()).hexdigest()
