"""Every logit is explained to the last unit, and every probability is exact."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from moderation.classifier.artifact import Artifact, Offer
from moderation.classifier.features import BUCKETS, COLUMNS, FACT_STEP, FACTS, terms
from moderation.classifier.scoring import SHARE_UNIT, IntegerClassifier, factor, probability
from moderation.text.folding import Folded, fold
from tests.moderation.classifier.reference import grams
from tests.moderation.classifier.texts import TEXTS
from tests.moderation.classifier.weights import EVEN, MANIFEST, WIDE, classifier, random_weights

SEEDS = st.integers(0, 2)


def weighing(weights: dict[int, int]) -> IntegerClassifier:
    """Only these columns weigh anything, and only for the first head; no bias."""
    table = np.zeros((COLUMNS, 2), dtype=np.int16)
    for column, weight in weights.items():
        table[column, 0] = weight
    return IntegerClassifier(Artifact(replace(MANIFEST, biases=(0, 0)), table, ""))


def column_of(folded: Folded, start: int, end: int) -> int:
    """The column of the first n-gram that stands at [start, end)."""
    return next(gram.column for gram in grams(folded) if (gram.start, gram.end) == (start, end))


@given(TEXTS, SEEDS, st.sampled_from(MANIFEST.heads))
def test_shares_bias_and_facts_add_up_to_the_logit(text: str, seed: int, head: str) -> None:
    account = classifier(seed).account(fold(text), head)
    placed = sum(account.characters.tolist())
    assert placed + SHARE_UNIT * account.bias + account.unplaced == SHARE_UNIT * account.logit


@given(TEXTS, SEEDS)
def test_the_logit_of_an_account_is_the_one_that_is_scored(text: str, seed: int) -> None:
    scorer, folded = classifier(seed), fold(text)
    accounts = [scorer.account(folded, head).logit for head in MANIFEST.heads]
    assert accounts == scorer.logits(terms(folded))


@given(TEXTS)
def test_a_logit_is_the_sum_of_its_weights_in_plain_integers(text: str) -> None:
    found = terms(fold(text))
    weights = random_weights(0)[found.columns, 0].tolist()
    total = sum(value * weight for value, weight in zip(found.values.tolist(), weights, strict=True))
    assert classifier(0).logits(found)[0] == factor(len(weights)) * total + MANIFEST.biases[0]


@given(TEXTS)
def test_ngrams_are_placed_to_the_last_unit(text: str) -> None:
    folded = fold(text)
    assume(folded.text)  # an empty one has no character to place its blank on
    ngrams = {gram.column: 1 for gram in grams(folded)}
    assert weighing(ngrams).account(folded, "first").unplaced == 0


def test_the_share_of_one_ngram_is_split_evenly() -> None:
    folded = fold("chào")
    account = weighing({column_of(folded, 0, 4): 7}).account(folded, "first")
    assert account.characters.tolist() == [account.logit * SHARE_UNIT // 4] * 4


def test_an_ngram_that_occurs_three_times_speaks_once() -> None:
    folded = fold("xyzxyzxyz")
    scorer = weighing({column_of(folded, 0, 3): 1})
    assert scorer.account(folded, "first").logit == factor(len(terms(folded).columns))


@given(st.integers(-1023, 1023), st.integers(1, 40))
def test_occurrences_differ_by_at_most_one_unit_and_the_first_get_more(weight: int, times: int) -> None:
    folded = fold(" ".join(["ab"] * times))
    account = weighing({column_of(folded, 0, 2): weight}).account(folded, "first")
    characters = account.characters.tolist()
    amounts = [sum(characters[start : start + 2]) for start in range(0, 3 * times, 3)]
    assert max(amounts) - min(amounts) <= 1
    assert amounts == sorted(amounts, reverse=True)


def test_facts_speak_without_a_place() -> None:
    folded = fold("0912345678")
    account = weighing({BUCKETS + FACTS.index("phones"): 5}).account(folded, "first")
    assert not account.characters.any()
    assert account.logit == 5 * FACT_STEP * factor(len(terms(folded).columns))


@given(st.integers(1, 1 << 20))
def test_the_common_factor_is_the_root_rounded_down(columns: int) -> None:
    assert factor(columns) ** 2 * columns <= 1 << 32 < (factor(columns) + 1) ** 2 * columns + columns


def test_a_language_has_its_own_labels() -> None:
    assert set(classifier().score(fold("hay"), "vi")) == {"toxicity", "spam"}
    assert set(classifier().score(fold("good"), "en")) == {"toxicity"}


def test_an_unknown_language_gets_the_highest_of_all() -> None:
    scorer, folded = classifier(), fold("quelque chose")
    vietnamese, english = scorer.score(folded, "vi"), scorer.score(folded, "en")
    highest = max(vietnamese["toxicity"], english["toxicity"])
    assert scorer.score(folded, "fr") == {"toxicity": highest, "spam": vietnamese["spam"]}


def test_shares_are_of_the_head_that_scored_highest() -> None:
    scorer, folded = classifier(), fold("quelque chose")
    logits = dict(zip(MANIFEST.heads, scorer.logits(terms(folded)), strict=True))
    best = max(logits, key=lambda head: logits[head])
    assert scorer.shares(folded, "fr", "toxicity") == scorer.account(folded, best).characters.tolist()


def test_only_a_text_without_marks_loses_what_is_taken_off_it() -> None:
    lowered = {"vi": {"toxicity": replace(EVEN, unmarked=WIDE)}}
    manifest = replace(MANIFEST, biases=(0, 0), offers=lowered)
    scorer = IntegerClassifier(Artifact(manifest, np.zeros((COLUMNS, 2), dtype=np.int16), ""))
    assert scorer.score(fold("ngủ đi"), "vi") == {"toxicity": 5_000}
    assert scorer.score(fold("ngu di"), "vi") == {"toxicity": 0}


def test_a_label_that_is_not_offered_has_no_shares() -> None:
    assert classifier().shares(fold("good"), "en", "spam") == []


def test_an_unknown_head_has_no_account() -> None:
    with pytest.raises(KeyError):
        classifier().account(fold("good"), "third")


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Any calibration that the audit lets through."""
    logits = sorted(draw(st.sets(st.integers(-(10**9), 10**9), min_size=1, max_size=20)))
    probabilities = draw(st.lists(st.integers(0, 10_000), min_size=len(logits), max_size=len(logits)))
    return Offer("first", tuple(logits), tuple(sorted(probabilities)))


LOGITS = st.integers(-(2 * 10**9), 2 * 10**9)


@given(offers(), LOGITS, LOGITS)
def test_a_higher_logit_is_never_less_probable(offer: Offer, one: int, other: int) -> None:
    assert probability(min(one, other), offer) <= probability(max(one, other), offer)


@given(offers())
def test_probabilities_end_where_the_table_ends(offer: Offer) -> None:
    assert probability(offer.logits[0] - 1, offer) == offer.probabilities[0]
    assert probability(offer.logits[-1] + 1, offer) == offer.probabilities[-1]


@given(offers())
def test_a_knot_has_its_own_probability(offer: Offer) -> None:
    assert tuple(probability(logit, offer) for logit in offer.logits) == offer.probabilities


@given(LOGITS)
def test_between_knots_runs_a_straight_line_rounded_down(logit: int) -> None:
    clamped = Fraction(min(max(logit, EVEN.logits[0]), EVEN.logits[-1]))
    assert probability(logit, EVEN) == (clamped - EVEN.logits[0]) * 10_000 // (2 * EVEN.logits[-1])
