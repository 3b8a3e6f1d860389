"""Text as an evader's reader sees it, with a map back to the author's own characters.

Folding runs its steps until none changes anything, so folding twice changes nothing. A text that has not
settled after `_PASSES` (only one built for it) keeps its character folding alone, which is settled too.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from moderation.text.folding import (
    characters,
    entities,
    everyday,
    leetspeak,
    misspelled,
    spelling,
    splits,
    symbols,
    teencode,
)
from moderation.text.folding.everyday import remembering
from moderation.text.folding.offsets import Edit, Traced, source_span

_PASSES = 24
_Step = Callable[[str], Iterable[Edit]]
_CHUNK_STEPS: tuple[_Step, ...] = (symbols.edits, splits.edits, spelling.edits)


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
    decoded = entities.edits(traced.text)
    if decoded:  # new characters, to be folded before words are read
        return traced.edited(decoded)
    chunks = traced.text.split()
    strange = everyday.strange(chunks)
    spaced = list(splits.spaced_edits(traced.text, chunks, strange))
    new_words = spaced or leetspeak.loose_edits(traced.text, strange)
    if new_words:
        return traced.edited(new_words)
    for step in _word_steps(strange):
        edits = list(step(traced.text))
        if edits:
            traced = traced.edited(edits)
    return traced


def _word_steps(strange: Iterable[str]) -> tuple[_Step, ...]:
    """Name the steps inside words that some word needs; nearly all words have been seen before."""
    needed = {step for chunk in strange for step in _needs(chunk)}
    return tuple(step for step in (_chunk_edits, teencode.edits, misspelled.edits) if step in needed)


@remembering
def _needs(chunk: str) -> tuple[_Step, ...]:
    if everyday.is_all_of(chunk):
        return ()
    asked = (_chunk_edits, _changes), (teencode.edits, teencode.is_in), (misspelled.edits, misspelled.is_in)
    return tuple(step for step, is_needed in asked if is_needed(chunk))


def _chunk_edits(text: str) -> Iterator[Edit]:
    """Edit inside the stretches of text without spaces."""
    chunks = text.replace("\n", " ").split(" ")
    changes = {chunk: _changes(chunk) for chunk in everyday.strange(chunks)}
    offset = 0
    for chunk in chunks:
        for edit in changes.get(chunk, ()):
            yield Edit(offset + edit.start, offset + edit.end, edit.text)
        offset += len(chunk) + 1


@remembering
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
