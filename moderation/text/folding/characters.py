"""Folding character by character: case, compatibility, marks, invisible characters and look-alike letters."""

import re
from collections.abc import Iterator
from functools import cache

from moderation.text import tables
from moderation.text.folding import lexicon
from moderation.text.folding.offsets import Edit, Traced

# Everyday characters of our two languages; whatever folds to one character here needs no closer look.
_EVERYDAY = (*range(0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028), 0x20AB, 0x20AC)
ANY_BASE_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_is_any_base_mark = re.compile(f"[{ANY_BASE_MARK}]").match
_INSIDE = r"""[^\w\s.,;:!?/()"'\-]{1,4}"""  # emoji and signs that cut words
_SHORT = 2  # letters of a piece
_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ"


def fold(traced: Traced) -> Traced:
    """Lower-case, precomposed text without invisible characters, in which each word keeps to one script."""
    if not _beyond_lower().search(traced.text):
        return traced.mapped(traced.text.lower())
    if _odd().search(traced.text):
        # Look-alikes while case still tells Ν from ν, and again in words that invisible characters had cut.
        for step in (_backward_edits, _lookalike_edits, _run_edits, _lookalike_edits, _foreign_edits):
            edits = list(step(traced.text))
            traced = traced.edited(edits) if edits else traced
    return traced.mapped(traced.text.translate(_everyday()))


# A right-to-left override, up to where it ends; Hebrew and Arabic run that way by themselves.
_OVERRIDE = "\u202e"
_OVERRIDDEN = re.compile(f"{_OVERRIDE}([^\u0590-\u08ff\u202a-\u202e\u2066-\u2069\n]++)(?:\u202c|(?=\n)|\\Z)")
_with_marks = re.compile(f".[{ANY_BASE_MARK}]*", re.DOTALL).findall


def _backward_edits(text: str) -> Iterator[Edit]:
    """Put letters under a right-to-left override in the order in which they are shown (UAX #9)."""
    if _OVERRIDE in text:
        for run in _OVERRIDDEN.finditer(text):
            yield Edit(*run.span(), "".join(reversed(_with_marks(run[1]))))


@cache
def _everyday() -> dict[int, str]:
    folded = {point: "".join(compose(tables.folds().get(chr(point), chr(point)))) for point in _EVERYDAY}
    return {
        point: text for point, text in folded.items() if len(text) == 1 and text not in tables.lookalikes()
    }


@cache
def _beyond_lower() -> re.Pattern[str]:
    """Match a character of which `str.lower`, which is fast, makes something else than our tables do."""
    same = [point for point, text in _everyday().items() if chr(point).lower() == text]
    return re.compile(f"[^{tables.char_class(same)}]")


@cache
def _odd() -> re.Pattern[str]:
    """Match a character that is not an everyday one."""
    return re.compile(f"[^{_everyday_class()}]")


@cache
def _everyday_run() -> re.Pattern[str]:
    return re.compile(f"[{_everyday_class()}]?[^{_everyday_class()}]+")


@cache
def _everyday_class() -> str:
    return tables.char_class(_everyday())


def _run_edits(text: str) -> Iterator[Edit]:
    """Edit each character, with its marks, that does not fold to itself."""
    folds = tables.folds()
    for run in _everyday_run().finditer(text):
        parts = [folds.get(char, char) for char in run[0]]
        for index, folded in _clusters(parts):
            start = run.start() + index[0]
            end = run.start() + index[1]
            if text[start:end] != folded:
                yield Edit(start, end, folded)


def _clusters(parts: list[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """((first, after) part, composed text) for each letter with what attaches to it."""
    first, held = 0, ""
    for index, part in enumerate(parts):
        joined = compose(held + part) if held and part else [held]
        if len(joined) > 1 or (part and not held):
            if index:
                yield (first, index), held
            first, held = index, "".join(compose(part))
        else:
            held = joined[0]
    yield (first, len(parts)), held


def compose(decomposed: str) -> list[str]:
    r"""Compose letters and marks; a mark that makes no letter with what stands before it is dropped.

    >>> compose("e\u0301\u0302\u0336"), compose("\u0301")
    (['ế'], [])
    """
    pairs = tables.compositions()
    composed: list[str] = []
    for char in decomposed:
        both = (pairs.get(composed[-1] + char) or _hangul(composed[-1], char)) if composed else None
        if both:
            composed[-1] = both
        elif not _is_any_base_mark(char):
            composed.append(char)
    return composed


def _hangul(before: str, char: str) -> str | None:
    """Two Korean jamo, or a syllable and its final, as one syllable (Unicode 3.12)."""
    if "\u1100" <= before <= "\u1112" and "\u1161" <= char <= "\u1175":
        return chr(0xAC00 + ((ord(before) - 0x1100) * 21 + ord(char) - 0x1161) * 28)
    if "\uac00" <= before <= "\ud7a3" and "\u11a8" <= char <= "\u11c2" and (ord(before) - 0xAC00) % 28 == 0:
        return chr(ord(before) + ord(char) - 0x11A7)
    return None


@cache
def _lookalike() -> re.Pattern[str]:
    return re.compile(f"[{''.join(tables.lookalikes())}]")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"[{_LATIN}{''.join(tables.lookalikes())}]++")


@cache
def _mixed_word() -> re.Pattern[str]:
    letters = _letters().pattern
    return re.compile(f"{letters}(?:{_INSIDE}{letters})*")


_latin_letter = re.compile(f"[{_LATIN}]").search


def _lookalike_edits(text: str) -> Iterator[Edit]:
    """Put Latin letters for the look-alikes in words that also hold Latin letters."""
    done = 0
    while found := _lookalike().search(text, done):
        start = text.rfind(" ", done, found.start()) + 1 or done
        end = text.find(" ", found.end())
        done = end if end >= 0 else len(text)
        for word in _mixed_word().finditer(text, start, done):
            yield from _latinised(word)


def _latinised(word: re.Match[str]) -> Iterator[Edit]:
    """Edit a *word* with Latin letters, and what a sign cuts from it if that is short."""
    lookalikes = tables.lookalikes()
    if _latin_letter(word[0]):
        for piece in _letters().finditer(word[0]):
            if len(piece[0]) <= _SHORT or _latin_letter(piece[0]):
                for index, char in enumerate(piece[0], word.start() + piece.start()):
                    if char in lookalikes:
                        yield Edit(index, index + 1, lookalikes[char])


_foreign_run = re.compile(
    "[\u0250-\u02af\u0370-\u1cff\u2c00-\u2dff\ua000-\uabff\U00010000-\U00010fff]+"
).finditer


def _foreign_edits(text: str) -> list[Edit]:
    """Read words of look-alikes alone, if all foreign letters of a Latin text are in listed ones or cut from words."""
    runs = list(_foreign_run(text))
    read = [(run.span(), _as_latin(run[0])) for run in runs]
    if not _latin_letter(text) or not all(
        latin in lexicon.VULGAR or (_is_cut(run) and latin != " ")
        for run, (_, latin) in zip(runs, read, strict=True)
    ):
        return []
    return [Edit(*span, latin) for span, latin in read]


def _is_cut(run: re.Match[str]) -> bool:
    """Whether *run* is one letter that a line break parts from a Latin one."""
    start, end = run.span()
    around = run.string[max(0, start - 2) : start], run.string[end : end + 2]
    return end - start == 1 and any("\n" in side and _latin_letter(side) for side in around)


def _as_latin(run: str) -> str:
    return "".join(tables.lookalikes().get(char, " ") for char in run[: lexicon.LONGEST + 1])
