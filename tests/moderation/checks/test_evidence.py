"""Marked are the words that spoke for a label, so many that the rest of the comment would not be found."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from moderation.checks.evidence import rest, spans
from moderation.classifier import UNIT, Classifier
from moderation.comment import Comment
from moderation.policy import Policy
from moderation.policy.model import SpamPolicy, ToxicityPolicy
from moderation.reading import read
from moderation.text.folding import Folded
from moderation.text.tables import words
from moderation.verdict import Span
from tests.linear import assert_linear


class Weighing:
    """Adds up what each word weighs, in 1/10,000, for toxicity and for spam alike."""

    digests: tuple[str, ...] = ("sha256:weighing",)

    def __init__(self, **weights: int) -> None:
        self.weights = weights

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        total = max(0, min(UNIT, sum(weight for *_, weight in self._said(text))))
        return {"toxicity": total, "spam": total}

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:
        shares = [0] * len(text.text)
        for start, _, weight in self._said(text):
            shares[start] = weight
        return shares

    def _said(self, text: Folded) -> list[tuple[int, int, int]]:
        return [(start, end, self.weights.get(text.text[start:end], 0)) for start, end in words(text.text)]


class Deaf(Weighing):
    """Cannot tell which words spoke."""

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:
        return ()


def marked(text: str, classifier: Classifier, label: str = "toxicity", policy: Policy | None = None) -> str:
    found = spans(read(Comment(text=text), classifier), label, policy or Policy())
    return " | ".join(text[span.start : span.end] for span in found)


def test_the_strongest_words_are_marked_and_weak_ones_left() -> None:
    assert marked("bọn ngu kia đến đây", Weighing(ngu=9_000, kia=500)) == "ngu"


def test_weaker_words_follow_while_the_rest_would_still_be_found() -> None:
    tail = " rồi thì mà là ở đây cả ngày hôm nay với bà con trong xóm"
    held = Weighing(ngu=50_000, kia=5_000, đến=400)
    spared = Weighing(ngu=50_000, kia=4_000, đến=400)
    assert marked("bọn ngu kia đến" + tail, held) == "ngu kia"
    assert marked("bọn ngu kia đến" + tail, spared) == "ngu"


def test_the_rest_is_judged_by_the_policys_threshold_of_the_label() -> None:
    tail = " rồi thì mà là ở đây cả ngày hôm nay với bà con trong xóm"
    scorer, text = Weighing(ngu=50_000, kia=4_000), "bọn ngu kia" + tail
    strict = Policy(toxicity=ToxicityPolicy(nudge=0.3), spam=SpamPolicy(review=0.5))
    assert marked(text, scorer, "toxicity", strict) == "ngu kia"
    assert marked(text, scorer, "spam", strict) == "ngu"


def test_weaker_words_are_never_more_than_half_of_the_comment() -> None:
    scorer = Weighing(ngu=900_000, xấu=90_000, tệ=80_000, dở=70_000, kém=60_000)
    assert marked("ngu xấu tệ dở kém", scorer) == "ngu xấu tệ"


def test_what_is_marked_first_may_be_all_there_is() -> None:
    assert marked("ngu", Weighing(ngu=9_000)) == "ngu"


def test_neighbours_are_one_span_with_the_sum_of_their_shares() -> None:
    reading = read(Comment(text="đồ ngu đần kia"), Weighing(ngu=6_000, đần=2_000, kia=-500))
    assert spans(reading, "toxicity", Policy()) == (Span(3, 10, 1.0),)


def test_marks_stand_in_the_authors_own_text() -> None:
    assert marked("đồ n.g.u kia", Weighing(ngu=9_000)) == "n.g.u"


def test_a_classifier_that_cannot_tell_marks_nothing() -> None:
    assert marked("đồ ngu", Deaf(ngu=9_000)) == ""


def test_the_rest_of_a_text_is_what_no_span_covers() -> None:
    assert rest("abcdef", [Span(1, 3), Span(2, 3), Span(5, 6)]) == "ade"


@pytest.mark.parametrize("piece", ["ngu ", "ngu xấu tốt ", "n.g.u "])
def test_marking_is_linear(piece: str) -> None:
    scorer = Weighing(ngu=9_000, xấu=8_000, tốt=3)

    def seconds(size: int) -> float:
        reading = read(Comment(text=piece * (size // len(piece))), scorer)
        started = time.process_time()
        spans(reading, "toxicity", Policy())
        return time.process_time() - started

    assert_linear(seconds)
