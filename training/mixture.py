"""What a classifier learns from: the sets of a configuration, cleaned, without held-out texts, and their views."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from training import adverts, pairs
from training.adverts.generator import language
from training.config import Adverts, Config, Hiding, Ingredient, Pairs
from training.data import Example, load, unique, without
from training.data.catalogue import Catalogue
from training.evasion import EVASIONS, NAMES, evade
from training.folded import folded

# A comment that raters found clean is none of these either; a set need not ask for each.
_KINDS = ("insult", "profanity", "threat", "identity_attack")
_LEAST_WORDS = 2  # of what is left of a toxic comment for it to teach anything


class Mixture(NamedTuple):
    """Examples to fit on, and examples to calibrate on; no text is in both."""

    train: list[Example]
    calibrate: list[Example]


def assemble(config: Config, root: Path, catalogue: Catalogue | None = None) -> Mixture:
    """Load, clean and mix what *config* asks for, in a fixed order. Raises `DataError` as `load` does."""
    calibrate = [
        _implied(example) for part in config.calibrate_on for example in _loaded(part, root, catalogue)
    ]
    held = [example for part in config.held_out for example in _loaded(part, root, catalogue)]
    loaded = {part: without(_loaded(part, root, catalogue), calibrate, held) for part in config.mix}
    originals = unique(_implied(example) for examples in loaded.values() for example in examples)
    views = [
        view for part, examples in loaded.items() for example in examples for view in _views(part, example)
    ]
    hidden = _hidden([*originals, *views], config.evasion, config.seed)
    synthetic, other = (list(_adverts(config.adverts, config.seed + step)) for step in (0, 1))
    contrasts = without(list(_pairs(config.pairs, config.seed)), calibrate, held)
    return Mixture([*originals, *views, *hidden, *synthetic, *contrasts], [*calibrate, *other])


def _loaded(part: Ingredient, root: Path, catalogue: Catalogue | None) -> list[Example]:
    examples = load(part.name, root, part.split, catalogue=catalogue)
    return [_weighted(example, part.weight) for example in examples]


def _weighted(example: Example, weight: float) -> Example:
    return replace(example, weight=example.weight * weight)


def _implied(example: Example) -> Example:
    """*example* with what follows from a clean comment, and no advert among comments that raters read as talk."""
    labels = dict(example.labels)
    if labels.get("toxicity") == 0:
        labels = dict.fromkeys(_KINDS, 0.0) | labels
    if "toxicity" in labels:
        labels.setdefault("spam", 0.0)
    return replace(example, labels=labels)


def _views(part: Ingredient, example: Example) -> Iterator[Example]:
    if part.unmarked:
        yield _implied(_unmarked(example))
    if part.remainders and example.spans:
        rest = _remainder(example)
        if len(rest.split()) >= _LEAST_WORDS:
            clean = replace(example, text=rest, labels={"toxicity": 0.0}, spans=None)
            yield _implied(_weighted(clean, part.remainders))


def _unmarked(example: Example) -> Example:
    return replace(example, text=folded(example.text).bare, spans=None)


def _remainder(example: Example) -> str:
    """The comment without its marked characters: the smallest change that makes it clean."""
    kept, at = [], 0
    for start, end in example.spans or ():
        kept.append(example.text[at:start])
        at = end
    return re.sub(r"\s+", " ", " ".join([*kept, example.text[at:]])).strip()


def _hidden(examples: Iterable[Example], wanted: Hiding, seed: int) -> Iterator[Example]:
    """A hidden copy of about the wanted share of *examples*; which ones and how depends on each text alone."""
    for example in examples:
        rng = random.Random(f"hidden {seed} {example.text}")
        names = [name for name in EVASIONS.get(example.language, ()) if name in (wanted.names or NAMES)]
        if names and rng.random() < wanted.share:
            yield from _hidden_copy(example, rng.choice(names), wanted.weight, seed)


def _hidden_copy(example: Example, name: str, weight: float, seed: int) -> Iterator[Example]:
    """*example* hidden; nothing where folding undoes that: the same text again would teach nothing."""
    text = evade(name, example.text, example.language, seed)
    if folded(text).text != folded(example.text).text:
        yield _weighted(replace(example, text=text, spans=None), weight)


def _adverts(wanted: Adverts, seed: int) -> Iterator[Example]:
    """Synthetic adverts of every family and neutral texts on the same subjects, in both languages."""
    for family in (*adverts.FAMILIES, *adverts.EN_FAMILIES):
        yield from _synthetic(adverts.generate(family, wanted.each, seed), family, 1.0, wanted.weight)
    each = wanted.neutral // (len(adverts.TOPICS) + len(adverts.EN_TOPICS))
    for topic in (*adverts.TOPICS, *adverts.EN_TOPICS):
        yield from _synthetic(adverts.neutral(each, seed, (topic,)), topic, 0.0, wanted.weight)


def _synthetic(texts: Iterable[str], topic: str, spam: float, weight: float) -> Iterator[Example]:
    """Texts of one family or topic; a clean one on the same subject is in the same group."""
    labels = {"spam": spam} if spam else {"spam": spam, "toxicity": 0.0}
    for text in texts:
        yield Example(text, language(topic), "adverts", labels, weight, adverts.group(topic))


def _pairs(wanted: Pairs, seed: int) -> Iterator[Example]:
    """Synthetic pairs, to learn from alone: their shares are ours and say nothing on how often a label is."""
    for example in _contrasts(wanted, seed):
        yield example
        if wanted.unmarked and example.language == "vi":
            yield _unmarked(example)


def _contrasts(wanted: Pairs, seed: int) -> Iterator[Example]:
    counts = {
        "harmless": wanted.harmless,
        "hostile": wanted.hostile,
        "identity_civil": wanted.identity,
        "identity_hostile": wanted.identity,
        "everyday": wanted.everyday,
    }
    for spoken, kind in product(pairs.LANGUAGES, pairs.KINDS):
        for example in pairs.generate(kind, spoken, counts[kind], seed):
            yield _weighted(example, wanted.weight[spoken])
    for spoken in pairs.LANGUAGES:
        for example in pairs.written(spoken) if spoken in wanted.written else ():
            yield _weighted(example, wanted.written[spoken])


def shuffled(examples: list[Example], seed: int) -> list[Example]:
    """The same examples in an order that depends on *seed* alone."""
    return random.Random(seed).sample(examples, len(examples))
