"""All checks on a comment of 250 characters, against one label by scikit-learn's hashed character n-grams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

from rich.table import Table
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from benchmarks.classifier import classifier
from benchmarks.comments import MIXTURES, comments
from benchmarks.tables import compared, table
from benchmarks.timing import Times, Work, side_by_side
from moderation.classifier.features import terms
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.judge import CHECKS, Check, judge
from moderation.moderator import Moderator
from moderation.policy import Policy
from moderation.reading import Reading, read
from moderation.text.folding import fold
from moderation.text.language import language_of
from moderation.text.length import measure
from moderation.verdict import Finding

PEER = "scikit-learn, one label"
COUNT = 100  # comments a round
TARGET = 1 / 3

_POLICY, _FACTS = Policy(), Facts()


def tables() -> Iterator[Table]:
    """One comparison a mixture of languages, then where our time goes."""
    ours = _ours()
    for mixture in MIXTURES:
        ways = {**ours, PEER: _peer(mixture)}
        times = side_by_side(ways, partial(comments, mixture, COUNT))
        title = f"All checks, 250 characters, {mixture}; target: judge at most {TARGET:.2f} of {PEER}"
        yield compared(title, times, PEER)
    yield _stages()


def _ours() -> dict[str, Work[str]]:
    scorer, guests = classifier(), count()
    moderator = Moderator(_POLICY, classifier=scorer)

    def moderated(text: str) -> object:
        number = next(guests)
        guest = {
            "token": f"guest {number}",
            "ip": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        }
        return moderator.check({"text": text, "thread": f"https://example.com/{number % 50}", "guest": guest})

    return {
        "judge": lambda text: judge(Comment(text=text), _FACTS, _POLICY, scorer),
        "observe and judge": moderated,
    }


def _peer(mixture: str) -> Work[str]:
    pipeline: Pipeline = make_pipeline(
        HashingVectorizer(analyzer="char", ngram_range=(2, 5)), LogisticRegression()
    )
    texts = comments(mixture, 2 * COUNT, -1)
    pipeline.fit(texts, [number % 2 for number in range(len(texts))])
    return lambda text: pipeline.predict_proba([text])


def _stages() -> Table:
    """Each part of judge() by itself, on Vietnamese and on English texts."""
    made = table("Where the time of judge() goes, median of the rounds", "vi, µs", "en, µs")
    vi, en = _stage_times("vi"), _stage_times("en")
    for name in vi:
        made.add_row(name, f"{vi[name].median_us:,.1f}", f"{en[name].median_us:,.1f}")
    return made


def _stage_times(language: str) -> dict[str, Times]:
    scorer = classifier()

    def given(number: int) -> list[Reading]:
        return [read(Comment(text=text), scorer) for text in comments(language, COUNT, number)]

    stages: dict[str, Callable[[Reading], Any]] = {
        "judge, all of it": lambda reading: judge(reading.comment, _FACTS, _POLICY, scorer),
        "folding": lambda reading: fold(reading.comment.text),
        "language": lambda reading: language_of(reading.text.folded),
        "length": lambda reading: measure(reading.comment.text),
        "terms": lambda reading: terms(reading.text.folded),
        "terms and scores": lambda reading: scorer.score(reading.text.folded, reading.language),
    }
    for check in CHECKS:
        name = check.__module__.rpartition(".")[2]
        stages[f"check {name}"] = partial(_findings, check)
    label = next(iter(next(iter(scorer.manifest.offers.values()))))
    stages["explain one label (only when found)"] = lambda reading: scorer.shares(
        reading.text.folded, language, label
    )
    return side_by_side(stages, given)


def _findings(check: Check, reading: Reading) -> list[Finding]:
    return list(check(reading, _FACTS, _POLICY))
