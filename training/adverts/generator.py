"""Adverts by family and clean comments by topic, the same for the same seed on every machine."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from random import Random

from training import grammar
from training.adverts import contacts, habits
from training.adverts.disguise import disguise
from training.evasion import Language

FAMILIES: tuple[str, ...] = (
    "loans",
    "gambling",
    "sims",
    "escorts",
    "land",
    "jobs",
    "stocks",
    "documents",
    "medicine",
    "services",
    "charms",
    "accounts",
    "goods",
    "fashion",
    "beauty",
    "food",
    "lessons",
)
EN_FAMILIES: tuple[str, ...] = (
    "en_channel",
    "en_crypto",
    "en_homework",
    "en_pharma",
    "en_essay",
    "en_escorts",
    "en_casino",
)
# Every family has clean comments of its own; the news topics carry numbers and dates that are no contact.
TOPICS: tuple[str, ...] = (*FAMILIES, "news")
EN_TOPICS: tuple[str, ...] = (*EN_FAMILIES, "en_news")


def generate(family: str, count: int, seed: int, evaded: float = 0.5) -> Iterator[str]:
    """Write *count* adverts of one family; about the share *evaded* of them hide words or contacts.

    A larger *count* continues the same series, and *evaded* never changes which adverts are written,
    only which are hidden. Adverts may repeat, rarely. Raises `ValueError` for an unknown family.
    """
    rules = _known(family, (*FAMILIES, *EN_FAMILIES))
    writing, hiding = Random(f"advert {family} {seed}"), Random(f"evasion {family} {seed}")
    return (_advert(rules, language(family), writing, hiding, evaded) for _ in range(count))


def neutral(count: int, seed: int, topics: Sequence[str] = (*TOPICS, *EN_TOPICS)) -> Iterator[str]:
    """Write *count* comments that speak of what adverts sell and sell nothing, *topics* taking turns.

    By default about two in three are Vietnamese. Raises `ValueError` for an unknown topic.
    """
    rules = [_known(topic, (*TOPICS, *EN_TOPICS)) for topic in topics]
    rng = Random(f"neutral {seed}")
    return (_clean(rules[i % len(rules)], language(topics[i % len(rules)]), rng) for i in range(count))


def group(topic: str) -> str:
    """Name what adverts of a family share with clean comments on its subject: both stay on one side of a split."""
    return f"advert {topic}"


def language(topic: str) -> Language:
    """Tell which language a family or topic is written in."""
    return "en" if topic.startswith("en_") else "vi"


def _advert(rules: grammar.Grammar, spoken: Language, writing: Random, hiding: Random, evaded: float) -> str:
    text = habits.type_out(rules.write("advert", writing), spoken, writing)
    return disguise(text, spoken, hiding) if hiding.random() < evaded else text


def _clean(rules: grammar.Grammar, spoken: Language, rng: Random) -> str:
    return habits.type_out(rules.write("neutral", rng), spoken, rng)


def _known(topic: str, allowed: Sequence[str]) -> grammar.Grammar:
    if topic not in allowed:
        msg = f"no adverts named {topic!r}; there are {', '.join(allowed)}"
        raise ValueError(msg)
    return grammar_of(topic)


@cache
def grammar_of(topic: str) -> grammar.Grammar:
    """Read the rules of a family or topic, with those that its language shares."""
    frames = [] if topic in ("news", "en_news") else [f"frames_{language(topic)}"]
    words = resources.files(__package__) / "words"
    return grammar.load(words, f"shared_{language(topic)}", *frames, topic, sources=contacts.SOURCES)
