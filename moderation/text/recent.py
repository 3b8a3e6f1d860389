"""Folding what was folded a moment ago: the counters and the checks read the same comment."""

from functools import lru_cache

from moderation.text.folding import fold
from moderation.text.sketch import squeezed

fold_recent = lru_cache(maxsize=256)(fold)


def comparable(text: str) -> str:
    """What of *text* is compared with other texts: without marks, so that leaving them out makes no new text.

    >>> comparable("Giá  x-ă-n-g!") == comparable("gia xang")
    True
    """
    return squeezed(fold_recent(text).bare)
