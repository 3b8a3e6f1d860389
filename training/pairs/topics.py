"""What the comments are about, read from `words/`: one folder a language.

| file | holds |
|---|---|
| `fillers.toml` | rules of `training.grammar` that every template may name, and what stands around a template |
| `keywords_*.toml` | by keyword, templates that are `harmless`, and `hostile` ones where the word is an insult |
| `everyday.toml` | by subject of the news, templates without any such word |
| `identity.toml` | templates for every term of identity, `civil` and `hostile` |
| `identity.tsv` | the terms: group, one of them and many of them (Vietnamese has no plural) |
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from msgspec import Struct

from training.grammar import Grammar, Rules, load

Language = Literal["vi", "en"]
Kind = Literal["harmless", "hostile", "identity_civil", "identity_hostile", "everyday"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS: tuple[Kind, ...] = get_args(Kind)

_CLEAN = dict.fromkeys(("toxicity", "insult", "profanity", "threat", "identity_attack", "spam"), 0.0)
_INSULT = {"toxicity": 1.0, "insult": 1.0, "spam": 0.0}
_LABELS: Mapping[Kind, Mapping[str, float]] = {
    "harmless": _CLEAN,
    "hostile": _INSULT,
    "identity_civil": _CLEAN,
    "identity_hostile": _INSULT | {"identity_attack": 1.0},
    "everyday": _CLEAN,
}


class Template(Struct, frozen=True):
    """A sentence with slots; *group* names it, so that a cross-validation can leave it out."""

    group: str
    text: str


class Topic(Struct, frozen=True):
    """A keyword, a term of identity or a subject of the news; its templates may name its *slots*."""

    word: str
    templates: tuple[Template, ...]
    slots: Rules


def labels(kind: Kind, language: Language) -> dict[str, float]:
    """What a comment of *kind* is; the kinds of toxicity are offered in English alone."""
    found = _LABELS[kind]
    if language == "en" or found["toxicity"] == 0:
        return dict(found)
    return {label: found[label] for label in ("toxicity", "spam")}


@cache
def topics(kind: Kind, language: Language) -> tuple[Topic, ...]:
    """Read every topic that has templates of *kind*, in the order of the files."""
    match kind:
        case "harmless" | "hostile":
            return tuple(_keywords(kind, language))
        case "everyday":
            return tuple(_everyday(language))
        case _:
            return tuple(_identity(kind, language))


@cache
def fillers(language: Language) -> Grammar:
    """Read the rules that every template may name. Raises `ValueError` naming a rule that is missing."""
    return load(folder(language), "fillers", sources={})


def asides(kind: Kind, language: Language) -> tuple[str, ...]:
    """What stands beside a comment so that its company does not give it away.

    Hostile comments mostly name and address somebody, so clean ones get replies to people; the others get
    everyday sentences.
    """
    if kind in ("harmless", "everyday"):
        return tuple(fillers(language).rules["reply"])
    return tuple(template.text for topic in topics("everyday", language) for template in topic.templates)


def _keywords(kind: Kind, language: Language) -> Iterator[Topic]:
    for file in sorted(folder(language).iterdir(), key=lambda file: file.name):
        if file.name.startswith("keywords_"):
            for word, texts in _toml(file).items():
                if kind in texts:
                    yield Topic(word, _templates(f"{language} {kind} {word}", texts[kind]), {})


def _everyday(language: Language) -> Iterator[Topic]:
    for subject, texts in _toml(folder(language) / "everyday.toml").items():
        yield Topic(subject, _templates(f"{language} everyday {subject}", texts), {})


def _identity(kind: Kind, language: Language) -> Iterator[Topic]:
    texts = _toml(folder(language) / "identity.toml")[kind.removeprefix("identity_")]
    templates = _templates(f"{language} {kind}", texts)
    for line in (folder(language) / "identity.tsv").read_text("utf-8").splitlines()[1:]:
        _group, one, *many = line.split("\t")
        yield Topic(one, templates, {"one": (one,), "many": many or (one,)})


def _templates(name: str, texts: list[str]) -> tuple[Template, ...]:
    return tuple(Template(f"pairs {name} {number}", text) for number, text in enumerate(texts, 1))


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def folder(language: Language) -> Traversable:
    """Where the words of *language* lie."""
    return resources.files(__package__) / "words" / language
