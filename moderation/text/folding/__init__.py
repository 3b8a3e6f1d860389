"""Text as an evader's reader sees it, with a map back to the author's own characters.

Folding runs its steps until none changes anything, so folding twice changes nothing. A text that has not
settled after `_PASSES` (only one built for it) keeps its character folding alone, which is settled too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from moderation.text.folding import characters, entities, spelling, splits, symbols, teencode
from moderation.text.folding.offsets import Edit, Traced, source_span

_PASSES = 24
_CHUNK = re.compile(r"[^ \n]+")
_Step = Callable[[str], Iterable[Edit]]
_CHUNK_STEPS: tuple[_Step, ...] = (splits.edits, symbols.edits, spelling.edits)
_REMEMBERED = 40  # characters of the longest chunk worth remembering


class Folded(Struct, frozen=True):
    """A folded text and its way back to what the author wrote."""

    source: str
    text: str
    """Lower case, precomposed, evasions undone."""
    bare: str
    """`text` without marks on its Latin letters, character for character."""
    starts: tuple[int, ...] | None = None
    """Where in `source` the piece behind each character begins; None when nothing moved."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the author's code points [start, end) from which `text[start:end]` was made.

        >>> folded = fold("Đồ n.g.u!")
        >>> folded.text, folded.source[slice(*folded.span(3, 6))]
        ('đồ ngu!', 'n.g.u')
        """
        return source_span(self.starts, len(self.source), start, end)


def fold(text: str) -> Folded:
    """Fold any string, in time linear in its length."""
    traced = _settled(characters.fold(Traced(text)))
    return Folded(text, traced.text, spelling.bare(traced.text), _covering(traced.starts))


def _settled(plain: Traced) -> Traced:
    traced = plain
    for _ in range(_PASSES):
        rewritten = _rewritten(traced)
        if rewritten is traced:
            return traced
        traced = characters.fold(rewritten)
    return plain


def _rewritten(traced: Traced) -> Traced:
    """*traced* itself when no step has anything to change."""
    for step in (entities.edits, splits.spaced_edits, *_word_steps(traced.text)):
        edits = list(step(traced.text))
        if edits:
            traced = traced.edited(edits)
    return traced


def _word_steps(text: str) -> tuple[_Step, ...]:
    """Name the steps inside words, if any word may need them; nearly all words have been seen before."""
    chunks = text.split()
    if max(map(len, chunks), default=0) <= _REMEMBERED and not any(map(_is_suspect, chunks)):
        return ()
    return _chunk_edits, teencode.edits


@lru_cache(maxsize=2**15)
def _is_suspect(chunk: str) -> bool:
    return bool(_changes(chunk)) or teencode.holds(chunk)


def _chunk_edits(text: str) -> Iterator[Edit]:
    """Edit inside the stretches of text without spaces."""
    for chunk in _CHUNK.finditer(text):
        changes = _changes if len(chunk[0]) <= _REMEMBERED else _changes.__wrapped__
        for edit in changes(chunk[0]):
            yield Edit(chunk.start() + edit.start, chunk.start() + edit.end, edit.text)


@lru_cache(maxsize=2**15)
def _changes(chunk: str) -> tuple[Edit, ...]:
    """Settle a stretch of text without spaces, whatever stands around it."""
    traced = Traced(chunk)
    for _ in range(_PASSES):
        edits = next(filter(None, (list(step(traced.text)) for step in _CHUNK_STEPS)), None)
        if not edits:
            break
        traced = traced.edited(edits)
    return tuple(traced.edits(chunk))


def _covering(starts: list[int] | None) -> tuple[int, ...] | None:
    """Count what was removed before the first piece to that piece."""
    if not starts or not starts[0]:
        return None if starts is None else tuple(starts)
    first = starts[0]
    return tuple(0 if start == first else start for start in starts)
