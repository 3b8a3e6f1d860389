"""A sign standing for a letter of a word: `đ*t`, `f**k`."""

import re
import string
from collections.abc import Iterator

from moderation.text import vocabulary
from moderation.text.folding import leetspeak, lexicon
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER

_MASKED = re.compile(rf"[{LETTER}@][{LETTER}@*#•×_$]*")
_MASK = re.compile(r"[#•×_]")
_LONGEST = 14  # characters
_LEAST_MASKED = (
    5  # letters of a word of which one is masked, unless it is in the lexicon: fewer fit several words
)
_SIGN = re.compile(r"[0-9@$!|*#•×_]").search


def edits(chunk: str) -> Iterator[Edit]:
    """Edit a stretch of text without spaces."""
    if _SIGN(chunk):
        masked = [edit for edit in map(_unmasked, _MASKED.finditer(chunk)) if edit]
        yield from masked or leetspeak.edits(chunk)


def _unmasked(found: re.Match[str]) -> Edit | None:
    written = _MASK.sub("*", found[0]) if len(found[0]) <= _LONGEST else ""
    word = (
        lexicon.masked().get(written) or lexicon.masked().get(written.rstrip("*")) or _only_fitting(written)
    )
    return Edit(*found.span(), word) if word else None


def _only_fitting(written: str) -> str | None:
    """Find the one English word in use that has some letter where *written* has its only mask."""
    head, mask, tail = written.partition("*")
    if not (head and mask and tail) or len(written) < _LEAST_MASKED or not (head + tail).isalpha():
        return None
    fitting = vocabulary.english().intersection(head + letter + tail for letter in string.ascii_lowercase)
    return next(iter(fitting)) if len(fitting) == 1 else None
