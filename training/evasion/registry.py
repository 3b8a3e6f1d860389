"""Every evasion by its name, for each language that has it, in an order in which they can follow each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from training.errors import TrainingError
from training.evasion import gaps, letters, marks, spelling, unseen
from training.evasion.spelling import Language

Evasion = Callable[[str, Random], str]

_VIETNAMESE: Mapping[str, Evasion] = {
    "no_marks": marks.no_marks,
    "wrong_marks": marks.wrong_marks,
    "tone_placement": marks.tone_placement,
    "telex": spelling.telex,
    "teencode": partial(spelling.teencode, language="vi"),
}
_ENGLISH: Mapping[str, Evasion] = {
    "wrong_marks": marks.umlauts,
    "teencode": partial(spelling.teencode, language="en"),
}
# What hides characters comes last: what works on words would not find them any more.
_SHARED: Mapping[str, Evasion] = {
    "stretched": spelling.stretched,
    "leetspeak": letters.leetspeak,
    "masked": gaps.masked,
    "lookalikes": letters.lookalikes,
    "spaced": gaps.spaced,
    "dotted": gaps.dotted,
    "emoji_inside": gaps.emoji_inside,
    "line_breaks": gaps.line_breaks,
    "styled": letters.styled,
    "full_width": letters.full_width,
    "nfd": marks.nfd,
    "zero_width": unseen.zero_width,
    "bidi": unseen.bidi,
    "entities": unseen.entities,
}


def mixed(text: str, rng: Random, language: Language) -> str:
    """Apply two or three of the others, one after the other."""
    single = SINGLE[language]
    chosen = rng.sample(list(single), rng.choice((2, 3)))
    for name in filter(chosen.__contains__, single):
        text = single[name](text, rng)
    return text


SINGLE: Mapping[Language, Mapping[str, Evasion]] = {
    "vi": {**_VIETNAMESE, **_SHARED},
    "en": {**_ENGLISH, **{name: evasion for name, evasion in _SHARED.items() if name != "nfd"}},
}
EVASIONS: Mapping[str, Mapping[str, Evasion]] = {
    language: {**single, "mixed": partial(mixed, language=language)} for language, single in SINGLE.items()
}
NAMES = frozenset(name for named in EVASIONS.values() for name in named)


def evade(name: str, text: str, language: str, seed: int) -> str:
    """*text* hidden by the evasion *name*: the same for the same arguments, whatever else is hidden.

    Raises `TrainingError` for a name that *language*, "vi" or "en", does not have.
    """
    known = EVASIONS[language]
    if name not in known:
        raise TrainingError(f"no evasion {name!r} in {language!r}; there are {', '.join(known)}")
    return known[name](text, Random(f"{name} {seed} {text}"))
