"""What is compared of two texts, to act on all that are alike at once."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from moderation.text.recent import comparable
from moderation.text.sketch import sketch


class Likeness(Struct, frozen=True):
    """A text without its words. *id* is equal for texts equal but for white space, punctuation, marks and evasions.

    *sketch* tells how alike others are; *near* is from where on they count as copies, 0..1.
    """

    id: str
    sketch: tuple[int, ...]
    near: float


def likeness(site: str, text: str, near: float) -> Likeness:
    """The likeness of *text*; another site's is never the same."""
    plain = comparable(text)
    id_ = hashlib.sha256(f"{site}\0{plain}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Likeness(id_, sketch(plain), near)
