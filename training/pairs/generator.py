"""Comments by kind and language, the same for the same seed on every machine."""

import re
from collections.abc import Iterator
from random import Random

from training.adverts import habits
from training.data import Example
from training.errors import TrainingError
from training.grammar import Grammar, Rules
from training.pairs.topics import KINDS, Kind, Language, Template, Topic, asides, fillers, labels, topics

LEAST_WORDS, MOST_WORDS = 8, 45  # as readers' comments are mostly; frames and fillers would run longer
_TRIES = 200  # to write a text that was not written yet
_FRAMES = (
    *("{text}", "{opening} {text}", "{text} {closing}", "{opening} {text} {closing}"),
    *("{aside} {text}", "{text} {aside}", "{aside} {text} {closing}", "{opening} {text} {aside}"),
)
_SENTENCE = re.compile(r"(?:^|(?<=[.!?…] ))[^\W\d_]")


def generate(kind: Kind, language: Language, count: int, seed: int) -> Iterator[Example]:
    """Write *count* comments, no two the same; `raw` is the word they turn on, `group` the template.

    Words take turns, and their templates too: *count* comments hold every word equally often, but for one, and
    as many rounds as there are templates hold each word in each template once. Terms of identity come in the
    same order when civil as when hostile. A larger *count* continues the same series.

    Raises `ValueError` for an unknown kind, `TrainingError` when a template has no further texts.
    """
    if kind not in KINDS:
        raise ValueError(f"no pairs named {kind!r}; there are {', '.join(KINDS)}")
    found = topics(kind, language)
    turns = Random(f"turns {language} {seed}").sample(found, len(found))
    return _series(kind, language, turns, count, Random(f"pairs {language} {kind} {seed}"))


def _series(kind: Kind, language: Language, turns: list[Topic], count: int, rng: Random) -> Iterator[Example]:
    known, written = labels(kind, language), set[str]()
    shared = {**fillers(language).rules, "aside": asides(kind, language), "comment": _FRAMES}
    for number in range(count):
        turn, place = divmod(number, len(turns))
        topic = turns[place]
        template = topic.templates[(turn + place) % len(topic.templates)]
        text = _unwritten(topic, template, shared, rng, written)
        typed = habits.type_out(text, language, rng)
        yield Example(typed, language, "pairs", dict(known), group=template.group, raw=topic.word)


def _unwritten(topic: Topic, template: Template, shared: Rules, rng: Random, written: set[str]) -> str:
    """Write a text that is not in *written* yet, and note it there."""
    grammar = Grammar({**shared, **topic.slots, "text": (template.text,)}, sources={})
    for _ in range(_TRIES):
        text = _SENTENCE.sub(lambda letter: letter[0].upper(), grammar.write("comment", rng))
        if LEAST_WORDS <= len(text.split()) <= MOST_WORDS and text not in written:
            written.add(text)
            return text
    raise TrainingError(f"{template.group}: no new text in {_TRIES} tries; give the template more slots")
