"""How sure a lead is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from training.site.resample import _Ranked, share_better

TRUTH = np.arange(40) % 4 == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=2, max_size=30))
def test_the_area_of_a_sample_is_that_of_its_rows_repeated(rows: list[tuple[int, bool, int]]) -> None:
    scores, truth, counts = (np.array(column) for column in zip(*rows, strict=True))
    if 0 < counts[truth].sum() < counts.sum():
        repeated = roc_auc_score(np.repeat(truth, counts), np.repeat(scores, counts))
        assert _Ranked(scores.astype(float), truth).auc(counts) == pytest.approx(repeated)


def test_a_perfect_ranking_is_surely_better_than_a_reversed_one() -> None:
    assert share_better(TRUTH.astype(float), -TRUTH.astype(float), TRUTH) == 1.0
    assert share_better(-TRUTH.astype(float), TRUTH.astype(float), TRUTH) == 0.0


def test_a_ranking_is_neither_better_nor_worse_than_itself() -> None:
    scores = np.random.default_rng(0).random(40)
    assert share_better(scores, scores, TRUTH) == 0.5


def test_a_small_lead_on_few_rows_is_not_sure() -> None:
    scores = np.random.default_rng(0).random(40) + TRUTH / 2
    nearly = scores.copy()
    nearly[0] = 0  # one positive row goes last; a third of the samples do not hold it
    assert 0.5 < share_better(scores, nearly, TRUTH) < 0.95
